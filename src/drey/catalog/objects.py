"""What catalogs hold: tables, views, functions, databases. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drey.records import record
from drey.types.logical import LogicalType
from drey.types.schema import ResolvedSchema


@dataclass(frozen=True, order=True)
class ObjectIdentifier:
    """The full name of a catalog object."""

    catalog: str
    database: str
    name: str

    def __str__(self) -> str:
        return f"{self.catalog}.{self.database}.{self.name}"

    @property
    def quoted(self) -> str:
        """The name as SQL text with every part in backticks."""
        return ".".join(quote(part) for part in (self.catalog, self.database, self.name))

    @property
    def parts(self) -> tuple[str, str, str]:
        return (self.catalog, self.database, self.name)


def quote(name: str) -> str:
    """An identifier in backticks."""
    return "`" + name.replace("`", "``") + "`"


PartitionValues = Mapping[str, str | None]
"""The values of a partition's columns, as texts."""


@record
class Distribution:
    """``DISTRIBUTED BY kind(columns) INTO n BUCKETS``."""

    kind: str | None
    columns: tuple[str, ...]
    buckets: int | None


@record
class CatalogTable:
    """A table.

    Args:
        schema: Its resolved schema.
        options: The WITH options, in today's spelling.
        comment: Its comment.
        partition_keys: The columns of PARTITIONED BY.
        distribution: How it is bucketed.
        data: The rows of an inline collection in Arrow IPC, for tables made from Python values.
        partitions: Partitions added by ALTER TABLE, each with its options.
        key_from_query: A sink without primary key takes the key of the query that is written into it, as
            ``'connector.type' = 'jdbc'`` did in Flink 1.10.
    """

    schema: ResolvedSchema
    options: Mapping[str, str]
    comment: str | None = None
    partition_keys: tuple[str, ...] = ()
    distribution: Distribution | None = None
    data: bytes | None = field(default=None, repr=False)
    partitions: tuple[tuple[PartitionValues, Mapping[str, str]], ...] = ()
    key_from_query: bool = False

    kind = "TABLE"


@record
class CatalogView:
    """A view.

    Args:
        schema: The schema of its rows.
        query: The query as the user wrote it; of an inline Table its plan's text.
        expanded: The query with full names, as SHOW CREATE VIEW gives it.
        search_path: The catalog and database that were current when the view was made.
        comment: Its comment.
        options: Its options.
        plan: The logical plan where the view was made from a Table and not from SQL.
    """

    schema: ResolvedSchema
    query: str
    expanded: str
    search_path: tuple[str, str]
    comment: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    plan: Any = field(default=None, repr=False, compare=False)

    kind = "VIEW"


CatalogBaseTable = CatalogTable | CatalogView


@record
class UserFunction:
    """A user's function, described for the planner.

    Args:
        name: The name that users see.
        kind: ``scalar``, ``table``, ``aggregate`` or ``table_aggregate``.
        target: The Python object that runs; opaque here.
        result_type: The declared result type.
        input_types: The declared argument types; None takes any.
        deterministic: False if equal arguments may give different results.
        vectorized: True for a pandas function.
    """

    name: str
    kind: str
    target: Any = field(repr=False)
    result_type: LogicalType | None = None
    input_types: tuple[LogicalType, ...] | None = None
    deterministic: bool = True
    vectorized: bool = False

    @classmethod
    def describe(cls, wrapper: Any) -> UserFunction:
        """The description of what ``udf`` and its kin return, read from its neutral properties."""
        if isinstance(wrapper, UserFunction):
            return wrapper
        return cls(
            name=wrapper.name,
            kind=wrapper.kind,
            target=wrapper,
            result_type=wrapper.result_type,
            input_types=wrapper.input_types,
            deterministic=wrapper.deterministic,
            vectorized=wrapper.func_type == "pandas",
        )


@record
class CatalogFunction:
    """A registered function: its identifier, language and, once loaded, the function."""

    identifier: str
    language: str = "PYTHON"
    function: UserFunction | None = None
    comment: str | None = None


@record
class CatalogDatabase:
    """A database."""

    options: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None
