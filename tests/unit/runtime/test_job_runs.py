"""Whole jobs in this process: what goes in comes out, through every shape of graph."""

from __future__ import annotations

import polars as pl
import pytest

from drey.errors import JobError, UnsupportedError
from drey.rex.nodes import RexInputRef, RexLiteral
from drey.rex.serde import rex_to_json
from drey.runtime.jobs.client import submit
from drey.runtime.results import MAX_WAITING_ROWS
from drey.runtime.scheduling.job_status import JobStatus
from drey.types.type_parser import parse_type
from tests.doubles.connectors import COMMITTED, EVENTS
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import PATIENCE, eventually

ROW = row_type(a="BIGINT", b="STRING")
FRAME = pl.DataFrame({"a": range(1000), "b": [f"v{i}" for i in range(1000)]})


def ref(index: int, type_text: str) -> dict[str, object]:
    return rex_to_json(RexInputRef(index, type=parse_type(type_text)))


def run(graph: GraphBuilder, **options: str) -> pl.DataFrame:
    handle = submit(graph.build(), options)
    frames = [batch.data for batch in handle.results()]
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    return pl.concat(frames)


def test_source_calc_collect():
    graph = GraphBuilder()
    source = graph.rows(FRAME, ROW, batch="7")
    output = row_type(x="STRING", one="INT NOT NULL", y="BIGINT")
    projections = [
        ref(1, "STRING"),
        rex_to_json(RexLiteral(1, type=parse_type("INT NOT NULL"))),
        ref(0, "BIGINT"),
    ]
    calc = graph.add("calc", {"projections": projections, "condition": None}, [source], output)
    graph.add("collect", {}, [calc], output)
    wanted = FRAME.select(x="b", one=pl.lit(1, pl.Int32), y="a")
    assert run(graph).equals(wanted)


def test_a_diamond_sees_every_row_twice():
    graph = GraphBuilder()
    source = graph.rows(FRAME, ROW, batch="100", splits="3")
    picked = [
        graph.add(
            "calc", {"projections": [ref(0, "BIGINT")], "condition": None}, [source], row_type(n="BIGINT")
        )
        for _ in range(2)
    ]
    union = graph.add("union", {}, picked, row_type(m="BIGINT"))
    graph.add("collect", {}, [union], row_type(m="BIGINT"))
    assert sorted(run(graph)["m"]) == sorted([*range(1000)] * 2)


def test_several_sources_and_sinks():
    COMMITTED.clear()
    graph = GraphBuilder()
    for path in ("one", "two"):
        source = graph.rows(FRAME, ROW, path=path, batch="33")
        graph.sink(source, ROW, path=f"out-{path}")
    handle = submit(graph.build())
    assert handle.wait(PATIENCE) is JobStatus.FINISHED
    for path in ("out-one", "out-two"):
        assert pl.concat(COMMITTED[path]).equals(FRAME)
        assert EVENTS[path][-3:] == ["flush True", "prepare 1", "close"]
    counters = {one.uid: one.counters for one in handle.metrics().operators}
    assert counters["source-one"].rows_out == counters["sink-out-one"].rows_in == 1000
    progress = handle.progress()
    assert (progress.rows_in, progress.rows_out, progress.watermark) == (2000, 2000, None)


def test_a_failing_source_is_named():
    graph = GraphBuilder()
    graph.add("collect", {}, [graph.rows(FRAME, ROW, batch="10", fail_at="50")], ROW)
    handle = submit(graph.build())
    with pytest.raises(
        JobError, match=r"^ValueError: the disk is on fire\ndetail: in operator 'Source\(1\)'$"
    ):
        list(handle.results())
    with pytest.raises(JobError) as caught:
        handle.wait(PATIENCE)
    assert isinstance(caught.value.__cause__, ValueError)
    assert handle.status() is JobStatus.FAILED
    assert handle.exception is caught.value


def test_a_failing_sink_is_named_and_commits_nothing():
    COMMITTED.clear()
    graph = GraphBuilder()
    graph.sink(graph.rows(FRAME, ROW, batch="10"), ROW, path="bad", fail_at="500")
    with pytest.raises(JobError, match=r"^OSError: the sink is full\ndetail: in operator 'Sink\(2\)'$"):
        submit(graph.build()).wait(PATIENCE)
    assert not COMMITTED["bad"]


def test_an_unknown_operator_is_refused_when_the_job_is_submitted():
    graph = GraphBuilder()
    graph.add("calcc", {}, [graph.rows(FRAME, ROW)], ROW)
    with pytest.raises(JobError, match="no operator of kind 'calcc'") as caught:
        submit(graph.build())
    assert isinstance(caught.value.__cause__, UnsupportedError)
    assert "'calc'" in str(caught.value)
    assert caught.value.code == "NOT_BUILT"


def test_a_client_that_does_not_take_holds_the_job_back_and_can_cancel_it():
    frame = pl.DataFrame({"a": range(2_000_000)})
    graph = GraphBuilder()
    graph.add("collect", {}, [graph.rows(frame, row_type(a="BIGINT"), batch="1000")], row_type(a="BIGINT"))
    handle = submit(graph.build())
    assert handle.results().take(PATIENCE) is not None
    eventually(lambda: handle.progress().rows_in > MAX_WAITING_ROWS)
    assert handle.wait(0.3) is JobStatus.RUNNING
    assert handle.progress().rows_in < 1_500_000
    handle.cancel()
    assert handle.wait(PATIENCE) is JobStatus.CANCELED
    assert handle.exception is None
