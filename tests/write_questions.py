"""Writes docs/questions.md: how many questions `advisor ask` takes. Run by `make questions`; CI checks the rows."""

from interviewing import ROOT, WORKLOADS, figures, real_advisor

PAGE = ROOT / "docs" / "questions.md"

TEXT = f"""# How many questions it takes

`advisor ask` stops as soon as no question that is left could change the recommendation. The table says how many
questions that takes for each area: the median, and in brackets the 90th percentile.

- **Facts**: what the area reads; so many questions a plain form would have.
- **Knows everything**: {WORKLOADS:,} random workloads, spread over the areas, of people who can answer every question.
- **As usual**: the cases of this project, answered by people who say of anything unusual whether it is so.
- **"I don't know"**: the same cases, answered only with what they say in so many words; anything else is "I don't
  know". Whatever could matter has to be asked then, because such an answer settles nothing.

Every one of these interviews ends with the recommendation that all facts of its workload give; a test holds them all.
The page is written by `make questions`.

| Area | Facts | Knows everything | As usual | "I don't know" |
|---|---:|---:|---:|---:|
"""


def main() -> None:
    """Hold the interviews, and write the page."""
    rows = [figures(area).row() for area in real_advisor().rulebook.areas]
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(TEXT + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
