"""State of one value for each key."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any

import polars as pl

from drey.runtime.state.objects.columns import object_frame, objects_of
from drey.runtime.state.objects.current import CurrentKey


class ObjectValueState:
    """PyFlink's ``ValueState``: each access is one look into a dictionary.

    The snapshot has the columns ``key`` and ``value``.
    """

    __slots__ = ("_current", "_values")

    kind = "value"

    def __init__(self, current: CurrentKey, held: MutableMapping[Any, Any] | None = None) -> None:
        self._current = current
        self._values: MutableMapping[Any, Any] = {} if held is None else held

    def value(self) -> Any:
        """The value of the current key, or None."""
        return self._values.get(self._current.key)

    def update(self, value: Any) -> None:
        """Replace the value; None forgets it."""
        if value is None:
            self._values.pop(self._current.key, None)
        else:
            self._values[self._current.key] = value

    def clear(self) -> None:
        """Forget the value."""
        self._values.pop(self._current.key, None)

    @property
    def by_key(self) -> MutableMapping[Any, Any]:
        """The values of all keys: for operators that work on it for a whole batch."""
        return self._values

    @property
    def held(self) -> MutableMapping[Any, Any]:
        """What is held for each key."""
        return self._values

    def __len__(self) -> int:
        return len(self._values)

    def snapshot(self) -> pl.DataFrame:
        """All keys and values as of now."""
        return self.rows_of(self._values.items())

    @staticmethod
    def rows_of(entries: Iterable[tuple[Any, Any]]) -> pl.DataFrame:
        """The rows of keys and what is held for them."""
        entries = list(entries)
        return object_frame(key=[key for key, _ in entries], value=[value for _, value in entries])

    def restore(self, frame: pl.DataFrame) -> None:
        """Add the rows of a snapshot."""
        self._values.update(zip(objects_of(frame, "key"), objects_of(frame, "value"), strict=True))
