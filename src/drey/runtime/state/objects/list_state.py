"""State of a list for each key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

import polars as pl

from drey.runtime.state.objects.columns import object_frame, objects_of
from drey.runtime.state.objects.current import CurrentKey


class ObjectListState:
    """PyFlink's ``ListState``. The snapshot has one row for each element: ``key`` and ``value``, in order."""

    __slots__ = ("_current", "_lists")

    kind = "list"

    def __init__(self, current: CurrentKey, held: MutableMapping[Any, list[Any]] | None = None) -> None:
        self._current = current
        self._lists: MutableMapping[Any, list[Any]] = {} if held is None else held

    def get(self) -> list[Any]:
        """The elements of the current key, as a list of their own; empty if there are none."""
        return list(self._lists.get(self._current.key, ()))

    def add(self, value: Any) -> None:
        """Add one element at the end."""
        found = self._lists.get(self._current.key)
        if found is None:
            self._lists[self._current.key] = [value]
        else:
            found.append(value)

    def add_all(self, values: Iterable[Any]) -> None:
        """Add elements at the end."""
        added = list(values)
        if added:
            self._lists.setdefault(self._current.key, []).extend(added)

    def update(self, values: Iterable[Any]) -> None:
        """Replace the elements; none forget the list."""
        replaced = list(values)
        if replaced:
            self._lists[self._current.key] = replaced
        else:
            self.clear()

    def clear(self) -> None:
        """Forget the list."""
        self._lists.pop(self._current.key, None)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.get())

    def __len__(self) -> int:
        return len(self._lists)

    @property
    def held(self) -> MutableMapping[Any, list[Any]]:
        """What is held for each key."""
        return self._lists

    def snapshot(self) -> pl.DataFrame:
        """All keys and elements as of now."""
        return self.rows_of(self._lists.items())

    @staticmethod
    def rows_of(entries: Iterable[tuple[Any, list[Any]]]) -> pl.DataFrame:
        """The rows of keys and what is held for them."""
        rows = [(key, one) for key, values in entries for one in values]
        return object_frame(key=[key for key, _ in rows], value=[one for _, one in rows])

    def restore(self, frame: pl.DataFrame) -> None:
        """Add the rows of a snapshot."""
        for key, value in zip(objects_of(frame, "key"), objects_of(frame, "value"), strict=True):
            self._lists.setdefault(key, []).append(value)
