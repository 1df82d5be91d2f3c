"""Many cases: read from files, folders and streams one by one, answered one by one, compared with what they expect."""

from advisor.batch.admitting import admit
from advisor.batch.entries import Entry
from advisor.batch.expectations import Check, check_expectations
from advisor.batch.formats import FORMATS, Format
from advisor.batch.running import Outcome, run
from advisor.batch.sources import read_cases

__all__ = ["FORMATS", "Check", "Entry", "Format", "Outcome", "admit", "check_expectations", "read_cases", "run"]
