"""What `apply` prints, what it refuses and why, and that no name in a case gets out of its quotes."""

import os
import re
from pathlib import Path
from typing import Any

import hcl2
import pytest
import yaml
from typer.testing import CliRunner

from advisor import Advisor, InputError
from advisor.apply import FORMATS, applied_text
from advisor.apply.names import prefixes
from advisor.apply.terraform import quoted
from advisor.cli.app import app
from applying import ROOT, Answered, advisor, input_json, run_python, run_shell

GOLDEN = Path(__file__).parent / "golden" / "apply"
ENDINGS = {"cloudformation": "yaml", "terraform": "tf", "cli": "sh", "boto3": "py"}
RULES = Path(__file__).parent / "rules"

# A case for each area, of which a golden file in each format shows what sets it.
CASES: dict[str, dict[str, Any]] = {
    "cache-engine": {"cache": {"on_node_failure": "cache_stays", "backup": True}},
    "caching-strategy": {"cache": {"repeated_reads": True, "freshness": "may_lag", "only_requested": True}},
    "ebs-volume": {
        "volume": [{"name": "boot", "boot": True}, {"name": "orders", "workload": "database", "iops": 25_000}]
    },
    "ec2-purchase": {"compute": {"usage": "base-and-peaks", "duration": "several years", "stateless": True}},
    "glacier-retrieval": {"objects": {"stored_in": "glacier", "max_wait": "4 hours"}},
    "load-balancer": {"traffic": {"protocols": ["https"], "redirect_to_https": True, "exposure": "internet"}},
    "route53-record": {"dns": {"target": "aws", "zone_apex": True}},
    "route53-routing": {"dns": {"by_user_location": True, "regions": 2, "target": "ipv4"}},
    "s3-storage-class": {
        "objects": {
            "reads": "frequent",
            "kept": "7 years",
            "must_survive_az_loss": True,
            "stages": [
                {"from": "30 days", "reads": "infrequent", "max_wait": "immediately"},
                {"from": "1 year", "reads": "rare", "archive": True, "max_wait": "12 hours"},
            ],
        }
    },
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("area", CASES)
def test_golden(area: str, format: str) -> None:
    """What is printed, word for word."""
    text = advisor().recommend({"name": "shop", **CASES[area]}).apply(area, format)
    path = GOLDEN / f"{area}.{ENDINGS[format]}"
    if os.environ.get("ADVISOR_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert path.read_text() == text


def refused(case: dict[str, Any], *labels: str, with_advisor: Advisor | None = None) -> str:
    """Why a case cannot be applied."""
    asked = with_advisor or advisor()
    with pytest.raises(InputError) as error:
        applied_text(asked, asked.case(case), labels)
    return str(error.value)


def plan(text: str, **objects: Any) -> dict[str, Any]:
    """A case whose objects have this plan."""
    days = [int(day) for day in re.findall(r"@(\d+)", text)]
    stages = [{"from": day} for day in days]
    return {"objects": {"stages": stages, "max_wait": "no limit", **objects}, "among": {"s3-storage-class": [text]}}


def lifecycle(case: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The rule that the template of a plan has, and the whole text."""
    text = applied_text(advisor(), advisor().case(case), ["s3-storage-class"])
    template = yaml.safe_load(text)
    (rule,) = template["Resources"]["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    return rule, text


def steps(rule: dict[str, Any]) -> list[tuple[int, str]]:
    """The transitions of a rule."""
    return [(each["TransitionInDays"], each["StorageClass"]) for each in rule.get("Transitions", [])]


def test_a_step_that_comes_too_early_is_moved_and_explained() -> None:
    """Standard-IA begins on day 30 at the earliest, and a class after it thirty days later."""
    rule, text = lifecycle(plan("standard > standard-ia@7 days > glacier@45 days"))

    assert [(30, "STANDARD_IA"), (60, "GLACIER")] == steps(rule)
    plain = " ".join(text.replace("\n# ", " ").split())
    assert "Day 7 is not possible for standard-ia; day 30 is the earliest." in plain
    assert "Day 45 is not possible for glacier; day 60 is the earliest." in plain


def test_a_step_without_time_left_is_left_out() -> None:
    """Where the next one has begun by then, or the objects are deleted, nothing is left of it."""
    rule, text = lifecycle(plan("standard > standard-ia@7 days > glacier@20 days"))
    assert [(20, "GLACIER")] == steps(rule)
    assert "The step to standard-ia is left out" in text

    rule, _ = lifecycle(plan("standard > glacier@90 days", kept="60 days"))
    assert [] == steps(rule)
    assert 60 == rule["ExpirationInDays"]


def test_what_is_kept_for_ever_does_not_expire() -> None:
    """The word for it is a number, but no date."""
    rule, _ = lifecycle(plan("standard > glacier@90 days", kept="forever"))

    assert "ExpirationInDays" not in rule


def test_a_transition_upwards_is_refused() -> None:
    """With the rule that forbids it and the sentence that says so, though the notes know of neither."""
    told = refused(plan("glacier > standard@30 days"), "s3-storage-class")

    assert "the change from glacier to standard is not possible: A lifecycle rule moves objects downwards only" in told
    assert "This is the rule s3-storage-class.nothing-goes-back-to-standard." in told
    assert "(Source: Amazon S3 User Guide, lifecycle-transition-general-considerations" in told


def test_a_boot_volume_is_no_disk() -> None:
    """Neither by the rules, nor by the settings of a rulebook that has no such rule."""
    told = refused({"volume": {"boot": True}, "among": {"ebs-volume": ["st1"]}})
    assert "ebs-volume is a conflict: every option is ruled out by ebs-volume.boot-needs-ssd" in told

    lax = advisor().rulebook
    area = lax.areas["ebs-volume"]
    without = area.model_copy(update={"rules": tuple(each for each in area.rules if each.id != "boot-needs-ssd")})
    changed = Advisor(lax.model_copy(update={"areas": {"ebs-volume": without}}))
    told = refused({"volume": {"boot": True}, "among": {"ebs-volume": ["st1"]}}, with_advisor=changed)
    assert "ebs-volume cannot be applied: An instance cannot boot from an HDD volume." in told
    assert '"Only GP2 and IO1 can be used as boot volumes"' in told


def test_latency_needs_regions() -> None:
    """Records by latency name a Region each, and there are none where every endpoint is elsewhere."""
    case = {
        "dns": {"lowest_latency": True, "outside_aws": True, "regions": 0, "endpoints": 2},
        "among": {"route53-routing": ["latency"]},
    }
    assert "Records by latency name an AWS Region each" in refused(case, "route53-routing")


def test_what_is_sold_no_more_is_refused() -> None:
    """With what takes its place, and the erratum."""
    told = refused(
        {
            "compute": {"usage": "recurring", "duration": "several years"},
            "among": {"ec2-purchase": ["reserved-scheduled"]},
        }
    )

    assert "ec2-purchase cannot be applied: Scheduled Instances can no longer be bought." in told
    assert "'--edition today' recommends among these" in told


def test_more_than_a_volume_can_do_is_refused() -> None:
    """A need beyond the ceiling of the type is told, not cut."""
    told = refused({"volume": {"iops": 100_000}})

    assert "ebs-volume cannot be applied: volume.iops is 100,000, and io1 takes 64,000 at most." in told


def test_more_records_than_anybody_reads_are_refused() -> None:
    """A thousand endpoints are not written out."""
    told = refused({"dns": {"fixed_shares": True, "endpoints": 1_000}}, "route53-routing")

    assert "1,000 are more than can be written out; expected at most 100" in told


def test_a_tie_asks_to_choose() -> None:
    """It says how, and that way works."""
    tie = {"dns": {"health_checks": True, "endpoints": 2}, "among": {"route53-routing": ["failover", "weighted"]}}
    told = refused(tie, "route53-routing")
    assert "route53-routing is a tie: weighted and failover are equally good." in told
    assert "Choose one with --among 'weighted'" in told

    settled = advisor().recommend(tie, among={"route53-routing": ["failover"]})
    assert "Failover: PRIMARY" in settled.apply("route53-routing")


def test_what_is_not_needed_is_said() -> None:
    """It is no error, and nothing is set."""
    text = advisor().recommend({"objects": {"reads": "frequent"}}).apply("glacier-retrieval")

    assert all(line.startswith("#") for line in text.splitlines())
    assert "Not needed" in text
    assert "Nothing has to be retrieved" in text


def test_all_decisions_are_one_template() -> None:
    """Each item has names of its own; a record is part of its routing."""
    data = {"volume": [{"name": "a-b"}, {"name": "a b"}, {"name": "\u65e5\u672c"}], "dns": {"target": "ipv4"}}
    text = applied_text(advisor(), advisor().case(data))
    template = yaml.safe_load(text)

    assert {"ABVolume", "AB2Volume", "Item3Volume", "NameRecord"} == set(template["Resources"])
    assert "It is part of what is set for route53-routing." in text
    assert {None: "", "a-b": "AB", "9": "Item2"} == prefixes(["a-b", "9"])


def test_a_whole_story(tmp_path: Path) -> None:
    """A shop with everything: each stage that needs a retrieval has one, and the template has every other setting."""
    text = run(ROOT / "cases" / "stories" / "web-shop.yaml", code=0)
    template = yaml.safe_load(text)

    assert "# glacier-retrieval/order-records from day 365: Standard retrieval from Deep Archive" in text
    assert {"Group", "OrdersVolume", "OrderRecordsBucket", "WebBootTemplate"} < set(template["Resources"])


def test_a_name_that_is_not_there() -> None:
    """It is told with what was probably meant, and so is a format."""
    assert "unknown decision 'ebs-volum'. Did you mean 'ebs-volume'?" in refused({"volume": {}}, "ebs-volum")
    with pytest.raises(InputError, match=r"unknown format 'terrafrm'\. Did you mean 'terraform'"):
        advisor().recommend({"volume": {}}).apply(format="terrafrm")


def test_an_area_without_settings_says_so() -> None:
    """A rulebook need not have settings."""
    bicycles = Advisor.load(RULES)

    told = refused({"ride": {"ground": "forest", "rain": False}}, with_advisor=bicycles)
    assert "there are no settings of bicycle" in told
    assert "A rulebook has them in settings/<area>.yaml" in told


HOSTILE = [
    "$(rm -rf ~)",
    "`touch pwned`",
    'it\'s "quoted"; touch pwned #',
    "'; touch pwned; '",
    '${file("/etc/passwd")} and %{ for x in y }z%{ endfor } and $${a} and $$${b}',
    "${AWS::AccountId} !Ref x: [y, {z}] & *a",
    "one\ntwo: 2\n---\nEOF\r\n\ttouch pwned",
    "\u202egnp.exe\u2066 \u200b\u0000\u001b[31m \x85\u2028",
    '\\u0024{x} \\ \\n \\" \U0001f600 T\u014dky\u014d',
    '"""\nimport os\n"""',
    "-" * 200,
    "!",
    "null",
    "0123",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_gets_out_of_its_quotes(name: str, tmp_path: Path) -> None:
    """In each format the name is read back as it was, and nothing else has happened."""
    case = advisor().case({"name": "x", "volume": [{"name": name, "workload": "general"}]})
    texts = {format: applied_text(advisor(), case, format=format) for format in FORMATS}
    values = dict.fromkeys(re.findall(r"\$\{(\w+):\?", texts["cli"]), "1")

    (line,) = run_shell(texts["cli"], values, tmp_path)
    assert [{"Key": "Name", "Value": name}] == input_json(line)["TagSpecifications"][0]["Tags"]
    assert {"aws", "record"} == {path.name for path in tmp_path.iterdir()}

    (resource,) = yaml.safe_load(texts["cloudformation"])["Resources"].values()
    assert [{"Key": "Name", "Value": name}] == resource["Properties"]["Tags"]

    calls: list[dict[str, Any]] = []
    arguments = re.findall(r"^    (\w+): (?:str|int),$", texts["boto3"], re.MULTILINE)
    run_python(texts["boto3"], lambda _: Recorder(calls), dict.fromkeys(arguments, "1"))
    assert [{"Key": "Name", "Value": name}] == calls[0]["TagSpecifications"][0]["Tags"]

    (block,) = hcl2.loads(texts["terraform"])["resource"]
    (kind,) = block.values()
    (body,) = kind.values()
    written = str(body["tags"]["Name"])
    assert name == unquoted(written)
    assert not re.search(r"[$%]\{", written)

    for text in texts.values():
        code = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        assert all(line.isascii() for line in code)
        assert all(character.isprintable() or character == "\n" for character in text)


class Recorder:
    """Stands for a client, and writes down what it is called with."""

    def __init__(self, calls: list[dict[str, Any]]) -> None:
        self.calls = calls

    def __getattr__(self, method: str) -> Any:
        def call(**parameters: Any) -> Answered:
            self.calls.append(parameters)
            return Answered()

        return call


def unquoted(text: str) -> str:
    """What a string of HCL means, by its grammar: escapes alone, if nothing opens a template."""
    short = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
    pattern = re.compile(r'\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|([nrt"\\]))')
    return pattern.sub(lambda m: short[m[3]] if m[3] else chr(int(m[1] or m[2], 16)), text.removeprefix('"')[:-1])


def test_a_secret_of_cloudformation_is_not_looked_up() -> None:
    """CloudFormation fills in such a reference wherever it stands, so no template holds it; the other formats may."""
    name = "{{resolve:secretsmanager:prod:SecretString}}"
    case = advisor().case({"name": "x", "volume": [{"name": name}]})

    with pytest.raises(InputError, match="CloudFormation would replace the text"):
        applied_text(advisor(), case)
    assert name in applied_text(advisor(), case, format="cli")


def test_a_long_name_is_cut() -> None:
    """A tag holds 256 characters."""
    text = applied_text(advisor(), advisor().case({"name": "n" * 5_000, "volume": {}}))

    assert "The name is cut to 256 characters" in text
    assert "n" * 256 == yaml.safe_load(text)["Resources"]["Volume"]["Properties"]["Tags"][0]["Value"]


def test_hcl_is_read_as_written() -> None:
    """What opens a template does not, and the rest is escaped."""
    assert r'"$\u007ba} %\u007bb} $$\u007bc} {d} \"\\\n\u202e\U0001f600"' == quoted(
        '${a} %{b} $${c} {d} "\\\n\u202e\U0001f600'
    )


def run(*arguments: str | Path, code: int) -> str:
    """What the command says."""
    result = CliRunner().invoke(app, ["apply", *map(str, arguments)])
    assert code == result.exit_code, result.output
    return result.stdout if code == 0 else result.stderr


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with two decisions of which one is a conflict."""
    path = tmp_path / "case.yaml"
    path.write_text("name: shop\nvolume: {boot: true}\ncompute: {}\namong: {ebs-volume: [st1]}\n")
    return path


def test_nothing_is_printed_by_half(case: Path, tmp_path: Path) -> None:
    """If one decision cannot be applied, there is no output, and a file stays as it was."""
    output = tmp_path / "template.yaml"
    output.write_text("old")
    result = CliRunner().invoke(app, ["apply", str(case), "--output", str(output)])

    assert (1, "", "old") == (result.exit_code, result.stdout, output.read_text())
    assert f"{case}:1:1: ebs-volume is a conflict" in result.stderr

    run(case, "--area", "ec2-purchase", "--output", output, code=0)
    assert "AWS::EC2::Instance" in output.read_text()
    assert {case, output} == set(tmp_path.iterdir())


def test_options_of_the_command(case: Path, tmp_path: Path) -> None:
    """--among takes the place of the case's own; a folder, a wrong case and unknown words are told."""
    assert "VolumeType: gp2" in run(case, "--area", "ebs-volume", "--among", "gp2", code=0)
    assert "is a folder" in run(tmp_path, code=2)
    assert "unknown area 'ebs'" in run(case, "--area", "ebs", code=2)
    assert "unknown option 'gp9'" in run(case, "--among", "gp9", code=2)
    assert "'jsn'" in run(case, "--format", "jsn", code=2)
    case.write_text("volume: {bot: true}\n")
    assert "unknown fact of volume 'bot'" in run(case, code=1)
    case.write_text("volume: {}\n---\nname: b\nvolume: {}\n")
    assert "has 2 cases; say which with --case" in run(case, code=2)
    assert "AWS::EC2::Volume" in run(case, "--case", "b", code=0)


def test_the_edition_of_today_fills_in_what_it_knows() -> None:
    """Size and throughput are facts of today."""
    today = advisor("today")
    case = {"volume": {"size": "500 GiB", "iops": 5_000, "throughput": 300, "workload": "general"}}
    template = yaml.safe_load(today.recommend(case).apply("ebs-volume"))
    found = template["Resources"]["Volume"]["Properties"]

    assert ("gp3", 500, 5_000, 300) == tuple(found[key] for key in ("VolumeType", "Size", "Iops", "Throughput"))
    assert ["AvailabilityZone"] == list(template["Parameters"])


@pytest.mark.parametrize("balancer", ["nlb", "clb"])
def test_tls_that_only_the_servers_may_open_meets_no_certificate(balancer: str) -> None:
    """The listener takes TCP, although what passes is HTTPS."""
    case = {"traffic": {"protocols": ["https"], "mutual_tls": "servers", "classic_in_place": balancer == "clb"}}
    text = advisor("today").recommend(case).apply("load-balancer")

    assert ["Protocol: TCP"] == [word for word in ("Protocol: TCP", "TLS", "HTTPS", "Certificate") if word in text]


@pytest.mark.parametrize("endpoint_use", ["standby", "all"])
def test_the_health_of_a_distribution_is_checked_by_its_own_name(endpoint_use: str) -> None:
    """An alias to CloudFront does not go by the health of its target, so without a check nothing would fail over."""
    dns = {"target": "aws", "cloudfront": True, "health_checks": True, "endpoint_use": endpoint_use}
    template = yaml.safe_load(advisor("today").recommend({"dns": dns}).apply("route53-routing"))
    found = [each["Properties"] for each in template["Resources"].values()]
    hosts = [each["HealthCheckConfig"]["FullyQualifiedDomainName"] for each in found if "HealthCheckConfig" in each]
    checked = [each["AliasTarget"]["DNSName"] for each in found if "HealthCheckId" in each]

    assert hosts == checked != []


def test_a_saved_result_does_not_know_its_advisor() -> None:
    """It says what to do instead."""
    result = advisor().recommend({"volume": {}})
    saved = type(result).model_validate(result.model_dump())

    with pytest.raises(LookupError, match="ask for it again"):
        saved.apply()
