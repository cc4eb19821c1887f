# The portal's commands: `make` lists them. Variables of the portal itself are explained in docs/settings.md.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
DATA_DIR ?= var
DEMO ?= 1
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT
# Pinyin without a second copy of its dictionary: the processes that wait share a small machine.
export PYPINYIN_NO_DICT_COPY := true

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11
CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
WITH_DEMO := $(filter 1 on true yes,$(DEMO))
# Tests and checks keep their hands off the town's data and its keys.
SCRATCH := .pytest_cache/data
test check bench chaos: export DATA_DIR := $(CURDIR)/$(SCRATCH)
run demo: export DEMO := $(DEMO)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo ready test check bench chaos lock messages clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

run: demo  ## everything, then the portal itself; Ctrl-C ends it
	@echo; echo "  The portal is at http://localhost:$(PORT)/ (Ctrl-C ends it)"; echo
	@$(if $(WITH_DEMO),$(MANAGE) demo_logins)
	@PATH="$(CURDIR)/$(BIN):$$PATH" exec $(BIN)/honcho --env /dev/null start

demo: $(DATA_DIR)/.static $(CATALOGS)  ## everything but serving: packages, database, demo town
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) $(if $(WITH_DEMO),build_demo,load_dictionaries --verbosity 0)

ready: .venv/.dev node_modules/.dev $(CATALOGS)  # what the commands of developers stand on

test: ready  ## every test, on every core (ARGS="-k word" for some)
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: ready  ## format, lint, types, templates, house rules, migrations, deployment
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/python -m pytest -q $(addprefix dayan_safety/tests/test_,house.py settings.py translations.py)
	$(MANAGE) makemigrations --check --dry-run
	DEMO= HTTPS=on ALLOWED_HOSTS=portal.example SECRET_KEY=$$(seq -s- 30) $(MANAGE) check --deploy --fail-level WARNING

bench: .venv/.dev $(CATALOGS) $(SCRATCH)/.static  ## the figures of docs/speed.md, measured again
	$(BIN)/python -m bench.run $(ARGS)

chaos: ready  ## the promises of trust at full size
	$(BIN)/python bench/hostile_workbooks.py --count 10000
	mkdir -p $(SCRATCH)/flood
	export DATA_DIR=$(CURDIR)/$(SCRATCH)/flood DEMO=1; $(MANAGE) migrate --verbosity 0 && $(MANAGE) build_demo && \
	  $(MANAGE) collectstatic --noinput --verbosity 0 && $(BIN)/python bench/poll_flood.py && \
	  $(BIN)/python bench/hazard_flood.py
	$(BIN)/python -m pytest -s -m chaos $(ARGS)

lock: .venv/.dev  ## the lock files again, from the *.in files and package.json
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt
	$(LOCK) requirements-node.in --output-file requirements-node.txt
	$(NPM) install --package-lock-only --ignore-scripts

messages: .venv/.run  ## gathers what code and templates say into locale/, and tells what lacks Chinese
	$(BIN)/python -m dayan_safety.translation

clean:  ## removes all that make has made, but for the data in DATA_DIR
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis locale/*/LC_MESSAGES/*.mo $(DATA_DIR)/.static

# What the commands stand on. A stamp is written last: an interrupted step is done again.
.venv/.run: requirements.txt
	@echo "Installing Python packages ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

# The machine's npm; where there is none, the one in PyPI's Node, inside the virtual environment.
NPM := $(shell command -v npm)
ifeq ($(NPM),)
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm
node_modules/.run node_modules/.dev lock: $(BIN)/npm
$(BIN)/npm: requirements-node.txt .venv/.run
	@echo "Installing Node ..."
	@$(INSTALL) -r requirements-node.txt
	@touch $@
endif

# npm ci empties the folder, so the stamps in it never outlive what they stand for.
node_modules/.run: package.json package-lock.json
	@echo "Installing browser packages ..."
	@$(NPM) ci --silent --ignore-scripts --omit=dev
	@touch $@

node_modules/.dev: package.json package-lock.json
	@$(NPM) ci --silent --ignore-scripts
	@touch node_modules/.run $@

%.mo: %.po .venv/.run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

%/.static: .venv/.run node_modules/.run dayan_safety/apps.py dayan_safety/settings.py $(shell find static)
	@DATA_DIR=$(@D) $(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
