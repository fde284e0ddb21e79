"""The aggregates of an operator over one keyed table: FILTER, DISTINCT, arguments, state and snapshots.

Shared by every operator that aggregates incrementally.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.errors import UnsupportedError, did_you_mean
from drey.functions.aggregates import all_aggregates, find_aggregate
from drey.functions.aggregates.accumulator import (
    Accumulator,
    ArrayColumn,
    DistinctAccumulator,
    Rows,
    Signs,
    ValueColumn,
    ValueCounts,
    ValueList,
)
from drey.functions.aggregates.definition import AggregateFunction, AggregateInfo
from drey.rex.nodes import AggregateCall
from drey.runtime.state.columns import FixedColumn, Slots, state_column
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.table import KeyedTable
from drey.runtime.state.value_tables import CountedValues, ListedValues
from drey.types.logical import RowType
from drey.types.polars_types import polars_type


class _CallState:
    """One call's part of the table: columns named ``$<number>.<field>``, and its second-level tables."""

    def __init__(self, table: KeyedTable, prefix: str) -> None:
        self._table = table
        self._prefix = prefix
        self.values: dict[str, CountedValues | ListedValues] = {}

    def array(self, name: str) -> ArrayColumn:
        column = self._table.columns[f"{self._prefix}.{name}"]
        assert isinstance(column, FixedColumn)
        return column

    def column(self, name: str) -> ValueColumn:
        return self._table.columns[f"{self._prefix}.{name}"]

    def value_counts(self, name: str, types: Sequence[pl.DataType]) -> ValueCounts:
        counts = CountedValues(types, self._table.index)
        self.values[f"{self._prefix}.{name}"] = counts
        self._table.attach(f"{self._prefix}.{name}", counts)
        return counts

    def value_list(self, name: str, types: Sequence[pl.DataType]) -> ValueList:
        listed = ListedValues(types, self._table.index)
        self.values[f"{self._prefix}.{name}"] = listed
        self._table.attach(f"{self._prefix}.{name}", listed)
        return listed


class AggregateCalls:
    """The accumulators of some calls over a keyed table whose slots are the groups.

    Args:
        calls: The aggregates.
        inputs: The row type that the calls' positions refer to.
        table: The table; gets the calls' columns.
        retract: True if rows may be taken back.
    """

    def __init__(
        self, calls: Sequence[AggregateCall], inputs: RowType, table: KeyedTable, retract: bool
    ) -> None:
        self.calls = tuple(calls)
        self._inputs = inputs
        self._table = table
        self._accumulators: list[Accumulator] = []
        self._values: dict[str, CountedValues | ListedValues] = {}
        for number, call in enumerate(self.calls):
            accumulator = self._make(call, retract)
            for field in accumulator.fields:
                table.add_column(f"${number}.{field.name}", state_column(field.dtype, field.fill))
            state = _CallState(table, f"${number}")
            accumulator.open(state)
            self._accumulators.append(accumulator)
            self._values.update(state.values)

    def _make(self, call: AggregateCall, retract: bool) -> Accumulator:
        function = aggregate_function(call.name)
        types = tuple(self._inputs.types[i] for i in call.arguments)
        info = AggregateInfo(function.name, types, call.type, call.options, retract)
        accumulator = function.accumulator(info)
        if call.distinct and function.distinct_matters:
            return DistinctAccumulator(accumulator, [polars_type(type_) for type_ in types])
        return accumulator

    def add(self, rows: pl.DataFrame, slots: Slots, signs: Signs | None) -> None:
        """Fold rows into the groups of their slots.

        Args:
            rows: The input rows.
            slots: Each row's slot.
            signs: +1 for a row that is added, -1 for one that is taken back; None if all are added.
        """
        columns = rows.get_columns()
        for call, accumulator in zip(self.calls, self._accumulators, strict=True):
            one = Rows(slots, tuple(columns[i] for i in call.arguments), signs)
            if call.filter is not None:
                chosen: npt.NDArray[np.bool_] = columns[call.filter].fill_null(False).to_numpy()
                one = one if chosen.all() else one.where(chosen)
            if len(one):
                accumulator.add(one)

    def results(self, slots: Slots) -> list[pl.Series]:
        """The calls' results for each slot, named as their outputs."""
        return [
            accumulator.result(slots).alias(call.output)
            for call, accumulator in zip(self.calls, self._accumulators, strict=True)
        ]

    def discard(self, slots: Slots) -> None:
        """Drop the second-level rows of groups that are given up."""
        for values in self._values.values():
            values.discard(slots)

    def snapshot(self, writer: StateWriter, prefix: str, max_parallelism: int) -> None:
        """Write the second-level tables, each row under the key of its group."""
        for name, values in self._values.items():
            writer.slots(f"{prefix}{name}", values.tracker, max_parallelism)

    def restore(self, reader: StateReader, prefix: str) -> None:
        """Read the second-level tables back, after the keyed table itself."""
        for name, values in self._values.items():
            for frame in reader.frames(f"{prefix}{name}"):
                owners = self._table.lookup(frame.select(list(self._table.index.schema)))
                self._table.tracker.touch(owners)
                values.restore(owners, frame)

    @property
    def nbytes(self) -> int:
        """The memory of the second-level tables, in bytes."""
        return sum(values.nbytes for values in self._values.values())


def aggregate_function(name: str) -> AggregateFunction:
    """The built-in aggregate of this name.

    Raises:
        UnsupportedError: There is none.
    """
    function = find_aggregate(name)
    if function is None:
        raise UnsupportedError(
            f"the aggregate function '{name}' is not built yet",
            hint=did_you_mean(name, [function.name for function in all_aggregates()]),
        )
    return function
