"""Caches between a lookup join and an external table, with the meaning of Flink's ``lookup.cache`` options.

A *partial* cache keeps the rows of the keys that were asked for; a *full* cache holds the whole table and loads it
again from time to time. Neither is part of a checkpoint.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from drey.connectors.api.lookup import LookupReader
from drey.records import record

Key = tuple[Any, ...]
_SMALLEST_STORE = 10_000
"""Rows below which the store is not worth tidying up."""


@record
class PartialCacheOptions:
    """What a partial cache keeps.

    Args:
        max_rows: At most so many keys; the ones not used for longest go first. None: all.
        expire_after_write: Seconds after which a key is asked for again.
        expire_after_access: Seconds without use after which a key is dropped.
        missing_keys: True to remember keys that have no rows, too.
    """

    max_rows: int | None = None
    expire_after_write: float | None = None
    expire_after_access: float | None = None
    missing_keys: bool = True


@dataclass(slots=True)
class _Entry:
    positions: list[int]
    written: float
    accessed: float


class PartialCache(LookupReader):
    """Asks another reader only for keys that it doesn't know.

    Args:
        reader: The reader behind.
        keys: The key columns.
        options: What to keep.
        clock: Seconds; for tests.
    """

    def __init__(
        self,
        reader: LookupReader,
        keys: tuple[str, ...],
        options: PartialCacheOptions,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader = reader
        self._keys = list(keys)
        self._options = options
        self._clock = clock
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._store: pl.DataFrame | None = None
        self._live = 0
        self.hits = 0
        self.misses = 0

    def open(self) -> None:
        self._reader.open()

    def lookup(self, keys: pl.DataFrame) -> pl.DataFrame:
        now = self._clock()
        positions: list[int] = []
        missing: list[int] = []
        for at, key in enumerate(keys.select(self._keys).rows()):
            entry = self._known(key, now)
            if entry is None:
                missing.append(at)
            else:
                positions += entry.positions
        self.hits += keys.height - len(missing)
        self.misses += len(missing)
        known = None if self._store is None else self._store[positions]
        if not missing and known is not None:
            return known
        found = self._reader.lookup(keys[missing])
        self._remember(keys[missing], found, now)
        return found if known is None or not known.height else pl.concat([known, found])

    def _known(self, key: Key, now: float) -> _Entry | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        options = self._options
        if (options.expire_after_write is not None and now - entry.written >= options.expire_after_write) or (
            options.expire_after_access is not None and now - entry.accessed >= options.expire_after_access
        ):
            self._drop(key)
            return None
        entry.accessed = now
        self._entries.move_to_end(key)
        return entry

    def _remember(self, keys: pl.DataFrame, found: pl.DataFrame, now: float) -> None:
        start = 0 if self._store is None else self._store.height
        self._store = found if self._store is None else pl.concat([self._store, found])
        places: dict[Key, list[int]] = {}
        for at, key in enumerate(found.select(self._keys).rows(), start):
            places.setdefault(key, []).append(at)
        for key in keys.select(self._keys).rows():
            positions = places.get(key, [])
            if positions or self._options.missing_keys:
                self._entries[key] = _Entry(positions, now, now)
                self._live += len(positions)
        while self._options.max_rows is not None and len(self._entries) > self._options.max_rows:
            self._drop(next(iter(self._entries)))
        if self._store.height > max(_SMALLEST_STORE, 2 * self._live):
            self._tidy_up()

    def _drop(self, key: Key) -> None:
        self._live -= len(self._entries.pop(key).positions)

    def _tidy_up(self) -> None:
        """Keep only the rows that an entry still refers to."""
        assert self._store is not None
        kept: list[int] = []
        for entry in self._entries.values():
            start = len(kept)
            kept += entry.positions
            entry.positions = list(range(start, len(kept)))
        self._store = self._store[kept].rechunk()

    def close(self) -> None:
        self._reader.close()


@record
class Reload:
    """When a full cache is loaded again.

    Args:
        every: Seconds between two loads.
        fixed_rate: True to count them from start to start, False from end to start.
        at: A time of day (in ``zone``) instead, every ``days`` days.
        days: See ``at``.
        zone: A time zone.
    """

    every: float | None = None
    fixed_rate: bool = False
    at: dt.time | None = None
    days: int = 1
    zone: dt.tzinfo = dt.UTC

    def following(self, started: dt.datetime, ended: dt.datetime) -> dt.datetime | None:
        """When the load behind one that ran from ``started`` to ``ended`` is due; None for never."""
        if self.every is not None:
            return (started if self.fixed_rate else ended) + dt.timedelta(seconds=self.every)
        if self.at is None:
            return None
        local = started.astimezone(self.zone)
        due = dt.datetime.combine(local.date(), self.at, self.zone)
        return due if due > local else due + dt.timedelta(days=self.days)


class FullCache(LookupReader):
    """Holds the whole table; it is loaded when the job starts, and then by the first lookup that finds it due.

    Args:
        load: Reads the whole table.
        keys: The key columns.
        reload: When to load it again.
        clock: The time; for tests.
    """

    def __init__(
        self,
        load: Callable[[], pl.DataFrame],
        keys: tuple[str, ...],
        reload: Reload,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._load = load
        self._keys = list(keys)
        self._reload = reload
        self._clock = clock
        self._rows: pl.DataFrame | None = None
        self._due: dt.datetime | None = None

    def open(self) -> None:
        self._loaded()

    def _loaded(self) -> pl.DataFrame:
        started = self._clock()
        self._rows = self._load()
        self._due = self._reload.following(started, self._clock())
        return self._rows

    def lookup(self, keys: pl.DataFrame) -> pl.DataFrame:
        rows = self._rows
        if rows is None or (self._due is not None and self._clock() >= self._due):
            rows = self._loaded()
        return rows.join(keys, on=self._keys, how="semi")
