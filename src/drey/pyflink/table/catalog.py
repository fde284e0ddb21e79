"""Mirror of ``pyflink.table.catalog``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Union

from drey.pyflink.not_built import not_built
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
    """Flink's ``Catalog``."""

    def get_default_database(self) -> str:
        """Flink's ``get_default_database``; not built yet."""
        raise not_built("Catalog.get_default_database")

    def list_databases(self) -> List[str]:
        """Flink's ``list_databases``; not built yet."""
        raise not_built("Catalog.list_databases")

    def get_database(self, database_name: str) -> CatalogDatabase:
        """Flink's ``get_database``; not built yet."""
        raise not_built("Catalog.get_database")

    def database_exists(self, database_name: str) -> bool:
        """Flink's ``database_exists``; not built yet."""
        raise not_built("Catalog.database_exists")

    def create_database(self, name: str, database: CatalogDatabase, ignore_if_exists: bool) -> Any:
        """Flink's ``create_database``; not built yet."""
        raise not_built("Catalog.create_database")

    def drop_database(self, name: str, ignore_if_exists: bool) -> Any:
        """Flink's ``drop_database``; not built yet."""
        raise not_built("Catalog.drop_database")

    def alter_database(self, name: str, new_database: CatalogDatabase, ignore_if_not_exists: bool) -> Any:
        """Flink's ``alter_database``; not built yet."""
        raise not_built("Catalog.alter_database")

    def list_tables(self, database_name: str) -> List[str]:
        """Flink's ``list_tables``; not built yet."""
        raise not_built("Catalog.list_tables")

    def list_views(self, database_name: str) -> List[str]:
        """Flink's ``list_views``; not built yet."""
        raise not_built("Catalog.list_views")

    def list_materialized_tables(self, database_name: str) -> List[str]:
        """Flink's ``list_materialized_tables``; not built yet."""
        raise not_built("Catalog.list_materialized_tables")

    def get_table(self, table_path: ObjectPath) -> CatalogBaseTable:
        """Flink's ``get_table``; not built yet."""
        raise not_built("Catalog.get_table")

    def table_exists(self, table_path: ObjectPath) -> bool:
        """Flink's ``table_exists``; not built yet."""
        raise not_built("Catalog.table_exists")

    def drop_table(self, table_path: ObjectPath, ignore_if_not_exists: bool) -> Any:
        """Flink's ``drop_table``; not built yet."""
        raise not_built("Catalog.drop_table")

    def rename_table(self, table_path: ObjectPath, new_table_name: str, ignore_if_not_exists: bool) -> Any:
        """Flink's ``rename_table``; not built yet."""
        raise not_built("Catalog.rename_table")

    def create_table(self, table_path: ObjectPath, table: CatalogBaseTable, ignore_if_exists: bool) -> Any:
        """Flink's ``create_table``; not built yet."""
        raise not_built("Catalog.create_table")

    def alter_table(
        self, table_path: ObjectPath, new_table: CatalogBaseTable, ignore_if_not_exists: Any
    ) -> Any:
        """Flink's ``alter_table``; not built yet."""
        raise not_built("Catalog.alter_table")

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
        """Flink's ``list_functions``; not built yet."""
        raise not_built("Catalog.list_functions")

    def list_procedures(self, database_name: str) -> List[str]:
        """Flink's ``list_procedures``; not built yet."""
        raise not_built("Catalog.list_procedures")

    def get_function(self, function_path: ObjectPath) -> CatalogFunction:
        """Flink's ``get_function``; not built yet."""
        raise not_built("Catalog.get_function")

    def get_procedure(self, procedure_path: ObjectPath) -> Procedure:
        """Flink's ``get_procedure``; not built yet."""
        raise not_built("Catalog.get_procedure")

    def function_exists(self, function_path: ObjectPath) -> bool:
        """Flink's ``function_exists``; not built yet."""
        raise not_built("Catalog.function_exists")

    def create_function(
        self, function_path: ObjectPath, function: CatalogFunction, ignore_if_exists: bool
    ) -> Any:
        """Flink's ``create_function``; not built yet."""
        raise not_built("Catalog.create_function")

    def alter_function(
        self, function_path: ObjectPath, new_function: CatalogFunction, ignore_if_not_exists: bool
    ) -> Any:
        """Flink's ``alter_function``; not built yet."""
        raise not_built("Catalog.alter_function")

    def drop_function(self, function_path: ObjectPath, ignore_if_not_exists: bool) -> Any:
        """Flink's ``drop_function``; not built yet."""
        raise not_built("Catalog.drop_function")

    def list_models(self, database_name: str) -> List[str]:
        """Flink's ``list_models``; not built yet."""
        raise not_built("Catalog.list_models")

    def get_model(self, model_path: ObjectPath) -> CatalogModel:
        """Flink's ``get_model``; not built yet."""
        raise not_built("Catalog.get_model")

    def model_exists(self, model_path: ObjectPath) -> bool:
        """Flink's ``model_exists``; not built yet."""
        raise not_built("Catalog.model_exists")

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


class CatalogDatabase:
    """Flink's ``CatalogDatabase``."""

    @staticmethod
    def create_instance(properties: Dict[str, str], comment: str | None = None) -> CatalogDatabase:
        """Flink's ``create_instance``; not built yet."""
        raise not_built("CatalogDatabase.create_instance")

    def get_properties(self) -> Dict[str, str]:
        """Flink's ``get_properties``; not built yet."""
        raise not_built("CatalogDatabase.get_properties")

    def get_comment(self) -> str:
        """Flink's ``get_comment``; not built yet."""
        raise not_built("CatalogDatabase.get_comment")

    def copy(self) -> CatalogDatabase:
        """Flink's ``copy``; not built yet."""
        raise not_built("CatalogDatabase.copy")

    def get_description(self) -> Optional[str]:
        """Flink's ``get_description``; not built yet."""
        raise not_built("CatalogDatabase.get_description")

    def get_detailed_description(self) -> Optional[str]:
        """Flink's ``get_detailed_description``; not built yet."""
        raise not_built("CatalogDatabase.get_detailed_description")


class CatalogBaseTable:
    """Flink's ``CatalogBaseTable``."""

    @staticmethod
    def create_table(
        schema: TableSchema,
        partition_keys: List[str] = [],
        properties: Dict[str, str] = {},
        comment: str | None = None,
    ) -> CatalogBaseTable:
        """Flink's ``create_table``; not built yet."""
        raise not_built("CatalogBaseTable.create_table")

    @staticmethod
    def create_view(
        original_query: str,
        expanded_query: str,
        schema: TableSchema,
        properties: Dict[str, str],
        comment: str | None = None,
    ) -> CatalogBaseTable:
        """Flink's ``create_view``; not built yet."""
        raise not_built("CatalogBaseTable.create_view")

    def get_options(self) -> Any:
        """Flink's ``get_options``; not built yet."""
        raise not_built("CatalogBaseTable.get_options")

    def get_unresolved_schema(self) -> Schema:
        """Flink's ``get_unresolved_schema``; not built yet."""
        raise not_built("CatalogBaseTable.get_unresolved_schema")

    def get_comment(self) -> str:
        """Flink's ``get_comment``; not built yet."""
        raise not_built("CatalogBaseTable.get_comment")

    def copy(self) -> CatalogBaseTable:
        """Flink's ``copy``; not built yet."""
        raise not_built("CatalogBaseTable.copy")

    def get_description(self) -> Optional[str]:
        """Flink's ``get_description``; not built yet."""
        raise not_built("CatalogBaseTable.get_description")

    def get_detailed_description(self) -> Optional[str]:
        """Flink's ``get_detailed_description``; not built yet."""
        raise not_built("CatalogBaseTable.get_detailed_description")


class CatalogPartition:
    """Flink's ``CatalogPartition``."""

    @staticmethod
    def create_instance(properties: Dict[str, str], comment: str | None = None) -> CatalogPartition:
        """Flink's ``create_instance``; not built yet."""
        raise not_built("CatalogPartition.create_instance")

    def get_properties(self) -> Dict[str, str]:
        """Flink's ``get_properties``; not built yet."""
        raise not_built("CatalogPartition.get_properties")

    def copy(self) -> CatalogPartition:
        """Flink's ``copy``; not built yet."""
        raise not_built("CatalogPartition.copy")

    def get_description(self) -> Optional[str]:
        """Flink's ``get_description``; not built yet."""
        raise not_built("CatalogPartition.get_description")

    def get_detailed_description(self) -> Optional[str]:
        """Flink's ``get_detailed_description``; not built yet."""
        raise not_built("CatalogPartition.get_detailed_description")

    def get_comment(self) -> str:
        """Flink's ``get_comment``; not built yet."""
        raise not_built("CatalogPartition.get_comment")


class CatalogFunction:
    """Flink's ``CatalogFunction``."""

    @staticmethod
    def create_instance(class_name: str, function_language: str = "Python") -> CatalogFunction:
        """Flink's ``create_instance``; not built yet."""
        raise not_built("CatalogFunction.create_instance")

    def get_class_name(self) -> str:
        """Flink's ``get_class_name``; not built yet."""
        raise not_built("CatalogFunction.get_class_name")

    def copy(self) -> CatalogFunction:
        """Flink's ``copy``; not built yet."""
        raise not_built("CatalogFunction.copy")

    def get_description(self) -> Optional[str]:
        """Flink's ``get_description``; not built yet."""
        raise not_built("CatalogFunction.get_description")

    def get_detailed_description(self) -> Optional[str]:
        """Flink's ``get_detailed_description``; not built yet."""
        raise not_built("CatalogFunction.get_detailed_description")

    def get_function_language(self) -> Any:
        """Flink's ``get_function_language``; not built yet."""
        raise not_built("CatalogFunction.get_function_language")

    def get_options(self) -> Dict[str, str]:
        """Flink's ``get_options``; not built yet."""
        raise not_built("CatalogFunction.get_options")


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


class ObjectPath:
    """Flink's ``ObjectPath``."""

    def __init__(self, database_name: Any = None, object_name: Any = None, j_object_path: Any = None) -> None:
        """Make the object; not built yet."""
        raise not_built("ObjectPath")

    def get_database_name(self) -> str:
        """Flink's ``get_database_name``; not built yet."""
        raise not_built("ObjectPath.get_database_name")

    def get_object_name(self) -> str:
        """Flink's ``get_object_name``; not built yet."""
        raise not_built("ObjectPath.get_object_name")

    def get_full_name(self) -> str:
        """Flink's ``get_full_name``; not built yet."""
        raise not_built("ObjectPath.get_full_name")

    def compare_to(self, other: ObjectPath) -> int:
        """Flink's ``compare_to``; not built yet."""
        raise not_built("ObjectPath.compare_to")

    @staticmethod
    def from_string(full_name: str) -> ObjectPath:
        """Flink's ``from_string``; not built yet."""
        raise not_built("ObjectPath.from_string")


class CatalogPartitionSpec:
    """Flink's ``CatalogPartitionSpec``."""

    def __init__(self, partition_spec: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("CatalogPartitionSpec")

    def get_partition_spec(self) -> Dict[str, str]:
        """Flink's ``get_partition_spec``; not built yet."""
        raise not_built("CatalogPartitionSpec.get_partition_spec")


class CatalogTableStatistics:
    """Flink's ``CatalogTableStatistics``."""

    def __init__(
        self,
        row_count: Any = None,
        field_count: Any = None,
        total_size: Any = None,
        raw_data_size: Any = None,
        properties: Any = None,
        j_catalog_table_statistics: Any = None,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("CatalogTableStatistics")

    def get_row_count(self) -> int:
        """Flink's ``get_row_count``; not built yet."""
        raise not_built("CatalogTableStatistics.get_row_count")

    def get_field_count(self) -> int:
        """Flink's ``get_field_count``; not built yet."""
        raise not_built("CatalogTableStatistics.get_field_count")

    def get_total_size(self) -> int:
        """Flink's ``get_total_size``; not built yet."""
        raise not_built("CatalogTableStatistics.get_total_size")

    def get_raw_data_size(self) -> int:
        """Flink's ``get_raw_data_size``; not built yet."""
        raise not_built("CatalogTableStatistics.get_raw_data_size")

    def get_properties(self) -> Dict[str, str]:
        """Flink's ``get_properties``; not built yet."""
        raise not_built("CatalogTableStatistics.get_properties")

    def copy(self) -> CatalogTableStatistics:
        """Flink's ``copy``; not built yet."""
        raise not_built("CatalogTableStatistics.copy")


class CatalogColumnStatistics:
    """Flink's ``CatalogColumnStatistics``."""

    def __init__(
        self,
        column_statistics_data: Any = None,
        properties: Any = None,
        j_catalog_column_statistics: Any = None,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("CatalogColumnStatistics")

    def get_column_statistics_data(self) -> Any:
        """Flink's ``get_column_statistics_data``; not built yet."""
        raise not_built("CatalogColumnStatistics.get_column_statistics_data")

    def get_properties(self) -> Dict[str, str]:
        """Flink's ``get_properties``; not built yet."""
        raise not_built("CatalogColumnStatistics.get_properties")

    def copy(self) -> CatalogColumnStatistics:
        """Flink's ``copy``; not built yet."""
        raise not_built("CatalogColumnStatistics.copy")


class HiveCatalog(Catalog):
    """Flink's ``HiveCatalog``."""

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
    """Flink's ``JdbcCatalog``."""

    def __init__(
        self, catalog_name: str, default_database: str, username: str, pwd: str, base_url: str
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("JdbcCatalog")


class CatalogDescriptor:
    """Flink's ``CatalogDescriptor``."""

    @staticmethod
    def of(catalog_name: str, configuration: Configuration, comment: str | None = None) -> Any:
        """Flink's ``of``; not built yet."""
        raise not_built("CatalogDescriptor.of")


class ObjectIdentifier:
    """Flink's ``ObjectIdentifier``."""

    @staticmethod
    def of(catalog_name: str, database_name: str, object_name: str) -> ObjectIdentifier:
        """Flink's ``of``; not built yet."""
        raise not_built("ObjectIdentifier.of")

    def get_catalog_name(self) -> str:
        """Flink's ``get_catalog_name``; not built yet."""
        raise not_built("ObjectIdentifier.get_catalog_name")

    def get_database_name(self) -> str:
        """Flink's ``get_database_name``; not built yet."""
        raise not_built("ObjectIdentifier.get_database_name")

    def get_object_name(self) -> str:
        """Flink's ``get_object_name``; not built yet."""
        raise not_built("ObjectIdentifier.get_object_name")

    def to_object_path(self) -> ObjectPath:
        """Flink's ``to_object_path``; not built yet."""
        raise not_built("ObjectIdentifier.to_object_path")

    def to_list(self) -> List[str]:
        """Flink's ``to_list``; not built yet."""
        raise not_built("ObjectIdentifier.to_list")

    def as_serializable_string(self) -> str:
        """Flink's ``as_serializable_string``; not built yet."""
        raise not_built("ObjectIdentifier.as_serializable_string")

    def as_summary_string(self) -> str:
        """Flink's ``as_summary_string``; not built yet."""
        raise not_built("ObjectIdentifier.as_summary_string")
