"""Mirror of ``pyflink.table.data_view``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Dict, Generic, Iterable, List, Tuple, TypeVar

from drey.pyflink.not_built import not_built

__all__ = ["DataView", "ListView", "MapView"]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class DataView(ABC):
    """Flink's ``DataView``."""

    @abstractmethod
    def clear(self) -> None:
        """Flink's ``clear``"""


class ListView(DataView, Generic[T]):
    """Flink's ``ListView``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def get(self) -> Iterable[T]:
        """Flink's ``get``; not built yet."""
        raise not_built("ListView.get")

    def add(self, value: T) -> None:
        """Flink's ``add``; not built yet."""
        raise not_built("ListView.add")

    def add_all(self, values: List[T]) -> None:
        """Flink's ``add_all``; not built yet."""
        raise not_built("ListView.add_all")

    def clear(self) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("ListView.clear")


class MapView(Generic[K, V]):
    """Flink's ``MapView``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def get(self, key: K) -> V:
        """Flink's ``get``; not built yet."""
        raise not_built("MapView.get")

    def put(self, key: K, value: V) -> None:
        """Flink's ``put``; not built yet."""
        raise not_built("MapView.put")

    def put_all(self, dict_value: Dict[K, V]) -> None:
        """Flink's ``put_all``; not built yet."""
        raise not_built("MapView.put_all")

    def remove(self, key: K) -> None:
        """Flink's ``remove``; not built yet."""
        raise not_built("MapView.remove")

    def contains(self, key: K) -> bool:
        """Flink's ``contains``; not built yet."""
        raise not_built("MapView.contains")

    def items(self) -> Iterable[Tuple[K, V]]:
        """Flink's ``items``; not built yet."""
        raise not_built("MapView.items")

    def keys(self) -> Iterable[K]:
        """Flink's ``keys``; not built yet."""
        raise not_built("MapView.keys")

    def values(self) -> Iterable[V]:
        """Flink's ``values``; not built yet."""
        raise not_built("MapView.values")

    def is_empty(self) -> bool:
        """Flink's ``is_empty``; not built yet."""
        raise not_built("MapView.is_empty")

    def clear(self) -> None:
        """Flink's ``clear``; not built yet."""
        raise not_built("MapView.clear")
