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
    """A database as catalogs keep it: properties and a comment. It can't be changed."""

    _database: engine.CatalogDatabase

    @classmethod
    def _of(cls, database: engine.CatalogDatabase) -> CatalogDatabase:
        made = cls()
        made._database = database
        return made

    @staticmethod
    def create_instance(properties: Dict[str, str], comment: str | None = None) -> CatalogDatabase:
        """A database for ``Catalog.create_database``.

        Args:
            properties: Any texts by key; they are copied.
            comment: A comment.
        """
        return CatalogDatabase._of(engine.CatalogDatabase(dict(properties), comment))

    def get_properties(self) -> Dict[str, str]:
        """The properties, as a new dict."""
        return dict(self._database.options)

    def get_comment(self) -> str:
        """The comment, or an empty text if there is none."""
        return self._database.comment or ""

    def copy(self) -> CatalogDatabase:
        """An equal database."""
        return CatalogDatabase._of(self._database)

    def get_description(self) -> Optional[str]:
        """The comment, or None; unlike :meth:`get_comment` it tells none from an empty one."""
        return self._database.comment

    def get_detailed_description(self) -> Optional[str]:
        """The same as :meth:`get_description`."""
        return self._database.comment


class CatalogBaseTable:
    """A table or view as catalogs keep it: schema, options and a comment. It can't be changed."""

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
        """A table for ``Catalog.create_table``, with stored columns only.

        Args:
            schema: The names and types of the columns.
            partition_keys: The columns by which it is partitioned.
            properties: The options of WITH, ``connector`` among them; they are checked when the table is used.
            comment: A comment.

        Raises:
            ValidationError: Two columns have the same name.
        """
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
        """A view for ``Catalog.create_table``.

        Args:
            original_query: The query as it was written.
            expanded_query: The query with full names; SHOW CREATE VIEW shows it.
            schema: The names and types of the columns.
            properties: Options, which mean nothing to a view.
            comment: A comment.

        Returns:
            The view; names without path in ``original_query`` are looked up in
            ``default_catalog.default_database``.
        """
        path = ("default_catalog", "default_database")
        made = engine.CatalogView(
            _physical(schema), original_query, expanded_query, path, comment, dict(properties)
        )
        return CatalogBaseTable._of(made)

    def get_options(self) -> Any:
        """The options, as a new dict."""
        return dict(self._table.options)

    def get_unresolved_schema(self) -> Schema:
        """The schema as text and types, as a descriptor of another table takes it."""
        builder = Schema.new_builder()
        return builder._from_engine(self._table.schema).build()

    def get_comment(self) -> str:
        """The comment, or an empty text if there is none."""
        return self._table.comment or ""

    def copy(self) -> CatalogBaseTable:
        """An equal table or view."""
        return CatalogBaseTable._of(self._table)

    def get_description(self) -> Optional[str]:
        """The comment, or None; unlike :meth:`get_comment` it tells none from an empty one."""
        return self._table.comment

    def get_detailed_description(self) -> Optional[str]:
        """The same as :meth:`get_description`."""
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
    """A partition's properties and comment; catalogs keep none yet."""

    @staticmethod
    def create_instance(properties: Dict[str, str], comment: str | None = None) -> CatalogPartition:
        """A partition.

        Args:
            properties: Any texts by key; they are copied.
            comment: A comment.
        """
        made = CatalogPartition()
        made._properties, made._comment = dict(properties), comment
        return made

    def get_properties(self) -> Dict[str, str]:
        """The properties, as a new dict."""
        return dict(self._properties)

    def copy(self) -> CatalogPartition:
        """An equal partition of its own."""
        return deepcopy(self)

    def get_description(self) -> Optional[str]:
        """The comment, or None; unlike :meth:`get_comment` it tells none from an empty one."""
        return self._comment

    def get_detailed_description(self) -> Optional[str]:
        """The same as :meth:`get_description`."""
        return self._comment

    def get_comment(self) -> str:
        """The comment, or an empty text if there is none."""
        return self._comment or ""


class CatalogFunction:
    """A function as catalogs keep it: where it is found and its language. It can't be changed."""

    _function: engine.CatalogFunction

    @classmethod
    def _of(cls, function: engine.CatalogFunction) -> CatalogFunction:
        made = cls()
        made._function = function
        return made

    @staticmethod
    def create_instance(class_name: str, function_language: str = "Python") -> CatalogFunction:
        """A function for ``Catalog.create_function``.

        Args:
            class_name: ``module.attribute`` of what :func:`~pyflink.table.udf.udf` returned; it isn't imported yet.
            function_language: ``Python``; of another language it can be described, but not added to a catalog.
        """
        return CatalogFunction._of(engine.CatalogFunction(class_name, function_language.upper()))

    def get_class_name(self) -> str:
        """The ``module.attribute`` by which the function is found."""
        return self._function.identifier

    def copy(self) -> CatalogFunction:
        """An equal function."""
        return CatalogFunction._of(self._function)

    def get_description(self) -> Optional[str]:
        """The comment, or None."""
        return self._function.comment

    def get_detailed_description(self) -> Optional[str]:
        """The same as :meth:`get_description`."""
        return self._function.comment

    def get_function_language(self) -> Any:
        """The language that it is written in, in capitals, such as ``PYTHON``."""
        return self._function.language

    def get_options(self) -> Dict[str, str]:
        """The function's options: an empty dict, as there are none yet."""
        return {}


class CatalogModel:
    """A model of a catalog; there are none yet."""

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
    """A procedure of a catalog; there are none yet."""


class CatalogTableStatistics:
    """How large a table or partition is; catalogs keep none yet.

    Args:
        row_count: The number of rows.
        field_count: The number of files; the parameter has PyFlink's name.
        total_size: The size of the files in bytes.
        raw_data_size: The size of the rows in memory in bytes.
        properties: Any texts by key.
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
        """The number of rows, as it was given."""
        return self._numbers[0]  # type: ignore[no-any-return]

    def get_field_count(self) -> int:
        """The number of files, as it was given; the method has PyFlink's name."""
        return self._numbers[1]  # type: ignore[no-any-return]

    def get_total_size(self) -> int:
        """The size of the files in bytes, as it was given."""
        return self._numbers[2]  # type: ignore[no-any-return]

    def get_raw_data_size(self) -> int:
        """The size of the rows in memory in bytes, as it was given."""
        return self._numbers[3]  # type: ignore[no-any-return]

    def get_properties(self) -> Dict[str, str]:
        """Any other texts by key, as a new dict."""
        return dict(self._properties)

    def copy(self) -> CatalogTableStatistics:
        """Equal statistics of their own."""
        return CatalogTableStatistics(*self._numbers, properties=self._properties)


class CatalogColumnStatistics:
    """What is known about the values of columns; catalogs keep none yet.

    Args:
        column_statistics_data: Each column's statistics, by its name.
        properties: Any texts by key.
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
        """Each column's statistics by its name, as a new dict."""
        return dict(self._data)

    def get_properties(self) -> Dict[str, str]:
        """Any other texts by key, as a new dict."""
        return dict(self._properties)

    def copy(self) -> CatalogColumnStatistics:
        """Equal statistics of their own."""
        return CatalogColumnStatistics(self._data, self._properties)
