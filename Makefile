# make demo    set up, then recommend on a story and run every case
# make test    set up, then every check and test
# make lint    the checks of the code alone: style, types, layers
# make questions   write docs/questions.md, which the tests check
# make docs    write docs/areas, a page for each decision, which the tests check
# make bench   measure beside other rule engines (installs them)
# make clean   remove what the others made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint questions docs bench clean

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q src
	touch $@

demo: $(VENV)/ready
	$(BIN)/advisor recommend cases/stories/web-shop.yaml
	$(BIN)/advisor test cases
	$(BIN)/advisor test cases-today --edition today

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/advisor check rules
	$(BIN)/advisor docs rules --check
	$(BIN)/advisor test cases
	$(BIN)/advisor test cases-today --edition today
	$(BIN)/pytest --numprocesses 2 -m 'not uncovered' --cov --cov-report=term
	$(BIN)/pytest --numprocesses 2 -m uncovered

questions: $(VENV)/ready
	$(BIN)/python tests/write_questions.py

docs: $(VENV)/ready
	$(BIN)/advisor docs rules

bench: $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m bench
	$(BIN)/python -m bench.bulk

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* build dist
	find src tests bench -name __pycache__ -prune -exec rm -rf {} +
