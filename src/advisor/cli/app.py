"""The program: its commands and their common options."""

from collections.abc import Callable
from typing import Annotated

import typer

from advisor._version import VERSION
from advisor.cli.answering import batch, recommend, run_tests
from advisor.cli.applying import apply
from advisor.cli.asking import ask
from advisor.cli.beginning import new
from advisor.cli.browsing import areas, facts, notes, rules, schema
from advisor.cli.checking import check
from advisor.cli.comparing import diff
from advisor.cli.documenting import docs
from advisor.cli.editions import compare
from advisor.cli.explaining import explain
from advisor.cli.fleet import bulk
from advisor.cli.replaying import replay

app = typer.Typer(
    name="advisor",
    help="Say which AWS option fits a workload, and prove it with the sentence it rests on.",
    epilog="Example: advisor recommend cases/stories/web-shop.yaml",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"advisor {VERSION}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Say which AWS option fits a workload, and prove it with the sentence it rests on."""


_COMMANDS: dict[str, Callable[..., None]] = {
    "ask": ask,
    "recommend": recommend,
    "explain": explain,
    "apply": apply,
    "batch": batch,
    "bulk": bulk,
    "replay": replay,
    "test": run_tests,
    "areas": areas,
    "facts": facts,
    "rules": rules,
    "notes": notes,
    "schema": schema,
    "check": check,
    "diff": diff,
    "docs": docs,
    "compare": compare,
}
for _name, _function in _COMMANDS.items():
    app.command(_name)(_function)
app.add_typer(new, name="new")
