"""A whole recommendation beside the bare engine loop on the same compiled rulesets."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from itertools import count
from random import Random
from time import process_time
from typing import Any

import durable_rules_engine as durable

from advisor import Advisor, InputError, Result
from advisor.engine.rulesets import Ruleset
from advisor.model.rulebook import Fact
from advisor.model.values import Value

REFERENCE = "bare loop, messages by json.dumps"
WORKLOADS = 60


def cases(advisor: Advisor, number: int, seed: int) -> list[dict[str, Any]]:
    """Random workloads of all subjects, with about half of their facts given."""
    random, found = Random(seed), []
    for _ in range(number):
        case: dict[str, Any] = {}
        for subject in advisor.rulebook.subjects.values():
            case[subject.id] = _possible(advisor, subject.id, list(subject.facts.values()), random)
        found.append(case)
    return found


def _possible(advisor: Advisor, subject: str, facts: list[Fact], random: Random) -> dict[str, Any]:
    while True:
        given = {fact.name: _said(fact, random) for fact in facts if random.random() < 0.5}
        try:
            advisor.case({subject: given})
        except InputError:
            continue
        return given


def _said(fact: Fact, random: Random) -> Any:
    if fact.kind == "flag":
        return random.random() < 0.5
    if fact.kind == "choice":
        return random.choice(fact.names)
    if fact.kind == "choices":
        return random.sample(fact.names, random.randint(1, min(3, len(fact.names))))
    low, high = int(fact.minimum or 0), int(min(fact.maximum or 10_000, 10_000_000))
    return low + int((high - low) * random.random() ** 4)


def measured(advisor: Advisor, rounds: int) -> dict[str, list[float]]:
    """Microseconds of CPU for one workload, round by round; every round has workloads not seen before."""
    work: dict[str, Callable[[Any], object]] = {
        REFERENCE: _evaluate_with_dumps,
        "bare loop, messages ready": _evaluate,
        "validation alone": advisor.case,
        "recommend": advisor.recommend,
        "the same, reasons and citations read": lambda case: _cited(advisor.recommend(case)),
        "the same, and their facts": lambda case: _with_facts(advisor.recommend(case)),
        "recommend, certainty read": lambda case: _certainty(advisor.recommend(case)),
        "recommend, written as JSON": lambda case: advisor.recommend(case).model_dump_json(),
    }
    for case in cases(advisor, 5, 0):
        advisor.recommend(case).model_dump_json()
    took: dict[str, list[float]] = {name: [] for name in work}
    for number in range(rounds):
        for place, (name, function) in enumerate(work.items()):
            given: list[Any] = cases(advisor, WORKLOADS, number * len(work) + place + 1)
            if function in (_evaluate, _evaluate_with_dumps):
                given = [_asked(advisor, case) for case in given]
            begun = process_time()
            for each in given:
                function(each)
            took[name].append((process_time() - begun) / len(given) * 1e6)
    return took


def _cited(result: Result) -> list[object]:
    """What every area concludes, and what every reason for it says, with its citations."""
    return [
        (
            each.outcome,
            each.recommended,
            [
                (reason.rule, reason.effect, reason.options, reason.counts, reason.because, reason.citations[0].quote)
                for reason in each.reasons
            ],
        )
        for each in result.recommendations
    ]


def _with_facts(result: Result) -> list[object]:
    return [_cited(result), [reason.facts for each in result.recommendations for reason in each.reasons]]


def _certainty(result: Result) -> list[object]:
    return [(each.recommended, each.reasons, each.certainty) for each in result.recommendations]


_ids = count(10**9)


def _asked(advisor: Advisor, case: dict[str, Any]) -> list[tuple[int, str, dict[str, Any]]]:
    """Every ruleset that a recommendation asks, with the message for it, as text and as data."""
    found: list[tuple[int, str, dict[str, Any]]] = []
    fire = Ruleset.fire

    def watched(self: Ruleset, known: Mapping[str, Value], fired: set[str]) -> None:
        fire(self, known, fired)
        fields = self.fields(known)
        if fields:
            text = f'{{"id":{next(_ids)},"sid":"bare"{fields}}}'
            found.append((_handle(self), text, json.loads(text)))

    Ruleset.fire = watched  # type: ignore[method-assign]
    try:
        advisor.recommend(case)
    finally:
        Ruleset.fire = fire  # type: ignore[method-assign]
    return found


@cache
def _handle(ruleset: Ruleset) -> int:
    handle: int = durable.create_ruleset(f"bare-{next(_ids)}", ruleset.definition)
    return handle


def _evaluate(asked: list[tuple[int, str, dict[str, Any]]]) -> None:
    for handle, text, _ in asked:
        _one(handle, text)


def _evaluate_with_dumps(asked: list[tuple[int, str, dict[str, Any]]]) -> None:
    for handle, _, data in asked:
        _one(handle, json.dumps(data))


def _one(handle: int, message: str) -> set[str]:
    fired = set()
    status, state = durable.assert_fact(handle, message)
    if status == 0:
        result = durable.start_action_for_state(handle, state)
        text = result[1] if result else None
        while text:
            fired.add(text[2])
            text = durable.complete_and_start_action(handle, state)
    durable.retract_fact(handle, message)
    return fired
