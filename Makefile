# Two commands are enough: `make chat` asks, `make test` tests. Both make what they need.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 7860
export ASSISTANT_DATA ?= .data

.DEFAULT_GOAL := help
.PHONY: help chat test evals lint bench format browser clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

chat: .venv/.installed ## Read the reports in corpus/ and serve the page in which to ask
	$(BIN)/assistant ingest corpus/reports
	$(BIN)/assistant chat --host $(HOST) --port $(PORT)

test: .venv/.installed-dev browser ## Run all tests
	$(BIN)/pytest $(ARGS)

evals: .venv/.installed-dev ## Measure the answers on the eval cases and compare them with the baseline
	$(BIN)/python -m evals run --json runs/latest.json --junit runs/junit.xml --html runs/report.html $(ARGS)
	$(BIN)/python -m evals compare runs/latest.json

lint: .venv/.installed-dev ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/.installed-dev ## Measure speed and size
	$(BIN)/python -m evals bench $(ARGS)

format: .venv/.installed-dev ## Mend what ruff can mend by itself
	$(BIN)/ruff check --fix .

browser: # the tests of the page drive Debian's Chromium; elsewhere CHROMIUM names one
	@if [ -z "$${CHROMIUM:-}" ] && ! command -v chromium >/dev/null && command -v apt-get >/dev/null; then \
		as=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	fi

clean: ## Remove the virtual environment and what the tools leave (the data folder stays)
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The stamps are newer than what they were made from; so an edited pyproject.toml installs again.
.venv/.installed: pyproject.toml constraints.txt
	@[ -n "$(PYTHON)" ] || { echo "error: Python 3.11 or newer with venv is needed" >&2; exit 1; }
	[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/.installed-dev: pyproject.toml constraints.txt
	@[ -n "$(PYTHON)" ] || { echo "error: Python 3.11 or newer with venv is needed" >&2; exit 1; }
	[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch .venv/.installed $@
