"""The program with all of its commands."""

from advisor.cli.program import COMMANDS, program

app = program(COMMANDS)
