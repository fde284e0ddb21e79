"""State of a map for each key."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any

import polars as pl

from drey.runtime.state.objects.columns import object_frame, objects_of
from drey.runtime.state.objects.current import CurrentKey

_NOTHING: Mapping[Any, Any] = {}


class MapOperators(ABC):
    """The operators of a ``MapState``, by its methods."""

    __slots__ = ()

    @abstractmethod
    def get(self, key: Any) -> Any:
        """The value of a key of the map, or None."""

    @abstractmethod
    def put(self, key: Any, value: Any) -> None:
        """Set the value of a key of the map."""

    @abstractmethod
    def remove(self, key: Any) -> None:
        """Forget a key of the map."""

    @abstractmethod
    def contains(self, key: Any) -> bool:
        """Whether the map has the key."""

    @abstractmethod
    def keys(self) -> list[Any]:
        """The map's keys, as of now."""

    def __getitem__(self, key: Any) -> Any:
        return self.get(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.put(key, value)

    def __delitem__(self, key: Any) -> None:
        self.remove(key)

    def __contains__(self, key: Any) -> bool:
        return self.contains(key)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys())


class ObjectMapState(MapOperators):
    """PyFlink's ``MapState``. The snapshot has one row for each entry: ``key``, ``map_key`` and ``value``."""

    __slots__ = ("_current", "_maps")

    kind = "map"

    def __init__(self, current: CurrentKey, held: MutableMapping[Any, dict[Any, Any]] | None = None) -> None:
        self._current = current
        self._maps: MutableMapping[Any, dict[Any, Any]] = {} if held is None else held

    def get(self, key: Any) -> Any:
        """The value of a key of the map, or None."""
        return self._maps.get(self._current.key, _NOTHING).get(key)

    def put(self, key: Any, value: Any) -> None:
        """Set the value of a key of the map."""
        found = self._maps.get(self._current.key)
        if found is None:
            self._maps[self._current.key] = {key: value}
        else:
            found[key] = value

    def put_all(self, dict_value: Mapping[Any, Any]) -> None:
        """Set the values of several keys."""
        if dict_value:
            self._maps.setdefault(self._current.key, {}).update(dict_value)

    def remove(self, key: Any) -> None:
        """Forget a key of the map."""
        found = self._maps.get(self._current.key)
        if found is not None:
            found.pop(key, None)
            if not found:
                del self._maps[self._current.key]

    def contains(self, key: Any) -> bool:
        """Whether the map has the key."""
        return key in self._maps.get(self._current.key, _NOTHING)

    def items(self) -> list[tuple[Any, Any]]:
        """The entries, as of now: the map may be changed while they are gone through."""
        return list(self._maps.get(self._current.key, _NOTHING).items())

    def keys(self) -> list[Any]:
        """The map's keys, as of now."""
        return list(self._maps.get(self._current.key, _NOTHING))

    def values(self) -> list[Any]:
        """The map's values, as of now."""
        return list(self._maps.get(self._current.key, _NOTHING).values())

    def is_empty(self) -> bool:
        """Whether the map has no entry."""
        return self._current.key not in self._maps

    def clear(self) -> None:
        """Forget the map."""
        self._maps.pop(self._current.key, None)

    def __len__(self) -> int:
        return len(self._maps)

    @property
    def held(self) -> MutableMapping[Any, dict[Any, Any]]:
        """What is held for each key."""
        return self._maps

    def snapshot(self) -> pl.DataFrame:
        """All keys and entries as of now."""
        return self.rows_of(self._maps.items())

    @staticmethod
    def rows_of(entries: Iterable[tuple[Any, dict[Any, Any]]]) -> pl.DataFrame:
        """The rows of keys and what is held for them."""
        rows = [(key, map_key, value) for key, one in entries for map_key, value in one.items()]
        return object_frame(
            key=[key for key, _, _ in rows],
            map_key=[map_key for _, map_key, _ in rows],
            value=[value for _, _, value in rows],
        )

    def restore(self, frame: pl.DataFrame) -> None:
        """Add the rows of a snapshot."""
        columns = (objects_of(frame, name) for name in ("key", "map_key", "value"))
        for key, map_key, value in zip(*columns, strict=True):
            self._maps.setdefault(key, {})[map_key] = value
