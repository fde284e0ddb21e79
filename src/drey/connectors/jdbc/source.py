"""The reading side of the jdbc connector: a bounded scan, in one split or in ranges of a numeric column.

A split's position is the number of the last row in the database's own row order (``{"after": n}``), or, for
views and tables without one, how many rows of the query were read (``{"skip": n}``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
)
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.dialects.dialect import JdbcDialect, TableFacts
from drey.connectors.jdbc.tables import require_table
from drey.connectors.predicates import simple_predicates
from drey.errors import ConnectorError

_ATTEMPTS = 3
"""How often a query is tried while the database is locked; the driver waits two seconds each time."""


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
        self._connection: Any = None
        self._columns = [(f.name, f.type) for f in spec.produced.fields]

    def read(self, split: SourceSplit, max_rows: int) -> Iterator[Fetched]:
        if self._connection is None:
            self._connection = self._dialect.connect()
        facts = require_table(self._dialect, self._connection, self._spec)
        position = dict(split.position)
        left = self._spec.limit
        while True:
            count = max_rows if left is None else min(max_rows, left)
            rows = self._fetch_rows(*self._query(position, facts, count))
            left = None if left is None else left - len(rows)
            following = None
            if len(rows) == count and left != 0:
                position |= (
                    {"after": rows[-1][-1]}
                    if facts.position
                    else {"skip": position.get("skip", 0) + len(rows)}
                )
                following = SourceSplit(split.id, dict(position))
            yield Fetched(self._frame(rows), following, split.id)
            if following is None:
                return

    def _fetch_rows(self, query: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        for attempt in range(_ATTEMPTS):
            try:
                rows: list[tuple[Any, ...]] = self._connection.execute(query, parameters).fetchall()
            except self._dialect.errors as error:
                if not self._dialect.is_transient(error) or attempt == _ATTEMPTS - 1:
                    raise ConnectorError("a query failed", detail=f"{error}\n{query}") from error
            else:
                return rows
        raise AssertionError("the last attempt returns or raises")

    def _query(self, position: Mapping[str, Any], facts: TableFacts, count: int) -> tuple[str, list[Any]]:
        """The query of the next ``count`` rows.

        Every piece is a query of its own, so that no read lock is held while the rows are worked on: a job may
        write into the database that it reads.
        """
        quote = self._dialect.quote
        selected = [quote(name) for name, _ in self._columns]
        conditions: list[str] = []
        parameters: list[Any] = []
        for predicate in simple_predicates(self._spec.filters, self._spec.row_type):
            found = self._dialect.where(predicate, facts.columns[predicate.column])
            if found is not None:
                conditions.append(found[0])
                parameters += found[1]
        if "range" in position:
            conditions.append(f"{quote(o.PARTITION_COLUMN.require(self._spec.options))} BETWEEN ? AND ?")
            parameters += position["range"]
        order = ""
        if facts.position is not None:
            selected.append(facts.position)
            order = f" ORDER BY {facts.position}"
            if "after" in position:
                conditions.append(f"{facts.position} > ?")
                parameters.append(position["after"])
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        limit = f" LIMIT {count} OFFSET {position.get('skip', 0)}"
        return (
            f"SELECT {', '.join(selected) or '1'} FROM {quote(self._spec_table)}{where}{order}{limit}",
            parameters,
        )

    @property
    def _spec_table(self) -> str:
        return o.TABLE.require(self._spec.options)

    def _frame(self, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
        transposed = list(zip(*rows, strict=True)) if rows else [()] * len(self._columns)
        return pl.DataFrame(
            [
                self._dialect.from_results(name, values, type_)
                for (name, type_), values in zip(self._columns, transposed, strict=False)
            ]
        )

    def close(self) -> None:
        super().close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class JdbcSource(Source):
    """A database table, readable."""

    def __init__(self, spec: TableSpec, dialect: JdbcDialect) -> None:
        self._spec = spec
        self._dialect = dialect

    def create_enumerator(self) -> SplitEnumerator:
        return JdbcEnumerator(self._spec)

    def create_reader(self) -> SourceReader:
        return JdbcReader(self._spec, self._dialect)
