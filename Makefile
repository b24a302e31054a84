# `make run` writes today's page, `make test` checks everything, `make bench` measures.
# `make faults` and `make mutants` prove at length that nothing is ever lost.
# Python >= 3.11 with venv is all that is needed; uv is used where it is there.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
SOURCES := src tests bench scripts

.PHONY: run test check lint types contracts pytest faults mutants bench picture wheel clean

run: $(VENV)/.run
	@$(BIN)/journal

test: check pytest

check: lint types contracts

lint: $(VENV)/.dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

pytest: $(VENV)/.dev
	$(BIN)/pytest -n auto $(PYTEST_ARGS)

# The same proofs as in `make test`, for as long as it takes (a quarter of an hour).
faults: $(VENV)/.dev
	JOURNAL_TEST_FAULTS=long $(BIN)/pytest -n auto tests/faults $(PYTEST_ARGS)

mutants: $(VENV)/.dev
	$(BIN)/python scripts/mutants.py $(MUTANTS)

bench: $(VENV)/.dev
	$(BIN)/python -m bench $(BENCH_ARGS)

picture: $(VENV)/.dev
	$(BIN)/python scripts/picture.py docs/journal.svg

wheel: $(VENV)/.dev
	$(BIN)/python -m build --wheel --outdir dist

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp a set of extras: a second `make` finds it newer than pyproject.toml and starts at once.
$(VENV)/.run: pyproject.toml
	@$(call ready)
	@$(call install,.)
	@touch $@

$(VENV)/.dev: pyproject.toml
	@$(call ready)
	@$(call install,.[dev])
	@touch $(VENV)/.run $@

ifdef UV
ready = test -x $(BIN)/python || $(UV) venv --quiet --python '>=3.11' $(VENV)
install = $(UV) pip install --quiet --python $(BIN)/python --editable '$(1)'
else
ready = test -x $(BIN)/python || { \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "journal needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 1; }; \
	  $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --upgrade pip; }
install = $(BIN)/python -m pip install --quiet --editable '$(1)'
endif
