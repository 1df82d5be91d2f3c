"""Everything that can be applied: each option of each area in both editions, for several workloads; and AWS's tools."""

import json
import subprocess
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from advisor import Advisor
from advisor.apply import Applied
from advisor.apply.applied import wanted
from advisor.apply.applying import Maker
from advisor.apply.choosing import Decided
from advisor.errors import InputError
from advisor.load import load_settings
from advisor.model.case import Case
from advisor.model.result import PlanStep, Result
from advisor.model.rulebook import EDITIONS, Edition
from advisor.model.settings import Parameter, Settings

ROOT = Path(__file__).parents[1]

# Workloads by subject: with those of `TODAY`, every condition of the settings is met by one of them and not by another.
WORKLOADS: dict[str, list[dict[str, Any]]] = {
    "cache": [
        {},
        {"on_node_failure": "cache_stays", "backup": True},
        {"spread_over_nodes": True},
    ],
    "compute": [{}, {"usage": "base-and-peaks", "peaks_interruptible": "some"}],
    "dns": [
        {"target": "aws", "regions": 3},
        {"target": "ipv4", "survive_failure": True, "endpoints": 3, "takeover_time": "1 minute"},
        {"target": "ipv6", "private_zone": True, "health_checks": True},
        {"target": "hostname", "health_checks": True, "regions": 2, "by_user_location": True},
    ],
    "objects": [{}, {"kept": "7 years", "versioned": True, "multipart": True}],
    "traffic": [
        {},
        {"protocols": ["http", "https"], "redirect_to_https": True, "exposure": "internal", "sticky_sessions": True},
        {"protocols": ["tcp", "udp"], "reached_by": "elastic-ip", "exposure": "internet", "zone_spread": "even"},
        {"protocols": ["udp"], "exposure": "both"},
        {"protocols": ["tls"], "routes_by": ["path"], "sticky_sessions": True},
    ],
    "volume": [{}, {"boot": True}, {"iops": 20_000}, {"boot": True, "iops": 50}],
}
TODAY: dict[str, list[dict[str, Any]]] = {
    "cache": [{"every_write_kept": True}, {"serverless": True, "backup": True}],
    "dns": [{"target": "aws", "cloudfront": True}, {"target": "aws", "cloudfront": True, "health_checks": True}],
    "objects": [{"size": "50 KB"}],
    "traffic": [
        {
            "protocols": ["https"],
            "mutual_tls": "balancer",
            "target_kinds": ["ip-addresses"],
            "client_address": "needed",
        },
        {"protocols": ["https"], "mutual_tls": "servers", "zone_spread": "own-zone"},
        {"protocols": ["udp"], "quic": True},
        {"target_kinds": ["lambda"], "signs_in_users": True},
    ],
    "volume": [{"size": 500, "iops": 5_000, "throughput": 300}],
}
PLANS = [
    [("standard", 0), ("standard-ia", 30), ("glacier", 90), ("glacier-deep-archive", 365)],
    [("intelligent-tiering", 0), ("glacier", 120)],
    [("standard-ia", 0), ("glacier", 7)],
]


@dataclass(frozen=True)
class Example:
    """One option, or plan, applied to one workload."""

    edition: Edition
    area: str
    option: str
    number: int
    applied: Applied

    def __str__(self) -> str:
        return f"{self.edition}-{self.area}-{self.option}-{self.number}"

    @property
    def trees(self) -> tuple[Any, ...]:
        """Everything that it is made of."""
        return (self.applied.resources, self.applied.blocks, *(call.parameters for call in self.applied.calls))

    @property
    def parameters(self) -> dict[str, Parameter]:
        """Every parameter that it asks for."""
        return wanted(*self.trees)


@cache
def advisor(edition: Edition = "notes") -> Advisor:
    """The real advisor of an edition."""
    return Advisor.load(edition=edition)


@cache
def settings() -> dict[str, Settings]:
    """The real settings."""
    return load_settings()


@cache
def recommended(edition: Edition, subject: str, number: int) -> tuple[Case, Result]:
    """One of the workloads of an edition, as a case, with what is recommended for it."""
    case = advisor(edition).case({"name": "shop", subject: workloads(edition, subject)[number]})
    return case, advisor(edition).recommend(case)


def workloads(edition: Edition, subject: str) -> list[dict[str, Any]]:
    """The workloads of an edition."""
    return WORKLOADS[subject] + (TODAY.get(subject, []) if edition == "today" else [])


def made(edition: Edition, area: str, steps: list[tuple[str, int]], number: int, prefix: str = "") -> Applied:
    """A plan or an option applied to a workload, whether or not it is what is recommended."""
    decision = advisor(edition).rulebook.areas[area]
    case, result = recommended(edition, decision.subject, number)
    path = tuple(PlanStep(from_days=day, option=option) for option, day in steps)
    chosen = Decided(decision, None, area, path, "proved")
    return Maker(advisor(edition), case, result, chosen, prefix, True).applied(settings(), {area})


@cache
def examples() -> tuple[Example, ...]:
    """Every option of every area, in both editions, for each of the workloads, without what is the same or refused."""
    found: dict[str, Example] = {}
    for edition in EDITIONS:
        for area in advisor(edition).rulebook.areas.values():
            ways = [[(option, 0)] for option in area.options] + (PLANS if area.over_time else [])
            for steps, number in product(ways, range(len(workloads(edition, area.subject)))):
                try:
                    same = repr(made(edition, area.id, steps, number))
                except InputError:
                    continue
                if same not in found:
                    applied = made(edition, area.id, steps, number, f"E{len(found)}")
                    found[same] = Example(edition, area.id, " > ".join(option for option, _ in steps), number, applied)
    return tuple(found.values())


class Answered(str):
    """What a stubbed call answers: whatever is looked for in it, is there."""

    def __getitem__(self, key: Any) -> "Answered":
        return Answered("kept")


def run_python(text: str, client: Callable[[str], Any], values: Mapping[str, Any]) -> None:
    """Run a module that `apply --format boto3` printed, with this for `boto3.client`, and these arguments."""
    stub = types.ModuleType("boto3")
    stub.client = client  # type: ignore[attr-defined]
    before = sys.modules.get("boto3")
    sys.modules["boto3"] = stub
    try:
        scope: dict[str, Any] = {}
        exec(compile(text, "applied.py", "exec"), scope)
        if "apply" in scope:
            scope["apply"](**values)
    finally:
        if before is None:
            del sys.modules["boto3"]
        else:
            sys.modules["boto3"] = before


STUB = """#!/bin/sh
printf '%s\\0' "$@" >> "$RECORD"
printf '\\n\\0' >> "$RECORD"
echo kept
"""


def run_shell(text: str, values: Mapping[str, Any], folder: Path) -> list[list[str]]:
    """Run a script that `apply --format cli` printed in bash; gives the arguments of each `aws`."""
    stub = folder / "aws"
    stub.write_text(STUB)
    stub.chmod(0o755)
    record = folder / "record"
    record.write_bytes(b"")
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "RECORD": str(record)}
    environment |= {name: str(value) for name, value in values.items()}
    subprocess.run(["bash", "-c", text], env=environment, cwd=folder, check=True, capture_output=True)
    calls = record.read_bytes().decode("utf-8", "surrogateescape").split("\n\0")[:-1]
    return [call.split("\0")[:-1] for call in calls]


def input_json(arguments: list[str]) -> Any:
    """The JSON within the arguments of one call."""
    return json.loads(arguments[arguments.index("--cli-input-json") + 1])
