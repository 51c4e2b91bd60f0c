# Every step a newcomer needs. Nothing else is required than Python 3.11 or newer and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run install test check offline faults eval screenshots browser-figures audit lock clean

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

offline: install  ## self-test, what is asked of the network, and the browser tests where there is only loopback; Linux
	.ci/offline $(BIN)/kildesvar selftest
	.ci/offline $(BIN)/python -m tests.offline.system_calls
	.ci/offline $(BIN)/pytest tests/offline tests/app

faults: install  ## kills who changes the documents at every step and at 400 random moments; Linux, macOS
	$(BIN)/python -m tests.index.documents_driver all-steps $$(mktemp -d) > /dev/null
	$(BIN)/python -m tests.index.documents_driver moments $$(mktemp -d) 400 > /dev/null

eval: install  ## figures on the evaluation questions, compared with eval/baseline.json
	$(BIN)/kildesvar eval

screenshots: install  ## pictures of every view in var/screenshots/; needs Chromium
	$(BIN)/python -m eval.screenshots

browser-figures: install  ## how fast the page is in a browser, what axe-core finds, who it talks to
	$(BIN)/python -m eval.browser_figures

audit:  ## known advisories for the pinned versions; asks pypi.org, so it needs internet, and fails when it is not told
	test -x var/audit/bin/pip-audit || ($(PYTHON) -m venv var/audit && var/audit/bin/pip install --quiet pip-audit==2.10.1)
	var/audit/bin/pip-audit --strict --no-deps --disable-pip --requirement constraints.txt

lock: install  ## writes the versions that are installed now
	$(BIN)/pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt

clean:
	rm -rf $(VENV) var build *.egg-info
