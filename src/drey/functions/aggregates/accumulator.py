"""The contract of incremental aggregation: rows are folded into state, many slots at once.

An accumulator owns one aggregate of one operator. It declares its state as named fields; the runtime makes
the columns and hands them over in :meth:`Accumulator.open`. A slot is the number of a group's place in those
columns. FILTER and DISTINCT are applied before the accumulator sees rows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.functions.aggregates.definition import AggregateInfo
from drey.records import record

Slots = npt.NDArray[np.int64]
Signs = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]


class ValueColumn(Protocol):
    """A state column of any data type; the initial value is NULL."""

    def gather(self, slots: Slots) -> pl.Series:
        """The values at the slots."""

    def scatter(self, slots: Slots, values: pl.Series) -> None:
        """Store values, one for each of the distinct slots."""


class ArrayColumn(ValueColumn, Protocol):
    """A state column of fixed-width values that may be changed in place.

    ``values`` and ``valid`` are replaced by larger arrays as groups are added, so they must not be kept.
    ``valid`` is in use only if the field's ``fill`` is None.
    """

    values: npt.NDArray[Any]
    valid: Mask


@record
class Entries:
    """Values that belong to groups: ``owners`` are positions in the list of slots that was asked for."""

    owners: Slots
    values: tuple[pl.Series, ...]
    counts: npt.NDArray[np.int64]


@record
class Rows:
    """Rows to fold in.

    Args:
        slots: Each row's group.
        args: The argument columns.
        signs: +1 for a row that is added, -1 for one that is taken back; None if all are added.
    """

    slots: Slots
    args: tuple[pl.Series, ...]
    signs: Signs | None = None

    def __len__(self) -> int:
        return len(self.slots)

    def where(self, mask: Mask) -> Rows:
        """The rows that the mask selects."""
        chosen = pl.Series(mask)
        signs = None if self.signs is None else self.signs[mask]
        return Rows(self.slots[mask], tuple(arg.filter(chosen) for arg in self.args), signs)

    def not_null(self, index: int = 0) -> Rows:
        """The rows whose argument ``index`` isn't NULL."""
        arg = self.args[index]
        return self if not arg.null_count() else self.where(arg.is_not_null().to_numpy())

    def added(self) -> Rows:
        """The rows that are added."""
        return self if self.signs is None else replace(self.where(self.signs > 0), signs=None)

    def retracted(self) -> Rows:
        """The rows that are taken back."""
        signs = np.zeros(len(self), dtype=np.int8) if self.signs is None else self.signs
        return replace(self.where(signs < 0), signs=None)


class ValueCounts(Protocol):
    """How often each group holds each value: a second-level table (slot, values) -> count."""

    def update(self, rows: Rows, times: npt.NDArray[np.int64] | None = None) -> Rows:
        """Count rows in and out; returns the values that appeared (+1) or vanished (-1), each once.

        Args:
            rows: The values.
            times: How often each row counts, below zero to take it back; the rows' signs if None.
        """

    def entries(self, slots: Slots) -> Entries:
        """All values with a positive count of the given distinct slots, in no particular order."""


class ValueList(Protocol):
    """The rows of each group in their order of arrival."""

    def update(self, rows: Rows) -> None:
        """Append added rows; a row that is taken back removes the oldest equal one."""

    def entries(self, slots: Slots) -> Entries:
        """All rows of the given distinct slots, oldest first within a slot."""


class AccumulatorState(Protocol):
    """What the runtime gives an accumulator: its own columns and second-level tables."""

    def array(self, name: str) -> ArrayColumn:
        """The column of a declared fixed-width field."""

    def column(self, name: str) -> ValueColumn:
        """The column of a declared field."""

    def value_counts(self, name: str, types: Sequence[pl.DataType]) -> ValueCounts:
        """A new second-level table of counts."""

    def value_list(self, name: str, types: Sequence[pl.DataType]) -> ValueList:
        """A new second-level table of rows."""


@record
class StateField:
    """One state column. ``fill`` is the initial value in physical form; None for NULL."""

    name: str
    dtype: pl.DataType
    fill: Any = None


class Accumulator(ABC):
    """Folds rows into the state of their groups and tells results.

    All methods are called by the operator's thread. ``add`` sees rows in their order of arrival; it never
    sees a row taken back that was not added, unless the input itself is wrong. The state of a slot that is
    given up is put back to its initial values by the runtime.
    """

    def __init__(self, info: AggregateInfo) -> None:
        self.info = info

    @property
    def fields(self) -> tuple[StateField, ...]:
        """The state columns that it needs."""
        return ()

    @abstractmethod
    def open(self, state: AccumulatorState) -> None:
        """Take over the state; called once, before ``add``."""

    @abstractmethod
    def add(self, rows: Rows) -> None:
        """Fold rows in. There is at least one."""

    @abstractmethod
    def result(self, slots: Slots) -> pl.Series:
        """The aggregate of each slot, in the Polars type of ``info.result``."""


class DistinctAccumulator(Accumulator):
    """``f(DISTINCT x)``: lets another accumulator see each value of a group once."""

    def __init__(self, inner: Accumulator, types: Sequence[pl.DataType]) -> None:
        super().__init__(inner.info)
        self.inner = inner
        self._types = types

    @property
    def fields(self) -> tuple[StateField, ...]:
        return self.inner.fields

    def open(self, state: AccumulatorState) -> None:
        self._seen = state.value_counts("distinct", self._types)
        self.inner.open(state)

    def add(self, rows: Rows) -> None:
        changes = self._seen.update(rows)
        if len(changes):
            self.inner.add(changes)

    def result(self, slots: Slots) -> pl.Series:
        return self.inner.result(slots)


def per_slot(
    rows: Rows, columns: Mapping[str, pl.Series], *aggregates: pl.Expr
) -> tuple[Slots, pl.DataFrame]:
    """Group columns by slot with Polars: the distinct slots in order of appearance, and the aggregates."""
    frame = pl.DataFrame({"slot": pl.Series(rows.slots), **columns})
    grouped = frame.group_by("slot", maintain_order=True).agg(*aggregates)
    return grouped["slot"].to_numpy(), grouped
