# Story Circle in one word each. `make` alone lists them.
#
# A fresh clone needs Python 3.11+ and make, nothing else. The first word you use makes .venv, installs
# what the lock files name, checked by hash, and the project itself in place; later ones do it again only
# when a lock file or pyproject.toml changes.
#
#   make test ARGS="-k turn -x"       anything in ARGS is handed on
#   make PYTHON=python3.13 test       choose the Python that .venv is made with

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help rehearse init run doctor service service-update service-doctor postgres-driver test exhaustive check postgres image-check bench cluster screenshots messages format lock clean

ARGS ?=
VENV := .venv
BIN  := $(VENV)/bin

# uv links files from its cache, and warns when the cache is on another disk. Copying is quiet everywhere.
UV_LINK_MODE ?= copy
# Trust what this machine trusts, as the bot itself will; SSL_CERT_FILE goes before it. Out of the box uv
# trusts only a list of its own, and fails behind a proxy that signs with another authority.
UV_SYSTEM_CERTS ?= true
export UV_LINK_MODE UV_SYSTEM_CERTS
# An activated environment is not the one to install into.
unexport VIRTUAL_ENV CONDA_PREFIX
# Some tests start the bot as a program of its own. Without compiled modules that takes two seconds of CPU each time.
unexport PYTHONDONTWRITEBYTECODE

UV      := $(BIN)/uv
INSTALL  = $(UV) pip install --quiet --python $(BIN)/python

# Stamps. A virtual environment remembers where it was made, so a copied or moved checkout makes its own.
MADE    := $(VENV)/.made-$(shell printf '%s' '$(CURDIR)' | cksum | cut -d ' ' -f 1)
HAS_UV  := $(VENV)/.has-uv
RUNTIME := $(VENV)/.has-runtime
DEV     := $(VENV)/.has-dev
POSTGRES := $(VENV)/.has-postgres
# The development set holds everything the runtime needs: once it is there, it is the one to keep fresh.
READY   := $(if $(wildcard $(MADE)),$(if $(wildcard $(DEV)),$(DEV),$(RUNTIME)),$(RUNTIME)) $(wildcard $(POSTGRES))

help:  ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

rehearse: $(READY)  ## sit in a circle without Discord: the real bot in a simulated server
	@$(BIN)/story-circle rehearse $(ARGS)

init: $(READY)  ## ask what the bot needs, write config.toml, and print the link that invites it
	@$(BIN)/story-circle init $(ARGS)

run: $(READY)  ## run the bot (reads config.toml and STORY_CIRCLE_... from the environment)
	@$(BIN)/story-circle run $(ARGS)

doctor: $(READY)  ## say whether all is well, and else what to do
	@$(BIN)/story-circle doctor $(ARGS)

# As root. The service has a user and a folder of its own; the checkout stays root's, and the bot cannot change it.
KEPT := /var/lib/story-circle
UNIT := /etc/systemd/system/story-circle.service
AS_SERVICE = cd $(KEPT) && runuser -u story-circle -- $(CURDIR)/$(BIN)/story-circle
# Where root's files are root's alone, the service could not read the program. What is kept in a checkout stays as it is.
READABLE = find . \( -name config.toml -o -path ./.git -o -path ./data/var -o -path ./data/keys \) -prune \
	-o -exec chmod a+rX {} +
INSTALL_UNIT = sed 's|/opt/story-circle|$(CURDIR)|' story-circle.service > $(UNIT) && chmod 0644 $(UNIT) && \
	systemctl daemon-reload

service: $(READY)  ## with systemd, as root: set the bot up as a service of this machine, and start it
	@id -u story-circle >/dev/null 2>&1 || \
	  useradd --system --user-group --home-dir $(KEPT) --no-create-home --shell /usr/sbin/nologin story-circle
	@install -d -m 0700 -o story-circle -g story-circle $(KEPT)
	@$(READABLE)
	@$(AS_SERVICE) init
	@$(INSTALL_UNIT)
	@systemctl enable --now story-circle
	@echo "The service runs, and has made the second step. The third: sudo make service-doctor"

service-update: $(READY)  ## the same, after git pull: start the new version
	@$(READABLE)
	@$(INSTALL_UNIT)
	@systemctl restart story-circle

service-doctor: $(READY)  ## the same: say whether all is well
	@$(AS_SERVICE) doctor $(ARGS)

# The service runs as another user than whoever installs it.
postgres-driver: $(READY) $(POSTGRES)  ## install what the bot needs to use a PostgreSQL database
	@chmod -R a+rX $(VENV)

# Both runs use every core to the end. Whatever ARGS has goes before what stands here.
PYTEST = $(BIN)/python -m pytest -n auto --dist worksteal

test: $(DEV)  ## run the tests, but for the exhaustive ones
	@$(PYTEST) -m "not exhaustive" $(ARGS)

exhaustive: $(DEV)  ## run the exhaustive tests: every restart, every refusal, three processes, the browser
	@$(PYTEST) -m exhaustive $(ARGS)

check: $(DEV)  ## format, lint, types, `make test`, `make exhaustive`: what CI runs
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy --num-workers auto
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory exhaustive

# As root, on Debian with debootstrap. ARGS may name a folder in which the clean Debian is kept for the next time.
image-check: $(DEV)  ## carry out the Dockerfile and `make service` in a clean Debian, without Docker or systemd
	@$(BIN)/python -m tests.operating.image $(ARGS)

# What both kinds of databases promise, a broad choice of evenings, a restart at every commit of two, and what only
# several processes can do. (Three of them under way are in `make exhaustive`, with a server of their own.)
ON_POSTGRESQL = $(patsubst %,tests/cluster/test_%.py,parts dividing) tests/store tests/services \
	$(patsubst %,tests/journeys/test_%.py,full_session schedule bad_luck hand_off gone late_comers settings lists \
		restart_everywhere standing_restarts) \
	$(patsubst %,tests/wire/test_%.py,stories log database_outage) \
	$(patsubst %,tests/operating/test_%.py,moving on_postgresql) tests/kept/test_moved.py \
	tests/privacy/test_on_postgres.py

postgres: $(DEV)  ## run a broad choice of the tests on a PostgreSQL server of their own
	@$(PYTEST) --database postgresql $(ON_POSTGRESQL) $(ARGS)

bench: $(DEV)  ## run the benchmarks and print what they measured
	@$(BIN)/python -m pytest tests/benchmarks -s $(ARGS)

cluster: $(DEV)  ## three processes on PostgreSQL, one of which is killed again and again, for five minutes
	@$(BIN)/python -m tests.cluster.endurance $(ARGS)

screenshots: $(DEV)  ## take the pictures in docs/pictures again, and of every card in screenshots/
	@$(BIN)/python -m tests.rehearsal.browser.pictures

messages: $(DEV)  ## collect the sentences for translators, and bring every catalogue up to date
	@$(BIN)/pybabel -q extract -F pyproject.toml -o data/locales/story_circle.pot \
	  -k t -k many:1,2 -k N_ --no-default-keywords --no-location --sort-output \
	  --project "Story Circle" --version 1 --copyright-holder "Story Circle contributors" .
	@for po in data/locales/*/LC_MESSAGES/story_circle.po; do \
	  $(BIN)/pybabel -q update -D story_circle -i data/locales/story_circle.pot -o "$$po" --no-fuzzy-matching \
	    -l "$$(basename "$$(dirname "$$(dirname "$$po")")")" || exit 1; done

format: $(DEV)  ## put the code in shape
	$(BIN)/python -m ruff check --fix-only .
	$(BIN)/python -m ruff format .

# Keeps the versions it finds; `make lock ARGS=--upgrade` looks for newer ones.
COMPILE = $(UV) pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock"
lock: $(HAS_UV)  ## write the lock files again from pyproject.toml
	$(COMPILE) --extra rehearse --group build --output-file requirements.lock $(ARGS)
	$(COMPILE) --all-extras --group build --group dev --constraints requirements.lock \
		--output-file requirements-dev.lock $(ARGS)

clean:  ## remove .venv and the caches; your data stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info

# --- What the words above stand on ------------------------------------------------------------------------

OLD_ENOUGH := import sys, venv; sys.exit(sys.version_info < (3, 11))

$(MADE):
	@for python in $(if $(PYTHON),'$(PYTHON)',python3 python3.14 python3.13 python3.12 python3.11 python); do \
	    if "$$python" -c '$(OLD_ENOUGH)' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "Story Circle needs Python 3.11 or newer, and $(if $(PYTHON),$(PYTHON) is not one,found none)." \
	        "Install it from https://www.python.org/downloads/," \
	        "or say where it is: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
	    exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version)."; \
	"$$found" -m venv --clear $(VENV)
	@touch $@

# uv is one of the locked packages: its version and hashes are cut out of the lock, and pip checks them.
$(HAS_UV): $(MADE) requirements-dev.lock
	@sed -n '/^uv==/,/[^\]$$/p' requirements-dev.lock > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.txt
	@touch $@

$(RUNTIME): $(HAS_UV) requirements.lock pyproject.toml
	@echo "Installing what requirements.lock names."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(HAS_UV) requirements-dev.lock pyproject.toml
	@echo "Installing what requirements-dev.lock names."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# The locks keep extras with the development set: the driver is cut out of there, as in the Dockerfile.
$(POSTGRES): $(HAS_UV) requirements.lock requirements-dev.lock
	@echo "Installing what PostgreSQL needs."
	@sed -n '/^psycopg/,/[^\]$$/p' requirements-dev.lock > $(VENV)/postgres.txt
	@$(INSTALL) --require-hashes -r requirements.lock -r $(VENV)/postgres.txt
	@touch $@
