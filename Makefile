# `make run` and `make test` are all a newcomer needs; both set everything up first.
PYTHON ?= python3.11
BIN := .venv/bin
AIMOCK := tests/aimock/node_modules/.package-lock.json

.PHONY: setup run test lint demo chaos bench learn

# The environment and nothing else; a stamp makes it instant when nothing changed.
setup: .venv/.ready

.venv/.ready: requirements.txt constraints.txt requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || python3 -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: setup
	@$(BIN)/python -m dev.run

demo: setup
	@$(BIN)/python -m dev.demo

# Kills processes, Redis and the database under load: make chaos SECONDS=600 SEED=1
override SECONDS := $(if $(filter command line,$(origin SECONDS)),$(SECONDS),60)
SEED ?= 7
chaos: setup
	@$(BIN)/python -m tests.chaos --seconds $(SECONDS) --seed $(SEED) \
		$(if $(DATABASE_URL),--database-url $(DATABASE_URL))

# Each figure as a ratio to a baseline of the same run; BENCH="status startup" runs some of them.
bench: .venv-bench/.ready
	@.venv-bench/bin/python -m bench $(BENCH)

.venv-bench/.ready: requirements.txt constraints.txt requirements-bench.txt
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench || python3 -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

# After a change of the price reader's rules or of the labelled conversations (20 s).
learn: setup
	@$(BIN)/python -m evals.learn

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint $(AIMOCK)
	$(BIN)/python -m pytest

# The language model of the tests; where npm is missing or offline, they are skipped.
$(AIMOCK): tests/aimock/package-lock.json
	@if npm ci --prefix tests/aimock --silent --no-audit --no-fund 2>/dev/null; then touch $@; \
	else echo "No npm: the tests of the language model are skipped."; fi
