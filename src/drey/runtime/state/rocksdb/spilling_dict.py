"""A dictionary of Python objects with what was not used lately in a database."""

from __future__ import annotations

import io
import itertools
import math
import pickle
import struct
from collections.abc import Callable, Iterator, MutableMapping
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from drey.errors import CheckpointError
from drey.runtime.state.objects.columns import pickled_object
from drey.runtime.state.rocksdb.change_log import ROW, ChangeLog
from drey.runtime.state.rocksdb.database import Database, DatabaseSnapshot
from drey.runtime.state.rocksdb.local_database import LocalDatabase
from drey.runtime.state.rocksdb.memory import StateMemory

_IMMUTABLE = frozenset({int, float, str, bytes, bool, frozenset, type(None)})
_FIRST_HALF = 1024
_RECORD_BYTES = 300
_OBJECT_FACTOR = 4
"""Python's objects take about so many times the bytes of their pickle."""
_WALKED_AT_ONCE = 2000
_MOST_FREE = 1 << 16
RECORD = "$record"
"""The Binary column of the log that has the records that have changed."""


class SpillingDict(MutableMapping[Any, Any]):
    """A mapping whose values may be changed in place as long as no other access comes between.

    What was used lately is in two dictionaries. When the younger one is full, the older one is written to the
    database and the younger takes its place. A value of a mutable class that was read counts as changed.

    A stored entry keeps a number for its life, by which increments know it.

    Keys are equal as in a dictionary, as far as they are numbers, texts, bytes or tuples of them; others are compared
    by their pickle.

    Args:
        directory: Where the database goes; made when it is needed.
        memory: How much there is.
        closed: Called when nobody needs the directory any more.
    """

    def __init__(
        self, directory: Path, memory: StateMemory, closed: Callable[[], None] = lambda: None
    ) -> None:
        self._memory = memory
        self._young: dict[Any, Any] = {}
        self._old: dict[Any, Any] = {}
        self._clean: set[Any] = set()
        self._stored: dict[Any, int] = {}  # the numbers of what is in memory and was in the database
        self._fresh = itertools.count()
        self._free: list[int] = []
        self._cuts = 0
        self.log = ChangeLog(directory / "log")
        """Records that have changed, for increments."""
        self._place = LocalDatabase(directory, closed)
        self.holders = self._place.holders
        """Snapshots that are still being written hold the database."""
        self._size = 0
        self._average = float(_RECORD_BYTES)
        self._half = max(memory.hot_rows // 2, 1) if memory.hot_rows is not None else _FIRST_HALF
        memory.join()

    @property
    def _database(self) -> Database | None:
        return self._place.database

    def __getitem__(self, key: Any) -> Any:
        try:
            return self._young[key]
        except KeyError:
            pass
        if key in self._old:
            value = self._old.pop(key)
        elif self._database is None:
            raise KeyError(key)
        else:
            record = self._database.get([key_bytes(key)])[0]
            if record is None:
                raise KeyError(key)
            _, value, self._stored[key] = loaded(record)
            if type(value) in _IMMUTABLE:
                self._clean.add(key)
        self._admit(key, value)
        return value

    def get(self, key: Any, default: Any = None) -> Any:
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key: object) -> bool:
        return self.get(key, _MISSING) is not _MISSING

    def __setitem__(self, key: Any, value: Any) -> None:
        if key not in self._young and key not in self:
            self._size += 1
            self._admit(key, value)
            return
        self._clean.discard(key)
        self._young[key] = value

    def __delitem__(self, key: Any) -> None:
        if key not in self:
            raise KeyError(key)
        del self._young[key]
        self._clean.discard(key)
        number = self._stored.pop(key, None)
        if number is not None and self._database is not None:
            self._database.delete([key_bytes(key)])
            self.log.deleted(np.array([number], dtype=np.uint32), self._cuts)
            if len(self._free) < _MOST_FREE:
                self._free.append(number)
        self._size -= 1

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Any]:
        """All keys; the mapping may be changed meanwhile, of which the iterator may see some or nothing."""
        self._write_all()
        after: bytes | None = None
        while self._database is not None and (part := self._database.scan(after, _WALKED_AT_ONCE)):
            after = part[-1][0]
            for _, record in part:
                yield loaded(record)[0]

    @property
    def nbytes(self) -> int:
        """The size of all records, in bytes, about."""
        return int(self._size * self._average)

    def begin_cut(self) -> int:
        """Have all that was changed until now in the database and in the log; the number of the cut."""
        self._write_all()
        self._cuts += 1
        return self._cuts

    def snapshot(self) -> DatabaseSnapshot | None:
        """What the database has now, to be read by any thread; None if there is nothing."""
        return None if self._database is None else self._database.snapshot()

    def close(self) -> None:
        """Give the database up as soon as no snapshot is being read from it."""
        self._memory.leave()
        self.log.close()
        self._young, self._old = {}, {}
        self.holders.release()

    def _admit(self, key: Any, value: Any) -> None:
        if len(self._young) >= self._half:
            self._write(self._old)
            for gone in self._old:
                del self._stored[gone]
            self._old, self._young = self._young, {}
            if self._memory.hot_rows is None:
                one = _OBJECT_FACTOR * self._average + _RECORD_BYTES
                self._half = max(int(self._memory.shares.hot / one / 2), 1)
        self._young[key] = value

    def _write(self, entries: dict[Any, Any]) -> None:
        """Store what may have changed of entries that leave memory."""
        clean = self._clean
        changed = [entry for entry in entries.items() if entry[0] not in clean]
        clean.difference_update(entries)
        if not changed:
            return
        stored, free = self._stored, self._free
        for key, _ in changed:
            if key not in stored:
                stored[key] = free.pop() if free else next(self._fresh)
        made = [(key_bytes(key), (key, value, stored[key])) for key, value in changed]
        made.sort(key=itemgetter(0))
        keys = [key for key, _ in made]
        records = [pickled_object("value", entry) for _, entry in made]
        self._average = (sum(map(len, keys)) + sum(map(len, records))) / len(records)
        self._place.open(self._memory.shares.database).put(keys, records)
        if self.log.active:
            numbers = pl.Series(ROW, [number for _, (_, _, number) in made], dtype=pl.UInt32)
            self.log.left(pl.DataFrame([numbers, pl.Series(RECORD, records)]), self._cuts)

    def _write_all(self) -> None:
        """Store all changes. What can't change unseen stays in memory."""
        for entries in (self._old, self._young):
            self._write(entries)
            for key in [key for key, value in entries.items() if type(value) not in _IMMUTABLE]:
                del entries[key], self._stored[key]
            self._clean.update(entries)


_MISSING = object()


def loaded(record: bytes) -> tuple[Any, Any, int]:
    """Key, value and number of a record of a :class:`SpillingDict`.

    Raises:
        CheckpointError: It can't be unpickled.
    """
    try:
        key, value, number = pickle.loads(record)
    except Exception as error:  # unpickling runs the user's imports
        raise CheckpointError(
            "a value of keyed state can't be unpickled", detail=f"{type(error).__name__}: {error}"
        ) from error
    return key, value, number


def key_bytes(key: Any) -> bytes:
    """The same for equal keys only."""
    if isinstance(key, int):
        return b"n%d/1" % key
    if isinstance(key, float | Decimal):
        if not math.isfinite(key):
            return b"f" + struct.pack(">d", key)
        return b"n%d/%d" % key.as_integer_ratio()
    if type(key) is str:
        return b"s" + key.encode("utf-8", "surrogatepass")
    if type(key) is bytes:
        return b"b" + key
    if type(key) is tuple:
        parts = [key_bytes(one) for one in key]
        return b"t" + b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return b"p" + _pickled(key)


def _pickled(key: Any) -> bytes:
    """The pickle of a key, the same whether equal parts of it are one object or several."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=4)
    pickler.fast = True
    pickler.dump(key)
    return written.getvalue()
