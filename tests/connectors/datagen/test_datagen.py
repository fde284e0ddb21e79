"""Generated rows."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace

import polars as pl
import pytest

from drey.connectors.api import SourceSplit
from drey.connectors.registry import table_factory
from drey.errors import OptionError, ValidationError

SEQUENCE = {"fields.a.kind": "sequence", "fields.a.start": "5", "fields.a.end": "24"}


def table(**options):
    return {"connector": "datagen", "rows-per-second": "1000000000", **options}


def frames(fetched):
    return pl.concat([one.data for one in fetched])


def test_a_sequence_ends_the_source(read, spec):
    assert read("a INT", table(**SEQUENCE)) == [(i,) for i in range(5, 25)]
    assert read("a STRING", table(**SEQUENCE))[0] == ("5",)
    factory = table_factory("datagen")
    assert factory.source_abilities(spec("a INT", table(**SEQUENCE))).bounded
    assert factory.source_abilities(spec("a INT", table(**{"number-of-rows": "3"}))).bounded
    assert not factory.source_abilities(spec("a INT", table())).bounded


def test_the_smallest_bound_counts(read):
    assert len(read("a INT, b INT", table(**SEQUENCE, **{"number-of-rows": "3"}))) == 3
    more = {"fields.b.kind": "sequence", "fields.b.start": "1", "fields.b.end": "7"}
    assert len(read("a INT, b INT", table(**SEQUENCE, **more))) == 7
    assert len(read("a INT, b INT", table(**SEQUENCE, **more), projection=("a",))) == 7
    assert len(read("a INT", table(**SEQUENCE), limit=2)) == 2


def test_a_restored_reader_continues(source, fetch):
    made = source("a INT, b STRING", table(**SEQUENCE))
    fetched = fetch(made, max_rows=6)
    assert [one.data.height for one in fetched] == [6, 6, 6, 2]
    split = fetched[1].split
    assert split is not None
    stored = SourceSplit(split.id, json.loads(json.dumps(split.position)))
    again = frames(fetch(made, [stored], max_rows=6))
    assert again["a"].to_list() == list(range(17, 25))
    assert again.equals(frames(fetched[2:]))


def test_random_values_keep_to_their_bounds(source, fetch):
    columns = "a TINYINT, b BIGINT, c DOUBLE, d DECIMAL(5, 2), e STRING, f CHAR(3), g VARCHAR(9), h BYTES, i BOOLEAN"
    options = table(
        **{
            "number-of-rows": "500",
            "fields.a.min": "-3",
            "fields.a.max": "3",
            "fields.b.min": "10",
            "fields.b.max": "10",
            "fields.c.min": "0",
            "fields.c.max": "1",
            "fields.d.min": "1.5",
            "fields.d.max": "2.5",
            "fields.e.length": "7",
            "fields.g.var-len": "true",
            "fields.h.length": "4",
        }
    )
    rows = frames(fetch(source(columns, options)))
    assert rows.height == 500
    assert set(rows["a"]) == {-3, -2, -1, 0, 1, 2, 3}
    assert set(rows["b"]) == {10}
    assert rows["c"].is_between(0, 1).all()
    assert rows["d"].cast(pl.Float64).is_between(1.5, 2.5).all()
    assert rows["e"].str.contains("^[0-9a-f]{7}$").all()
    assert set(rows["f"].str.len_chars()) == {3}
    assert set(rows["g"].str.len_chars()) == set(range(1, 10))
    assert set(rows["h"].bin.size()) == {4}
    assert set(rows["i"]) == {True, False}


def test_wide_decimals(source, fetch):
    rows = frames(fetch(source("a DECIMAL(38, 20)", table(**{"number-of-rows": "5"}))))
    assert rows.schema == {"a": pl.Decimal(38, 20)}
    assert rows["a"].n_unique() == 5


def test_times_are_now_or_up_to_max_past(source, fetch):
    options = table(**{"number-of-rows": "100", "fields.b.max-past": "1 h"})
    before = dt.datetime.now(dt.UTC)
    rows = frames(fetch(source("a TIMESTAMP_LTZ(3), b TIMESTAMP_LTZ(3), c DATE, d TIME(0)", options)))
    assert (rows["a"].dt.epoch("ms") >= int(before.timestamp() * 1000)).all()
    assert (rows["b"].dt.epoch("ms") >= int(before.timestamp() * 1000) - 3_600_000).all()
    assert rows["b"].n_unique() > 50
    assert abs((rows["c"][0] - dt.date.today()).days) <= 1
    assert rows["d"][0].microsecond == 0


def test_nested_values(source, fetch):
    columns = "a ARRAY<INT>, m MAP<STRING, INT>, r ROW<x INT, y ARRAY<STRING>>, s MULTISET<STRING>"
    options = table(
        **{
            "number-of-rows": "20",
            "fields.a.length": "4",
            "fields.a.element.min": "1",
            "fields.a.element.max": "2",
            "fields.m.key.length": "3",
            "fields.r.x.kind": "sequence",
            "fields.r.x.start": "1",
            "fields.r.x.end": "50",
            "fields.r.y.element.length": "2",
        }
    )
    rows = frames(fetch(source(columns, options)))
    assert set(rows["a"].list.len()) == {4}
    assert set(rows["a"].explode()) == {1, 2}
    assert {len(entry["key"]) for entry in rows["m"].explode()} == {3}
    assert [r["x"] for r in rows["r"]] == list(range(1, 21))
    assert {len(text) for r in rows["r"] for text in r["y"]} == {2}


def test_the_null_rate(source, fetch):
    rows = frames(fetch(source("a INT", table(**{"number-of-rows": "2000", "fields.a.null-rate": "0.25"}))))
    assert 300 < rows["a"].null_count() < 700


def test_the_rate_is_kept(source, monkeypatch):
    now = 1000.0
    monkeypatch.setattr("drey.connectors.datagen.source.time", SimpleNamespace(monotonic=lambda: now))
    reader = source("a INT", {"connector": "datagen", "rows-per-second": "100"}).create_reader()
    reader.assign([SourceSplit("datagen", {"row": 0, "seed": 1})])
    made = []
    for moment in (0.0, 0.0, 0.25, 0.25, 2.25, 2.251):
        now = 1000.0 + moment
        fetched = reader.fetch(1000, 0.001)
        made.append(0 if fetched is None else fetched.data.height)
    # A second's rows come at once, then they come evenly.
    assert made == [100, 0, 25, 0, 200, 0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fields.a.kindd": "random"}, "did you mean 'fields.a.kind'"),
        ({"fields.zz.kind": "random"}, "unsupported option 'fields.zz.kind'"),
        (
            {"fields.a.kind": "sequence"},
            "could not find required property 'fields.a.start' for sequence generator",
        ),
        ({"fields.a.min": "x"}, "invalid value for option 'fields.a.min'"),
        ({"fields.a.min": "5", "fields.a.max": "3"}, "is above its max"),
        ({"fields.a.null-rate": "2"}, "between 0 and 1"),
        ({"fields.a.length": "2"}, "unsupported option 'fields.a.length'"),
        ({"rows-per-second": "0"}, "at least 1"),
    ],
)
def test_bad_options(spec, options, message):
    with pytest.raises(OptionError, match=message):
        spec("a INT", {"connector": "datagen", **options})


def test_there_is_no_sequence_of_booleans(spec):
    with pytest.raises(ValidationError, match="no sequence of BOOLEAN"):
        spec("a BOOLEAN", {"connector": "datagen", "fields.a.kind": "sequence"})
