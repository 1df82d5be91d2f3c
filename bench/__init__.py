"""Advisor side by side with other rule engines: `make bench`."""
