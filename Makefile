# make run     the application on http://localhost:8501 (make run PORT=9000: elsewhere)
# make test    everything checked and tested
# make check   only the checks: format, lint, types, floors
# make bench   every benchmark
# make words   collect new texts into the translation catalogue
# make clean   remove what make made (never the data in var/)

SHELL := /bin/bash
PORT ?= 8501
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN)
VENV := .venv
BIN := $(VENV)/bin
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.12 python3.13 python3.11 python3 python; do \
	$$name -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$name && break; done)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install

.PHONY: run test check bench words clean
.DELETE_ON_ERROR:

run: $(VENV)/.installed
	@echo "Open http://localhost:$(PORT) — Ctrl-C ends it."
	@exec $(BIN)/streamlit run streamlit_app.py --server.port $(PORT) --server.address localhost

test: check
	@.ci/needs chromium
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.installed-dev
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --output-format concise .
	@$(BIN)/mypy
	@$(BIN)/pytest tests/architecture

bench: $(VENV)/.installed-dev
	@set -e; for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file; done

words: $(VENV)/.installed
	@$(BIN)/python -m kpi.language.merge

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: apt-get install python3 (or make PYTHON=/path/to/python3.12 …)"; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo "$(PYTHON) is older than Python 3.11."; exit 1; }
	@.ci/needs venv $(PYTHON)
	@echo "Making $(VENV) with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.txt | $(VENV)/.made
	@echo "Installing requirements.txt …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing requirements-dev.txt …"
	@$(PIP) -r requirements-dev.txt
	@touch $@
