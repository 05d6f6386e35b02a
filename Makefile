# Everything that a person or CI does with this checkout. `make help` lists it.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
# An environment belongs to the folder that it was made in: a renamed checkout, or a Python that is gone, needs a new one.
STAMP := .venv/installed-in$(subst /,-,$(subst $() ,_,$(CURDIR)))
ALIVE := $(shell $(BIN)/python -c '' 2>/dev/null && echo yes)
ifneq ($(ALIVE),yes)
$(shell rm -f .venv/installed-in*)
endif
.DEFAULT_GOAL := help
.PHONY: help install serve test test-postgres audit check bench bench-related bench-serve wheel clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## Make the environment and install Broadsheet into it

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Broadsheet needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || { echo "Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch "$@"

$(STAMP)-check: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[check]'
	@touch "$@"

serve: $(STAMP) ## Serve the site, with the demo newsroom if it is empty (PORT=, BROADSHEET_DATA=)
	@exec $(BIN)/python -m broadsheet serve --demo

test: $(STAMP)-check ## Run every test; the browser tests need Chromium
	@sh tests/browser/find_chromium.sh
	@$(BIN)/python -m pytest -n auto --dist loadfile

# What turns texts and files into others never asks a database, and `make test` runs it.
WITHOUT_DATABASE := $(addprefix --ignore=tests/transfer/,markup media reading)

test-postgres: $(STAMP)-check ## Run the tests on a real PostgreSQL, started for them in a temporary folder
	@$(BIN)/python tests/with_postgres.py $(BIN)/python -m pytest -n auto --dist loadfile -m 'not browser' $(WITHOUT_DATABASE)

audit: $(STAMP)-check ## Judge every kind of page by Lighthouse, axe-core and the Nu HTML checker; needs npm, node and Java
	@sh tests/browser/find_chromium.sh
	@PYTHONPATH="tests/serving:$$PYTHONPATH" $(BIN)/python tests/audit/run.py

check: $(STAMP)-check ## Style, types, and the links in the docs
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest -q tests/docs

bench: $(STAMP)-check ## Run every benchmark; those with peers fetch them, which needs npm
	@for file in tests/benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

bench-related: $(STAMP)-check ## Run the benchmarks of related stories, on archives of up to 100,000 articles too
	@for file in quality archive killed; do $(BIN)/python tests/benchmarks/related_$$file.py || exit 1; done

bench-serve: $(STAMP)-check ## Measure how fast pages are served, beside peers, into docs/performance.md; needs wrk and nginx (QUICK=1)
	@PYTHONPATH="tests/benchmarks:tests/serving:$$PYTHONPATH" $(BIN)/python tests/benchmarks/serving/run.py $(if $(QUICK),--quick)

wheel: $(STAMP)-check ## Build the wheel into dist/
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist .

clean: ## Remove the environment and what was built; the data folder stays
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache
