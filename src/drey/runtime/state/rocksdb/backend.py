"""The state backend ``rocksdb``."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import polars as pl

from drey.runtime.state.backend import RowsOf, StateBackend
from drey.runtime.state.columns import StateColumn
from drey.runtime.state.cuts import Cuttable
from drey.runtime.state.holders import Holders
from drey.runtime.state.rocksdb.directories import WorkingDirectory
from drey.runtime.state.rocksdb.loading import load_rocksdict
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.rocksdb.objects import ObjectTracker
from drey.runtime.state.rocksdb.spilling_dict import SpillingDict
from drey.runtime.state.rocksdb.table import RocksTable
from drey.runtime.state.table import KeyedTable


class RocksDbBackend(StateBackend):
    """Keeps what was used last in memory and the rest in databases in a directory of its own.

    Args:
        base: The directory is made in it with the first state, and removed when nobody needs that any more.
        memory: The memory of the slot.

    Raises:
        DependencyError: rocksdict is not installed.
    """

    def __init__(self, base: Path, memory: StateMemory) -> None:
        load_rocksdict()
        self._base = base
        self._memory = memory
        self._directory: WorkingDirectory | None = None
        self._holders = Holders(self._remove)
        self._states: list[RocksTable | SpillingDict] = []

    def keyed_table(
        self, keys: Mapping[str, pl.DataType], columns: Mapping[str, StateColumn], max_parallelism: int
    ) -> KeyedTable:
        table = RocksTable(keys, columns, self._place(), self._memory, max_parallelism, self._holders.release)
        self._states.append(table)
        return table

    def object_map(self) -> MutableMapping[Any, Any]:
        made = SpillingDict(self._place(), self._memory, self._holders.release)
        self._states.append(made)
        return made

    def object_tracker(self, held: MutableMapping[Any, Any], rows_of: RowsOf) -> Cuttable | None:
        assert isinstance(held, SpillingDict)
        return ObjectTracker(held, rows_of)

    def close(self) -> None:
        states, self._states = self._states, []
        for state in states:
            state.close()
        if self._directory is not None:
            self._holders.release()

    def _place(self) -> Path:
        """A directory for one more state, which holds it."""
        if self._directory is None:
            self._directory = WorkingDirectory(self._base)
        self._holders.hold()
        return self._directory.path / f"{len(self._states):03d}"

    def _remove(self) -> None:
        assert self._directory is not None
        self._directory.close()
