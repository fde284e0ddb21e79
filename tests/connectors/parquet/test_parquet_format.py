"""Parquet files through the filesystem connector."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from drey.connectors.registry import table_factory
from drey.errors import ConnectorError, OptionError
from drey.rex.nodes import RexCall, RexInputRef, RexLiteral
from drey.types import logical as t

COLUMNS = "a INT, b STRING"


def table(path, **more):
    return {"connector": "filesystem", "path": str(path), "format": "parquet", **more}


@pytest.fixture
def file(tmp_path):
    frame = pl.DataFrame(
        {"a": range(1000), "b": [f"v{i}" for i in range(1000)]}, schema={"a": pl.Int32, "b": pl.String}
    )
    frame.write_parquet(tmp_path / "f.parquet", row_group_size=300)
    return tmp_path


def test_reading_resumes_behind_every_batch(file, source, fetch):
    made = source(COLUMNS, table(file))
    fetched = fetch(made, max_rows=128)
    everything = [row for one in fetched for row in one.data.rows()]
    assert everything == [(i, f"v{i}") for i in range(1000)]
    seen = 0
    for one in fetched:
        seen += one.data.height
        if one.split is not None:
            assert [r for f in fetch(made, [one.split]) for r in f.data.rows()] == everything[seen:]


def test_filters_do_not_disturb_positions(file, source, fetch):
    wanted = RexCall(
        "LESS_THAN",
        (RexInputRef(0, type=t.IntType()), RexLiteral(200, type=t.IntType())),
        type=t.BooleanType(),
    )
    made = source(COLUMNS, table(file), filters=(wanted,), projection=("b",))
    fetched = fetch(made, max_rows=128)
    assert [row for one in fetched for row in one.data.rows()] == [(f"v{i}",) for i in range(200)]
    assert fetched[0].split is not None
    assert [r for f in fetch(made, [fetched[0].split]) for r in f.data.rows()] == [
        (f"v{i}",) for i in range(128, 200)
    ]


TYPES = (
    "a TINYINT, b BIGINT, c FLOAT, e DECIMAL(10, 2), f BOOLEAN, h BYTES, i DATE, j TIME(0), k TIMESTAMP(3), "
    "l TIMESTAMP(9), m ARRAY<INT>, n MAP<STRING, INT>, o ROW<x INT, y STRING>"
)


def test_all_types_go_there_and_back(tmp_path, spec, frame, read):
    moment = dt.datetime(2020, 1, 2, 3, 4, 5, 6000)
    rows = [
        (1, 2, 1.5, Decimal("1.10"), True, b"\x00", moment.date(), dt.time(1, 2, 3), moment, moment, [1, None],
         [{"key": "k", "value": 1}], {"x": 1, "y": None}),
        (None,) * 12 + ({"x": None, "y": None},),
    ]  # fmt: skip
    sink = table_factory("filesystem").create_sink(
        spec(TYPES, table(tmp_path, **{"parquet.compression": "ZSTD"}))
    )
    writer = sink.create_writer()
    writer.write(frame(TYPES, rows), None)
    sink.create_committer().commit(writer.prepare_commit(1))
    assert read(TYPES, table(tmp_path)) == rows


def test_files_of_other_writers(tmp_path, read):
    pl.DataFrame(
        {"a": [1, 2], "ts": [dt.datetime(2020, 1, 2)] * 2},
        schema={"a": pl.Int32, "ts": pl.Datetime("us", "UTC")},
    ).write_parquet(tmp_path / "f")
    # A wider number, another time unit and a missing column.
    found = read("a BIGINT, ts TIMESTAMP(3), missing STRING", table(tmp_path))
    assert found == [(1, dt.datetime(2020, 1, 2), None), (2, dt.datetime(2020, 1, 2), None)]
    with pytest.raises(ConnectorError, match="column 'a' of a parquet file has another type"):
        read("a STRING", table(tmp_path))


def test_what_is_no_parquet(tmp_path, read, spec):
    (tmp_path / "f").write_text("a,b\n1,2\n")
    with pytest.raises(ConnectorError, match="can't read a parquet file"):
        read(COLUMNS, table(tmp_path))
    with pytest.raises(OptionError, match=r"did you mean 'parquet.compression'"):
        spec(COLUMNS, table(tmp_path, **{"parquet.compresion": "zstd"}))
