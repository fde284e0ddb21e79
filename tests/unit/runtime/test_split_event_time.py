"""Sources whose splits keep their own event time, and groups of sources that wait for each other."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest

from drey.connectors.api import TableSpec
from drey.errors import EvaluationError
from drey.rex.nodes import RexInputRef
from drey.rex.serde import rex_to_json
from drey.runtime.execution.messages import TaskId, TaskSpec
from drey.runtime.jobs.client import submit
from drey.runtime.operators.split_event_time import RowSplitEventTime
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.tasks.task import first_rows
from drey.types.type_parser import parse_type
from tests.doubles.connectors import COMMITTED, OPENED_GATES, as_resource
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import PATIENCE, eventually

ROW = row_type(ts="TIMESTAMP(3)", n="BIGINT")
TIME = rex_to_json(RexInputRef(0, type=parse_type("TIMESTAMP(3)")))


@pytest.fixture(autouse=True)
def _fresh():
    COMMITTED.clear()
    OPENED_GATES.clear()


def times(milliseconds: list[int | None]) -> pl.DataFrame:
    stamps = pl.Series("ts", milliseconds, dtype=pl.Int64).cast(pl.Datetime("ms"))
    return pl.DataFrame([stamps, pl.Series("n", range(len(milliseconds)))])


def timed_source(graph: GraphBuilder, frame: pl.DataFrame, path: str, options: Mapping[str, str]) -> int:
    graph.resources[path] = as_resource(frame)
    spec = TableSpec(path, {"connector": "rows", **options}, ROW, resource=path)
    params = {"table": spec.to_json(), "watermark": TIME, "rowtime": TIME}
    return graph.add("source", params, (), ROW, uid=f"source-{path}")


def test_a_split_that_stands_still_holds_event_time_back():
    graph = GraphBuilder()
    # Two splits of 100 rows: the first from 0 ms, the second, which waits at its 51st row, from 5000 ms.
    frame = times([*range(100), *range(5000, 5100)])
    options = {"splits": "2", "batch": "10", "gate": "g", "gate-at": "150"}
    graph.sink(timed_source(graph, frame, "t", options), ROW)
    handle = submit(graph.build())
    eventually(lambda: handle.progress().rows_out == 150)
    # The reader reads one split after the other: the first is finished, the second has come to 5049 ms.
    eventually(lambda: handle.progress().watermark == 5049)
    OPENED_GATES["g"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED


def test_a_source_that_calls_a_timestamp_assigner_begins_with_few_rows():
    graph = GraphBuilder()
    plain = graph.rows(times([1]), ROW)
    table = graph.operators[0].params["table"]
    params = {"table": table, "event_time": {"column": "ts", "shape": "row", "delay_ms": 0}}
    timed = graph.add("source", params, (), ROW)
    assigned = graph.add("source", {**params, "assigner": "f"}, (), ROW)
    tasks = [TaskSpec(TaskId(0, 0), "t", 1, (number,)) for number in (plain, timed, assigned)]
    assert [first_rows(graph.build(), task) for task in tasks] == [1024, 1024, 8]


def test_a_row_without_time_fails_the_job_and_names_the_split():
    graph = GraphBuilder()
    graph.sink(timed_source(graph, times([1, None]), "t", {}), ROW)
    with pytest.raises(Exception, match="NULL") as caught:
        submit(graph.build()).wait(PATIENCE)
    assert getattr(caught.value, "code", None) == EvaluationError.code
    assert "split s0" in str(caught.value)


def test_a_source_waits_for_the_slowest_of_its_group(monkeypatch):
    graph = GraphBuilder()
    group = {
        "scan.watermark.alignment.group": "together",
        "scan.watermark.alignment.max-drift": "1 s",
        "scan.watermark.alignment.update-interval": "50 ms",
    }
    slow = timed_source(
        graph, times(list(range(100))), "slow", {**group, "batch": "10", "gate": "slow", "gate-at": "50"}
    )
    fast = timed_source(
        graph,
        times(list(range(0, 100_000, 100))),
        "fast",
        {**group, "batch": "5", "gate": "fast", "gate-at": "5"},
    )
    graph.sink(slow, ROW, path="slow")
    graph.sink(fast, ROW, path="fast")
    told: list[int] = []
    allow = RowSplitEventTime.allow
    monkeypatch.setattr(RowSplitEventTime, "allow", lambda self, to: (told.append(to), allow(self, to)))
    handle = submit(graph.build(), {"drey.source.batch-rows": "5"})
    eventually(lambda: told.count(1049) >= 2, "one second more than the slow one's 49 ms was never allowed")
    OPENED_GATES["fast"].set()
    eventually(lambda: _rows(handle, "source-fast") >= 15)
    # Between what sources are told, their task takes what is there, of those that aren't held.
    before = len(told)
    eventually(lambda: len(told) >= before + 6)
    assert _rows(handle, "source-fast") == 15, "the batch that ends at 1400 ms is the last one"
    OPENED_GATES["slow"].set()
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    assert _rows(handle, "source-fast") == 1000


def _rows(handle, uid: str) -> int:
    return next(one.counters.rows_out for one in handle.metrics().operators if one.uid == uid)
