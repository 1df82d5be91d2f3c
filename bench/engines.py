"""The engines side by side: each is made of a ruleset, and then says which rules fire for a workload."""

import json
from collections.abc import Callable, Mapping
from itertools import compress, count
from typing import Any, TypeAlias

import durable_rules_engine as durable

from advisor.engine import Rules
from advisor.model.conditions import facts_of
from bench import languages
from bench.rulesets import Ruleset, Workload, variable

Fire: TypeAlias = Callable[[Workload], set[str]]

_numbers = count(1)


def advisor(rules: Ruleset) -> Fire:
    """Advisor's own step, from the values of facts to the rules that fire."""
    compiled = Rules(rules.conditions, rules.facts, {})
    return lambda workload: compiled.firing(workload.known)


def bare(rules: Ruleset) -> Fire:
    """The C functions of durable-rules on the very same compiled rules, in the loop that is commonly given for them.

    Messages by `json.dumps` with an id each; `assert_fact`, the actions one after another, then `retract_fact` with the
    same message. Advisor's own step makes the message the session's state (`update_state`) and takes nothing back.
    """
    whole = Rules(rules.conditions, rules.facts, {})
    compiled = whole.rulesets
    parts = [(durable.create_ruleset(f"bench-{next(_numbers)}", each.definition), each.conditions) for each in compiled]
    ids = count(1)

    def fields(workload: Workload) -> list[dict[str, Any]]:
        return [json.loads("{" + each.fields(workload.known)[1:] + "}") for each in compiled]

    prepared: dict[int, list[dict[str, Any]]] = {}

    def fire(workload: Workload) -> set[str]:
        messages = prepared.get(id(workload))
        if messages is None:
            messages = prepared[id(workload)] = fields(workload)
        fired = whole.always.copy()
        for (handle, conditions), known in zip(parts, messages, strict=True):
            message = json.dumps({"id": next(ids), "sid": "s", **known})
            status, state = durable.assert_fact(handle, message)
            if status == 0:
                result = durable.start_action_for_state(handle, state)
                text = result[1] if result else None
                while text:
                    fired |= conditions[text[2]]
                    text = durable.complete_and_start_action(handle, state)
            durable.retract_fact(handle, message)
        return fired

    return fire


def python(rules: Ruleset) -> Fire:
    """One generated function of plain `if`s: the floor."""
    lines = ["def fire(w):", " fired = set()"]
    for name, condition in rules.conditions.items():
        lines.append(f" if {languages.PYTHON.condition(condition, rules.facts)}: fired.add({name!r})")
    made: dict[str, Any] = {}
    exec("\n".join([*lines, " return fired"]), made)
    function: Callable[[Mapping[str, Any]], set[str]] = made["fire"]
    return lambda workload: function(workload.plain)


def zen_engine(rules: Ruleset) -> Fire:
    """zen-engine: a decision table with a row for each rule, which collects all hits."""
    import zen

    rows = [
        {"_id": name, "when": languages.ZEN.condition(condition, rules.facts), "then": json.dumps(name)}
        for name, condition in rules.conditions.items()
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when", "field": ""}],
        "outputs": [{"id": "then", "name": "then", "field": "rule"}],
        "rules": rows,
    }
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": place},
        {"id": "table", "name": "table", "type": "decisionTableNode", "position": place, "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "position": place},
    ]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("in", "table"), ("table", "out"))
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda workload: {hit["rule"] for hit in decision.evaluate(workload.plain)["result"]}


def clipspy(rules: Ruleset) -> Fire:
    """CLIPS: a rule with a test for each rule; one fact asserted, run, retracted."""
    import clips

    environment = clips.Environment()
    fired: list[str] = []
    environment.define_function(fired.append, "fired")
    several = {name for name, fact in rules.facts.items() if fact.kind == "choices"}
    read = sorted({name for condition in rules.conditions.values() for name in facts_of(condition)})
    slots = " ".join(f"({'multislot' if name in several else 'slot'} {variable(name)})" for name in read)
    environment.build(f"(deftemplate workload {slots})")
    for name, condition in rules.conditions.items():
        bound = " ".join(
            f"({variable(fact)} {'$' if fact in several else ''}?{variable(fact)})"
            for fact in sorted(facts_of(condition))
        )
        test = languages.clips(condition, rules.facts)
        environment.build(f'(defrule {name} (workload {bound}) (test {test}) => (fired "{name}"))')
    template = environment.find_template("workload")
    names = [variable(name) for name in read]

    def symbols(value: Any) -> Any:
        if isinstance(value, bool):
            return clips.Symbol(str(value).upper())
        if isinstance(value, list):
            return [clips.Symbol(each) for each in value]
        return clips.Symbol(value) if isinstance(value, str) else value

    def fire(workload: Workload) -> set[str]:
        fired.clear()
        fact = template.assert_fact(**{name: symbols(workload.plain[name]) for name in names})
        environment.run()
        fact.retract()
        return set(fired)

    return fire


def json_logic_qubit(rules: Ruleset) -> Fire:
    """json-logic-qubit: one expression for each rule."""
    from json_logic import jsonLogic

    expressions = {name: languages.json_logic(each, rules.facts) for name, each in rules.conditions.items()}
    return lambda workload: {name for name, each in expressions.items() if jsonLogic(each, workload.plain)}


def common_expression_language(rules: Ruleset) -> Fire:
    """CEL, by the package common-expression-language (in Rust): one compiled program, a list of all conditions.

    It is given the variables that the conditions read, no others. A program for each rule, all variables, or a context
    made of them take as long or longer.
    """
    import cel

    conditions = [languages.CEL.condition(each, rules.facts) for each in rules.conditions.values()]
    names, program = list(rules.conditions), cel.compile(f"[{', '.join(conditions)}]")
    read = {variable(fact) for condition in rules.conditions.values() for fact in facts_of(condition)}

    def fire(workload: Workload) -> set[str]:
        given = workload.plain
        if len(given) > len(read):
            given = {name: given[name] for name in read}
        return set(compress(names, program.execute(given)))

    return fire


ENGINES: dict[str, Callable[[Ruleset], Fire]] = {
    "advisor": advisor,
    "durable-rules, bare loop": bare,
    "plain Python": python,
    "clipspy": clipspy,
    "zen-engine": zen_engine,
    "json-logic-qubit": json_logic_qubit,
    "common-expression-language": common_expression_language,
}
