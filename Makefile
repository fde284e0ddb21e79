# make demo    run the main job on the embedded engine, then kill and restore it
# make test    run the tests
# make lint    formatting, lint, types, import contracts
# make docs    build the documentation into site/
# make bench   compare with PyFlink in an environment of its own
# make torture kill and restore the demo job many times
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint docs bench torture venv clean

venv:
	@$(PYTHON) scripts/make_venv.py $(VENV) -e '.[dev]'

demo: venv
	@$(BIN)/python examples/demo/run_demo.py

test: venv
	@$(BIN)/python -m pytest

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: venv
	$(BIN)/mkdocs build --strict --quiet

bench: venv
	@$(BIN)/python benchmarks/run.py

torture: venv
	@$(BIN)/python -m pytest tests/faults --torture 100

clean:
	rm -rf $(VENV) .bench-venv .bench-data .demo site build dist
