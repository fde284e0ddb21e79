"""Running one operator without a job: open it, feed it, snapshot and restore it, add up what it emits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from drey.functions.definition import EvaluationContext
from drey.graph.job_graph import InputEdge, OperatorSpec
from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.runtime.state.cuts import Cuttable
from drey.types.changelog import RowKind
from drey.types.logical import RowType
from drey.types.polars_types import polars_schema
from drey.types.type_parser import parse_type


class MemorySnapshot:
    """Takes an operator's state and keeps it in memory."""

    def __init__(self) -> None:
        self.tables: dict[str, pl.DataFrame] = {}
        self.values: dict[str, Any] = {}

    def table(
        self, name: str, frame: pl.DataFrame, key_group: str | None = None, keys: Sequence[str] = ()
    ) -> None:
        """Write a table."""
        self.tables[name] = frame

    def slots(self, name: str, tracker: Cuttable, max_parallelism: int) -> None:
        """Write the rows of a table that goes on changing."""
        self.tables[name] = tracker.cut(max_parallelism).frame

    def value(self, name: str, value: Any) -> None:
        """Write a value."""
        self.values[name] = value

    @property
    def reader(self) -> MemoryReader:
        """Gives the state back."""
        return MemoryReader(self)


class MemoryReader:
    """Reads a :class:`MemorySnapshot`."""

    def __init__(self, snapshot: MemorySnapshot) -> None:
        self._snapshot = snapshot

    def table(self, name: str) -> pl.DataFrame | None:
        """The table of this name."""
        return self._snapshot.tables.get(name)

    def frames(self, name: str) -> list[pl.DataFrame]:
        """The table of this name, in parts."""
        return self.tables(name)

    def rows(self, name: str) -> int:
        """How many rows the table of this name has."""
        return sum(frame.height for frame in self.tables(name))

    def tables(self, name: str) -> list[pl.DataFrame]:
        """The table of this name of each old subtask, of which there is one."""
        return [self._snapshot.tables[name]] if name in self._snapshot.tables else []

    def value(self, name: str) -> Any:
        """The value of this name."""
        return self._snapshot.values.get(name)

    def values(self, name: str) -> list[Any]:
        """The value of this name of each old subtask, of which there is one."""
        return [self._snapshot.values[name]] if name in self._snapshot.values else []


def row_type(text: str) -> RowType:
    """A row type from ``name TYPE, name TYPE``."""
    parsed = parse_type(f"ROW<{text}>")
    assert isinstance(parsed, RowType)
    return parsed


def operator_for(
    kind: type[Operator],
    params: Mapping[str, Any],
    inputs: str,
    output: str,
    state: MemorySnapshot | None = None,
) -> Operator:
    """An open operator.

    Args:
        kind: Its class.
        params: The parameters of its spec.
        inputs: The columns of its input, as ``name TYPE, name TYPE``.
        output: The columns that it emits.
        state: The snapshot to start from.
    """
    spec = OperatorSpec(1, "operator", "operator", "operator", params, (InputEdge(0),), row_type(output))
    operator = kind(OperatorContext(spec, (row_type(inputs),), EvaluationContext(), {}))
    if state is not None:
        operator.restore(state.reader)
    operator.open()
    return operator


def snapshot_of(operator: Operator) -> MemorySnapshot:
    """The operator's state as of now."""
    snapshot = MemorySnapshot()
    operator.snapshot(snapshot)
    return snapshot


def changes(rows: Iterable[tuple[str, Any]], columns: str) -> ChangelogBatch:
    """A batch from ``(kind, row)`` pairs, for example ``("+I", (1, "a"))``."""
    pairs = list(rows)
    kinds = {kind.short: int(kind) for kind in RowKind}
    schema = polars_schema(row_type(columns))
    frame = pl.DataFrame([row for _, row in pairs], schema=schema, orient="row")
    return ChangelogBatch(
        frame.with_columns(pl.Series(ROW_KIND, [kinds[kind] for kind, _ in pairs], dtype=pl.Int8))
    )


def change_list(batches: Iterable[ChangelogBatch]) -> list[tuple[str, tuple[Any, ...]]]:
    """The emitted changes as ``(kind, row)`` pairs, in order."""
    return [
        (RowKind(kind).short, row)
        for batch in batches
        for kind, row in zip(batch.kinds, batch.rows.rows(), strict=True)
    ]


class Materialized:
    """The table that a changelog describes.

    Args:
        keys: The number of leading columns that identify a row, for a changelog without ``-U``; None if
            every update is written as ``-U +U``.
    """

    def __init__(self, keys: int | None = None) -> None:
        self._keys = keys
        self.rows: Counter[tuple[Any, ...]] = Counter()

    def apply(self, batches: Iterable[ChangelogBatch]) -> None:
        """Apply changes.

        Raises:
            AssertionError: A row is taken back that isn't there, or inserted under a key that is.
        """
        for kind, row in change_list(batches):
            row = _hashable(row)
            if self._keys is not None:
                self._upsert(kind, row, self._keys)
            elif kind in ("+I", "+U"):
                self.rows[row] += 1
            else:
                assert self.rows[row] > 0, f"{kind} of a row that isn't there: {row}"
                self.rows[row] -= 1
        self.rows = +self.rows

    def _upsert(self, kind: str, row: tuple[Any, ...], keys: int) -> None:
        present = [r for r in self.rows if r[:keys] == row[:keys] and self.rows[r]]
        assert (kind == "+I") == (not present), f"{kind} of {row} where the table has {present}"
        for old in present:
            del self.rows[old]
        if kind != "-D":
            self.rows[row] = 1


def _hashable(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_hashable(v) for v in value)
    if isinstance(value, dict):
        return tuple((k, _hashable(v)) for k, v in value.items())
    return "NaN" if isinstance(value, float) and value != value else value
