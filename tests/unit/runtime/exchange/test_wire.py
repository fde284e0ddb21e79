"""Frames: every type and every element survives the way; what is unknown is an error."""

from __future__ import annotations

import datetime as dt
import decimal

import polars as pl
import pytest

from drey.runtime.elements import (
    ROW_KIND,
    ChangelogBatch,
    CheckpointBarrier,
    EndOfInput,
    Watermark,
    WatermarkStatus,
)
from drey.runtime.exchange.batches import ChangelogOperations, register
from drey.runtime.exchange.errors import ExchangeError
from drey.runtime.exchange.wire import ChannelId, decode, encode, header, read_header

DAY, MOMENT = dt.date(2026, 2, 3), dt.datetime(2026, 2, 3, 4, 5, 6, 789000)
SERIES = [
    pl.Series("boolean", [True, None, False]),
    *(pl.Series(str(t), [1, None, 0], dtype=t) for t in (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.Int128)),
    pl.Series("uint64", [2**64 - 1, None, 0], dtype=pl.UInt64),
    pl.Series("float32", [1.5, None, float("inf")], dtype=pl.Float32),
    pl.Series("float64", [-0.0, None, 1e300]),
    pl.Series("decimal", [decimal.Decimal("1.230"), None, decimal.Decimal("-9")], dtype=pl.Decimal(38, 3)),
    pl.Series("string", ["", None, "longer than twelve bytes, so not inline: žluť"]),
    pl.Series("binary", [b"", None, bytes(range(256))]),
    pl.Series("date", [DAY, None, DAY]),
    pl.Series("time", [dt.time(1, 2, 3), None, dt.time(0)]),
    *(pl.Series(f"ts_{u}", [MOMENT, None, MOMENT], dtype=pl.Datetime(u)) for u in ("ms", "us", "ns")),
    pl.Series("ltz", [MOMENT, None, MOMENT], dtype=pl.Datetime("ms")).dt.replace_time_zone("UTC"),
    pl.Series("duration", [dt.timedelta(1), None, dt.timedelta(0)], dtype=pl.Duration("ms")),
    pl.Series("array", [["a", None], None, []]),
    pl.Series("map", [[{"key": "k", "value": 1}], None, []]),
    pl.Series("row", [{"a": 1, "b": {"c": "x"}}, None, {"a": None, "b": None}]),
    pl.Series("null", [None, None, None]),
    pl.Series("enum", ["x", None, "y"], dtype=pl.Enum(["x", "y"])),
]


def travelled(batch: ChangelogBatch) -> ChangelogBatch:
    tag, parts = encode(batch)
    arrived = decode(tag, b"".join(parts))
    assert isinstance(arrived, ChangelogBatch)
    return arrived


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
@pytest.mark.parametrize("rows", [slice(0, 3), slice(1, 2), slice(0, 0)], ids=["all", "slice", "empty"])
def test_each_type_survives(series: pl.Series, rows: slice) -> None:
    frame = pl.DataFrame([series, pl.Series(ROW_KIND, [0, 1, 2], dtype=pl.Int8)])[rows]
    arrived = travelled(ChangelogBatch(frame)).data
    assert arrived.schema == frame.schema
    assert arrived.equals(frame, null_equal=True)


def test_raw_values_travel_pickled() -> None:
    frame = pl.DataFrame(
        [
            pl.Series("a", [1, 2]),
            pl.Series("raw", [{"any": {1, 2}}, None], dtype=pl.Object),
            pl.Series("b", ["x", "y"]),
        ]
    )
    arrived = travelled(ChangelogBatch(frame)).data
    assert arrived.schema == frame.schema
    assert arrived.rows() == frame.rows()
    assert travelled(ChangelogBatch(frame.select("raw"))).data.rows() == frame.select("raw").rows()


def test_a_batch_without_columns_keeps_its_height() -> None:
    assert travelled(ChangelogBatch(pl.DataFrame(height=7))).data.shape == (7, 0)


@pytest.mark.parametrize(
    "element",
    [
        Watermark(-(1 << 63)),
        WatermarkStatus(True),
        CheckpointBarrier(7, 1234, savepoint=True),
        EndOfInput(),
    ],
)
def test_control_elements_survive(element: object) -> None:
    tag, parts = encode(element)
    assert decode(tag, b"".join(parts)) == element


def test_headers_say_the_channel() -> None:
    channel = ChannelId(3, 70_000, 5)
    data = header(64, channel, 1 << 40)
    assert len(data) == 24
    assert read_header(data) == (64, channel, 1 << 40)


def test_what_is_unknown_is_an_error() -> None:
    with pytest.raises(ExchangeError, match="a str can't travel"):
        encode("text")
    with pytest.raises(ExchangeError, match="a frame of the unknown tag 63"):
        decode(63, b"")
    with pytest.raises(ExchangeError, match="version 9"):
        read_header(bytes([1, 9]) + bytes(22))
    with pytest.raises(ValueError, match="registered already"):
        register(ChangelogOperations())
