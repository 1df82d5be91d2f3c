"""JSON Lines: a case a line, of any number."""

from collections.abc import Iterator

from advisor.batch.entries import Entry, entry_of, failed, wrong
from advisor.errors import InputError, Place
from advisor.lines import SAVE, TOO_LONG, WIDE, Lines, is_wide
from advisor.load import parse_case
from advisor.load.page import Path
from advisor.model.rulebook import Rulebook
from advisor.printable import printable
from advisor.yamlio import decode, read_json


def jsonl_cases(lines: Lines, name: str, stem: str, rulebook: Rulebook) -> Iterator[Entry]:
    """An entry for each line that is not blank; only one line is in memory at a time."""
    found = False
    for number, line in lines:
        if line is not None and not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        found = True
        if number == 1 and line is not None and is_wide(line):
            yield wrong(stem, Place(printable(name)), WIDE, SAVE)
            return
        yield _entry(line, number, name, f"{stem}-{number}", rulebook)
    if not found:
        yield wrong(stem, Place(printable(name)), "there is no case here; expected a JSON object a line.")


def _entry(line: bytes | None, number: int, name: str, case_name: str, rulebook: Rulebook) -> Entry:
    place = Place(printable(name), number)
    if line is None:
        return wrong(case_name, place, TOO_LONG)
    try:
        document = read_json(decode(line.rstrip(b"\r\n"), name, number), name, number)
    except InputError as error:
        return failed(error, case_name, place)

    def locate(path: Path, key: bool) -> Place:  # finding a place costs more than reading a good line
        return document.place(path, key) if path else place

    return entry_of(lambda: parse_case(document.data, locate, rulebook, case_name), case_name, place)
