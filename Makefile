# `make run` and `make test` are all a newcomer needs; both set everything up first.
PYTHON ?= python3.11
BIN := .venv/bin
NPM := $(patsubst %,tests/%/node_modules/.package-lock.json,aimock emulate openapi page)
# The locks hold every package that is installed, each with its hash: see dev/locks.py.
INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes
# A process per core; those of the tests that mostly wait share one.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadgroup

.PHONY: help setup run demo talk check test test-all types lint lock chaos bench evals waves learn pictures

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

# Stamps make both instant when nothing changed.
setup: .venv/.ready ## The environment to run in (.venv), and nothing else

.venv/.ready: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || python3 -m venv .venv
	$(BIN)/python $(INSTALL) -r requirements.txt
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	$(BIN)/python $(INSTALL) -r requirements-dev.txt
	@touch $@

run: setup ## The whole product on this machine, until Ctrl-C
	@$(BIN)/python -m dev.run

demo: setup ## A customer's journey, against `make run` or a stack of its own
	@$(BIN)/python -m dev.demo

talk: setup ## Talk with the agent: you are the business (BRIEF=brief.json)
	@$(BIN)/python -m callbackend.talk $(if $(BRIEF),--brief $(BRIEF))

lint: .venv/.ready-dev ## Format, lint, types, and whether everything is pinned
	@$(BIN)/python -m dev.supply
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint ## Lint and the tests that touch nothing: under a minute
	$(PYTEST) -m pure

test: lint ## Lint and all that Python alone can prove: minutes
	$(PYTEST) -m "not npm and not fuzz and not browser and not long"

test-all: lint $(NPM) .venv-fuzz/.ready .venv-tac/.ready ## The same with what needs npm, in a browser, and on Postgres
	@$(BIN)/python -m dev.supply --installed
	@$(BIN)/python -m tests.everything

types: .venv/.ready-dev $(NPM) ## After a change of the API: docs/api.d.ts anew, its document as TypeScript (npm)
	@$(BIN)/python -m tests.openapi.types

# An environment of its own: its plug-in would load in every run of the tests.
.venv-fuzz/.ready: requirements-fuzz.txt
	@test -x .venv-fuzz/bin/python || $(PYTHON) -m venv .venv-fuzz || python3 -m venv .venv-fuzz
	.venv-fuzz/bin/python $(INSTALL) -r requirements-fuzz.txt
	@touch $@

# What it brings along is not ours, and another websockets than ours.
.venv-tac/.ready: requirements-tac.txt
	@test -x .venv-tac/bin/python || $(PYTHON) -m venv .venv-tac || python3 -m venv .venv-tac
	.venv-tac/bin/python $(INSTALL) -r requirements-tac.txt
	@touch $@

# Where npm is missing or offline, `make test-all` says what it left out.
$(NPM): tests/%/node_modules/.package-lock.json: tests/%/package-lock.json
	@if npm ci --prefix tests/$* --silent --no-audit --no-fund 2>/dev/null; then touch $@; fi

# make chaos SECONDS=600 SEED=1; LINE=twilio PROCESSES=2: the call backend alone, by the tests' carrier
override SECONDS := $(if $(filter command line,$(origin SECONDS)),$(SECONDS),60)
SEED ?= 7
chaos: setup ## Kill processes, Redis and the database under load (SECONDS=600 SEED=1)
	@$(BIN)/python -m tests.$(if $(filter twilio,$(LINE)),twilio.chaos,chaos) \
		--seconds $(SECONDS) --seed $(SEED) $(if $(PROCESSES),--processes $(PROCESSES)) \
		$(if $(DATABASE_URL),--database-url $(DATABASE_URL))

bench: .venv-bench/.ready ## Each figure as a ratio to a baseline of the same run (BENCH="status startup")
	@.venv-bench/bin/python -m bench $(BENCH)

.venv-bench/.ready: requirements.txt requirements-bench.txt
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench || python3 -m venv .venv-bench
	.venv-bench/bin/python $(INSTALL) -r requirements.txt -r requirements-bench.txt
	@touch $@

# make lock LOCK="--upgrade-package flask"; without it what is locked stays as it is.
lock: .venv/.ready-dev ## After a change of requirements*.in: requirements*.txt anew (needs a network)
	@$(BIN)/python -m dev.locks $(LOCK)

pictures: .venv/.ready-dev ## The pictures of the README, of the page as it is (needs Chromium)
	@$(BIN)/python -m dev.pictures

evals: setup ## How well texts are read and the agent talks; PARTNERS=name (one talk whole), TALKS=path
ifdef PARTNERS
	@$(BIN)/python -m evals.partners "$(PARTNERS)"
else
	@$(BIN)/python -m evals $(if $(TALKS),--talks "$(TALKS)") $(if $(PEOPLE),--people "$(PEOPLE)")
endif

waves: setup ## What a job gains where some businesses are rung before the others (15 s)
	@$(BIN)/python -m evals.waves

learn: setup ## After a change of the price reader's rules, of the conversations, or of lines of acts (1 min)
	@$(BIN)/python -m evals.learn_acts
	@$(BIN)/python -m evals.learn
