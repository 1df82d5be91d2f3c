"""The commands: parse, call, print. Nothing is imported before a command needs it."""

import sys

STOPPED = 130
BROKEN_PIPE = 141


def main() -> None:
    """Run the program with the arguments of the process, and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from advisor._version import VERSION

        print(f"advisor {VERSION}")
        sys.exit(0)
    try:
        from advisor.cli.streams import prepare

        prepare()
        from advisor.cli.app import app

        app(prog_name="advisor")
    except KeyboardInterrupt:
        print("stopped.", file=sys.stderr)
        sys.exit(STOPPED)
    finally:
        _close_output()


def _close_output() -> None:
    """Write out what is left, which whoever reads it may no longer want."""
    import os

    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)
