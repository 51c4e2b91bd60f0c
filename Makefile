# Every step a newcomer needs. Nothing else is required than Python 3.11 or newer and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run install test check eval screenshots browser-figures lock clean

run: install  ## the page on http://127.0.0.1:7860
	$(BIN)/kildesvar serve

install: $(READY)  ## virtual environment with pinned dependencies

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[test]"
	touch $(READY)

test: install  ## the whole suite
	$(BIN)/pytest

check: install  ## style, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: install  ## figures on the evaluation questions, compared with eval/baseline.json
	$(BIN)/kildesvar eval

screenshots: install  ## pictures of every view in var/screenshots/; needs Chromium
	$(BIN)/python -m eval.screenshots

browser-figures: install  ## how fast the page is in a browser, what axe-core finds, who it talks to
	$(BIN)/python -m eval.browser_figures

lock: install  ## writes the versions that are installed now
	$(BIN)/pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt

clean:
	rm -rf $(VENV) var build *.egg-info
