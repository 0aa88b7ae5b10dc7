# Two commands matter: `make demo` runs the system, `make test` proves it. `make help` lists the rest.
# Everything is put into .venv beside this file; nothing outside the checkout is touched, except that
# root's `make demo` and `make test` may install Debian packages that are missing (each says so first).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
# python3.11 is what is tested; a newer python3 will do.
PYTHON ?= $(shell for each in python3.11 python3; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; done)
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip
# pip says one line for each package it fetches; keep those, so that nobody thinks it hangs.
PROGRESS := sed -u -n 's/^Collecting \([^ ]*\).*/  · \1/p'

TEST_ARGS ?=
DEMO_ARGS ?=
BENCH_ARGS ?=

.PHONY: help demo test check bench mutate storm lock venv dev browser clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: venv ## install, fill a database with sample cases and serve it at http://127.0.0.1:8731
	@$(BIN)/phananh demo $(DEMO_ARGS)

test: dev browser ## run every test on both databases (TEST_ARGS="-k word" picks some)
	@$(BIN)/python -m pytest -n 2 -m "not storm" -rs $(TEST_ARGS)

check: dev ## lint, formatting, types and import direction, in seconds
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: dev ## print the speed of the system, each figure beside its floor
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

mutate: dev ## delete each flow, timer and table row in turn; list what no scenario notices (long)
	@$(BIN)/phananh scenario --mutate processes/cv731/scenarios --minutes 120 --report docs/reference/mutation.md

storm: dev browser ## run the long fault tests: kills, cuts, crashes (--seed N in TEST_ARGS)
	@$(BIN)/python -m pytest -m storm -rs $(TEST_ARGS)

lock: dev ## resolve the dependencies anew and write both lock files
	@$(LOCK) --output-file=requirements.txt pyproject.toml
	@$(LOCK) --output-file=requirements-dev.txt requirements-dev.in
	@echo "Đã khoá lại thư viện | Locked again; look at the difference before committing."

clean: ## throw away the virtual environment and the tools' caches; data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

venv: $(VENV)/runtime.stamp
dev: $(VENV)/dev.stamp

# The locks must name no registry, so pip-compile is told to leave out every address it was given.
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

$(BIN)/phananh: Makefile
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên | Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { $(MAKE_VENV); }
	@printf '%s\n' '#!/bin/sh' '# Runs the checkout that this environment lies in.' \
		'root=$$(cd "$$(dirname "$$0")/../.." && pwd)' \
		'PYTHONPATH="$$root" exec "$$root/.venv/bin/python" -P -m engine "$$@"' > $@
	@chmod +x $@

# Debian keeps what `python3 -m venv` needs in a package of its own: root may fetch it, others are told.
define MAKE_VENV
	rm -rf $(VENV); \
	if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "Thiếu python3-venv | python3-venv is missing: apt-get install python3-venv"; \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 1; \
		echo "  · python3-venv"; $(APT_INSTALL) python3-venv >/dev/null; \
	fi; \
	echo "Tạo môi trường Python | Making $(VENV) with $$($(PYTHON) --version)"; \
	$(PYTHON) -m venv $(VENV)
endef

APT_INSTALL := apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

$(VENV)/runtime.stamp: requirements.txt | $(BIN)/phananh
	@echo "Cài thư viện, lần đầu khoảng một phút | Installing libraries, about a minute the first time"
	@$(PIP) install --require-hashes -r requirements.txt | $(PROGRESS)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	@echo "Cài công cụ kiểm thử | Installing the test tools"
	@$(PIP) install --require-hashes -r requirements-dev.txt | $(PROGRESS)
	@touch $@

# Pages are tested in a real Chromium with a typeface that has Vietnamese letters.
browser:
	@if command -v chromium-headless-shell chromium google-chrome >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Cài Chromium để thử trang | Installing Chromium for the page tests"; \
		{ $(APT_INSTALL) chromium-headless-shell fonts-dejavu-core; } >/dev/null && exit 0; \
	fi; \
	echo "Không có Chromium: các phép thử trình duyệt bị bỏ qua | Without Chromium the browser tests are skipped: apt-get install chromium-headless-shell fonts-dejavu-core"
