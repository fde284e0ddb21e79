# make demo    run the main job on the embedded engine, then kill and restore it
# make demo-cdn  Kafka -> Python -> MariaDB, real servers, killed and restored; OPTIONS="--seconds 10 --rate 2000"
# make test    run the tests; TESTS="tests/sql tests/cli" some of them
# make lint    formatting, lint, types, import contracts
# make docs    build the documentation into site/
# make bench   compare with PyFlink in an environment of its own
# make torture jobs that are killed, stopped and more, 1,000 times (HITS=n); goes on where it was interrupted
PYTHON ?= python3
HITS ?= 1000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo demo-cdn test lint docs bench torture venv clean

venv:
	@$(PYTHON) scripts/make_venv.py $(VENV) -e '.[dev]'

demo: venv
	@$(BIN)/python examples/demo/run_demo.py

demo-cdn: venv
	@$(BIN)/python examples/demo/run_cdn_demo.py $(OPTIONS)

test: venv
	@$(BIN)/python -m pytest $(TESTS)

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
	@$(BIN)/python -m tests.faults.torture --hits $(HITS) --work .torture --report docs/reports/torture

clean:
	rm -rf $(VENV) .torture .bench-venv .bench-data .demo site build dist
