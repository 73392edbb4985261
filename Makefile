# Everything a developer runs. The work is in scripts/: make cannot quote paths with spaces.
.DEFAULT_GOAL := help
.PHONY: help run test check lint format slow chaos load bench clients conformance clean runtime-venv dev-venv

STEP := sh scripts/step.sh
BIN := .venv/bin

help:
	@echo "make run      start the whole studio: servers, mock providers, API and worker"
	@echo "make test     run the tests with coverage, but for those that start whole processes"
	@echo "make check    everything a change must pass: format, lint, types, contracts, drift, tests"
	@echo "make lint     only format, lint, types, contracts, secrets and licences"
	@echo "make format   format the code and fix what can be fixed"
	@echo "make chaos    kill and freeze everything while people order; chaos/README.md tells how"
	@echo "make slow     what takes minutes: the wheel, the browser, nginx, containers, a long fuzz"
	@echo "make clients  generate and build the typed clients of clients/"
	@echo "make conformance  what others' tools and clients say of a running studio"
	@echo "make load     a thousand subscribers, slow readers, mixed requests, 200 replies at once"
	@echo "make bench    measure reads and writes beside the limit; bench/README.md tells how"
	@echo "make clean    remove the environment and the caches; your data in .data stays"
	@echo
	@echo "PYTHON=/path/to/python3.12 chooses the interpreter of a new environment."

runtime-venv:
	@PYTHON="$(PYTHON)" sh scripts/venv.sh runtime

dev-venv:
	@PYTHON="$(PYTHON)" sh scripts/venv.sh dev

run: runtime-venv
	@exec $(BIN)/python -m app dev

test: dev-venv
	@sh scripts/test.sh -m "not process and not resolvers"

lint: dev-venv
	@$(STEP) "format" $(BIN)/ruff format --check .
	@$(STEP) "lint" $(BIN)/ruff check .
	@$(STEP) "types" $(BIN)/mypy --strict app aitestmock bench chaos examples tests main.py worker.py clients/python/studio_client
	@$(STEP) "contracts" $(BIN)/lint-imports
	@$(STEP) "hygiene" $(BIN)/python scripts/hygiene.py

check: lint
	@$(STEP) "migrations" $(BIN)/python -m app check
	@$(STEP) "schema" $(BIN)/python -m app schema --check schema.graphql
	@$(STEP) "clients" sh scripts/clients.sh --check python
	@$(STEP) "tests" sh scripts/test.sh

format: dev-venv
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

slow: dev-venv
	@$(STEP) "wheel" sh scripts/wheel.sh
	@$(STEP) "browser" sh scripts/browser.sh
	@$(STEP) "deployment" sh scripts/deploy.sh
	@$(STEP) "containers" sh scripts/containers.sh
	@FUZZ_EXAMPLES=60 $(STEP) "fuzz" $(BIN)/python -m pytest tests/attack/test_fuzz*.py

chaos: dev-venv
	@$(STEP) "storm" $(BIN)/python -m chaos
	@$(STEP) "control" $(BIN)/python -m chaos --control --orders 80 --seconds 20 --seed 2

clients: dev-venv
	@$(STEP) "clients" sh scripts/clients.sh

conformance: dev-venv
	@$(STEP) "conformance" sh scripts/conformance.sh

load: dev-venv
	@$(STEP) "load" $(BIN)/python -m bench --only load,W7-load

bench: dev-venv
	@$(BIN)/python -m bench

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf .coverage htmlcov build dist clients/python/.generator clients/typescript/dist
	@find app aitestmock clients tests migrations -name __pycache__ -prune -exec rm -rf {} +
