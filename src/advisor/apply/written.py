"""What is to be set, in the format asked for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeAlias, get_args

from advisor.advise import Advisor
from advisor.apply.applied import Applied
from advisor.apply.applying import apply
from advisor.apply.cloudformation import Unquotable, cloudformation
from advisor.apply.python import python
from advisor.apply.shell import shell
from advisor.apply.terraform import terraform
from advisor.errors import InputError, Place, Problem
from advisor.load.page import problem, unknown
from advisor.model.case import Case

Format: TypeAlias = Literal["cloudformation", "terraform", "cli", "boto3"]
FORMATS: tuple[Format, ...] = get_args(Format)

_WRITERS: dict[str, Callable[[Sequence[Applied]], str]] = {
    "cloudformation": cloudformation,
    "terraform": terraform,
    "cli": shell,
    "boto3": python,
}


def applied_text(
    advisor: Advisor,
    case: Case,
    labels: Iterable[str] = (),
    format: str = "cloudformation",
    *,
    assumptions: bool = True,
) -> str:
    """What sets the decisions of a case that `labels` name (`area` or `area/name`; none: all of them), as text.

    `format`: `cloudformation` (a template), `terraform` (HCL), `cli` (a script for sh) or `boto3` (a Python module).
    Raises InputError for a tie, a conflict, what AWS does not take, and names or formats that are not known.
    """
    if format not in _WRITERS:
        raise InputError([problem(Place("format"), *unknown("format", format, FORMATS))])
    applied = apply(advisor, case, labels, assumptions=assumptions)
    try:
        return _WRITERS[format](applied)
    except Unquotable as error:
        raise InputError([Problem(case.place, f"{error}.", "Give the case or the item another name.")]) from None
