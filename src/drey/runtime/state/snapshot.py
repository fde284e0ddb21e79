"""How an operator's state is written to and read from a snapshot: tables and JSON values by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import polars as pl

from drey.records import record


class StateWriter(Protocol):
    """Takes an operator's state. The frames given are not changed by the operator afterwards."""

    def table(self, name: str, frame: pl.DataFrame, key_group: str | None = None) -> None:
        """Write one state table.

        Args:
            name: The table's name, unique within the operator.
            frame: Its rows.
            key_group: The Int32 column that holds each row's key group, for keyed state.
        """

    def value(self, name: str, value: Any) -> None:
        """Write one small JSON value."""


class StateReader(Protocol):
    """Gives an operator its state back."""

    def table(self, name: str) -> pl.DataFrame | None:
        """The state table of this name, or None if the snapshot has none."""

    def value(self, name: str) -> Any:
        """The JSON value of this name, or None."""


@record
class StateTable:
    """One table of a snapshot in memory: its rows and the column of key groups, if it is keyed."""

    frame: pl.DataFrame
    key_group: str | None = None


@dataclass
class OperatorSnapshot:
    """The state of one operator in memory: what an operator writes at a barrier, and what it reads back.

    Args:
        uid: The operator's uid.
        name: The name that users see, for messages.
        tables: The state tables by name.
        values: The JSON values by name.
        source: The position of a source, as its driver gives it.
        ended_inputs: Which inputs had ended.
    """

    uid: str
    name: str
    tables: dict[str, StateTable] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    source: Any = None
    ended_inputs: tuple[bool, ...] = ()

    @property
    def stateful(self) -> bool:
        """True if a restore would lose something without the operator."""
        return bool(self.tables or self.values or self.source is not None)

    def writer(self) -> StateWriter:
        """Collects what an operator writes."""
        return _MemoryWriter(self)

    def reader(self) -> StateReader:
        """Gives an operator its state back."""
        return _MemoryReader(self)


@record
class _MemoryWriter:
    snapshot: OperatorSnapshot

    def table(self, name: str, frame: pl.DataFrame, key_group: str | None = None) -> None:
        self.snapshot.tables[name] = StateTable(frame, key_group)

    def value(self, name: str, value: Any) -> None:
        self.snapshot.values[name] = value


@record
class _MemoryReader:
    snapshot: OperatorSnapshot

    def table(self, name: str) -> pl.DataFrame | None:
        found = self.snapshot.tables.get(name)
        return None if found is None else found.frame

    def value(self, name: str) -> Any:
        return self.snapshot.values.get(name)
