"""State with a time to live: values end so long after they were written, or read.

The clock is the wall clock. A list and a map have a time for each element and entry, as in Flink. What has ended is
seen no more, or, where the configuration allows that, until it is removed; it is removed when it is looked at, when a
snapshot is taken, and bit by bit at the operator's ticks (:meth:`purge`). Snapshots have a column ``written``, in
ms since the epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from itertools import islice
from typing import Any

import polars as pl

from drey.records import record
from drey.runtime.clock import Clock, system_clock
from drey.runtime.state.objects.columns import object_frame, objects_of
from drey.runtime.state.objects.current import CurrentKey
from drey.runtime.state.objects.map_state import MapOperators

Entries = MutableMapping[Any, dict[Any, tuple[Any, int]]]
"""By key the value and the time of writing of each entry."""

PURGED_AT_ONCE = 2000
"""Keys that one :meth:`purge` looks at."""


@record
class TimeToLive:
    """How long values live.

    Args:
        millis: The length of life.
        on_read: True if reading renews it, too.
        shows_ended: True if what has ended is seen until it is removed.
        clock: Gives now, in ms since the epoch.
    """

    millis: int
    on_read: bool = False
    shows_ended: bool = False
    clock: Clock = system_clock

    @classmethod
    def of(cls, config: Any) -> TimeToLive | None:
        """That of PyFlink's ``StateTtlConfig``; None if values live for good."""
        if config is None or not config.is_enabled():
            return None
        return cls(
            config.get_ttl().to_milliseconds(),
            config.get_update_type().name == "OnReadAndWrite",
            config.get_state_visibility().name == "ReturnExpiredIfNotCleanedUp",
        )


class TtlMapState(MapOperators):
    """A ``MapState`` whose entries end; the base of the other kinds, which use it with one entry or with numbers.

    The snapshot has the columns ``key``, ``map_key``, ``value`` and ``written``.
    """

    kind = "map"

    def __init__(self, current: CurrentKey, ttl: TimeToLive, held: Entries | None = None) -> None:
        self._current = current
        self._ttl = ttl
        self._entries: Entries = {} if held is None else held
        self._purging: Iterator[Any] = iter(())

    def get(self, key: Any) -> Any:
        """The value of a key of the map, or None."""
        return self._one(key)

    def _one(self, key: Any) -> Any:
        entries = self._entries.get(self._current.key)
        found = None if entries is None else entries.get(key)
        if entries is None or found is None:
            return None
        value, written = found
        now = self._ttl.clock()
        if written + self._ttl.millis <= now:
            self.remove(key)
            return value if self._ttl.shows_ended else None
        if self._ttl.on_read:
            entries[key] = (value, now)
        return value

    def put(self, key: Any, value: Any) -> None:
        """Set the value of a key of the map."""
        self._entries.setdefault(self._current.key, {})[key] = (value, self._ttl.clock())

    def put_all(self, dict_value: Any) -> None:
        """Set the values of several keys."""
        for key, value in dict(dict_value).items():
            self.put(key, value)

    def remove(self, key: Any) -> None:
        """Forget a key of the map."""
        entries = self._entries.get(self._current.key)
        if entries is not None:
            entries.pop(key, None)
            if not entries:
                del self._entries[self._current.key]

    def contains(self, key: Any) -> bool:
        """Whether the map has the key."""
        return self._one(key) is not None

    def items(self) -> list[tuple[Any, Any]]:
        """The entries, as of now."""
        found = [(key, self._one(key)) for key in list(self._entries.get(self._current.key, ()))]
        return [(key, value) for key, value in found if value is not None]

    def keys(self) -> list[Any]:
        """The map's keys, as of now."""
        return [key for key, _ in self.items()]

    def values(self) -> list[Any]:
        """The map's values, as of now."""
        return [value for _, value in self.items()]

    def is_empty(self) -> bool:
        """Whether the map has no entry."""
        return not self.items()

    def clear(self) -> None:
        """Forget the map."""
        self._entries.pop(self._current.key, None)

    def __len__(self) -> int:
        return len(self._entries)

    def purge(self) -> None:
        """Remove what has ended of the next keys."""
        keys = list(islice(self._purging, PURGED_AT_ONCE))
        if not keys:
            # A dictionary must not be changed while it is gone through.
            held = self._entries
            self._purging = iter(list(held) if isinstance(held, dict) else held)
        self._remove_ended(keys)

    def _remove_ended(self, keys: Iterable[Any]) -> None:
        oldest = self._ttl.clock() - self._ttl.millis
        for key in keys:
            entries = self._entries.get(key)
            if entries is None:
                continue
            for ended in [one for one, (_, written) in entries.items() if written <= oldest]:
                del entries[ended]
            if not entries:
                self._entries.pop(key, None)

    def snapshot(self) -> pl.DataFrame:
        """All keys and entries as of now that have not ended."""
        return self.rows_of(self._entries.items())

    @property
    def held(self) -> Entries:
        """What is held for each key."""
        return self._entries

    def rows_of(self, held: Iterable[tuple[Any, dict[Any, tuple[Any, int]]]]) -> pl.DataFrame:
        """The rows of keys and what is held for them, without what has ended."""
        oldest = self._ttl.clock() - self._ttl.millis
        rows = [(key, *one) for key, entries in held for one in entries.items() if one[1][1] > oldest]
        frame = object_frame(
            key=[key for key, _, _ in rows],
            map_key=[entry for _, entry, _ in rows],
            value=[value for _, _, (value, _) in rows],
        )
        return frame.with_columns(pl.Series("written", [at for _, _, (_, at) in rows], dtype=pl.Int64))

    def restore(self, frame: pl.DataFrame) -> None:
        """Add the rows of a snapshot; those of state that had no time to live begin it now."""
        keys = objects_of(frame, "key")
        values = objects_of(frame, "value")
        entries = objects_of(frame, "map_key") if "map_key" in frame.columns else self._entry_keys(keys)
        now = self._ttl.clock()
        written = frame["written"].to_list() if "written" in frame.columns else [now] * len(keys)
        for key, entry, value, at in zip(keys, entries, values, written, strict=True):
            self._entries.setdefault(key, {})[entry] = (value, at)

    def _entry_keys(self, keys: list[Any]) -> list[Any]:
        return [0] * len(keys)


class TtlValueState(TtlMapState):
    """A ``ValueState`` whose value ends."""

    kind = "value"

    def value(self) -> Any:
        """The value of the current key, or None."""
        return self._one(0)

    def update(self, value: Any) -> None:
        """Replace the value; None forgets it."""
        if value is None:
            self.clear()
        else:
            self.put(0, value)


class TtlReducingState(TtlValueState):
    """A ``ReducingState`` whose value ends."""

    kind = "reducing"

    def __init__(
        self,
        current: CurrentKey,
        ttl: TimeToLive,
        reduce: Callable[[Any, Any], Any],
        held: Entries | None = None,
    ) -> None:
        super().__init__(current, ttl, held)
        self._reduce = reduce

    def get(self, key: Any = 0) -> Any:
        """The value of all that were added, or None."""
        return self.value()

    def add(self, value: Any) -> None:
        """Add one value; None forgets all."""
        found = self.value()
        self.update(value if value is None or found is None else self._reduce(found, value))


class TtlAggregatingState(TtlValueState):
    """An ``AggregatingState`` whose accumulator ends."""

    kind = "aggregating"

    def __init__(
        self, current: CurrentKey, ttl: TimeToLive, function: Any, held: Entries | None = None
    ) -> None:
        super().__init__(current, ttl, held)
        self._function = function

    def get(self, key: Any = 0) -> Any:
        """The result of the accumulator, or None."""
        found = self.value()
        return None if found is None else self._function.get_result(found)

    def add(self, value: Any) -> None:
        """Add one value; None forgets all."""
        if value is None:
            self.clear()
            return
        found = self.value()
        accumulator = self._function.create_accumulator() if found is None else found
        self.update(self._function.add(value, accumulator))


class TtlListState(TtlMapState):
    """A ``ListState`` whose elements end; an element's number is its entry."""

    kind = "list"

    def get(self, key: Any = 0) -> list[Any]:
        """The elements that have not ended."""
        return self.values()

    def add(self, value: Any) -> None:
        """Add one element at the end."""
        entries = self._entries.get(self._current.key)
        self.put(0 if not entries else next(reversed(entries)) + 1, value)

    def add_all(self, values: Iterable[Any]) -> None:
        """Add elements at the end."""
        for value in values:
            self.add(value)

    def update(self, values: Iterable[Any]) -> None:
        """Replace the elements."""
        added = list(values)
        self.clear()
        self.add_all(added)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.get())

    def _entry_keys(self, keys: list[Any]) -> list[Any]:
        return list(range(len(keys)))
