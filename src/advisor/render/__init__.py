"""A recommendation, a batch, a test run, a rulebook and its problems: as text, JSON, CSV, Markdown and JUnit."""
