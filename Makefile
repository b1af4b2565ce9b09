# Rapport: every task of the project, each one a line a person can read.
# The system's Python, where it will do: distributions build theirs with profile-guided optimisation,
# pyenv does not, and everything takes longer with one that is not. Another: make PYTHON=…
SUITS := import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell /usr/bin/python3 -c '$(SUITS)' 2>/dev/null && echo /usr/bin/python3 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
export RAPPORT_HOME ?= $(CURDIR)/var
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Every process would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE
LINK = $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
SYNC = $(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python

.PHONY: run bench-planning bench-scale bench-mail setup setup-dev frontend lock check test sweeps browser quality quality-quick bench faults wheel messages clean

run: setup  ## start everything and print the address and the demo sign-ins
	@$(BIN)/rapport serve --demo

setup: $(VENV)/ready rapport/ui/static/ui/ready $(VENV)/messages $(VENV)/kernels  ## make .venv and the front-end

$(VENV)/ready: requirements/base.lock requirements/bootstrap.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@$(SYNC) requirements/base.lock requirements/bootstrap.lock
	@$(LINK)
	@rm -f $(VENV)/dev-ready
	@touch $@

# Inner loops of the engine; without a C compiler the same is reckoned in Python.
$(VENV)/kernels: $(wildcard rapport/engine/*/*.c) | $(VENV)/ready
	@$(BIN)/python -m rapport.engine.native
	@touch $@

setup-dev: setup $(VENV)/dev-ready  ## also what checks and tests need

$(VENV)/dev-ready: requirements/dev.lock $(VENV)/ready
	@$(SYNC) requirements/dev.lock requirements/bootstrap.lock
	@$(LINK)
	@touch $@

frontend: rapport/ui/static/ui/ready

rapport/ui/static/ui/ready: package.json package-lock.json requirements/node.lock $(wildcard frontend/*) $(wildcard frontend/*/*) $(wildcard frontend/*/*/*) rapport/ui/icons.py
	@$(BIN)/python frontend/build.py
	@touch $@

$(VENV)/messages: $(wildcard rapport/locale/*/LC_MESSAGES/*.po) | $(VENV)/ready
	@$(BIN)/pybabel -q compile --directory rapport/locale --domain django
	@touch $@

lock:  ## write the hashed lock files anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements/base.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -o requirements/dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --extra mpp -c requirements/base.lock -o requirements/mpp.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group node -o requirements/node.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group bootstrap -o requirements/bootstrap.lock

check: setup-dev  ## style, types, layers, templates, structure
	$(BIN)/ruff check rapport tests bench
	$(BIN)/ruff format --check rapport tests bench
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint rapport --lint --quiet
	$(BIN)/pytest tests/architecture

test: setup-dev  ## all tests on SQLite, all but the sweeps on PostgreSQL where it answers; Redis and RabbitMQ too
	$(BIN)/python -m tests.run

sweeps: setup-dev  ## what goes over every route and page, on PostgreSQL as well
	$(BIN)/python -m tests.run sweeps

browser: setup-dev  ## the tests that drive a real browser
	$(BIN)/pytest tests/browser -m "browser and not slow"

quality: setup-dev  ## measure on the data that stands outside the project
	$(BIN)/pytest tests/quality -m quality

quality-quick: setup-dev  ## the part of it that takes a few minutes
	$(BIN)/pytest tests/quality -m "quality and not slow"

bench: setup-dev  ## CPU milliseconds an operation, against a fixed yardstick
	$(BIN)/python -m bench
	$(BIN)/python -m bench.network
	$(BIN)/python -m bench.simulation

bench-planning: setup-dev  ## levelling, networks, simulation and promises on the data beside the project
	$(BIN)/python -m bench.planning

bench-scale: setup-dev  ## ten times as many conversations: CPU, queries, ratio; what alerts cost a mail
	$(BIN)/python -m bench.scale
	$(BIN)/python -m bench.alerts

bench-mail: setup-dev  ## mail servers that fail, at the product's own pace (an hour)
	$(BIN)/python -m bench.mailfaults --full

faults: setup-dev  ## kill processes in the middle of things and count what is lost
	$(BIN)/pytest tests/faults -m slow

wheel: setup  ## build the package, with the front-end in it, into dist/
	$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist

messages: setup-dev  ## collect strings for translation
	cd rapport && ../$(BIN)/django-admin makemessages --settings rapport.config.settings -l de -l fr -l es --no-obsolete --no-wrap --add-location file
	@for po in rapport/locale/*/LC_MESSAGES/django.po; do \
		msgattrib --sort-output --no-wrap --add-location=file $$po | grep -v '^"POT-Creation-Date' > $$po.new && mv $$po.new $$po; done

clean:
	rm -rf $(VENV) node_modules rapport/ui/static/ui
