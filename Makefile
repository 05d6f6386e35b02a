# Everything that a person or CI does with this checkout. `make help` lists it.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help install serve test test-postgres check wheel clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/installed ## Make the environment and install Broadsheet into it

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Broadsheet needs Python 3.11 or newer; say which with make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-check: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[check]'
	@touch $@

serve: .venv/installed ## Serve the site, with the demo newsroom if it is empty (PORT=, BROADSHEET_DATA=)
	@exec $(BIN)/broadsheet serve --demo

test: .venv/installed-check ## Run every test; the browser tests need Chromium
	@sh tests/browser/find_chromium.sh
	@$(BIN)/python -m pytest

test-postgres: .venv/installed-check ## Run the tests on a real PostgreSQL, started for them in a temporary folder
	@$(BIN)/python tests/with_postgres.py $(BIN)/python -m pytest -m 'not browser'

check: .venv/installed-check ## Style, types, and the links in the docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/docs

wheel: .venv/installed-check ## Build the wheel into dist/
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist .

clean: ## Remove the environment and what was built; the data folder stays
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache
