"""Where keyed state lives: ``state.backend.type``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

import polars as pl

from drey.runtime.state.columns import StateColumn
from drey.runtime.state.cuts import Cuttable
from drey.runtime.state.table import KeyedTable

RowsOf = Callable[[Iterable[tuple[Any, Any]]], pl.DataFrame]
"""The rows of a snapshot from keys and what is held for them."""


class StateBackend(ABC):
    """Makes the state of a task's operators. Used by the task's thread; closed by it after the operators."""

    @abstractmethod
    def keyed_table(
        self, keys: Mapping[str, pl.DataType], columns: Mapping[str, StateColumn], max_parallelism: int
    ) -> KeyedTable:
        """A new table of keyed state.

        Args:
            keys: The key columns' data types.
            columns: The state columns.
            max_parallelism: The number of key groups.
        """

    @abstractmethod
    def object_map(self) -> MutableMapping[Any, Any]:
        """A new mapping from keys to Python objects, in no particular order.

        Values may be changed in place between an access to one of them and the next access to the mapping.
        """

    @abstractmethod
    def object_tracker(self, held: MutableMapping[Any, Any], rows_of: RowsOf) -> Cuttable | None:
        """Cuts a mapping, to be written by another thread; None if it is to be written at once.

        Args:
            held: A mapping that :meth:`object_map` has made.
            rows_of: Makes rows with a column ``key`` of some of its entries; all that it asks of keys is that they
                be Python objects.
        """

    @abstractmethod
    def close(self) -> None:
        """The state is needed no more, except by snapshots that are still being written."""


class MemoryBackend(StateBackend):
    """``hashmap``: everything in memory."""

    def keyed_table(
        self, keys: Mapping[str, pl.DataType], columns: Mapping[str, StateColumn], max_parallelism: int
    ) -> KeyedTable:
        return KeyedTable(keys, columns)

    def object_map(self) -> MutableMapping[Any, Any]:
        return {}

    def object_tracker(self, held: MutableMapping[Any, Any], rows_of: RowsOf) -> Cuttable | None:
        return None

    def close(self) -> None:
        pass
