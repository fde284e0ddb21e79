"""The contract of a database behind the jdbc connector."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import polars as pl

from drey.connectors.predicates import ColumnPredicate
from drey.records import record
from drey.types.logical import LogicalType, RowType
from drey.types.polars_types import polars_type

COMMITS_TABLE = "drey_commits"
"""Where a database remembers which epochs of appending writers it has; see :mod:`drey.connectors.jdbc.epochs`."""


@record
class TableFacts:
    """What a database says of a table.

    Args:
        name: The table's name as SQL.
        columns: Column names to declared types, in the database's spelling.
        unique: The column sets of the primary key and of unique indexes without conditions.
        position: Columns (as SQL, with the type to read them as) that order the rows and name each, for resuming
            a scan; empty if there are none.
    """

    name: str
    columns: dict[str, str]
    unique: tuple[frozenset[str], ...]
    position: tuple[tuple[str, LogicalType], ...]

    def column(self, name: str) -> str | None:
        """The database's spelling of a column: the same, or the only one that differs just by case."""
        if name in self.columns:
            return name
        near = [one for one in self.columns if one.lower() == name.lower()]
        return near[0] if len(near) == 1 else None


@record
class Target:
    """What statements that write need to know.

    Args:
        table: The table as SQL.
        columns: The columns' names in the database, in the order of the rows' columns.
        types: The columns' logical types.
        declared: The columns' types as the database declares them.
        key: The positions of the primary key's columns; empty if there is none.
    """

    table: str
    columns: tuple[str, ...]
    types: tuple[LogicalType, ...]
    declared: tuple[str, ...]
    key: tuple[int, ...] = ()

    def of_key(self) -> Target:
        """The key's columns alone, for rows that hold just them."""
        at = self.key
        return Target(
            self.table,
            tuple(self.columns[i] for i in at),
            tuple(self.types[i] for i in at),
            tuple(self.declared[i] for i in at),
            tuple(range(len(at))),
        )


@record
class Diagnosis:
    """What a driver's error means.

    Args:
        message: A few words for the user, lower-case.
        lost: True if the connection is gone or could not be made; another one may work later.
        transient: True if the same transaction may succeed if it is tried again at once.
        locked: True if a lock was waited for until the time was up, and may be one on the table.
        hint: What the user can do.
    """

    message: str
    lost: bool = False
    transient: bool = False
    locked: bool = False
    hint: str | None = None


class JdbcDialect(ABC):
    """SQL, types and errors of one database. Stateless apart from its url and credentials.

    Connections are those of Python's DB-API. A connection is used by one thread at a time. All methods that take
    one raise the driver's own exceptions (:attr:`errors`), which :meth:`diagnose` explains.
    """

    name: ClassVar[str]
    errors: ClassVar[tuple[type[Exception], ...]]
    """The driver's exceptions."""
    streams: ClassVar[bool] = True
    """True if a query's result can be read piece by piece without holding a lock that writers wait for."""

    @abstractmethod
    def connect(self) -> Any:
        """A new connection in which statements outside of a transaction commit at once."""

    def introduce(self, connection: Any, job_id: str) -> None:
        """Name a connection's session after the job that it writes for, where a server shows names of sessions."""

    @abstractmethod
    def facts(self, connection: Any, table: str) -> TableFacts | None:
        """What the database says of a table; None if it has none of this name."""

    @abstractmethod
    def quote(self, name: str) -> str:
        """One identifier as SQL."""

    def quote_path(self, name: str) -> str:
        """A table's name as SQL; dots separate the parts of a qualified name."""
        return ".".join(self.quote(part) for part in name.split("."))

    @abstractmethod
    def column_type(self, type_: LogicalType) -> str:
        """The type that a column for these values is best declared with.

        Raises:
            UnsupportedError: The database can't hold such values.
        """

    def key_type(self, type_: LogicalType) -> str:
        """As :meth:`column_type`, for a column of a primary key."""
        return self.column_type(type_)

    @abstractmethod
    def fits(self, declared: str, type_: LogicalType) -> bool:
        """False if values of a declared type can't be values of a logical type, and the other way round."""

    @abstractmethod
    def literals(self, column: pl.Series, type_: LogicalType, declared: str) -> pl.Series:
        """Values as SQL, to be compared with a column of the declared type."""

    def literal(self, value: Any, type_: LogicalType, declared: str) -> str:
        """One value as SQL, to be compared with a column of the declared type."""
        text: str = self.literals(pl.Series([value], dtype=polars_type(type_)), type_, declared)[0]
        return text

    def rows_of_in(self, rows: str) -> str:
        """What stands in ``(a, b) IN (...)`` for some rows ``(1, 2), (3, 4)``."""
        return rows

    @abstractmethod
    def where(self, predicate: ColumnPredicate, column: str, declared: str) -> str | None:
        """A condition that keeps at least the rows that satisfy the predicate; None if there is no good one.

        Args:
            predicate: A comparison of a column with a constant.
            column: The column as SQL.
            declared: The column's declared type.
        """

    def selected(self, column: str, declared: str, type_: LogicalType) -> str:
        """The expression that reads a column exactly; ``column`` is SQL."""
        return column

    @abstractmethod
    def read(self, connection: Any, query: str, row_type: RowType, size: int) -> Iterator[pl.DataFrame]:
        """The rows of a query in frames of at most ``size`` rows, with exact Polars types.

        The query is sent at the first step. A generator that is closed before its end leaves a connection that can
        only be closed.

        Raises:
            ConnectorError: A value is not of its type.
        """

    @abstractmethod
    def begin(self, connection: Any) -> None:
        """Start a transaction that is going to write."""

    @abstractmethod
    def commit(self, connection: Any) -> None:
        """Make the transaction's work durable."""

    @abstractmethod
    def roll_back(self, connection: Any) -> None:
        """Undo the transaction, if there is one."""

    @abstractmethod
    def execute(self, connection: Any, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement without parameters; the rows of its result, if it has one."""

    @abstractmethod
    def insert(self, connection: Any, target: Target, rows: pl.DataFrame) -> None:
        """Insert rows."""

    @abstractmethod
    def upsert(self, connection: Any, target: Target, rows: pl.DataFrame) -> None:
        """Insert rows, or replace the ones with the same keys. No key comes twice in ``rows``."""

    @abstractmethod
    def delete(self, connection: Any, target: Target, keys: pl.DataFrame) -> None:
        """Delete the rows with these keys; ``keys`` has the key's columns alone."""

    @abstractmethod
    def commits_table(self) -> str:
        """The statement that makes :data:`COMMITS_TABLE` unless it exists.

        Columns ``sink`` (text, at least 64 characters, primary key) and ``epoch`` (64-bit number).
        """

    @abstractmethod
    def claim_epoch(self, connection: Any, sink: str) -> int:
        """Within a transaction: lock a writer's row of :data:`COMMITS_TABLE` and return its epoch, 0 if it is new."""

    @abstractmethod
    def diagnose(self, error: Exception) -> Diagnosis:
        """What an error of the driver means."""

    def lock_holders(self, connection: Any, table: str) -> list[str]:
        """The sessions that a write into a table may just have waited for in vain, as the user knows them.

        Asked right after a failure that is :attr:`Diagnosis.locked`. Never a session of the same job, and none that
        can't have been in the way; none at all if the database doesn't tell everybody.

        Args:
            connection: The one that has waited, with no transaction.
            table: The table as SQL.
        """
        return []

    def create_table(self, table: str, row_type: RowType, key: Sequence[str]) -> str:
        """The CREATE TABLE statement for a table's columns, for hints."""
        parts = [
            f"{self.quote(f.name)} {(self.key_type if f.name in key else self.column_type)(f.type)}"
            f"{'' if f.type.nullable else ' NOT NULL'}"
            for f in row_type.fields
        ]
        if key:
            parts.append(f"PRIMARY KEY ({', '.join(self.quote(name) for name in key)})")
        return f"CREATE TABLE {self.quote_path(table)} ({', '.join(parts)})"
