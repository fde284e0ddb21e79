"""How an operator's state is written to and read from a snapshot: tables and JSON values by name."""

from __future__ import annotations

from typing import Any, Protocol

import polars as pl


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
