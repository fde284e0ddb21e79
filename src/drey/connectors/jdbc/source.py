"""The reading side of the jdbc connector: a bounded scan, in one split or in ranges of a numeric column.

A split's position is the key of its last row (``{"after": [value, ...]}``), by which the query is ordered, or, for
views and tables without one, how many rows of the query were read (``{"skip": n}``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.source import (
    Fetched,
    FixedSplitEnumerator,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    SplitReader,
    cut,
)
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.database import Database
from drey.connectors.jdbc.dialects.dialect import JdbcDialect, TableFacts
from drey.connectors.predicates import simple_predicates
from drey.types import logical as t
from drey.types.polars_types import empty_frame

_RETRIES = 3
"""How often a query is tried again while the database is locked."""
_AT_ONCE = 131_072
"""Rows that are asked for at once without a fetch size; what is too much for one step waits."""
_ALL = 2**63 - 1
_SKIPPED, _AFTER, _RANGE = "skip", "after", "range"


def partition_ranges(lower: int, upper: int, number: int) -> list[tuple[int, int]]:
    """Closed ranges that cover ``lower`` to ``upper``, as Flink's ``JdbcNumericBetweenParametersProvider``."""
    count = upper - lower + 1
    number = min(number, count)
    size, larger = divmod(count, number)
    ranges: list[tuple[int, int]] = []
    start = lower
    for index in range(number):
        end = start + size + (1 if index < larger else 0) - 1
        ranges.append((start, end))
        start = end + 1
    return ranges


class JdbcEnumerator(FixedSplitEnumerator):
    """All splits are known from the options."""

    def __init__(self, spec: TableSpec) -> None:
        super().__init__()
        self._spec = spec

    def splits(self) -> list[SourceSplit]:
        options = self._spec.options
        if o.PARTITION_COLUMN.get(options) is None:
            return [SourceSplit("table")]
        ranges = partition_ranges(
            o.PARTITION_LOWER.require(options),
            o.PARTITION_UPPER.require(options),
            o.PARTITION_NUM.require(options),
        )
        return [SourceSplit(f"{low}..{high}", {"range": [low, high]}) for low, high in ranges]


class JdbcReader(SplitReader):
    """Reads query results in pieces."""

    def __init__(self, spec: TableSpec, dialect: JdbcDialect) -> None:
        super().__init__()
        self._spec = spec
        self._dialect = dialect
        self._database = Database(spec, dialect, _RETRIES, None)
        self._size = min(o.FETCH_SIZE.require(spec.options) or _AT_ONCE, _AT_ONCE)

    def read(self, split: SourceSplit, max_rows: Callable[[], int]) -> Iterator[Fetched]:
        scan = Scan(self._spec, self._dialect, self._database.facts, split)
        while True:
            # One query gives everything where that locks nothing out, else each is asked for one piece.
            asked = None if self._dialect.streams else self._size
            given = 0
            for frame in self._frames(scan, asked):
                given += frame.height
                for rows in cut(frame, max_rows):
                    yield scan.take(rows)
            if asked is None or given < asked or scan.left == 0:
                break
        yield Fetched(scan.nothing(), None, split.id)

    def _frames(self, scan: Scan, asked: int | None) -> Iterator[pl.DataFrame]:
        """The frames of what is left of a split; a lost connection is made again behind the last frame."""
        ended = False
        running: Iterator[pl.DataFrame] | None = None

        def following(connection: Any) -> pl.DataFrame | None:
            nonlocal running
            if running is None:
                running = self._dialect.read(connection, scan.query(asked), scan.row_type, self._size)
            try:
                return next(running, None)
            except self._dialect.errors:
                running = None
                raise

        try:
            while (frame := self._database.run(following, "read")) is not None:
                yield frame
            ended = True
        finally:
            if not ended:
                self._database.disconnect()

    def close(self) -> None:
        super().close()
        self._database.close()


class Scan:
    """One split on its way: what is to be asked for next.

    Args:
        spec: The table.
        dialect: Its database.
        facts: What the database says of the table.
        split: The split with the position to continue from.
    """

    def __init__(self, spec: TableSpec, dialect: JdbcDialect, facts: TableFacts, split: SourceSplit) -> None:
        self.left = spec.limit
        self._spec = spec
        self._dialect = dialect
        self._facts = facts
        self._id = split.id
        self._position = dict(split.position)
        self._produced = [(field.name, field.type) for field in spec.produced.fields]
        ordering = [(f"$position{at}", type_) for at, (_, type_) in enumerate(facts.position)]
        self.row_type = t.RowType.of(*self._produced, *ordering)
        self._ordering = [name for name, _ in ordering]

    def nothing(self) -> pl.DataFrame:
        """No rows."""
        return empty_frame(self._spec.produced)

    def take(self, rows: pl.DataFrame) -> Fetched:
        """Move the position behind some rows and hand them over."""
        if self.left is not None:
            self.left -= rows.height
        if self._ordering:
            self._position[_AFTER] = [str(value) for value in rows.select(self._ordering).row(-1)]
        else:
            self._position[_SKIPPED] = self._position.get(_SKIPPED, 0) + rows.height
        return Fetched(rows.drop(self._ordering), SourceSplit(self._id, dict(self._position)), self._id)

    def query(self, asked: int | None) -> str:
        """The query of the next ``asked`` rows, or of all that are left."""
        facts, quote = self._facts, self._dialect.quote
        selected = []
        for name, type_ in self._produced:
            column = facts.column(name) or name
            selected.append(self._dialect.selected(quote(column), facts.columns[column], type_))
        selected += [column for column, _ in facts.position]
        conditions = [*self._filters(), *self._partition(), *self._behind()]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        order = f" ORDER BY {', '.join(c for c, _ in facts.position)}" if facts.position else ""
        return f"SELECT {', '.join(selected) or '1'} FROM {facts.name}{where}{order}{self._limit(asked)}"

    def _filters(self) -> Iterator[str]:
        for predicate in simple_predicates(self._spec.filters, self._spec.row_type):
            column = self._facts.column(predicate.column) or predicate.column
            condition = self._dialect.where(
                predicate, self._dialect.quote(column), self._facts.columns[column]
            )
            if condition is not None:
                yield condition

    def _partition(self) -> Iterator[str]:
        if _RANGE in self._position:
            name = o.PARTITION_COLUMN.require(self._spec.options)
            low, high = self._position[_RANGE]
            column = self._dialect.quote(self._facts.column(name) or name)
            yield f"{column} BETWEEN {int(low)} AND {int(high)}"

    def _behind(self) -> Iterator[str]:
        """``a >= 1 AND (a > 1 OR (a = 1 AND b > 2))``: the first part lets an index find the start."""
        if _AFTER not in self._position or not self._ordering:
            return
        pairs = []
        for (column, type_), text in zip(self._facts.position, self._position[_AFTER], strict=True):
            value = Decimal(text) if isinstance(type_, t.DecimalType) else text
            value = int(text) if isinstance(type_, t.IntegerNumericType) else value
            pairs.append((column, self._dialect.literal(value, type_, "")))
        alternatives = []
        for at, (column, literal) in enumerate(pairs):
            same = [f"{c} = {v}" for c, v in pairs[:at]]
            alternatives.append("(" + " AND ".join([*same, f"{column} > {literal}"]) + ")")
        if len(pairs) > 1:
            yield f"{pairs[0][0]} >= {pairs[0][1]}"
        yield "(" + " OR ".join(alternatives) + ")"

    def _limit(self, asked: int | None) -> str:
        counts = [count for count in (asked, self.left) if count is not None]
        skipped = 0 if self._ordering else self._position.get(_SKIPPED, 0)
        if not counts and not skipped:
            return ""
        return f" LIMIT {min(counts, default=_ALL)} OFFSET {skipped}"


class JdbcSource(Source):
    """A database table, readable."""

    def __init__(self, spec: TableSpec, dialect: JdbcDialect) -> None:
        self._spec = spec
        self._dialect = dialect

    def create_enumerator(self) -> SplitEnumerator:
        return JdbcEnumerator(self._spec)

    def create_reader(self) -> SourceReader:
        return JdbcReader(self._spec, self._dialect)
