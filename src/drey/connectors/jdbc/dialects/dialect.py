"""The contract of a database behind the jdbc connector."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import polars as pl

from drey.connectors.predicates import ColumnPredicate
from drey.records import record
from drey.types.logical import LogicalType, RowType


@record
class TableFacts:
    """What a database says of a table.

    Args:
        columns: Column names to declared types.
        unique: The column sets of the primary key and of unique indexes without conditions.
        position: A column that orders rows and names each by a number, for resuming a scan; None if there is none.
    """

    columns: dict[str, str]
    unique: tuple[frozenset[str], ...]
    position: str | None


class JdbcDialect(ABC):
    """SQL, types and errors of one database. Stateless apart from its url.

    Connections are those of Python's DB-API. A connection is used by one thread at a time.
    """

    name: ClassVar[str]
    errors: ClassVar[tuple[type[Exception], ...]]
    """The driver's exceptions."""

    @abstractmethod
    def connect(self) -> Any:
        """A new connection in which statements outside of ``BEGIN`` commit at once.

        Raises:
            ConnectorError: The database can't be reached.
        """

    @abstractmethod
    def facts(self, connection: Any, table: str) -> TableFacts | None:
        """What the database says of a table; None if it has none of this name."""

    @abstractmethod
    def quote(self, name: str) -> str:
        """An identifier; a dot separates the parts of a qualified name."""

    @abstractmethod
    def column_type(self, type_: LogicalType) -> str:
        """The type that a column for these values is best declared with.

        Raises:
            UnsupportedError: The database can't hold such values.
        """

    @abstractmethod
    def to_parameters(self, column: pl.Series, type_: LogicalType) -> list[Any]:
        """The values of a column as statement parameters."""

    @abstractmethod
    def from_results(self, name: str, values: Sequence[Any], type_: LogicalType) -> pl.Series:
        """A column out of fetched values.

        Raises:
            ConnectorError: A value is not of the type.
        """

    @abstractmethod
    def where(self, predicate: ColumnPredicate, declared: str) -> tuple[str, list[Any]] | None:
        """A condition that keeps at least the rows that satisfy the predicate, with its parameters.

        Args:
            predicate: A comparison of a column with a constant.
            declared: The column's declared type.
        """

    @abstractmethod
    def upsert(self, table: str, columns: Sequence[str], key: Sequence[str]) -> str:
        """The statement that inserts a row or replaces the one with the same key."""

    @abstractmethod
    def is_transient(self, error: Exception) -> bool:
        """True if the same statement may succeed a little later."""

    def insert(self, table: str, columns: Sequence[str]) -> str:
        """The statement that inserts a row."""
        names = ", ".join(self.quote(name) for name in columns)
        return f"INSERT INTO {self.quote(table)} ({names}) VALUES ({', '.join('?' * len(columns))})"

    def delete(self, table: str, key: Sequence[str]) -> str:
        """The statement that deletes the row with a key."""
        condition = " AND ".join(f"{self.quote(name)} = ?" for name in key)
        return f"DELETE FROM {self.quote(table)} WHERE {condition}"

    def create_table(self, table: str, row_type: RowType, key: Sequence[str]) -> str:
        """The CREATE TABLE statement for a table's columns, for hints."""
        parts = [
            f"{self.quote(f.name)} {self.column_type(f.type)}{'' if f.type.nullable else ' NOT NULL'}"
            for f in row_type.fields
        ]
        if key:
            parts.append(f"PRIMARY KEY ({', '.join(self.quote(name) for name in key)})")
        return f"CREATE TABLE {self.quote(table)} ({', '.join(parts)})"
