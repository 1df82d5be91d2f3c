"""Proving things of a rulebook: here, that its quotes stand in the notes and that no line of these was passed over."""

from advisor.verify.citations import check_citations

__all__ = ["check_citations"]
