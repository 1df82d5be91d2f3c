"""Everything that `apply` can print, shown valid by AWS's own tools: cfn-lint, botocore, the AWS CLI, an HCL parser."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import hcl2
import pytest
from awscli.clidriver import CLIOperationCaller, create_clidriver
from botocore import xform_name
from botocore.validate import ParamValidator
from cfnlint.api import lint

from advisor.apply import Applied
from advisor.apply.applied import wanted
from advisor.apply.cloudformation import cloudformation
from advisor.apply.python import python
from advisor.apply.shell import shell
from advisor.apply.terraform import terraform
from advisor.model.rulebook import EDITIONS
from advisor.model.settings import Parameter
from applying import Answered, Example, advisor, examples, input_json, run_python, run_shell, settings

pytestmark = pytest.mark.uncovered  # what others do takes the time, and test_apply covers the rest

BATCHES = 6
MOST_PARAMETERS = 190  # CloudFormation takes 200 in a template
FILE = b"an object"


def test_every_option_is_applied() -> None:
    """Of each option in each edition there is an example, unless AWS does not sell it any more."""
    every = {
        (area.id, name) for one in EDITIONS for area in advisor(one).rulebook.areas.values() for name in area.options
    }
    applied = {(example.area, example.option) for example in examples()}

    assert {("ec2-purchase", "reserved-scheduled")} == every - applied


def batches() -> list[list[Applied]]:
    """The examples with a template, as many in one as CloudFormation takes: cfn-lint is slow to begin."""
    found: list[list[Applied]] = [[]]
    asked = 0
    for example in examples():
        count = len(wanted(example.applied.resources))
        if asked + count > MOST_PARAMETERS:
            found.append([])
            asked = 0
        if example.applied.resources:
            found[-1].append(example.applied)
            asked += count
    return found


@pytest.mark.parametrize("number", range(BATCHES))
def test_templates_pass_cfn_lint(number: int) -> None:
    """No template has an error or a warning of cfn-lint's, in the Region that has every service."""
    every = batches()
    assert len(every) <= BATCHES

    for batch in every[number::BATCHES]:
        assert [] == [str(match) for match in lint(cloudformation(batch), config={"regions": ["us-east-1"]})]


@cache
def session() -> Any:
    """The service descriptions of botocore."""
    return botocore.session.get_session()


@cache
def model(service: str) -> Any:
    """The description of one service."""
    return session().get_service_model(service)


def check(service: str, operation: str, parameters: Mapping[str, Any]) -> None:
    """Hold parameters against botocore's description of the operation: names, kinds, ranges and enumerations."""
    shape = model(service).operation_model(operation).input_shape
    assert "" == ParamValidator().validate(parameters, shape).generate_report(), (operation, parameters)
    assert [] == list(strange(parameters, shape)), (operation, parameters)


def strange(value: Any, shape: Any) -> Any:
    """The values that an enumeration does not have; botocore itself leaves these to AWS."""
    if shape.type_name == "structure":
        for name, part in value.items():
            yield from strange(part, shape.members[name])
    elif shape.type_name == "list":
        for part in value:
            yield from strange(part, shape.member)
    elif shape.type_name == "string" and shape.enum and value not in shape.enum and value != "kept":
        yield value


class Client:
    """Stands for a client of boto3: checks each call, and writes it down."""

    def __init__(self, service: str, calls: list[tuple[str, str, dict[str, Any]]]) -> None:
        self.service = service
        self.calls = calls

    def __getattr__(self, method: str) -> Any:
        operation = next(name for name in model(self.service).operation_names if xform_name(name) == method)

        def call(**parameters: Any) -> Answered:
            check(self.service, operation, parameters)
            self.calls.append((self.service, operation, parameters))
            return Answered()

        return call


def examples_of(parameters: Mapping[str, Parameter], as_file: Any) -> dict[str, Any]:
    """A value for each parameter."""
    return {name: as_file if each.kind == "file" else each.example for name, each in parameters.items()}


def by_python(example: Example) -> list[tuple[str, str, dict[str, Any]]]:
    """What the Python of an example calls; each call is checked."""
    calls: list[tuple[str, str, dict[str, Any]]] = []
    parameters = wanted(*(call.parameters for call in example.applied.calls))
    values = {snake(name): value for name, value in examples_of(parameters, FILE).items()}
    run_python(python([example.applied]), lambda service: Client(service, calls), values)
    return calls


def snake(name: str) -> str:
    """As boto3 spells names."""
    return xform_name(name)


@cache
def driver() -> Any:
    """The AWS command line, which is told not to call anybody."""
    return create_clidriver()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The AWS command line's own reading of arguments: the operation, and the parameters as they would be sent."""
    calls: list[tuple[str, str, dict[str, Any]]] = []

    def invoke(self: Any, service: str, operation: str, parameters: dict[str, Any], options: Any) -> int:
        calls.append((service, operation, parameters))
        return 0

    monkeypatch.setattr(CLIOperationCaller, "invoke", invoke)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    def parse(arguments: tuple[str, ...]) -> tuple[str, str, dict[str, Any]]:
        assert 0 == driver().main(list(arguments)), arguments
        return calls[-1]

    return parse


SEEN: dict[tuple[str, ...], tuple[str, str, dict[str, Any]]] = {}


@pytest.mark.parametrize("area", sorted(advisor("today").rulebook.areas))
def test_calls_are_the_same_in_python_and_on_the_command_line(area: str, parsed: Any, tmp_path: Path) -> None:
    """The printed Python runs, its calls are valid, and `aws` reads the same ones from the script that bash runs."""
    body = tmp_path / "object"
    body.write_bytes(FILE)
    for example in examples():
        if example.area != area:
            continue
        parameters = wanted(*(call.parameters for call in example.applied.calls))
        lines = run_shell(shell([example.applied]), examples_of(parameters, body), tmp_path)
        read = []
        for line in map(tuple, lines):
            if line not in SEEN:
                SEEN[line] = parsed(line)
            service, operation, sent = SEEN[line]
            read.append((service, operation, {**sent, "Body": FILE} if "Body" in sent else sent))

        assert by_python(example) == read, example


@pytest.mark.parametrize("area", sorted(advisor("today").rulebook.areas))
def test_terraform_parses(area: str) -> None:
    """HCL's grammar accepts each block, and every variable that is used is declared, once. Terraform is not asked."""
    for example in examples():
        if example.area == area and example.applied.blocks:
            text = terraform([example.applied])
            tree = hcl2.loads(text)
            declared = [name for each in tree["variable"] for name in each if not name.startswith("__")]
            plain = [name.strip('"') for name in declared]

            assert sorted(snake(name) for name in wanted(example.applied.blocks)) == sorted(set(plain)), example
            assert len(plain) == len(set(plain))
            assert len(example.applied.blocks) == len(tree["resource"]), example


def test_examples_fit_their_parameters() -> None:
    """Each parameter's example is of the type that it has in CloudFormation, and each is asked for in some example."""
    asked = {each.name for example in examples() for each in example.parameters.values()}
    declared = {name for page in settings().values() for name in page.parameters}

    assert declared == asked


def test_the_command_line_reads_input(tmp_path: Path) -> None:
    """The check itself can fail: a script with another value is read as another value."""
    example = next(each for each in examples() if each.area == "glacier-retrieval" and each.applied.calls)
    text = shell([example.applied]).replace("RestoreRequest", "RestorRequest")
    values = examples_of(example.parameters, "")
    ((_, *line),) = [["aws", *each] for each in run_shell(text, values, tmp_path)]

    assert "RestorRequest" in input_json(line)
    with pytest.raises(AssertionError, match="RestorRequest"):
        check("s3", "RestoreObject", input_json(line))
