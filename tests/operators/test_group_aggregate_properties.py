"""Incremental aggregation equals aggregation of the whole, whatever the batches, retractions and restores."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drey.functions.aggregates import find_aggregate
from drey.functions.aggregates.batch import batch_expression
from drey.rex.serde import aggregate_from_json
from drey.runtime.operators.group_aggregate import GroupAggregateOperator
from drey.testing.operators import Materialized, changes, operator_for, row_type, snapshot_of
from drey.types.polars_types import polars_schema

INPUT = (
    "k STRING, i INT, f DOUBLE, s STRING, m DECIMAL(10, 2), b BOOLEAN, w BITMAP, p DOUBLE, ps ARRAY<DOUBLE>"
)
INT, F, S, M, B, W, P, PS = 1, 2, 3, 4, 5, 6, 7, 8


def call(name: str, *arguments: int, type: str, **more: Any) -> dict[str, Any]:
    base = {"distinct": False, "filter": None, "options": []}
    return {"name": name, "arguments": list(arguments), "type": type, **base, **more}


CALLS: dict[str, dict[str, Any]] = {
    "count star": call("COUNT", type="BIGINT NOT NULL"),
    "count star filter": call("COUNT", type="BIGINT NOT NULL", filter=B),
    "count": call("COUNT", S, type="BIGINT NOT NULL"),
    "count of two": call("COUNT", S, INT, type="BIGINT NOT NULL"),
    "count distinct": call("COUNT", S, type="BIGINT NOT NULL", distinct=True),
    "count distinct filter": call("COUNT", INT, type="BIGINT NOT NULL", distinct=True, filter=B),
    "sum": call("SUM", INT, type="INT"),
    "sum filter": call("SUM", INT, type="INT", filter=B),
    "sum distinct": call("SUM", INT, type="INT", distinct=True),
    "sum0": call("SUM0", INT, type="INT NOT NULL"),
    "sum decimal": call("SUM", M, type="DECIMAL(38, 2)"),
    "sum decimal distinct": call("SUM", M, type="DECIMAL(38, 2)", distinct=True),
    "sum float": call("SUM", F, type="DOUBLE"),
    "avg": call("AVG", INT, type="INT"),
    "avg decimal": call("AVG", M, type="DECIMAL(38, 6)"),
    "avg float": call("AVG", F, type="DOUBLE"),
    "min": call("MIN", INT, type="INT"),
    "max filter": call("MAX", INT, type="INT", filter=B),
    "max float": call("MAX", F, type="DOUBLE"),
    "min string": call("MIN", S, type="STRING"),
    "max decimal": call("MAX", M, type="DECIMAL(10, 2)"),
    "min boolean": call("MIN", B, type="BOOLEAN"),
    "first": call("FIRST_VALUE", INT, type="INT"),
    "last": call("LAST_VALUE", S, type="STRING"),
    "last filter": call("LAST_VALUE", INT, type="INT", filter=B),
    "listagg": call("LISTAGG", S, type="STRING", options=["|"]),
    "array_agg": call("ARRAY_AGG", S, type="ARRAY<STRING>"),
    "array_agg ignore nulls": call("ARRAY_AGG", INT, type="ARRAY<INT>", options=["IGNORE NULLS"]),
    "array_agg distinct": call("ARRAY_AGG", INT, type="ARRAY<INT>", distinct=True),
    "collect": call("COLLECT", S, type="MULTISET<STRING> NOT NULL"),
    "stddev_pop": call("STDDEV_POP", F, type="DOUBLE"),
    "var_samp": call("VAR_SAMP", M, type="DECIMAL(38, 6)"),
    "percentile": call("PERCENTILE", F, P, type="DOUBLE"),
    "percentiles weighted": call("PERCENTILE", M, PS, INT, type="ARRAY<DOUBLE>"),
    "percentile distinct": call("PERCENTILE", INT, P, type="DOUBLE", distinct=True),
    "percentiles filter": call("PERCENTILE", INT, PS, type="ARRAY<DOUBLE>", filter=B),
    "approx count distinct": call("APPROX_COUNT_DISTINCT", S, type="BIGINT NOT NULL"),
    "bitmap build": call("BITMAP_BUILD_AGG", INT, type="BITMAP"),
    "bitmap build cardinality": call("BITMAP_BUILD_CARDINALITY_AGG", INT, type="BIGINT", filter=B),
    "bitmap or": call("BITMAP_OR_AGG", W, type="BITMAP"),
    "bitmap and": call("BITMAP_AND_AGG", W, type="BITMAP"),
    "bitmap and filter": call("BITMAP_AND_CARDINALITY_AGG", W, type="BIGINT", filter=B),
    "bitmap xor": call("BITMAP_XOR_AGG", W, type="BITMAP"),
    "bitmap xor distinct": call("BITMAP_XOR_CARDINALITY_AGG", W, type="BIGINT", distinct=True),
    "json_arrayagg": call("JSON_ARRAYAGG", S, type="STRING NOT NULL"),
    "json_arrayagg decimal": call("JSON_ARRAYAGG", M, type="STRING NOT NULL", options=["NULL ON NULL"]),
}
UNORDERED = {"collect"}
ORDER_OF_DISTINCT = {"array_agg distinct"}  # what is seen first may be taken back while a later one stays

values = st.tuples(
    st.sampled_from(["x", "y", None]),
    st.none() | st.integers(-3, 3) | st.just(2**31 - 1),
    st.none() | st.integers(-4, 4).map(lambda n: n / 2),
    st.none() | st.sampled_from(["a", "b", "cc", ""]),
    st.none() | st.integers(-300, 300).map(lambda n: Decimal(n) / 100),
    st.none() | st.booleans(),
    st.none() | st.sets(st.sampled_from([0, 1, 2, 2**31, 2**32 - 1])).map(sorted),
    st.just(0.3),
    st.just([1.0, 0.0, 0.25]),
)
Event = tuple[str, tuple[Any, ...]]


@st.composite
def changelogs(draw: st.DrawFn, retract: bool) -> list[list[Event]]:
    """Batches of changes that never take back what isn't there."""
    present: list[tuple[Any, ...]] = []
    batches: list[list[Event]] = []
    for _ in range(draw(st.integers(1, 4))):
        batch: list[Event] = []
        for _ in range(draw(st.integers(1, 6))):
            if retract and present and draw(st.integers(0, 2)) == 0:
                row = present[draw(st.integers(0, len(present) - 1))]
                present.remove(row)  # the oldest equal one
                batch.append((draw(st.sampled_from(["-D", "-U"])), row))
            else:
                row = draw(values)
                present.append(row)
                batch.append((draw(st.sampled_from(["+I", "+U"])) if retract else "+I", row))
        batches.append(batch)
    return batches


def remaining(batches: list[list[Event]]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for kind, row in (event for batch in batches for event in batch):
        if kind.startswith("+"):
            rows.append(row)
        else:
            rows.remove(row)
    return rows


def expected(calls: list[dict[str, Any]], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    inputs = row_type(INPUT)
    frame = pl.DataFrame(rows, schema=polars_schema(inputs), orient="row")
    parsed = [aggregate_from_json(c) for c in calls]
    exprs = [batch_expression(find_aggregate(c.name), c, inputs) for c in parsed]
    return frame.group_by("k").agg(exprs).rows()


def normal(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple) and name in UNORDERED:
        return tuple(
            sorted((d["key"], d["value"]) if isinstance(d, dict) else tuple(p[1] for p in d) for d in value)
        )
    if isinstance(value, list | tuple):
        items = tuple(value)
        return tuple(sorted(items, key=repr)) if name in ORDER_OF_DISTINCT else items
    return round(value, 6) if isinstance(value, float) else value


def check(name: str, batches: list[list[Event]], retract: bool, update_before: bool, restore_at: int) -> None:
    calls = [{**CALLS[name], "output": "r"}]
    # Rows that the call can't tell apart are equal: which of them is taken back doesn't matter then.
    used = {0, *CALLS[name]["arguments"], CALLS[name]["filter"]}
    batches = [
        [(kind, tuple(v if i in used else None for i, v in enumerate(row))) for kind, row in batch]
        for batch in batches
    ]
    params = {
        "keys": ["k"],
        "calls": calls,
        "generate_update_before": update_before,
        "retract_input": retract,
    }
    output = f"k STRING, r {calls[0]['type']}"
    operator = operator_for(GroupAggregateOperator, params, INPUT, output)
    table = Materialized(None if update_before else 1)
    for number, batch in enumerate(batches):
        if number == restore_at:
            operator = operator_for(GroupAggregateOperator, params, INPUT, output, snapshot_of(operator))
        table.apply(operator.process(changes(batch, INPUT)))
    found = {key: normal(name, value) for key, value in table.rows}
    wanted = {key: normal(name, value) for key, value in expected(calls, remaining(batches))}
    assert found == wanted
    assert set(table.rows.values()) <= {1}


SETTINGS = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.mark.parametrize("name", CALLS)
@SETTINGS
@given(data=st.data())
def test_insert_only_input(name: str, data: st.DataObject) -> None:
    batches = data.draw(changelogs(retract=False))
    check(name, batches, retract=False, update_before=True, restore_at=data.draw(st.integers(0, 4)))


@pytest.mark.parametrize("name", CALLS)
@SETTINGS
@given(data=st.data())
def test_retracting_input(name: str, data: st.DataObject) -> None:
    batches = data.draw(changelogs(retract=True))
    update_before = data.draw(st.booleans())
    check(name, batches, retract=True, update_before=update_before, restore_at=data.draw(st.integers(0, 4)))
