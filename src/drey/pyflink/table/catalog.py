"""Mirror of ``pyflink.table.catalog``; see "Catalogs" in Flink's documentation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Union

from drey.catalog import objects as engine
from drey.catalog.catalog import Catalog as EngineCatalog
from drey.catalog.catalog import FunctionNotFoundError, TableNotFoundError
from drey.pyflink.not_built import not_built
from drey.pyflink.table.catalog_errors import translated
from drey.pyflink.table.catalog_objects import (
    CatalogBaseTable,
    CatalogColumnStatistics,
    CatalogDatabase,
    CatalogFunction,
    CatalogModel,
    CatalogPartition,
    CatalogTableStatistics,
    Procedure,
)
from drey.pyflink.table.catalog_paths import CatalogPartitionSpec, ObjectIdentifier, ObjectPath
from drey.pyflink.table.catalog_schema import (
    Column,
    ComputedColumn,
    Constraint,
    MetadataColumn,
    PhysicalColumn,
    ResolvedSchema,
    UniqueConstraint,
    WatermarkSpec,
)
from drey.session.functions import load_function

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration
    from drey.pyflink.table.resolved_expression import ResolvedExpression
    from drey.pyflink.table.schema import Schema
    from drey.pyflink.table.table_schema import TableSchema
    from drey.pyflink.table.types import DataType

__all__ = [
    "Catalog",
    "CatalogDatabase",
    "CatalogBaseTable",
    "CatalogPartition",
    "CatalogFunction",
    "Procedure",
    "ObjectPath",
    "CatalogPartitionSpec",
    "CatalogTableStatistics",
    "CatalogColumnStatistics",
    "HiveCatalog",
    "CatalogDescriptor",
    "ObjectIdentifier",
    "Column",
    "PhysicalColumn",
    "ComputedColumn",
    "MetadataColumn",
    "WatermarkSpec",
    "Constraint",
    "UniqueConstraint",
    "ResolvedSchema",
]


class Catalog:
    """A catalog of the session, from ``t_env.get_catalog(name)``; it holds databases with tables, views and functions.

    What it raises is in ``pyflink.util.exceptions``. There are no partitions, procedures, models and statistics in
    it yet. Names of tables and databases distinguish case, those of functions don't.
    """

    _catalog: EngineCatalog

    @staticmethod
    def _of(catalog: EngineCatalog) -> Catalog:
        made = Catalog()
        made._catalog = catalog
        return made

    def get_default_database(self) -> str:
        """The name of the database that becomes the current one when the catalog does."""
        return getattr(self._catalog, "default_database", self._catalog.databases()[0])

    def list_databases(self) -> List[str]:
        """The names of all databases, sorted."""
        return self._catalog.databases()

    def get_database(self, database_name: str) -> CatalogDatabase:
        """The database of this name; changes are made by :meth:`alter_database`.

        Raises:
            DatabaseNotExistException: There is none of this name.
        """
        with translated():
            return CatalogDatabase._of(self._catalog.database(database_name))

    def database_exists(self, database_name: str) -> bool:
        """Whether there is a database of this name."""
        return database_name in self._catalog.databases()

    def create_database(self, name: str, database: CatalogDatabase, ignore_if_exists: bool) -> Any:
        """Add a database.

        Args:
            name: Its name.
            database: Its properties and comment, of ``CatalogDatabase.create_instance``.
            ignore_if_exists: Do nothing if there is one of this name, instead of raising.

        Raises:
            DatabaseAlreadyExistException: There is one of this name.
        """
        with translated():
            self._catalog.create_database(name, database._database, ignore_if_exists)

    def drop_database(self, name: str, ignore_if_exists: bool) -> Any:
        """Remove a database that holds nothing.

        Args:
            name: Its name.
            ignore_if_not_exists: Do nothing if there is none of this name.

        Raises:
            DatabaseNotExistException: There is none of this name.
            DatabaseNotEmptyException: It holds tables, views or functions.
        """
        with translated():
            self._catalog.drop_database(name, ignore_if_exists)

    def alter_database(self, name: str, new_database: CatalogDatabase, ignore_if_not_exists: bool) -> Any:
        """Replace a database's properties and comment; what it holds stays.

        Args:
            name: Its name.
            new_database: The new properties and comment.
            ignore_if_not_exists: Do nothing if there is none of this name.

        Raises:
            DatabaseNotExistException: There is none of this name.
        """
        if ignore_if_not_exists and not self.database_exists(name):
            return
        with translated():
            self._catalog.alter_database(name, new_database._database)

    def list_tables(self, database_name: str) -> List[str]:
        """The names of all tables and views of a database, sorted; ``DatabaseNotExistException`` if unknown."""
        with translated():
            return self._catalog.tables(database_name)

    def list_views(self, database_name: str) -> List[str]:
        """The names of all views of a database, sorted; raises what :meth:`list_tables` raises."""
        with translated():
            return self._catalog.tables_of_kind(database_name, engine.CatalogView)

    def list_materialized_tables(self, database_name: str) -> List[str]:
        """The names of all materialized tables: an empty list, as there are none yet."""
        return []

    def get_table(self, table_path: ObjectPath) -> CatalogBaseTable:
        """The table or view at this path of database and name; temporary ones of the session aren't in a catalog.

        Raises:
            TableNotExistException: There is none at this path.
        """
        with translated():
            found = self._catalog.find_table(table_path._path)
            if found is None:
                raise TableNotFoundError(
                    f"Table (or view) {table_path} does not exist in Catalog {self._catalog.name}."
                )
            return CatalogBaseTable._of(found)

    def table_exists(self, table_path: ObjectPath) -> bool:
        """Whether there is a table or view at this path of database and name."""
        return self._catalog.find_table(table_path._path) is not None

    def drop_table(self, table_path: ObjectPath, ignore_if_not_exists: bool) -> Any:
        """Remove a table or view; what its connector has stored stays.

        Args:
            table_path: Its database and name.
            ignore_if_not_exists: Do nothing if there is none.

        Raises:
            TableNotExistException: There is none at this path.
        """
        with translated():
            self._catalog.drop_table(table_path._path, ignore_if_not_exists)

    def rename_table(self, table_path: ObjectPath, new_table_name: str, ignore_if_not_exists: bool) -> Any:
        """Rename a table or view within its database.

        Args:
            table_path: Its database and name.
            new_table_name: The new name, without the database.
            ignore_if_not_exists: Do nothing if there is none.

        Raises:
            TableNotExistException: There is none at this path.
            TableAlreadyExistException: The new name is taken.
        """
        with translated():
            self._catalog.rename_table(table_path._path, new_table_name, ignore_if_not_exists)

    def create_table(self, table_path: ObjectPath, table: CatalogBaseTable, ignore_if_exists: bool) -> Any:
        """Add a table or view.

        Args:
            table_path: Its database and name.
            table: What ``CatalogBaseTable.create_table`` or ``create_view`` makes.
            ignore_if_exists: Do nothing if there is a table or view at this path.

        Raises:
            DatabaseNotExistException: There is no such database.
            TableAlreadyExistException: There is a table or view at this path.
        """
        with translated():
            self._catalog.create_table(table_path._path, table._table, ignore_if_exists)

    def alter_table(
        self, table_path: ObjectPath, new_table: CatalogBaseTable, ignore_if_not_exists: Any
    ) -> Any:
        """Replace a table or view; what its connector has stored stays.

        Args:
            table_path: Its database and name.
            new_table: The new one.
            ignore_if_not_exists: Do nothing if there is none.

        Raises:
            TableNotExistException: There is none at this path.
        """
        if ignore_if_not_exists and not self.table_exists(table_path):
            return
        with translated():
            self._catalog.replace_table(table_path._path, new_table._table)

    def list_partitions(
        self, table_path: ObjectPath, partition_spec: CatalogPartitionSpec | None = None
    ) -> List[CatalogPartitionSpec]:
        """Flink's ``list_partitions``; not built yet."""
        raise not_built("Catalog.list_partitions")

    def get_partition(self, table_path: ObjectPath, partition_spec: CatalogPartitionSpec) -> CatalogPartition:
        """Flink's ``get_partition``; not built yet."""
        raise not_built("Catalog.get_partition")

    def partition_exists(self, table_path: ObjectPath, partition_spec: CatalogPartitionSpec) -> bool:
        """Flink's ``partition_exists``; not built yet."""
        raise not_built("Catalog.partition_exists")

    def create_partition(
        self,
        table_path: ObjectPath,
        partition_spec: CatalogPartitionSpec,
        partition: CatalogPartition,
        ignore_if_exists: bool,
    ) -> Any:
        """Flink's ``create_partition``; not built yet."""
        raise not_built("Catalog.create_partition")

    def drop_partition(
        self, table_path: ObjectPath, partition_spec: CatalogPartitionSpec, ignore_if_not_exists: bool
    ) -> Any:
        """Flink's ``drop_partition``; not built yet."""
        raise not_built("Catalog.drop_partition")

    def alter_partition(
        self,
        table_path: ObjectPath,
        partition_spec: CatalogPartitionSpec,
        new_partition: CatalogPartition,
        ignore_if_not_exists: bool,
    ) -> Any:
        """Flink's ``alter_partition``; not built yet."""
        raise not_built("Catalog.alter_partition")

    def list_functions(self, database_name: str) -> List[str]:
        """The names of all functions of a database, in small letters, sorted; raises what :meth:`list_tables` does."""
        with translated():
            return self._catalog.functions(database_name)

    def list_procedures(self, database_name: str) -> List[str]:
        """The names of all procedures: an empty list, as there are none yet."""
        return []

    def get_function(self, function_path: ObjectPath) -> CatalogFunction:
        """The function at this path of database and name, in any case.

        Raises:
            FunctionNotExistException: There is none at this path.
        """
        with translated():
            found = self._catalog.find_function(function_path._path)
            if found is None:
                raise FunctionNotFoundError(
                    f"Function {function_path} does not exist in Catalog {self._catalog.name}."
                )
            return CatalogFunction._of(found)

    def get_procedure(self, procedure_path: ObjectPath) -> Procedure:
        """Flink's ``get_procedure``; not built yet."""
        raise not_built("Catalog.get_procedure")

    def function_exists(self, function_path: ObjectPath) -> bool:
        """Whether there is a function at this path of database and name, in any case."""
        return self._catalog.find_function(function_path._path) is not None

    def create_function(
        self, function_path: ObjectPath, function: CatalogFunction, ignore_if_exists: bool
    ) -> Any:
        """Add a function, whose module is imported at once.

        Args:
            function_path: Its database and name.
            function: What ``CatalogFunction.create_instance`` makes.
            ignore_if_exists: Do nothing if there is one at this path.

        Raises:
            DatabaseNotExistException: There is no such database.
            FunctionAlreadyExistException: There is one at this path.
            ValidationError: It isn't written in Python, can't be imported, or is no user-defined function.
        """
        with translated():
            self._catalog.create_function(function_path._path, loaded(function), ignore_if_exists)

    def alter_function(
        self, function_path: ObjectPath, new_function: CatalogFunction, ignore_if_not_exists: bool
    ) -> Any:
        """Replace a function.

        Args:
            function_path: Its database and name.
            new_function: The new one, whose module is imported at once.
            ignore_if_not_exists: Do nothing if there is none.

        Raises:
            FunctionNotExistException: There is none at this path.
            ValidationError: As for :meth:`create_function`.
        """
        with translated():
            self._catalog.replace_function(function_path._path, loaded(new_function), ignore_if_not_exists)

    def drop_function(self, function_path: ObjectPath, ignore_if_not_exists: bool) -> Any:
        """Remove a function; if there is none, ``FunctionNotExistException``, unless ``ignore_if_not_exists``."""
        with translated():
            self._catalog.drop_function(function_path._path, ignore_if_not_exists)

    def list_models(self, database_name: str) -> List[str]:
        """The names of all models: an empty list, as there are none yet."""
        return []

    def get_model(self, model_path: ObjectPath) -> CatalogModel:
        """Flink's ``get_model``; not built yet."""
        raise not_built("Catalog.get_model")

    def model_exists(self, model_path: ObjectPath) -> bool:
        """Whether there is a model at this path: False, as there are none yet."""
        return False

    def drop_model(self, model_path: ObjectPath, ignore_if_not_exists: bool) -> Any:
        """Flink's ``drop_model``; not built yet."""
        raise not_built("Catalog.drop_model")

    def rename_model(self, model_path: ObjectPath, new_model_name: str, ignore_if_not_exists: bool) -> Any:
        """Flink's ``rename_model``; not built yet."""
        raise not_built("Catalog.rename_model")

    def create_model(self, model_path: ObjectPath, model: CatalogModel, ignore_if_exists: bool) -> Any:
        """Flink's ``create_model``; not built yet."""
        raise not_built("Catalog.create_model")

    def alter_model(self, model_path: ObjectPath, new_model: CatalogModel, ignore_if_not_exists: Any) -> Any:
        """Flink's ``alter_model``; not built yet."""
        raise not_built("Catalog.alter_model")

    def get_table_statistics(self, table_path: ObjectPath) -> CatalogTableStatistics:
        """Flink's ``get_table_statistics``; not built yet."""
        raise not_built("Catalog.get_table_statistics")

    def get_table_column_statistics(self, table_path: ObjectPath) -> CatalogColumnStatistics:
        """Flink's ``get_table_column_statistics``; not built yet."""
        raise not_built("Catalog.get_table_column_statistics")

    def get_partition_statistics(
        self, table_path: ObjectPath, partition_spec: CatalogPartitionSpec
    ) -> CatalogTableStatistics:
        """Flink's ``get_partition_statistics``; not built yet."""
        raise not_built("Catalog.get_partition_statistics")

    def bulk_get_partition_statistics(
        self, table_path: ObjectPath, partition_specs: List[CatalogPartitionSpec]
    ) -> List[CatalogTableStatistics]:
        """Flink's ``bulk_get_partition_statistics``; not built yet."""
        raise not_built("Catalog.bulk_get_partition_statistics")

    def get_partition_column_statistics(
        self, table_path: ObjectPath, partition_spec: CatalogPartitionSpec
    ) -> CatalogColumnStatistics:
        """Flink's ``get_partition_column_statistics``; not built yet."""
        raise not_built("Catalog.get_partition_column_statistics")

    def bulk_get_partition_column_statistics(
        self, table_path: ObjectPath, partition_specs: List[CatalogPartitionSpec]
    ) -> List[CatalogColumnStatistics]:
        """Flink's ``bulk_get_partition_column_statistics``; not built yet."""
        raise not_built("Catalog.bulk_get_partition_column_statistics")

    def alter_table_statistics(
        self, table_path: ObjectPath, table_statistics: CatalogTableStatistics, ignore_if_not_exists: bool
    ) -> Any:
        """Flink's ``alter_table_statistics``; not built yet."""
        raise not_built("Catalog.alter_table_statistics")

    def alter_table_column_statistics(
        self, table_path: ObjectPath, column_statistics: CatalogColumnStatistics, ignore_if_not_exists: bool
    ) -> Any:
        """Flink's ``alter_table_column_statistics``; not built yet."""
        raise not_built("Catalog.alter_table_column_statistics")

    def alter_partition_statistics(
        self,
        table_path: ObjectPath,
        partition_spec: CatalogPartitionSpec,
        partition_statistics: CatalogTableStatistics,
        ignore_if_not_exists: bool,
    ) -> Any:
        """Flink's ``alter_partition_statistics``; not built yet."""
        raise not_built("Catalog.alter_partition_statistics")

    def alter_partition_column_statistics(
        self,
        table_path: ObjectPath,
        partition_spec: CatalogPartitionSpec,
        column_statistics: CatalogColumnStatistics,
        ignore_if_not_exists: bool,
    ) -> Any:
        """Flink's ``alter_partition_column_statistics``; not built yet."""
        raise not_built("Catalog.alter_partition_column_statistics")


class HiveCatalog(Catalog):
    """Flink's catalog in Hive's metastore; not built yet."""

    def __init__(
        self,
        catalog_name: str,
        default_database: str | None = None,
        hive_conf_dir: str | None = None,
        hadoop_conf_dir: str | None = None,
        hive_version: str | None = None,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("HiveCatalog")


class JdbcCatalog(Catalog):
    """Flink's catalog of a database's own tables; not built yet."""

    def __init__(
        self, catalog_name: str, default_database: str, username: str, pwd: str, base_url: str
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("JdbcCatalog")


class CatalogDescriptor:
    """What ``create_catalog`` makes a catalog from; made by :meth:`of`."""

    _name: str
    _options: dict[str, str]
    _comment: str | None

    @staticmethod
    def of(catalog_name: str, configuration: Configuration, comment: str | None = None) -> CatalogDescriptor:
        """A description of a catalog.

        Args:
            catalog_name: The catalog's name.
            configuration: Its options, with ``type`` among them; they are copied.
            comment: A comment.
        """
        made = CatalogDescriptor()
        made._name, made._comment = catalog_name, comment
        made._options = dict(configuration.to_dict())
        return made


def loaded(function: CatalogFunction) -> engine.CatalogFunction:
    """The function with what its identifier names, imported."""
    described = function._function
    return described if described.function else load_function(described.identifier, described.language)
