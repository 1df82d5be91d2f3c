"""The questionnaire, without a terminal: asks only what still matters, and proves that nothing else does."""

from advisor.interview.interview import Interview, Recommends
from advisor.interview.question import Choice, Consequence, Prospect, Question
from advisor.interview.saving import Resumed, resume
from advisor.interview.scripted import answered

__all__ = [
    "Choice",
    "Consequence",
    "Interview",
    "Prospect",
    "Question",
    "Recommends",
    "Resumed",
    "answered",
    "resume",
]
