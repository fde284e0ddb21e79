"""Which operators keep their state in the job's state backend, and that it gets there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from drey.connectors.api import TableSpec
from drey.graph.job_graph import InputEdge, OperatorSpec
from drey.planner.streams.nodes import OBJECTS
from drey.pyflink.common import Types
from drey.pyflink.datastream import KeyedProcessFunction
from drey.pyflink.datastream.state import ValueStateDescriptor
from drey.runtime.configuration import evaluation_context
from drey.runtime.elements import ChangelogBatch, ObjectBatch
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.runtime.operators.registry import OPERATORS, operator_class
from drey.runtime.state.backend import MemoryBackend
from drey.runtime.state.columns import StateColumn
from drey.runtime.state.table import KeyedTable
from drey.types.stream_types import ANY
from drey.udf.stream import StreamFunction, dump
from tests.doubles.graphs import row_type
from tests.operators.harness import OperatorScript

IN_MEMORY = {
    "limit": "a number",
    "sort": "of batch jobs only, whose state is always in memory",
}
"""Operators whose state is in memory with every backend, and why."""

ROW = row_type(k="BIGINT", v="BIGINT")
KEYS = 20
ORDER = {"order": [["v", True, True]], "offset": 0, "fetch": KEYS, "retract_input": False}


class Last(KeyedProcessFunction):
    """Keeps the last value of each key."""

    def open(self, runtime_context):
        self.last = runtime_context.get_state(ValueStateDescriptor("last", Types.INT()))

    def process_element(self, value, ctx):
        self.last.update(value)


FUNCTIONS = {
    "last": StreamFunction("Last", Last(), "process_element"),
    "greatest": StreamFunction("Greatest", max),
}
COUNT = {"name": "COUNT", "arguments": [], "type": "BIGINT NOT NULL", "distinct": False, "filter": None,
         "output": "v", "options": []}  # fmt: skip
TABLE = TableSpec("t", {"connector": "blackhole"}, ROW, primary_key=("k",))

STATEFUL: dict[str, dict[str, Any]] = {
    "changelog-normalize": {"keys": ["k"]},
    "group-aggregate": {
        "keys": ["k"],
        "calls": [COUNT],
        "generate_update_before": False,
        "retract_input": False,
    },
    "limit": {"offset": 0, "fetch": KEYS},
    "sink": {"table": TABLE.to_json(), "upsert_materialize": True},
    "sort": ORDER,
    "sort-limit": {**ORDER, "retract_input": True},
    "stream-keyed-process": {"function": "last", "op": "process", "type": ANY, "sides": {}},
    "stream-reduce": {"function": "greatest", "type": ANY},
}
"""The operators that write snapshots, with params by which they have a state of one entry for each key."""


class CountedBackend(MemoryBackend):
    """Knows how much is in it."""

    def __init__(self) -> None:
        self.made: list[KeyedTable | MutableMapping[Any, Any]] = []

    def keyed_table(
        self, keys: Mapping[str, pl.DataType], columns: Mapping[str, StateColumn], max_parallelism: int
    ) -> KeyedTable:
        self.made.append(super().keyed_table(keys, columns, max_parallelism))
        return self.made[-1]

    def object_map(self) -> MutableMapping[Any, Any]:
        self.made.append(super().object_map())
        return self.made[-1]

    @property
    def entries(self) -> int:
        return sum(len(one) for one in self.made)


def test_all_operators_with_state_are_tried() -> None:
    assert set(STATEFUL) == {
        kind for kind in OPERATORS if operator_class(kind).snapshot is not Operator.snapshot
    }


@pytest.mark.parametrize("kind", STATEFUL)
def test_a_stateful_operator_uses_the_backend(kind: str) -> None:
    type_ = OBJECTS if kind.startswith("stream-") else ROW
    spec = OperatorSpec(1, "op", "Op", kind, STATEFUL[kind], (InputEdge(0),), type_)
    functions = {name: dump(function) for name, function in FUNCTIONS.items()}
    backend = CountedBackend()
    context = OperatorContext(spec, (type_,), evaluation_context({}), {}, functions, state=backend)
    operator = operator_class(kind)(context)
    operator.open()
    values = list(range(KEYS))
    if type_ is OBJECTS:
        list(operator.process(ObjectBatch(values, None, values)))  # type: ignore[arg-type]
    else:
        list(operator.process(ChangelogBatch(pl.DataFrame({"k": values, "v": values}))))
    assert backend.entries == (0 if kind in IN_MEMORY else KEYS)
    operator.close()


def test_rows_of_upserts_leave_memory(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "changelog_normalize.yaml").read_text()
    document = next(yaml.safe_load_all(text))
    document["script"] = [{"batch": [[k, "x"]], "out": [[k, "x"]]} for k in range(3)]
    document["script"].append({"batch": [["+U", 0, "y"]], "out": [["-U", 0, "x"], ["+U", 0, "y"]]})
    script = OperatorScript(document, tmp_path, ["rocksdb"])
    for event in document["script"]:
        script.recorder.elements.clear()
        script.play(event)
        assert script.recorder.elements == event["out"]
    assert list(tmp_path.rglob("db"))
    script.state.close()


FIRST_OF_MANY = """
import resource, sys
from pathlib import Path
import numpy as np, polars as pl

from drey.functions.definition import EvaluationContext
from drey.graph.job_graph import InputEdge, OperatorSpec
from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.sort_limit import SortLimitOperator
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.testing.operators import row_type

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

rows, columns = int(sys.argv[3]), row_type("n BIGINT, w STRING")
params = {"order": [["n", False, False]], "offset": 0, "fetch": 10, "retract_input": True}
spec = OperatorSpec(1, "o", "o", "sort-limit", params, (InputEdge(0),), columns)
state = RocksDbBackend(Path(sys.argv[1]), StateMemory(int(sys.argv[2]) << 20))
operator = SortLimitOperator(OperatorContext(spec, (columns,), EvaluationContext(), {}, state=state))
for start in range(0, rows, 10_000):
    numbers = np.arange(start, start + 10_000)
    text = pl.Series([f"{one:0200d}" for one in range(start, start + 10_000)])
    for batch in operator.process(ChangelogBatch(pl.DataFrame({"n": numbers, "w": text}))):
        pass
    if start == rows // 2:
        print(peak(), operator._rows.nbytes >> 20)
print(peak(), operator._rows.nbytes >> 20)
print(operator.context.metrics.state_rows, batch.rows["n"].max())
"""


def test_rows_of_a_changing_input_leave_memory(tmp_path: Path) -> None:
    budget, rows = 24, 1_000_000
    run = subprocess.run(
        [sys.executable, "-c", FIRST_OF_MANY, str(tmp_path), str(budget), str(rows)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    peak_at_half, half, peak_at_end, state, held, largest = map(int, run.stdout.split())
    assert (held, largest) == (rows, rows - 1)
    assert state > 4 * budget
    more = peak_at_end - peak_at_half
    assert more < 0.25 * (state - half), f"{more} MB more for {state - half} MB of state"
