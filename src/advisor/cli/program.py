"""The program, with all of its commands or with the one that is asked for: to import the others takes as long again."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from advisor._version import VERSION

COMMANDS = {  # each with the module and the name of what does it
    "ask": ("asking", "ask"),
    "recommend": ("answering", "recommend"),
    "explain": ("explaining", "explain"),
    "apply": ("applying", "apply"),
    "batch": ("answering", "batch"),
    "bulk": ("fleet", "bulk"),
    "replay": ("replaying", "replay"),
    "test": ("answering", "run_tests"),
    "areas": ("browsing", "areas"),
    "facts": ("browsing", "facts"),
    "rules": ("browsing", "rules"),
    "notes": ("browsing", "notes"),
    "schema": ("browsing", "schema"),
    "check": ("checking", "check"),
    "diff": ("comparing", "diff"),
    "docs": ("documenting", "docs"),
    "compare": ("editions", "compare"),
    "new": ("beginning", "new"),
}


def asked_for(arguments: Sequence[str]) -> Iterable[str]:
    """The one command that the arguments begin with; all of them for help, a slip, or to complete what is typed."""
    return arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS


def program(names: Iterable[str]) -> typer.Typer:
    """The program with the commands of these names."""
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
    app.callback()(_common)
    for name in names:
        module, attribute = COMMANDS[name]
        found: Any = getattr(import_module(f"advisor.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"advisor {VERSION}")
        raise typer.Exit


def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Say which AWS option fits a workload, and prove it with the sentence it rests on."""
