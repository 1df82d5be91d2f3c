"""Frozen models: facts and their values, conditions, rules, notes, cases, results."""
