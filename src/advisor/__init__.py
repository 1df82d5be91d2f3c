"""Advisor says which AWS option fits a workload, and proves it with the sentence it rests on."""

from typing import TYPE_CHECKING, Any

from advisor._version import VERSION as __version__

if TYPE_CHECKING:
    from advisor.errors import InputError, Place, Problem
    from advisor.library import Advisor
    from advisor.model.case import Case
    from advisor.model.explanation import Explanation
    from advisor.model.result import Plan, Recommendation, Result

__all__ = [
    "Advisor",
    "Case",
    "Explanation",
    "InputError",
    "Place",
    "Plan",
    "Problem",
    "Recommendation",
    "Result",
    "__version__",
]

_HOMES = {
    "Advisor": "advisor.library",
    "Case": "advisor.model.case",
    "Explanation": "advisor.model.explanation",
    "InputError": "advisor.errors",
    "Place": "advisor.errors",
    "Plan": "advisor.model.result",
    "Problem": "advisor.errors",
    "Recommendation": "advisor.model.result",
    "Result": "advisor.model.result",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package costs next to nothing."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'advisor' has no attribute {name!r}")
