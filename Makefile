# Plumbline's commands. `make help` lists them; everything they need is made on the way.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
HOST ?= 127.0.0.1
PORT ?= 8000
PREPARE = $(PYTHON) deploy/prepare.py
RUN = .venv/bin/python
NPM = npm --prefix frontend --silent
export PYTHONPATH = platform:.

.DEFAULT_GOAL := help
.PHONY: help run demo test check drill traceability evaluate bench contracts-check slither clips pictures screens build gen clean

help:  ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## Set up what is missing, then serve http://127.0.0.1:8000 (PORT=, HOST=, WORKERS=)
	@$(PREPARE) environment packages frontend database demo
	@exec $(RUN) -m plumbline.supervisor --host $(HOST) --port $(PORT) $(if $(WORKERS),--workers $(WORKERS))

demo:  ## Send a rendered clip to the running Plumbline and open its result
	@$(PYTHON) deploy/demo.py --site http://$(HOST):$(PORT)

test:  ## Every test, the platform's in both shapes, browser included (T=path: those alone; SHAPES=embedded)
	@$(PREPARE) environment tools $(if $(filter-out tests/e2e%,$(T)),,packages frontend)
	@exec $(RUN) deploy/whole_test.py $(if $(SHAPES),--shapes $(SHAPES)) $(T)

drill:  ## Kill processes and mangle files on purpose, and see that nothing is lost
	@$(PREPARE) environment tools packages frontend
	@exec $(RUN) -m pytest -m drill

traceability:  ## The two measures of the paper, every fault on, into docs/results/traceability.md (RESULTS=10000)
	@$(PREPARE) environment tools packages
	$(RUN) -m tests.drills.traceability --results $(or $(RESULTS),10000)

check:  ## Rules: ruff, mypy, import contracts, eslint, tsc, generated files
	@$(PREPARE) environment tools packages
	@exec $(RUN) deploy/whole_check.py

evaluate:  ## Model figures on a folder of clips (DATA=folder; TASK=repetitions, quality, rubric, pose, technique or difficulty)
	@$(PREPARE) environment packages
	$(RUN) -m assessment evaluate $(or $(TASK),repetitions) --data $(DATA) --json -

bench:  ## Speed and memory into docs/results/speed.md (PART=pose: that part alone)
	@$(PREPARE) environment tools packages
	$(RUN) -m tests.bench $(PART)

contracts-check:  ## Compile the anchor contract again: the same bytes as committed, and solhint
	@npm --prefix ledger/contracts ci --silent --no-audit --no-fund
	@npm --prefix ledger/contracts --silent run check
	@npm --prefix ledger/contracts --silent run lint

slither:  ## Slither over the contract; its findings are explained in docs/results/contracts.md
	@npm --prefix ledger/contracts ci --silent --no-audit --no-fund
	@PYTHON=$(PYTHON) ledger/contracts/slither.sh

clips:  ## Every labelled clip of a folder through upload, jobs and API, as a table (DATA=)
	@$(PREPARE) environment tools packages frontend
	$(RUN) -m tests.drills.every_clip --data $(DATA) --out docs/results/clips.md

pictures:  ## How-to pictures of the exercises for the pages (E="id id": those alone)
	@$(PREPARE) environment packages
	$(RUN) deploy/pictures.py $(E)

screens:  ## Pictures of every page and state into docs/screens
	@$(PREPARE) environment tools packages frontend
	$(RUN) -m tests.e2e.screens

build:  ## The pages alone
	@$(PREPARE) packages frontend

gen:  ## Write the OpenAPI description and the front end's types from the code
	@$(PREPARE) environment packages
	$(RUN) manage.py spectacular --validate --fail-on-warn --file docs/api/openapi.yaml
	@$(NPM) run gen

clean:  ## Remove what the set-up made; people's data in var/ stays
	rm -rf .venv frontend/node_modules frontend/dist frontend/dist-reducer var/stamps var/log
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
