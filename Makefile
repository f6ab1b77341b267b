# One word each; `make help` lists them. Every target does the set-up it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MODELS := $(VENV)/.models

.PHONY: help setup demo test check eval bench serve train
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(MODELS) ## create .venv, install pinned dependencies, check and prepare the bundled models

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,postgresql]'
	touch $@

$(MODELS): $(STAMP) models/catalog.toml
	$(BIN)/summarizer models prepare
	touch $@

demo: setup ## summarize the example dossier into out/demo
	SUMMARIZER_PRINT=1 $(BIN)/summarizer summarize examples/dossier --out out/demo --format json,html,md || test $$? -eq 1

test: setup ## run every test
	$(BIN)/pytest

check: setup ## lint, formatting and strict types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy summarizer models eval api

eval: setup ## run every evaluation suite on the shipped cases, against the baseline (QUICK=1: a subset, as CI does)
	$(BIN)/summarizer eval all $(if $(QUICK),--quick) --out out/eval --baseline eval/baseline.json

bench: setup ## throughput and peak memory of each stage, beside its baseline
	$(BIN)/python -m eval.bench

serve: setup ## start the API and the page on http://127.0.0.1:8000
	$(BIN)/summarizer serve

train: setup ## train the coverage head again; the detector and the judge need open data (docs/decisions, models/judge)
	$(BIN)/python -m models.head.train
