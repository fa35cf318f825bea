# The two commands: `make demo` and `make test`. The rest are habits around them; `make help` names them all.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/ready
FORMS := build/forms-compiled
BENCHES = $(sort $(wildcard tests/bench/bench_*.py))
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.PHONY: help setup demo test check shots spoken bench freeze lock clean

help: ## name the commands
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 14

setup: $(READY) $(FORMS) ## virtual environment, locked packages, Debian libraries, forms

$(READY): requirements.lock pyproject.toml installer/setup.sh installer/debian.sh installer/build_hook.py
	@bash installer/setup.sh $(VENV)
	@touch $@

$(FORMS): $(READY) installer/build_hook.py $(wildcard forms/*/*.ui)
	@$(PYTHON) installer/build_hook.py
	@mkdir -p $(@D) && touch $@

demo: setup ## the main job: a sample township in build/demo, its ledgers printed
	@bash installer/debian.sh $(PYTHON)
	@mkdir -p build
	$(VENV)/bin/gridcenter --data build/demo demo

check: setup ## ruff, mypy and the import contracts
	$(VENV)/bin/ruff check --quiet
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo

test: check ## everything that must hold
	$(OFFSCREEN) $(PYTHON) -X warn_default_encoding -m pytest -q

shots: setup ## pictures of the screens in build/shots-100 and shots-150, those of the manual in docs/pictures
	$(PYTHON) tests/shots.py
	$(PYTHON) tests/shots.py --scale 1.5

spoken: setup ## what a screen reader is told of three pages
	$(OFFSCREEN) $(PYTHON) tests/spoken.py

bench: setup ## measurements, one after another
	@for bench in $(BENCHES); do echo "== $$bench"; $(OFFSCREEN) $(PYTHON) $$bench || exit 1; done

freeze: setup ## the program that needs no Python, in build/frozen, tried
	@bash installer/freeze.sh $(VENV)

lock: setup ## choose versions anew and write requirements.lock
	$(PYTHON) -m pip install -qq --upgrade --target build/uv uv
	build/uv/bin/uv pip compile --quiet --no-config --no-header --upgrade --universal --python-version 3.11 \
		--generate-hashes --extra dev --output-file requirements.lock pyproject.toml

clean: ## remove what can be made again, the virtual environment included
	rm -rf $(VENV) build dist gridcenter/_forms .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
