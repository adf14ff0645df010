# make help lists the commands.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
VAR := $(or $(VAR_DIR),var)
# what a migration writes: tables, the vocabulary, the course map
SCHEMA_SOURCES := directory/migrations vetting/migrations directory/data/vocabulary.toml vetting/rubrics requirements.txt
STATIC_SOURCES := $(shell find static -type f 2>/dev/null)

export PORT
.DEFAULT_GOAL := help
.PHONY: help setup run test lint format check bench lock messages

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed. Install Python 3.11 or newer, or name one: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import config'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The virtual environment could not be made. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing what the site needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

$(VENV)/.installed-bench: requirements-bench.txt $(VENV)/.installed-dev
	@echo "Installing what the engine is measured beside into $(VENV): spaCy and what it needs ..."
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --only-binary :all: -r requirements-bench.txt; then touch $@; else echo "spaCy could not be installed; check the network and run make bench again. The rest is measured without it."; fi

$(VAR)/static/staticfiles.json: $(STATIC_SOURCES) $(VENV)/.installed
	@echo "Collecting static files ..."
	@$(BIN)/python manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@

setup: $(VENV)/.installed-dev ## Make .venv with everything, nothing else

run: export DEMO ?= 1
run: $(VENV)/.installed $(VAR)/static/staticfiles.json ## Start the site with demo data on http://127.0.0.1:8000 (PORT= to change)
	@if [ -n "$$DATABASE_URL" ] || [ ! -e $(VAR)/truemld.sqlite3 ] || [ -n "$$(find $(SCHEMA_SOURCES) -newer $(VAR)/.migrated 2>/dev/null || echo never)" ]; then $(BIN)/python manage.py migrate --verbosity 0 && touch $(VAR)/.migrated; fi
	@if [ "$(DEMO)" = 1 ] && [ ! -e $(VAR)/demo_accounts.txt ]; then echo "Loading the demo data ..."; $(BIN)/python manage.py load_demo; fi
	@exec $(BIN)/python -m config.serve

test: $(VENV)/.installed-dev ## Run all tests (installs Chromium for the browser tests where it can)
	@bash .ci/test

lint: $(VENV)/.installed-dev ## Style of code and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --lint --quiet

format: $(VENV)/.installed-dev ## Bring code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: $(VENV)/.installed ## Collect sentences to translate and compile the catalogs (needs gettext)
	@$(BIN)/python manage.py messages

check: $(VENV)/.installed-dev ## Deployment settings, migrations, import contracts, types
	@bash .ci/check

bench: $(VENV)/.installed-bench ## Measure the engine's answers and speed beside spaCy, and the search index (installs spaCy)
	@for one in vetting_quality vetting_speed search; do echo "== $$one"; $(BIN)/python -m benchmarks.$$one || exit 1; done

lock: ## Write requirements*.txt anew from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "uv is not installed. Get it with: pip install uv"; exit 1; }
	uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-annotate --no-header -o requirements.txt
	uv pip compile pyproject.toml --group dev -c requirements.txt --python-version 3.11 --universal --generate-hashes --no-annotate --no-header -o requirements-dev.txt
	uv pip compile --group bench -c requirements-dev.txt --python-version 3.11 --universal --generate-hashes --no-annotate --no-header -o requirements-bench.txt
