# Two commands matter on a fresh machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := demo

.PHONY: help demo test check bench torture docs lock clean
help:
	@echo "make demo   set everything up, read the bundled case, say where its brief is"
	@echo "make test   the tests"
	@echo "make check  lint, types and the documentation, warnings being errors"
	@echo "make bench  the benchmarks, saved as JSON under benchmarks/results/"
	@echo "make torture kill it over and over at random moments, look whether anything was lost"
	@echo "make docs   the documentation, under docs/_build/html"
	@echo "make lock   pin the requirements anew"

# The version is asked first so that an old Python is told so in a sentence and not by a failing install.
$(STAMP): pyproject.toml requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("détente needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; run make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

demo: $(STAMP)
	$(BIN)/detente demo $(DEMO)

test: $(STAMP)
	$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html

bench: $(STAMP)
	@mkdir -p benchmarks/results
	$(BIN)/python -m pytest benchmarks --override-ini addopts= --benchmark-only --benchmark-json=benchmarks/results/latest.json

# One thread in the numerical libraries: a process that is forked must have no others.
torture: $(STAMP)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python torture

docs: $(STAMP)
	$(BIN)/python -m sphinx -W --keep-going -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

# Needs uv; addresses of registries stay out of the files.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --all-extras --quiet pyproject.toml -o requirements/all.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --all-extras --group dev --group docs --quiet pyproject.toml -c requirements/all.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) docs/_build .pytest_cache .mypy_cache .ruff_cache
