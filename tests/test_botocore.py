"""What today's rules rest on is so in botocore's own models of the services, and each record says where."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from botocore.loaders import Loader

from advisor.load import load_rulebook
from advisor.model import conditions
from advisor.model.rulebook import Erratum, Rulebook

GIB, TIB = 1.0, 1024.0


@cache
def rulebook() -> Rulebook:
    """Today's edition."""
    return load_rulebook(edition="today")


@cache
def model(service: str) -> dict[str, Any]:
    """The description of a service that botocore ships."""
    loaded: dict[str, Any] = Loader().load_service_model(service, "service-2")
    return loaded


def words(html: str) -> str:
    """The text of a description."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def described(service: str, shape: str, member: str) -> str:
    """What botocore says of one parameter."""
    return words(model(service)["shapes"][shape]["members"][member]["documentation"])


def enumeration(service: str, shape: str) -> list[str]:
    """The values that a service takes."""
    found: list[str] = model(service)["shapes"][shape]["enum"]
    return found


def limit(fact: str, option: str) -> float:
    """The number above which a rule of today rules out an option, in the fact's unit; the lowest of several."""
    found = [
        test.operand
        for rule in rulebook().areas["ebs-volume"].rules
        if option in rule.rules_out
        for test in conditions.tests_of(rule.condition)
        if test.fact == fact and test.operator == "above"
    ]
    numbers = [float(each) for each in found if isinstance(each, int | float)]
    return min(numbers)


def most(text: str, option: str) -> float:
    """The upper end of `gp3: 3,000 (default) - 80,000`; `st1 and sc1` share theirs."""
    match = re.search(rf"\b{option}(?: and sc1)?: [\d,]+ (?:\( default \) )?- ([\d,]+)", text)
    assert match is not None, f"nothing is said of {option} in: {text}"
    return float(match[1].replace(",", ""))


@pytest.mark.parametrize("option", ["gp3", "io1", "io2"])
def test_limits_of_iops(option: str) -> None:
    """A volume type is ruled out above the most IOPS that the API takes for it."""
    assert most(described("ec2", "CreateVolumeRequest", "Iops"), option) == limit("volume.iops", option)


@pytest.mark.parametrize("option", ["gp2", "gp3", "io1", "io2", "st1"])
def test_limits_of_size(option: str) -> None:
    """A volume type is ruled out above the largest size that the API takes for it."""
    assert most(described("ec2", "CreateVolumeRequest", "Size"), option) == limit("volume.size", option)


def test_limit_of_throughput() -> None:
    """gp3 is ruled out above the most throughput that can be provisioned."""
    match = re.search(r"Range: [\d,]+ - ([\d,]+) MiB/s", described("ec2", "CreateVolumeRequest", "Throughput"))
    assert match is not None
    assert float(match[1].replace(",", "")) == limit("volume.throughput", "gp3")


def test_hdd_volumes_do_not_boot_and_gp2_is_what_is_created() -> None:
    """The API says so of st1 and sc1, and of a volume whose type is not named."""
    said = described("ec2", "CreateVolumeRequest", "VolumeType")

    assert re.search(r"\( st1 \) and Cold HDD \( sc1 \) volumes can't be used as boot volumes", said)
    assert "Default: gp2" in said


VALUES: Mapping[tuple[str, str, str], dict[str, str]] = {
    ("ebs-volume", "ec2", "VolumeType"): {name: name for name in ("gp2", "gp3", "io1", "io2", "st1", "sc1")},
    ("s3-storage-class", "s3", "StorageClass"): {
        "standard": "STANDARD",
        "standard-ia": "STANDARD_IA",
        "onezone-ia": "ONEZONE_IA",
        "intelligent-tiering": "INTELLIGENT_TIERING",
        "glacier-instant-retrieval": "GLACIER_IR",
        "express-one-zone": "EXPRESS_ONEZONE",
        "glacier": "GLACIER",
        "glacier-deep-archive": "DEEP_ARCHIVE",
    },
    ("load-balancer", "elbv2", "LoadBalancerTypeEnum"): {"alb": "application", "nlb": "network", "gwlb": "gateway"},
    ("glacier-retrieval", "s3", "Tier"): {
        "expedited": "Expedited",
        "standard": "Standard",
        "bulk": "Bulk",
        "deep-standard": "Standard",
        "deep-bulk": "Bulk",
    },
    ("ec2-purchase", "savingsplans", "SavingsPlanType"): {
        "ec2-instance-savings-plan": "EC2Instance",
        "compute-savings-plan": "Compute",
    },
}
# Options for which a service has no such value, and what they are there.
WITHOUT_VALUE = {
    "s3-storage-class": set[str](),
    "ebs-volume": set[str](),
    "load-balancer": {"clb", "nlb-before-alb"},  # an API of its own; two load balancers
    "glacier-retrieval": {"instant"},  # nothing is retrieved
}


@pytest.mark.parametrize("key", VALUES, ids=lambda key: key[0])
def test_options_are_values_that_the_service_takes(key: tuple[str, str, str]) -> None:
    """Each option of today has its value in the service's enumeration."""
    area, service, shape = key
    values = VALUES[key]

    assert [] == [value for value in values.values() if value not in enumeration(service, shape)]
    assert set(values) <= set(rulebook().areas[area].options)
    if area in WITHOUT_VALUE:
        assert set(rulebook().areas[area].options) - WITHOUT_VALUE[area] == set(values)


def test_what_lifecycle_rules_move_to() -> None:
    """A lifecycle rule moves objects into each class but those into which transitions are refused whatever the day."""
    area = rulebook().areas["s3-storage-class"]
    refused = {
        option
        for option in area.options
        if all(
            any(each.not_before is None and other in each.from_ and option in each.to for each in area.transitions)
            for other in area.options
            if other != option
        )
    }
    values = VALUES["s3-storage-class", "s3", "StorageClass"]

    assert set(enumeration("s3", "TransitionStorageClass")) == {
        values[each] for each in area.options if each not in refused
    }


def test_routing_policies_are_members_of_a_record() -> None:
    """Each routing policy is set by a member of its own of a record; the simple one by none."""
    members = {
        "weighted": "Weight",
        "latency": "Region",
        "failover": "Failover",
        "geolocation": "GeoLocation",
        "multivalue": "MultiValueAnswer",
        "geoproximity": "GeoProximityLocation",
        "ip-based": "CidrRoutingConfig",
    }
    shapes = model("route53")["shapes"]

    assert set(members.values()) <= set(shapes["ResourceRecordSet"]["members"])
    plain = {name for name, option in rulebook().areas["route53-routing"].options.items() if not option.parts}
    assert {*members, "simple"} == plain
    assert (-99, 99) == (shapes["Bias"]["min"], shapes["Bias"]["max"])


def test_what_is_withdrawn_or_new_to_buy() -> None:
    """Scheduled reservations are sold no more; capacity is reserved by an operation of its own."""
    operations = model("ec2")["operations"]

    assert "You can no longer purchase Scheduled Instances" in words(
        operations["PurchaseScheduledInstances"]["documentation"]
    )
    assert {"CreateCapacityReservation", "PurchaseCapacityBlock", "AllocateHosts"} <= set(operations)


def test_engines_of_a_cache() -> None:
    """A replicated cache runs on Valkey or Redis, and may keep what it has acknowledged."""
    assert "must be set to valkey or redis" in described("elasticache", "CreateReplicationGroupMessage", "Engine")
    assert {"sync", "async"} <= set(enumeration("elasticache", "Durability"))


def records() -> Iterator[tuple[str, Erratum]]:
    """Every record of the rulebook."""
    for note in rulebook().notes.values():
        if note.erratum is not None:
            yield note.id, note.erratum


NAMED = re.compile(
    r"(?:(?P<service>[a-z0-9]+) )?(?:shapes\.|operations\.)?(?P<shape>[A-Za-z0-9]*)(?:\.(?P<member>\w+))?"
)


def named(source: str) -> Iterator[tuple[str, str, str | None]]:
    """What a source names of botocore's models: service, shape or operation, and perhaps a member."""
    plain = re.sub(r"\([^()]*\)", "", source)
    for part in re.findall(r"botocore [\d.]+ ([^;]*)", plain):
        service, shape = "", ""
        for piece in re.split(r",| and ", part):
            match = NAMED.fullmatch(piece.strip())
            if match is None or not (match["shape"] or match["member"]):
                continue  # words of explanation
            service, shape = match["service"] or service, match["shape"] or shape
            yield service, shape, match["member"]


def test_records_name_what_is_in_the_models() -> None:
    """Each shape, operation and member that a record says was checked in botocore is there."""
    found = [(note, *each) for note, erratum in records() for each in named(erratum.source)]
    missing = []
    for note, service, shape, member in found:
        shapes, operations = model(service)["shapes"], model(service)["operations"]
        if shape not in shapes and shape not in operations:
            missing.append(f"{note}: {service} {shape}")
        elif member is not None and member not in shapes.get(shape, {}).get("members", {}):
            missing.append(f"{note}: {service} {shape}.{member}")

    assert [] == missing
    assert len(found) > 80
