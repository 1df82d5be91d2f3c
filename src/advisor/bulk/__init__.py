"""Millions of workloads at once: columns in, columns out, the rulebook compiled to Ibis expressions."""

from advisor.bulk.counting import Summary
from advisor.bulk.running import Job, MissingEngine, case_of_row, run

__all__ = ["Job", "MissingEngine", "Summary", "case_of_row", "run"]
