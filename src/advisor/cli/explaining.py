"""`explain`: why an answer is what it is, why not another, what if."""

import json
import os
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from advisor.cli.guard import FINE, WRONG, command, tell
from advisor.cli.options import (
    Edition,
    InputFormat,
    Rules,
    console,
    known,
    known_options,
    load_advisor,
    options_elsewhere,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.batch import Outcome
    from advisor.library import Advisor
    from advisor.model.explanation import Explanation
    from advisor.model.rulebook import Area

Label = Annotated[
    str | None,
    typer.Option("--area", metavar="AREA", help="The decision, or AREA/NAME for one of several items."),
]


@command
def explain(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file with a case, or - for standard input.")],
    area: Label = None,
    why_not: Annotated[
        list[str] | None, typer.Option("--why-not", metavar="O", help="What stands against this option.")
    ] = None,
    how_to_get: Annotated[
        list[str] | None, typer.Option("--how-to-get", metavar="O", help="Every smallest way to this option.")
    ] = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option("--what-if", metavar="FACT=VALUE", help="What if this fact were so. Several change together."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--case", metavar="NAME", help="Which case, if the file has several.")
    ] = None,
    among: Annotated[str, typer.Option("--among", metavar="O,O", help="Only these options, by comma.")] = "",
    no_assumptions: Annotated[
        bool, typer.Option("--no-assumptions", help="Leave open what the case does not say.")
    ] = False,
    format: Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="How to print it.")] = "text",
    input_format: InputFormat = None,
    rules: Rules = None,
    edition: Edition = "notes",
) -> int:
    """Explain one decision: every rule test by test, or the answer to a question about it.

    \b
    Example:
      advisor explain cases/stories/web-shop.yaml --area ebs-volume
      advisor explain case.yaml --area ebs-volume --how-to-get io1
      advisor explain case.yaml --area ebs-volume --what-if volume.iops=20k
      advisor explain case.yaml --area s3-storage-class --what-if "objects@30 days.reads=rare"
    """
    from advisor.batch import read_cases, run
    from advisor.explain.what_if import read_changes

    if case != "-" and os.path.isdir(case):  # noqa: PTH112 - says no where pathlib raises
        raise typer.BadParameter(f"'{case}' is a folder; expected a file with a case.")
    advisor = load_advisor(rules, edition)
    areas = _areas(advisor, area)
    wanted = [*(why_not or ()), *(how_to_get or ())]
    admitted = [option.strip() for option in among.split(",") if option.strip()]
    known("option", wanted, [option for each in areas for option in each.options], options_elsewhere(areas))
    known_options(admitted, areas)
    changes = read_changes(what_if or ())
    outcomes = run(
        read_cases([case], advisor, input_format),
        advisor,
        areas=[each.id for each in areas] if area else None,
        among=admitted,
        assumptions=not no_assumptions,
    )
    outcome = chosen(outcomes, name, case)
    if outcome.result is None:
        tell(outcome.problems)
        return WRONG
    label = area or _only_label(outcome)
    explained = outcome.result.explain(label, why_not=why_not or (), how_to_get=how_to_get or (), what_if=changes)
    _print(explained, advisor, format)
    return FINE


def _areas(advisor: "Advisor", label: str | None) -> "list[Area]":
    """The areas that may be meant. Ends the command for one that is not known."""
    areas = advisor.rulebook.areas
    if label is None:
        return list(areas.values())
    name = label.partition("/")[0]
    known("area", [name], areas)
    return [areas[name]]


def chosen(outcomes: "Iterator[Outcome]", name: str | None, source: str) -> "Outcome":
    """The case that is meant. Ends the command if it is not clear which."""
    every = list(outcomes)
    if name is None and len(every) == 1:
        return every[0]
    names = [each.entry.name for each in every]
    if name is None:
        from advisor.load.page import listing

        raise typer.BadParameter(f"'{source}' has {len(every)} cases; say which with --case: {listing(names)}.")
    known("case", [name], names)
    return every[names.index(name)]


def _only_label(outcome: "Outcome") -> str:
    """What there is to explain if no area was named. Ends the command if there are several."""
    assert outcome.result is not None
    labels = list(dict.fromkeys(each.label for each in outcome.result.recommendations))
    if len(labels) != 1:
        from advisor.load.page import listing

        raise typer.BadParameter(f"say which decision with --area: {listing(labels)}.")
    return labels[0]


def _print(explained: "Explanation", advisor: "Advisor", format: str) -> None:
    from advisor.cli.streams import json_text
    from advisor.render.explain_markdown import explanation_markdown
    from advisor.render.explain_text import explanation_text

    match format:
        case "json":
            print(json_text(json.dumps(explained.model_dump(mode="json"), indent=2, ensure_ascii=False)))
        case "markdown":
            print(explanation_markdown(explained, advisor.rulebook), end="")
        case _:
            console().print(explanation_text(explained, advisor.rulebook))
