# The chores of the house. `make help` lists them.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lint check format migrations audit clean port-is-free

PYTHON ?= python3
PORT ?= 8000
MIX_ENV ?= development
export PORT MIX_ENV

PY := .venv/bin/python
MANAGE := $(PY) manage.py
VNU_VERSION := 26.9.27
LIGHTHOUSE_VERSION := 13.5.0
APPS := mix_site newsletter chronicles projects editorial

# What decides how the collected static files look.
STATIC_SOURCES := static requirements.txt mix_site/settings.py editorial/static_files.py

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: port-is-free .venv/installed ## Serve the site on 127.0.0.1:8000 (PORT, VAR_DIR, DATABASE_URL)
	@# One shell with exec at its end: a signal to make reaches the server itself.
	@exec </dev/null; set -e; \
	$(MANAGE) migrate --no-input --verbosity 0; \
	$(MANAGE) load_content; \
	collected="$${VAR_DIR:-var}/static/staticfiles.json"; \
	if [ -n "$$(find $(STATIC_SOURCES) -newer "$$collected" 2>&1)" ]; then \
		$(MANAGE) collectstatic --no-input --verbosity 0; \
	fi; \
	$(MANAGE) create_first_user; \
	echo "Mix: http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"; \
	exec $(PY) -m gunicorn --config deploy/gunicorn.conf.py mix_site.wsgi

test: .venv/installed-dev html-checker check ## Everything this machine can run; REQUIRE_ALL=1 refuses to leave anything out
	$(PY) -m tests.postgresql \
		$(PY) -m pytest -q -n auto --dist worksteal -m "not browser and not html_checker"
	$(PY) -m pytest -q -n auto --dist worksteal \
		$(APPS:%=--cov=%) --cov-report=term --cov-fail-under=95

lint: .venv/installed-dev ## Style of Python and templates, imports between the floors
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports
	$(PY) -m djlint --quiet --lint templates

check: lint ## lint, plus what Django can say without running: migrations, deployment
	$(MANAGE) makemigrations --check --dry-run
	MIX_ENV=production SITE_URL=https://www.progettomix.it PROXY_COUNT=1 \
		SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(MANAGE) check --deploy --fail-level WARNING

format: .venv/installed-dev ## Put Python into the house's form
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

migrations: .venv/installed-dev ## Write the migrations that the models ask for
	$(MANAGE) makemigrations
	$(PY) -m ruff format --quiet $(APPS:%=%/migrations)

audit: .venv/installed-dev lighthouse ## Lighthouse, axe and readability of a site of its own, as tables and var/audit.json
	@$(PY) -m tests.audit

clean: ## Remove what the tools made; the site's data in var/ stay
	rm -rf .venv node_modules .pytest_cache .ruff_cache .import_linter_cache .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- What the chores rest on -------------------------------------------------

port-is-free:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Mix needs Python 3.11 or newer (PYTHON=... names another)." >&2; exit 1; }
	@$(PYTHON) -c 'import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", $(PORT)))' 2>/dev/null || \
		{ echo "Port $(PORT) is taken: choose another, for example PORT=8001 make run" >&2; exit 1; }

.venv/installed: requirements.txt
	@$(PYTHON) -m venv .venv || \
		{ echo "Python cannot make a virtual environment (on Debian: apt install python3-venv)." >&2; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Wanted by a few tests only: without Java, npm or a network they are left out.
.PHONY: html-checker
html-checker:
	@if command -v java >/dev/null && command -v npm >/dev/null \
		&& [ ! -e node_modules/vnu-jar/build/dist/vnu.jar ]; then \
		npm install --no-save --no-audit --no-fund --silent vnu-jar@$(VNU_VERSION) </dev/null || true; \
	fi

# npm throws out what it is not told of: both tools are named.
.PHONY: lighthouse
lighthouse:
	@command -v npm >/dev/null || { echo "make audit needs node 20 or newer and npm." >&2; exit 1; }
	@grep -qs '"version": "$(LIGHTHOUSE_VERSION)"' node_modules/lighthouse/package.json || \
		npm install --no-save --no-audit --no-fund --silent \
			vnu-jar@$(VNU_VERSION) lighthouse@$(LIGHTHOUSE_VERSION) </dev/null
