"""The decisions as pages of Markdown for readers: options, decision table, picture, rules with their quotes, advice."""

from advisor.render.area_docs.pages import MARK, area_docs

__all__ = ["MARK", "area_docs"]
