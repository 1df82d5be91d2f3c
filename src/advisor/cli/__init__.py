"""The commands: parse, call, print. Nothing is imported before a command needs it."""

import gc
import os
import sys

UNWRITTEN = 1
STOPPED = 130
BROKEN_PIPE = 141
_YOUNG = 200_000  # objects before any is looked at as garbage: most commands end with fewer


def main() -> None:
    """Run the program with the arguments of the process, and leave with its exit code."""
    _open_what_is_closed()
    try:
        _run()
    except KeyboardInterrupt:
        print("stopped.", file=sys.stderr)
        sys.exit(STOPPED)
    except OSError as error:
        sys.exit(unwritten(error))
    finally:
        if "duckdb" not in sys.modules:  # which complains of what it has not been given back
            gc.freeze()  # all of it goes with the process: to look for garbage at the end takes a fifth of the time
        _close_output()


def _run() -> None:
    if sys.argv[1:] == ["--version"]:
        from advisor._version import VERSION

        print(f"advisor {VERSION}")
        return
    gc.set_threshold(_YOUNG)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for plugins takes longer than to read a case
    from advisor.cli.streams import prepare

    prepare()
    from advisor.cli.program import asked_for, program

    program(asked_for(sys.argv[1:]))(prog_name="advisor")


def unwritten(error: OSError) -> int:
    """Say that the system refuses, most likely to take more output, and give up on that; the exit code for it."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for the rest of the process
    if isinstance(error, BrokenPipeError):
        return BROKEN_PIPE
    from advisor.printable import printable

    reason = error.strerror or "unknown reason"
    about = printable(str(error.filename)) if error.filename else "the output"
    verb = "cannot be used" if error.filename else "cannot be written"
    print(f"{about} {verb}: {reason[:1].lower()}{reason[1:]}.", file=sys.stderr)
    return UNWRITTEN


def _open_what_is_closed() -> None:
    """Give the process the standard streams that whoever started it closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _close_output() -> None:
    """Write out what is left, which whoever reads it may no longer want."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(unwritten(error))
