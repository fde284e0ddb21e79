"""Caches of lookups, with a clock in the test's hands."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from drey.connectors.api import LookupReader
from drey.connectors.lookup_cache import FullCache, PartialCache, PartialCacheOptions, Reload

UTC = dt.UTC


class Table(LookupReader):
    """A table in memory that counts the keys it is asked for."""

    def __init__(self, rows):
        self.rows = rows
        self.asked = []

    def lookup(self, keys):
        wanted = keys["k"].to_list()
        self.asked.append(wanted)
        found = [row for row in self.rows if row[0] in wanted]
        return pl.DataFrame(found, schema={"k": pl.Int64, "v": pl.String}, orient="row")


@pytest.fixture
def table():
    return Table([(1, "a"), (1, "b"), (2, "c"), *((i, f"v{i}") for i in range(10, 30_000))])


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def ask(cache, *keys):
    return sorted(cache.lookup(pl.DataFrame({"k": list(keys)}, schema={"k": pl.Int64})).rows())


def test_known_keys_are_not_asked_for_again(table):
    cache = PartialCache(table, ("k",), PartialCacheOptions())
    assert ask(cache, 1, 2, 3) == [(1, "a"), (1, "b"), (2, "c")]
    assert ask(cache, 3, 1, 10) == [(1, "a"), (1, "b"), (10, "v10")]
    assert ask(cache, 1, 2, 3) == [(1, "a"), (1, "b"), (2, "c")]
    assert table.asked == [[1, 2, 3], [10]]
    assert (cache.hits, cache.misses) == (5, 4)


def test_missing_keys_may_be_asked_for_each_time(table):
    cache = PartialCache(table, ("k",), PartialCacheOptions(missing_keys=False))
    ask(cache, 1, 3)
    ask(cache, 1, 3)
    assert table.asked == [[1, 3], [3]]


def test_keys_expire_after_the_write(table):
    clock = Clock()
    cache = PartialCache(table, ("k",), PartialCacheOptions(expire_after_write=10.0), clock)
    ask(cache, 1)
    clock.now = 9.0
    ask(cache, 1)
    table.rows = [(1, "new")]
    clock.now = 10.0
    assert ask(cache, 1) == [(1, "new")]
    assert table.asked == [[1], [1]]


def test_keys_expire_after_the_last_use(table):
    clock = Clock()
    cache = PartialCache(table, ("k",), PartialCacheOptions(expire_after_access=10.0), clock)
    for now in (0.0, 9.0, 18.0, 28.0):
        clock.now = now
        ask(cache, 1)
    assert table.asked == [[1], [1]]


def test_the_keys_used_longest_ago_go_first(table):
    cache = PartialCache(table, ("k",), PartialCacheOptions(max_rows=2))
    ask(cache, 1)
    ask(cache, 2)
    ask(cache, 1)
    ask(cache, 10)
    ask(cache, 1)
    ask(cache, 2)
    assert table.asked == [[1], [2], [10], [2]]


def test_rows_of_forgotten_keys_are_freed(table):
    cache = PartialCache(table, ("k",), PartialCacheOptions(max_rows=100))
    for start in range(10, 25_000, 1000):
        keys = range(start, start + 1000)
        assert ask(cache, *keys) == [(i, f"v{i}") for i in keys]
    assert cache._store.height <= 11_000
    assert ask(cache, 24_109) == [(24_109, "v24109")]


def test_a_full_cache_is_loaded_again_when_it_is_due():
    clock = Clock()
    loads = []

    def load():
        loads.append(clock.now)
        return pl.DataFrame({"k": [1, 1, 2], "v": [str(len(loads))] * 3})

    cache = FullCache(
        load,
        ("k",),
        Reload(every=60.0),
        lambda: dt.datetime(2020, 1, 1, tzinfo=UTC) + dt.timedelta(seconds=clock.now),
    )
    cache.open()
    assert ask(cache, 1, 5) == [(1, "1"), (1, "1")]
    clock.now = 59.0
    assert ask(cache, 2) == [(2, "1")]
    clock.now = 60.0
    assert ask(cache, 2) == [(2, "2")]
    assert loads == [0.0, 60.0]


def test_when_a_reload_is_due():
    start, end = dt.datetime(2020, 1, 1, 12, 0, tzinfo=UTC), dt.datetime(2020, 1, 1, 12, 5, tzinfo=UTC)
    assert Reload(every=60).following(start, end) == end + dt.timedelta(minutes=1)
    assert Reload(every=60, fixed_rate=True).following(start, end) == start + dt.timedelta(minutes=1)
    assert Reload().following(start, end) is None
    berlin = ZoneInfo("Europe/Berlin")  # 13:00 there
    assert Reload(at=dt.time(14, 0), zone=berlin).following(start, end) == dt.datetime(
        2020, 1, 1, 13, tzinfo=UTC
    )
    assert Reload(at=dt.time(13, 0), zone=berlin, days=2).following(start, end) == dt.datetime(
        2020, 1, 3, 12, tzinfo=UTC
    )
