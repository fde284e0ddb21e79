"""What catalogs hold, which ``pyflink.table.catalog`` shows: databases, tables, views, functions, partitions."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from drey.catalog import objects as engine
from drey.pyflink.not_built import not_built
from drey.pyflink.table.schema import Schema
from drey.pyflink.table.type_conversion import to_logical
from drey.types import schema as engine_schema

if TYPE_CHECKING:
    from drey.pyflink.table.table_schema import TableSchema


class CatalogDatabase:
    """A database."""

    _database: engine.CatalogDatabase

    @classmethod
    def _of(cls, database: engine.CatalogDatabase) -> CatalogDatabase:
        made = cls()
        made._database = database
        return made

    @staticmethod
    def create_instance(properties: Dict[str, str], comment: str | None = None) -> CatalogDatabase:
        """A database with these properties."""
        return CatalogDatabase._of(engine.CatalogDatabase(dict(properties), comment))

    def get_properties(self) -> Dict[str, str]:
        """Its properties."""
        return dict(self._database.options)

    def get_comment(self) -> str:
        """Its comment."""
        return self._database.comment or ""

    def copy(self) -> CatalogDatabase:
        """An equal database."""
        return CatalogDatabase._of(self._database)

    def get_description(self) -> Optional[str]:
        """Its comment."""
        return self._database.comment

    def get_detailed_description(self) -> Optional[str]:
        """Its comment."""
        return self._database.comment


class CatalogBaseTable:
    """A table or view."""

    _table: engine.CatalogBaseTable

    @classmethod
    def _of(cls, table: engine.CatalogBaseTable) -> CatalogBaseTable:
        made = cls()
        made._table = table
        return made

    @staticmethod
    def create_table(
        schema: TableSchema,
        partition_keys: List[str] = [],
        properties: Dict[str, str] = {},
        comment: str | None = None,
    ) -> CatalogBaseTable:
        """A table of physical columns."""
        made = engine.CatalogTable(_physical(schema), dict(properties), comment, tuple(partition_keys))
        return CatalogBaseTable._of(made)

    @staticmethod
    def create_view(
        original_query: str,
        expanded_query: str,
        schema: TableSchema,
        properties: Dict[str, str],
        comment: str | None = None,
    ) -> CatalogBaseTable:
        """A view of a query."""
        path = ("default_catalog", "default_database")
        made = engine.CatalogView(
            _physical(schema), original_query, expanded_query, path, comment, dict(properties)
        )
        return CatalogBaseTable._of(made)

    def get_options(self) -> Any:
        """Its options."""
        return dict(self._table.options)

    def get_unresolved_schema(self) -> Schema:
        """Its schema, for making other tables of it."""
        builder = Schema.new_builder()
        return builder._from_engine(self._table.schema).build()

    def get_comment(self) -> str:
        """Its comment."""
        return self._table.comment or ""

    def copy(self) -> CatalogBaseTable:
        """An equal table."""
        return CatalogBaseTable._of(self._table)

    def get_description(self) -> Optional[str]:
        """Its comment."""
        return self._table.comment

    def get_detailed_description(self) -> Optional[str]:
        """Its comment."""
        return self._table.comment


def _physical(schema: TableSchema) -> engine_schema.ResolvedSchema:
    pairs = zip(schema.get_field_names(), schema.get_field_data_types(), strict=True)
    return engine_schema.ResolvedSchema(tuple(engine_schema.Column(n, to_logical(t)) for n, t in pairs))


class _Described:
    """The base of small objects with properties and a comment."""

    def __init__(self) -> None:
        self._properties: Dict[str, str] = {}
        self._comment: str | None = None


class CatalogPartition(_Described):
    """A partition."""

    @staticmethod
    def create_instance(properties: Dict[str, str], comment: str | None = None) -> CatalogPartition:
        """A partition with these properties."""
        made = CatalogPartition()
        made._properties, made._comment = dict(properties), comment
        return made

    def get_properties(self) -> Dict[str, str]:
        """Its properties."""
        return dict(self._properties)

    def copy(self) -> CatalogPartition:
        """An equal partition."""
        return deepcopy(self)

    def get_description(self) -> Optional[str]:
        """Its comment."""
        return self._comment

    def get_detailed_description(self) -> Optional[str]:
        """Its comment."""
        return self._comment

    def get_comment(self) -> str:
        """Its comment."""
        return self._comment or ""


class CatalogFunction:
    """A function."""

    _function: engine.CatalogFunction

    @classmethod
    def _of(cls, function: engine.CatalogFunction) -> CatalogFunction:
        made = cls()
        made._function = function
        return made

    @staticmethod
    def create_instance(class_name: str, function_language: str = "Python") -> CatalogFunction:
        """A function by its ``module.attribute``."""
        return CatalogFunction._of(engine.CatalogFunction(class_name, function_language.upper()))

    def get_class_name(self) -> str:
        """What it is found by."""
        return self._function.identifier

    def copy(self) -> CatalogFunction:
        """An equal function."""
        return CatalogFunction._of(self._function)

    def get_description(self) -> Optional[str]:
        """Its comment."""
        return self._function.comment

    def get_detailed_description(self) -> Optional[str]:
        """Its comment."""
        return self._function.comment

    def get_function_language(self) -> Any:
        """The language that it is written in."""
        return self._function.language

    def get_options(self) -> Dict[str, str]:
        """Its options: none."""
        return {}


class CatalogModel:
    """Flink's ``CatalogModel``."""

    @staticmethod
    def create_model(
        input_schema: Schema, output_schema: Schema, options: Dict[str, str] = {}, comment: str | None = None
    ) -> CatalogModel:
        """Flink's ``create_model``; not built yet."""
        raise not_built("CatalogModel.create_model")

    def copy(self) -> CatalogModel:
        """Flink's ``copy``; not built yet."""
        raise not_built("CatalogModel.copy")

    def get_comment(self) -> str:
        """Flink's ``get_comment``; not built yet."""
        raise not_built("CatalogModel.get_comment")

    def get_options(self) -> Any:
        """Flink's ``get_options``; not built yet."""
        raise not_built("CatalogModel.get_options")


class Procedure:
    """Flink's ``Procedure``."""


class CatalogTableStatistics:
    """How large a table is.

    Args:
        row_count: Its rows.
        field_count: Its files.
        total_size: Its bytes.
        raw_data_size: Its bytes in memory.
        properties: Anything else.
    """

    def __init__(
        self,
        row_count: Any = None,
        field_count: Any = None,
        total_size: Any = None,
        raw_data_size: Any = None,
        properties: Any = None,
        j_catalog_table_statistics: Any = None,
    ) -> None:
        self._numbers = (row_count, field_count, total_size, raw_data_size)
        self._properties = dict(properties or {})

    def get_row_count(self) -> int:
        """Its rows."""
        return self._numbers[0]  # type: ignore[no-any-return]

    def get_field_count(self) -> int:
        """Its files."""
        return self._numbers[1]  # type: ignore[no-any-return]

    def get_total_size(self) -> int:
        """Its bytes."""
        return self._numbers[2]  # type: ignore[no-any-return]

    def get_raw_data_size(self) -> int:
        """Its bytes in memory."""
        return self._numbers[3]  # type: ignore[no-any-return]

    def get_properties(self) -> Dict[str, str]:
        """Anything else."""
        return dict(self._properties)

    def copy(self) -> CatalogTableStatistics:
        """Equal statistics."""
        return CatalogTableStatistics(*self._numbers, properties=self._properties)


class CatalogColumnStatistics:
    """What is known about columns.

    Args:
        column_statistics_data: Column to its statistics.
        properties: Anything else.
    """

    def __init__(
        self,
        column_statistics_data: Any = None,
        properties: Any = None,
        j_catalog_column_statistics: Any = None,
    ) -> None:
        self._data = dict(column_statistics_data or {})
        self._properties = dict(properties or {})

    def get_column_statistics_data(self) -> Any:
        """Column to its statistics."""
        return dict(self._data)

    def get_properties(self) -> Dict[str, str]:
        """Anything else."""
        return dict(self._properties)

    def copy(self) -> CatalogColumnStatistics:
        """Equal statistics."""
        return CatalogColumnStatistics(self._data, self._properties)
