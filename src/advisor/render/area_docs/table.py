"""The decision table: a row for each rule, a column for each option."""

from collections.abc import Iterator

from advisor.model.rulebook import STRENGTHS, Rule
from advisor.render.area_docs.whole_area import WholeArea, is_in, only
from advisor.render.area_docs.wording import rule_condition_said
from advisor.render.page import plain

LEGEND = (
    "`✗` ruled out. `++++` a decisive reason for the option, `+++` a strong, `++` a moderate, `+` a slight one; "
    "`-` likewise against it. Of each criterion the strongest reason for an option counts once, and the strongest "
    "against it once; whatever is not ruled out is ranked by decisive for minus against, then by strong, and so on."
)


def table(whole: WholeArea) -> Iterator[str]:
    """The lines of the table."""
    columns = [f"{name}{only(option.edition)}" for name, option in whole.options.items()]
    yield _row(["If", "Criterion", *columns])
    yield _row(["---", "---", *[":-:"] * len(columns)])
    for rule in whole.rules:
        said = rule_condition_said(rule, whole.rulebook)
        said = f"{said[:1].upper()}{said[1:]}" if rule.unless_shown else said
        cells = [
            _cell(rule, name) if is_in(option.edition, rule.edition) else "" for name, option in whole.options.items()
        ]
        yield _row([plain(said or "always") + only(rule.edition), rule.criterion or "", *cells])


def _cell(rule: Rule, option: str) -> str:
    signs = []
    if option in rule.rules_out or (rule.requires and option not in rule.requires):
        signs.append("✗")
    for sign, voices in (("+", rule.favours), ("-", rule.opposes)):
        if option in voices:
            signs.append(sign * (len(STRENGTHS) - STRENGTHS.index(voices[option])))
    return f"`{' '.join(signs)}`" if signs else ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
