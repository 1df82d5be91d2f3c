"""Begin pages for an author: a decision, a rule, with blanks that the form checks ask to be filled."""

from advisor.authoring.beginning import begin_area, begin_rule
from advisor.authoring.files import Draft, write

__all__ = ["Draft", "begin_area", "begin_rule", "write"]
