# The only door. `make help` lists what it can do; every target does its own set-up.
.DEFAULT_GOAL := help
SHELL := /bin/bash -o pipefail
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .stamps
DIST := src/bartizan/console/dist/index.html

.PHONY: help run test lint types check bench console dev docs clean lock api

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(STAMPS)/python $(DIST) ## start everything: console on 127.0.0.1:8400, SMTP on 127.0.0.1:2525
	@$(BIN)/bartizan up

test: $(STAMPS)/dev $(DIST) ## run every test
	$(BIN)/pytest -n $${BARTIZAN_TEST_WORKERS:-2} --dist worksteal
	cd web && npm run --silent test

lint: $(STAMPS)/dev ## formatting, lint and architecture
	$(BIN)/ruff format --check src tests bench hatch_build.py
	$(BIN)/ruff check src tests bench hatch_build.py
	$(BIN)/lint-imports --no-logo

types: $(STAMPS)/dev ## check the types
	$(BIN)/mypy

check: lint types console-check test ## all that CI runs

.PHONY: console-check
console-check: $(STAMPS)/web $(DIST)
	cd web && npm run --silent types && npm run --silent lint && npm run --silent size && npm run --silent api -- --check

bench: $(STAMPS)/dev ## measure, with the peers beside us where they are installed
	$(BIN)/python bench/run.py

console: $(STAMPS)/web ## build the web console
	cd web && npm run --silent build

dev: $(STAMPS)/dev $(STAMPS)/web ## everything, with the console rebuilt as you type on :5173
	@trap 'kill 0' EXIT; $(BIN)/bartizan up & cd web && npm run --silent dev

docs: $(STAMPS)/dev ## write the generated pages of docs/
	$(BIN)/bartizan docs

api: $(STAMPS)/dev $(STAMPS)/web ## regenerate the console's API types from the server
	$(BIN)/bartizan openapi > web/openapi.json && cd web && npm run --silent api

lock: ## pin every dependency again, by hash
	$(BIN)/pip install --quiet uv
	for kind in build dev; do \
	  $(BIN)/uv pip compile --quiet pyproject.toml --group $$kind \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --universal --no-header \
	    --python-version 3.11 --output-file requirements/$${kind/build/run}.lock; done

clean: ## remove what make built (never ./var)
	rm -rf .venv $(STAMPS) web/node_modules src/bartizan/console/dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

$(STAMPS)/python: requirements/run.lock pyproject.toml | .venv/bin/python
	@echo "Installing Bartizan's dependencies …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements/dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing the development tools …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/python

$(STAMPS)/web: web/package-lock.json
	@echo "Installing the console's dependencies …"
	@cd web && npm ci --silent --no-audit --no-fund
	@mkdir -p $(STAMPS) && touch $@

$(DIST): $(STAMPS)/web $(shell find web/src web/index.html web/public web/vite.config.ts -type f 2>/dev/null)
	@echo "Building the console …"
	@cd web && npm run --silent build
	@touch $@
