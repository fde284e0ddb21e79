"""Mirror of ``pyflink.table.table_environment``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, List, Optional, Tuple, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration
    from drey.pyflink.common.typeinfo import TypeInformation
    from drey.pyflink.datastream.data_stream import DataStream
    from drey.pyflink.datastream.stream_execution_environment import StreamExecutionEnvironment
    from drey.pyflink.table.catalog import Catalog, CatalogDescriptor
    from drey.pyflink.table.changelog_mode import ChangelogMode
    from drey.pyflink.table.compiled_plan import CompiledPlan
    from drey.pyflink.table.descriptors import Schema
    from drey.pyflink.table.environment_settings import EnvironmentSettings
    from drey.pyflink.table.explain_detail import ExplainDetail
    from drey.pyflink.table.expression import Expression
    from drey.pyflink.table.model_descriptor import ModelDescriptor
    from drey.pyflink.table.module import Module, ModuleEntry
    from drey.pyflink.table.plan_reference import PlanReference
    from drey.pyflink.table.statement_set import StatementSet
    from drey.pyflink.table.table import Table
    from drey.pyflink.table.table_config import TableConfig
    from drey.pyflink.table.table_descriptor import TableDescriptor
    from drey.pyflink.table.table_result import TableResult
    from drey.pyflink.table.types import DataType, RowType
    from drey.pyflink.table.udf import AggregateFunction, UserDefinedFunctionWrapper

__all__ = ["StreamTableEnvironment", "TableEnvironment"]


class TableEnvironment:
    """Flink's ``TableEnvironment``."""

    @staticmethod
    def create(environment_settings: Union[EnvironmentSettings, Configuration]) -> TableEnvironment:
        """Flink's ``create``; not built yet."""
        raise not_built("TableEnvironment.create")

    def create_catalog(self, catalog_name: str, catalog_descriptor: CatalogDescriptor) -> Any:
        """Flink's ``create_catalog``; not built yet."""
        raise not_built("TableEnvironment.create_catalog")

    def register_catalog(self, catalog_name: str, catalog: Catalog) -> Any:
        """Flink's ``register_catalog``; not built yet."""
        raise not_built("TableEnvironment.register_catalog")

    def get_catalog(self, catalog_name: str) -> Catalog:
        """Flink's ``get_catalog``; not built yet."""
        raise not_built("TableEnvironment.get_catalog")

    def load_module(self, module_name: str, module: Module) -> Any:
        """Flink's ``load_module``; not built yet."""
        raise not_built("TableEnvironment.load_module")

    def unload_module(self, module_name: str) -> Any:
        """Flink's ``unload_module``; not built yet."""
        raise not_built("TableEnvironment.unload_module")

    def use_modules(self, *module_names: str) -> Any:
        """Flink's ``use_modules``; not built yet."""
        raise not_built("TableEnvironment.use_modules")

    def create_java_temporary_system_function(self, name: str, function_class_name: str) -> Any:
        """Flink's ``create_java_temporary_system_function``; not built yet."""
        raise not_built("TableEnvironment.create_java_temporary_system_function")

    def create_temporary_system_function(
        self, name: str, function: Union[UserDefinedFunctionWrapper, AggregateFunction]
    ) -> Any:
        """Flink's ``create_temporary_system_function``; not built yet."""
        raise not_built("TableEnvironment.create_temporary_system_function")

    def drop_temporary_system_function(self, name: str) -> bool:
        """Flink's ``drop_temporary_system_function``; not built yet."""
        raise not_built("TableEnvironment.drop_temporary_system_function")

    def create_java_function(
        self, path: str, function_class_name: str, ignore_if_exists: bool | None = None
    ) -> Any:
        """Flink's ``create_java_function``; not built yet."""
        raise not_built("TableEnvironment.create_java_function")

    def drop_function(self, path: str) -> bool:
        """Flink's ``drop_function``; not built yet."""
        raise not_built("TableEnvironment.drop_function")

    def create_java_temporary_function(self, path: str, function_class_name: str) -> Any:
        """Flink's ``create_java_temporary_function``; not built yet."""
        raise not_built("TableEnvironment.create_java_temporary_function")

    def create_temporary_function(
        self, path: str, function: Union[UserDefinedFunctionWrapper, AggregateFunction]
    ) -> Any:
        """Flink's ``create_temporary_function``; not built yet."""
        raise not_built("TableEnvironment.create_temporary_function")

    def drop_temporary_function(self, path: str) -> bool:
        """Flink's ``drop_temporary_function``; not built yet."""
        raise not_built("TableEnvironment.drop_temporary_function")

    def create_temporary_table(
        self, path: str, descriptor: TableDescriptor, ignoreIfExists: Optional[bool] = False
    ) -> Any:
        """Flink's ``create_temporary_table``; not built yet."""
        raise not_built("TableEnvironment.create_temporary_table")

    def create_table(
        self, path: str, descriptor: TableDescriptor, ignoreIfExists: Optional[bool] = False
    ) -> Any:
        """Flink's ``create_table``; not built yet."""
        raise not_built("TableEnvironment.create_table")

    def from_path(self, path: str) -> Table:
        """Flink's ``from_path``; not built yet."""
        raise not_built("TableEnvironment.from_path")

    def from_descriptor(self, descriptor: TableDescriptor) -> Table:
        """Flink's ``from_descriptor``; not built yet."""
        raise not_built("TableEnvironment.from_descriptor")

    def list_catalogs(self) -> List[str]:
        """Flink's ``list_catalogs``; not built yet."""
        raise not_built("TableEnvironment.list_catalogs")

    def list_modules(self) -> List[str]:
        """Flink's ``list_modules``; not built yet."""
        raise not_built("TableEnvironment.list_modules")

    def list_full_modules(self) -> List[ModuleEntry]:
        """Flink's ``list_full_modules``; not built yet."""
        raise not_built("TableEnvironment.list_full_modules")

    def list_databases(self) -> List[str]:
        """Flink's ``list_databases``; not built yet."""
        raise not_built("TableEnvironment.list_databases")

    def list_tables(self) -> List[str]:
        """Flink's ``list_tables``; not built yet."""
        raise not_built("TableEnvironment.list_tables")

    def list_views(self) -> List[str]:
        """Flink's ``list_views``; not built yet."""
        raise not_built("TableEnvironment.list_views")

    def list_materialized_tables(self) -> List[str]:
        """Flink's ``list_materialized_tables``; not built yet."""
        raise not_built("TableEnvironment.list_materialized_tables")

    def list_user_defined_functions(self) -> List[str]:
        """Flink's ``list_user_defined_functions``; not built yet."""
        raise not_built("TableEnvironment.list_user_defined_functions")

    def list_functions(self) -> List[str]:
        """Flink's ``list_functions``; not built yet."""
        raise not_built("TableEnvironment.list_functions")

    def list_temporary_tables(self) -> List[str]:
        """Flink's ``list_temporary_tables``; not built yet."""
        raise not_built("TableEnvironment.list_temporary_tables")

    def list_temporary_views(self) -> List[str]:
        """Flink's ``list_temporary_views``; not built yet."""
        raise not_built("TableEnvironment.list_temporary_views")

    def list_models(self) -> List[str]:
        """Flink's ``list_models``; not built yet."""
        raise not_built("TableEnvironment.list_models")

    def list_temporary_models(self) -> List[str]:
        """Flink's ``list_temporary_models``; not built yet."""
        raise not_built("TableEnvironment.list_temporary_models")

    def drop_temporary_table(self, table_path: str) -> bool:
        """Flink's ``drop_temporary_table``; not built yet."""
        raise not_built("TableEnvironment.drop_temporary_table")

    def drop_table(self, table_path: str, ignore_if_not_exists: Optional[bool] = True) -> bool:
        """Flink's ``drop_table``; not built yet."""
        raise not_built("TableEnvironment.drop_table")

    def drop_temporary_view(self, view_path: str) -> bool:
        """Flink's ``drop_temporary_view``; not built yet."""
        raise not_built("TableEnvironment.drop_temporary_view")

    def drop_view(self, view_path: str, ignore_if_not_exists: Optional[bool] = True) -> bool:
        """Flink's ``drop_view``; not built yet."""
        raise not_built("TableEnvironment.drop_view")

    def drop_temporary_model(self, model_path: str) -> bool:
        """Flink's ``drop_temporary_model``; not built yet."""
        raise not_built("TableEnvironment.drop_temporary_model")

    def drop_model(self, model_path: str, ignore_if_not_exists: Optional[bool] = True) -> bool:
        """Flink's ``drop_model``; not built yet."""
        raise not_built("TableEnvironment.drop_model")

    def explain_sql(self, stmt: str, *extra_details: ExplainDetail) -> str:
        """Flink's ``explain_sql``; not built yet."""
        raise not_built("TableEnvironment.explain_sql")

    def sql_query(self, query: str) -> Table:
        """Flink's ``sql_query``; not built yet."""
        raise not_built("TableEnvironment.sql_query")

    def execute_sql(self, stmt: str) -> TableResult:
        """Flink's ``execute_sql``; not built yet."""
        raise not_built("TableEnvironment.execute_sql")

    def create_statement_set(self) -> StatementSet:
        """Flink's ``create_statement_set``; not built yet."""
        raise not_built("TableEnvironment.create_statement_set")

    def get_current_catalog(self) -> str:
        """Flink's ``get_current_catalog``; not built yet."""
        raise not_built("TableEnvironment.get_current_catalog")

    def use_catalog(self, catalog_name: str) -> Any:
        """Flink's ``use_catalog``; not built yet."""
        raise not_built("TableEnvironment.use_catalog")

    def get_current_database(self) -> str:
        """Flink's ``get_current_database``; not built yet."""
        raise not_built("TableEnvironment.get_current_database")

    def use_database(self, database_name: str) -> Any:
        """Flink's ``use_database``; not built yet."""
        raise not_built("TableEnvironment.use_database")

    def get_config(self) -> TableConfig:
        """Flink's ``get_config``; not built yet."""
        raise not_built("TableEnvironment.get_config")

    def create_temporary_view(
        self,
        view_path: str,
        table_or_data_stream: Union[Table, DataStream],
        *fields_or_schema: Union[str, Expression, Schema],
    ) -> Any:
        """Flink's ``create_temporary_view``; not built yet."""
        raise not_built("TableEnvironment.create_temporary_view")

    def create_view(self, view_path: str, table: Table, ignore_if_exists: Optional[bool] = False) -> Any:
        """Flink's ``create_view``; not built yet."""
        raise not_built("TableEnvironment.create_view")

    def create_model(
        self, model_path: str, model_descriptor: ModelDescriptor, ignore_if_exists: Optional[bool] = False
    ) -> Any:
        """Flink's ``create_model``; not built yet."""
        raise not_built("TableEnvironment.create_model")

    def create_temporary_model(
        self, model_path: str, model_descriptor: ModelDescriptor, ignore_if_exists: Optional[bool] = False
    ) -> Any:
        """Flink's ``create_temporary_model``; not built yet."""
        raise not_built("TableEnvironment.create_temporary_model")

    def add_python_file(self, file_path: str) -> Any:
        """Flink's ``add_python_file``; not built yet."""
        raise not_built("TableEnvironment.add_python_file")

    def set_python_requirements(
        self, requirements_file_path: str, requirements_cache_dir: str | None = None
    ) -> Any:
        """Flink's ``set_python_requirements``; not built yet."""
        raise not_built("TableEnvironment.set_python_requirements")

    def add_python_archive(self, archive_path: str, target_dir: str | None = None) -> Any:
        """Flink's ``add_python_archive``; not built yet."""
        raise not_built("TableEnvironment.add_python_archive")

    def from_elements(
        self,
        elements: Iterable[Any],
        schema: Union[DataType, List[str]] | None = None,
        verify_schema: bool = True,
    ) -> Table:
        """Flink's ``from_elements``; not built yet."""
        raise not_built("TableEnvironment.from_elements")

    def from_pandas(
        self,
        pdf: pandas.DataFrame,
        schema: Union[RowType, List[str], Tuple[str], List[DataType], Tuple[DataType]] | None = None,
        splits_num: int = 1,
    ) -> Table:
        """Flink's ``from_pandas``; not built yet."""
        raise not_built("TableEnvironment.from_pandas")

    def load_plan(self, plan_reference: PlanReference) -> CompiledPlan:
        """Flink's ``load_plan``; not built yet."""
        raise not_built("TableEnvironment.load_plan")

    def compile_plan_sql(self, stmt: str) -> CompiledPlan:
        """Flink's ``compile_plan_sql``; not built yet."""
        raise not_built("TableEnvironment.compile_plan_sql")

    def execute_plan(self, plan_reference: PlanReference) -> TableResult:
        """Flink's ``execute_plan``; not built yet."""
        raise not_built("TableEnvironment.execute_plan")


class StreamTableEnvironment(TableEnvironment):
    """Flink's ``StreamTableEnvironment``."""

    @staticmethod
    def create(
        stream_execution_environment: StreamExecutionEnvironment | None = None,
        environment_settings: EnvironmentSettings | None = None,
    ) -> StreamTableEnvironment:
        """Flink's ``create``; not built yet."""
        raise not_built("StreamTableEnvironment.create")

    def from_data_stream(
        self, data_stream: DataStream, *fields_or_schema: Union[Expression, Schema]
    ) -> Table:
        """Flink's ``from_data_stream``; not built yet."""
        raise not_built("StreamTableEnvironment.from_data_stream")

    def from_changelog_stream(
        self,
        data_stream: DataStream,
        schema: Schema | None = None,
        changelog_mode: ChangelogMode | None = None,
    ) -> Table:
        """Flink's ``from_changelog_stream``; not built yet."""
        raise not_built("StreamTableEnvironment.from_changelog_stream")

    def to_data_stream(self, table: Table) -> DataStream:
        """Flink's ``to_data_stream``; not built yet."""
        raise not_built("StreamTableEnvironment.to_data_stream")

    def to_changelog_stream(
        self, table: Table, target_schema: Schema | None = None, changelog_mode: ChangelogMode | None = None
    ) -> DataStream:
        """Flink's ``to_changelog_stream``; not built yet."""
        raise not_built("StreamTableEnvironment.to_changelog_stream")

    def to_append_stream(self, table: Table, type_info: TypeInformation) -> DataStream:
        """Flink's ``to_append_stream``; not built yet."""
        raise not_built("StreamTableEnvironment.to_append_stream")

    def to_retract_stream(self, table: Table, type_info: TypeInformation) -> DataStream:
        """Flink's ``to_retract_stream``; not built yet."""
        raise not_built("StreamTableEnvironment.to_retract_stream")
