# Needs Python >= 3.11, git and make. Everything else is put into .uv/, .venv/ and .web/ of this folder.

PYTHON ?= python3
PORT ?= $(or $(COI_PORT),8000)
COI_PUBLIC_URL ?= http://localhost:$(PORT)
UV_VERSION := 0.13.8
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
BIN := .venv/bin

run dev: export COI_PORT := $(PORT)
run dev: export COI_PUBLIC_URL := $(COI_PUBLIC_URL)
# Python is the one found here, never a downloaded one; imports without compiled files are slow.
export UV_PYTHON_DOWNLOADS := never
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run dev test check types front-end-lock bench pictures lock

help: ## Show what make can do
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /|/' | awk -F'|' '{printf "make %-9s %s\n", $$1, $$2}'

setup: .venv/run.stamp ## Set everything up: the environment in .venv/, the built front end in .web/
	@$(BIN)/python -m coi_app.web.frontend

run: .venv/run.stamp ## Fill an empty database with the demo agency and serve it (PORT=, COI_DATA_DIR=)
	@$(BIN)/coi demo-data --if-empty
	@exec $(BIN)/coi serve

dev: .venv/dev.stamp ## Serve with hot reload while you change the sources (PORT=)
	@$(BIN)/coi demo-data --if-empty
	@exec $(BIN)/python -m coi_app.web.frontend --reload

test: .venv/dev.stamp ## Run all tests: on SQLite, in a browser, on PostgreSQL
	@$(BIN)/python -m coi_app.web.frontend
	$(BIN)/pytest -n auto --dist worksteal --ignore=tests/browser
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder tests/browser
	$(BIN)/python -m tests.postgres $(BIN)/pytest -n auto --dist worksteal --ignore=tests/browser

check: .venv/dev.stamp ## Check format, style, types, import contracts and the lock of the front end
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory --jobs=2 types front-end-lock

types: .venv/dev.stamp
	$(BIN)/mypy
	$(BIN)/lint-imports

front-end-lock: .venv/dev.stamp
	@$(BIN)/python -m coi_app.web.frontend
	git diff --exit-code -- reflex.lock

bench: .venv/dev.stamp ## Measure against peers: a table, and benchmarks/results/latest.json
	$(BIN)/python -m benchmarks

pictures: .venv/dev.stamp ## Make the user guide's pictures from the running application
	$(BIN)/python -m docs.pictures.make

lock: $(UV) ## Pin the newest versions that pyproject.toml allows
	$(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-header --group build \
	  pyproject.toml --output-file requirements.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --group build --group dev \
	  --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

# `make run` needs no tool of the developers; where they are installed, they stay.
.venv/run.stamp: LOCK := $(if $(wildcard .venv/dev.stamp),requirements-dev.lock,requirements.lock)
.venv/dev.stamp: LOCK := requirements-dev.lock
.venv/run.stamp .venv/dev.stamp: requirements.lock requirements-dev.lock pyproject.toml | $(UV)
	@$(PYTHON_IS_NEW_ENOUGH)
	@test -x $(BIN)/python || $(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python $(LOCK)
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@

.uv/bin/uv:
	@$(PYTHON_IS_NEW_ENOUGH)
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo >&2 \
	  "This Python cannot make virtual environments. On Debian, as root: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

PYTHON_IS_NEW_ENOUGH = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 \
  "$(PYTHON) is not Python 3.11 or newer. Name one that is: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
