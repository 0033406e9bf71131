# Each target does its own set-up, quickly when nothing has changed. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup serve test quick check lint units quickly fix pictures gallery bench measure soak audit lock train clean
SHELL := /bin/sh
PYTHON ?= python3
DATA ?= data
BIN := .venv/bin
NPM := sh tools/npm.sh
# Some systems have it set: then each of a hundred processes would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE
PYTEST = $(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup: ## install everything that the other targets need
	@$(PYTHON) tools/set_up.py --for test

serve: ## serve the lab on http://127.0.0.1:8000 (HOST=, PORT= to change)
	@$(PYTHON) tools/set_up.py --for serve
	@exec $(BIN)/inkling serve $(if $(HOST),--host "$(HOST)") $(if $(PORT),--port "$(PORT)")

test: ## run every check and every test, a real browser included
	@$(PYTHON) tools/set_up.py --for test
	@$(MAKE) --no-print-directory --jobs=2 lint units
	@$(PYTEST) -m "not alone"
	@$(BIN)/python -m pytest -m alone

quick: ## the checks, and the tests without browser, server process and training
	@$(PYTHON) tools/set_up.py --for check
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target lint units quickly

check: ## formatters, linters, type checkers, import contracts
	@$(PYTHON) tools/set_up.py --for check
	@$(MAKE) --no-print-directory lint

units:
	@$(NPM) run --silent test

quickly:
	@$(PYTEST) -m "not browser and not process and not slow and not alone"

lint:
	@$(BIN)/ruff format --check --quiet . || { echo "some Python files are not formatted; run: make fix"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(NPM) run --silent check

fix: ## format, mend what tools can mend, regenerate the page's message types
	@$(PYTHON) tools/set_up.py --for check
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .
	@$(NPM) run --silent fix

pictures: ## renew the page's reference pictures (ONLY= a test's name); look at them before you commit
	@$(PYTHON) tools/set_up.py --for test
	@$(BIN)/python -m pytest tests/browser -m pictures --renew-pictures $(if $(ONLY),-k "$(ONLY)")

gallery: ## every room in each of its states, on http://127.0.0.1:8000/gallery
	@$(PYTHON) tools/set_up.py --for test
	@exec $(BIN)/python -m tests.gallery serve

bench: ## measure speed, side by side with baselines (about five minutes)
	@$(PYTHON) tools/set_up.py --for check
	@$(BIN)/python -m bench

measure: ## the page: hover, pen, sweep, elements, bytes, heap (quiet machine, about twelve minutes)
	@$(PYTHON) tools/set_up.py --for test
	@$(BIN)/python -m bench.page

soak: ## 2,000 cases of the API's description; a hundred pens for ten minutes: does anything grow
	@$(PYTHON) tools/set_up.py --for check
	@$(BIN)/python -m tests.described
	@$(BIN)/python -m bench.soak

audit: ## known weaknesses of the packages that are pinned (needs the internet)
	@$(PYTHON) tools/set_up.py --for check
	@test -x build/audit/bin/pip-audit || { $(PYTHON) -m venv build/audit && build/audit/bin/pip install --quiet pip-audit; }
	@build/audit/bin/pip-audit $(addprefix --requirement locks/,dev.txt torch.txt gpu.txt node.txt) --disable-pip; python=$$?; \
	$(NPM) audit; npm=$$?; exit $$((python | npm))

lock: ## compile the locks of Python's packages anew (needs uv; UPGRADE=1 takes the newest)
	@$(PYTHON) tools/lock.py $(if $(UPGRADE),--upgrade)

train: ## train LeNet-5 on DATA= (a folder with mnist/ and strokes/)
	@$(PYTHON) tools/set_up.py --for serve
	@$(BIN)/inkling train lenet5 --data "$(DATA)"

clean: ## remove what set-up and builds have made
	rm -rf .venv .set-up-lock node_modules static/dist build *.egg-info
