"""Mirror of ``pyflink.table.table_environment``: where tables, functions and jobs come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, List, Optional, Sequence, Tuple, Union

from drey.catalog.factory import make_catalog
from drey.catalog.objects import CatalogView
from drey.errors import CatalogError, ValidationError
from drey.functions.registry import sql_names
from drey.planner.binder.query import bind_query_text
from drey.planner.binder.scope import BoundRelation
from drey.planner.binder.tables import scan
from drey.planner.plan import logical as rel
from drey.pyflink.legacy.table_environment import LegacyTableEnvironment
from drey.pyflink.not_built import not_built
from drey.pyflink.python_dependencies import PythonDependencies
from drey.pyflink.table import collections as inline
from drey.pyflink.table.catalog import Catalog
from drey.pyflink.table.catalog_bridge import catalog_of, descriptor_table, engine_catalog
from drey.pyflink.table.environment_settings import EnvironmentSettings
from drey.pyflink.table.explain_detail import ExplainDetail
from drey.pyflink.table.module import ModuleEntry
from drey.pyflink.table.registration import declared_schema, described_function, detail_names
from drey.pyflink.table.session_options import ConfigOptions
from drey.pyflink.table.statement_set import StatementSet
from drey.pyflink.table.stream_conversions import StreamConversions
from drey.pyflink.table.table import Table
from drey.pyflink.table.table_config import TableConfig
from drey.pyflink.table.table_descriptor import TableDescriptor
from drey.pyflink.table.table_result import TableResult
from drey.pyflink.table.value_rows import all_expressions, from_expressions
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements import execute_statement
from drey.session.statements.dml import explain_text
from drey.sql import parse_query, parse_statement
from drey.sql.lexer import split_path
from drey.types.schema import ResolvedSchema

if TYPE_CHECKING:
    import pandas

    from drey.pyflink.common.configuration import Configuration
    from drey.pyflink.datastream.data_stream import DataStream
    from drey.pyflink.datastream.stream_execution_environment import StreamExecutionEnvironment
    from drey.pyflink.table.catalog import CatalogDescriptor
    from drey.pyflink.table.compiled_plan import CompiledPlan
    from drey.pyflink.table.expression import Expression
    from drey.pyflink.table.model_descriptor import ModelDescriptor
    from drey.pyflink.table.module import Module
    from drey.pyflink.table.plan_reference import PlanReference
    from drey.pyflink.table.schema import Schema
    from drey.pyflink.table.types import DataType, RowType
    from drey.pyflink.table.udf import AggregateFunction, UserDefinedFunctionWrapper

__all__ = ["StreamTableEnvironment", "TableEnvironment"]


class TableEnvironment(PythonDependencies, LegacyTableEnvironment):
    """The entry point of the Table API and SQL, on the embedded engine."""

    _session: Session
    _config: TableConfig
    _anonymous = 0
    _unnamed = 0

    @classmethod
    def _of(cls, configuration: Configuration, root: Configuration | None = None) -> Any:
        made = cls()
        made._config = TableConfig(configuration, root)
        made._session = Session(ConfigOptions(made._config))
        return made

    @staticmethod
    def create(environment_settings: Union[EnvironmentSettings, Configuration]) -> TableEnvironment:
        """A new environment with the options of these settings, or with these options; starts no job."""
        if isinstance(environment_settings, EnvironmentSettings):
            configuration = environment_settings.get_configuration()
        else:
            configuration = environment_settings
        made: TableEnvironment = TableEnvironment._of(configuration)
        return made

    # What the mirror's other modules use

    def _result(self, result: StatementResult) -> TableResult:
        return TableResult._of(result)

    def _explain(self, plans: Sequence[rel.RelNode], details: Sequence[ExplainDetail]) -> str:
        return self._session.explain(plans, detail_names(details))

    def _register_anonymous(self, table: Table) -> str:
        name = f"UnnamedTable${self._unnamed}"
        self._unnamed += 1
        self.create_temporary_view(name, table)
        return name

    def _sink_path(self, target: Union[str, TableDescriptor]) -> tuple[str, ...]:
        if isinstance(target, TableDescriptor):
            name = f"UnnamedSink${self._anonymous}"
            self._anonymous += 1
            self.create_temporary_table(name, target)
            return (name,)
        return split_path(target)

    # Catalogs

    def create_catalog(self, catalog_name: str, catalog_descriptor: CatalogDescriptor) -> Any:
        """Make a catalog of a description and add it; a name that is taken raises ``CatalogError``."""
        if catalog_name in self._session.catalogs.catalogs:
            raise CatalogError(f"Catalog {catalog_name} already exists.")
        catalog = make_catalog(catalog_name, catalog_descriptor._options, catalog_descriptor._comment)
        self._session.catalogs.register_catalog(catalog_name, catalog)

    def register_catalog(self, catalog_name: str, catalog: Catalog) -> Any:
        """Add a catalog object under a name; a name that is taken raises ``CatalogError``."""
        self._session.catalogs.register_catalog(catalog_name, engine_catalog(catalog))

    def get_catalog(self, catalog_name: str) -> Catalog:
        """The catalog of this name, or None if no catalog has been added under it."""
        found = self._session.catalogs.catalogs.get(catalog_name)
        return None if found is None else catalog_of(found)  # type: ignore[return-value]

    def load_module(self, module_name: str, module: Module) -> Any:
        """Load a module under its name; the core module is the only one here."""
        self._session.modules.load(module_name, {})

    def unload_module(self, module_name: str) -> Any:
        """Unload a module; a name that isn't loaded raises ``CatalogError``."""
        self._session.modules.unload(module_name)

    def use_modules(self, *module_names: str) -> Any:
        """Use these loaded modules in this order, and no others; unknown ones raise ``CatalogError``."""
        self._session.modules.use(module_names)

    # Functions

    def create_java_temporary_system_function(self, name: str, function_class_name: str) -> Any:
        """Flink's ``create_java_temporary_system_function``; not built yet."""
        raise not_built("TableEnvironment.create_java_temporary_system_function")

    def create_temporary_system_function(
        self, name: str, function: Union[UserDefinedFunctionWrapper, AggregateFunction]
    ) -> Any:
        """Register a function for this session, callable by its bare name."""
        described = described_function(function)
        self._session.catalogs.create_function((name,), described, "system")

    def drop_temporary_system_function(self, name: str) -> bool:
        """Remove a function of ``create_temporary_system_function``; False if there was none."""
        return self._session.catalogs.drop_function((name,), "system", ignore_if_missing=True)

    def create_java_function(
        self, path: str, function_class_name: str, ignore_if_exists: bool | None = None
    ) -> Any:
        """Flink's ``create_java_function``; not built yet."""
        raise not_built("TableEnvironment.create_java_function")

    def drop_function(self, path: str) -> bool:
        """Remove a function, not a temporary one, from its catalog; False if there was none."""
        return self._session.catalogs.drop_function(split_path(path), "catalog", ignore_if_missing=True)

    def create_java_temporary_function(self, path: str, function_class_name: str) -> Any:
        """Flink's ``create_java_temporary_function``; not built yet."""
        raise not_built("TableEnvironment.create_java_temporary_function")

    def create_temporary_function(
        self, path: str, function: Union[UserDefinedFunctionWrapper, AggregateFunction]
    ) -> Any:
        """Register a function for this session under a path of up to 3 parts (``catalog.db.name``).

        Raises:
            CatalogError: The path has a temporary function already.
        """
        self._session.catalogs.create_function(split_path(path), described_function(function), "temporary")

    def drop_temporary_function(self, path: str) -> bool:
        """Remove a function of ``create_temporary_function``; False if there was none."""
        return self._session.catalogs.drop_function(split_path(path), "temporary", ignore_if_missing=True)

    # Tables and views

    def create_temporary_table(
        self, path: str, descriptor: TableDescriptor, ignoreIfExists: Optional[bool] = False
    ) -> Any:
        """Register a table for this session; it hides a permanent table of the same path.

        If the path is taken by a temporary table or view, it raises ``TableExistsError``, or does nothing with
        ``ignoreIfExists=True``. The connector and its options are checked when the table is used.
        """
        self._create_table(path, descriptor, True, bool(ignoreIfExists))

    def create_table(
        self, path: str, descriptor: TableDescriptor, ignoreIfExists: Optional[bool] = False
    ) -> Any:
        """Create a permanent table in its catalog; for a path that is taken see :meth:`create_temporary_table`."""
        self._create_table(path, descriptor, False, bool(ignoreIfExists))

    def _create_table(self, path: str, descriptor: TableDescriptor, temporary: bool, ignore: bool) -> None:
        table = descriptor_table(self._session.context, descriptor)
        name = self._session.catalogs.qualify(split_path(path))
        self._session.catalogs.create_table(name, table, temporary, ignore)

    def from_path(self, path: str) -> Table:
        """The table or view of this path as a Table; ``TableNotFoundError`` if there is none."""
        name = self._session.catalogs.qualify(split_path(path))
        relation = scan(self._session.context, name, bind_query_text)
        return Table(relation, self, declared_schema(self._session, name))

    def from_descriptor(self, descriptor: TableDescriptor) -> Table:
        """A table that is only described, as a Table; it gets a temporary table with a made-up name."""
        name = f"UnnamedSource${self._anonymous}"
        self._anonymous += 1
        self.create_temporary_table(name, descriptor)
        return self.from_path(f"`{name}`")

    def _here(self) -> tuple[str, str]:
        return self._session.catalogs.current_catalog, self._session.catalogs.current_database

    def list_catalogs(self) -> List[str]:
        """The names of all catalogs that have been added, sorted."""
        return sorted(self._session.catalogs.catalogs)

    def list_modules(self) -> List[str]:
        """The names of the modules in use, in the order in which functions are looked up."""
        return self._session.modules.used

    def list_full_modules(self) -> List[ModuleEntry]:
        """All loaded modules, each with whether it is in use; those in use come first."""
        return [ModuleEntry(name, used) for name, used in self._session.modules.full()]

    def list_databases(self) -> List[str]:
        """The names of the databases of the current catalog; temporary objects add none."""
        return self._session.catalogs.catalog(self._here()[0]).databases()

    def list_tables(self) -> List[str]:
        """The names of tables and views of the current database, temporary ones too, sorted."""
        return self._session.catalogs.table_names(*self._here())

    def list_views(self) -> List[str]:
        """The names of the views of the current database, temporary ones too, sorted."""
        return self._session.catalogs.view_names(*self._here())

    def list_materialized_tables(self) -> List[str]:
        """Flink's ``list_materialized_tables``; not built yet."""
        raise not_built("TableEnvironment.list_materialized_tables")

    def list_user_defined_functions(self) -> List[str]:
        """The names of the user's functions that can be called without a path here, sorted."""
        return self._session.catalogs.function_names()

    def list_functions(self) -> List[str]:
        """The names of all functions, built in or the user's, that can be called without a path, sorted."""
        return sorted({*(name.lower() for name in sql_names()), *self._session.catalogs.function_names()})

    def _temporary(self, views: bool) -> List[str]:
        tables = self._session.catalogs.temporary_tables
        return sorted(
            name.name
            for name, table in tables.items()
            if (name.catalog, name.database) == self._here() and (isinstance(table, CatalogView) or not views)
        )

    def list_temporary_tables(self) -> List[str]:
        """The names of the temporary tables and views of the current database, sorted."""
        return self._temporary(views=False)

    def list_temporary_views(self) -> List[str]:
        """The names of the temporary views of the current database, sorted."""
        return self._temporary(views=True)

    def list_models(self) -> List[str]:
        """Flink's ``list_models``; not built yet."""
        raise not_built("TableEnvironment.list_models")

    def list_temporary_models(self) -> List[str]:
        """Flink's ``list_temporary_models``; not built yet."""
        raise not_built("TableEnvironment.list_temporary_models")

    def drop_temporary_table(self, table_path: str) -> bool:
        """Remove a temporary table, but no view; False if there was none of this path."""
        name = self._session.catalogs.qualify(split_path(table_path))
        return self._session.catalogs.drop_temporary(name, view=False)

    def drop_table(self, table_path: str, ignore_if_not_exists: Optional[bool] = True) -> bool:
        """Remove a permanent table, but no view; returns whether the path was in use.

        Raises:
            TableNotFoundError: There is none and ``ignore_if_not_exists`` is False.
            ValidationError: A temporary table or view hides it; drop that first.
        """
        return self._drop(table_path, False, bool(ignore_if_not_exists))

    def _drop(self, path: str, view: bool, ignore: bool) -> bool:
        name = self._session.catalogs.qualify(split_path(path))
        existed = self._session.catalogs.find_table(name) is not None
        self._session.catalogs.drop_table(name, view, ignore)
        return existed

    def drop_temporary_view(self, view_path: str) -> bool:
        """Remove a temporary view, but no table; False if there was none of this path."""
        name = self._session.catalogs.qualify(split_path(view_path))
        return self._session.catalogs.drop_temporary(name, view=True)

    def drop_view(self, view_path: str, ignore_if_not_exists: Optional[bool] = True) -> bool:
        """Remove a permanent view; returns and raises as :meth:`drop_table` does for tables."""
        return self._drop(view_path, True, bool(ignore_if_not_exists))

    def drop_temporary_model(self, model_path: str) -> bool:
        """Flink's ``drop_temporary_model``; not built yet."""
        raise not_built("TableEnvironment.drop_temporary_model")

    def drop_model(self, model_path: str, ignore_if_not_exists: Optional[bool] = True) -> bool:
        """Flink's ``drop_model``; not built yet."""
        raise not_built("TableEnvironment.drop_model")

    # Statements

    def explain_sql(self, stmt: str, *extra_details: ExplainDetail) -> str:
        """The plans of a query or INSERT as text, with these details of ``ExplainDetail``; runs nothing."""
        return explain_text(self._session, parse_statement(stmt), detail_names(extra_details))

    def sql_query(self, query: str) -> Table:
        """A query in SQL as a Table; a job starts only with ``execute`` on it.

        Raises:
            SqlSyntaxError: The text isn't one query.
            ValidationError: A table, column or function is unknown, or types don't fit.
        """
        return Table(self._session.bind(parse_query(query)), self)

    def execute_sql(self, stmt: str) -> TableResult:
        """Execute one statement; queries and INSERTs start a job and return at once."""
        return self._result(execute_statement(self._session, parse_statement(stmt)))

    def create_statement_set(self) -> StatementSet:
        """A new, empty set of INSERTs, which its ``execute`` runs as one job."""
        return StatementSet._of(self)

    def get_current_catalog(self) -> str:
        """The name of the catalog in which paths of one or two parts are looked up."""
        return self._here()[0]

    def use_catalog(self, catalog_name: str) -> Any:
        """Make this the current catalog, and its default database the current one; unknown: ``CatalogError``."""
        self._session.catalogs.use_catalog(catalog_name)

    def get_current_database(self) -> str:
        """The name of the database in which names without a path are looked up."""
        return self._here()[1]

    def use_database(self, database_name: str) -> Any:
        """Make this database of the current catalog the current one; unknown: ``CatalogError``."""
        self._session.catalogs.use_database(database_name)

    def get_config(self) -> TableConfig:
        """The configuration; changes count for what is executed afterwards."""
        return self._config

    def create_temporary_view(
        self,
        view_path: str,
        table_or_data_stream: Union[Table, DataStream],
        *fields_or_schema: Union[str, Expression, Schema],
    ) -> Any:
        """Register a Table, or the table of a stream, under a name for this session."""
        if not isinstance(table_or_data_stream, Table):
            raise ValidationError(
                "only a StreamTableEnvironment makes views of streams",
                hint="make it by StreamTableEnvironment.create(env)",
            )
        self._create_view(view_path, table_or_data_stream, True, False)

    def create_view(self, view_path: str, table: Table, ignore_if_exists: Optional[bool] = False) -> Any:
        """Create a view of a Table in its catalog; a path that is taken raises ``TableExistsError``."""
        self._create_view(view_path, table, False, bool(ignore_if_exists))

    def _create_view(self, path: str, table: Table, temporary: bool, ignore: bool) -> None:
        if table._t_env is not self:
            raise ValidationError(
                "Only table API objects that belong to this TableEnvironment can be registered."
            )
        node = table._relation.node
        view = CatalogView(ResolvedSchema.physical(node.row_type), "", "", self._here(), plan=node)
        self._session.catalogs.create_table(
            self._session.catalogs.qualify(split_path(path)), view, temporary, ignore
        )

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

    # Python dependencies

    def _option(self, key: str) -> str | None:
        value: str | None = self._config.get(key, None)
        return value

    def _set_option(self, key: str, value: str) -> None:
        self._config.set(key, value)

    # Collections

    def from_elements(
        self,
        elements: Iterable[Any],
        schema: Union[DataType, List[str]] | None = None,
        verify_schema: bool = True,
    ) -> Table:
        """A Table of Python values.

        Args:
            elements: Rows: tuples, lists, Rows, dicts, expressions, or plain values for one column.
            schema: A row type, a type for one column, or column names; None infers all.
            verify_schema: Check every value against the schema.
        """
        elements = list(elements)
        if not all_expressions(elements):
            return self._inline(*inline.from_elements(elements, schema, verify_schema))
        relation, casts = from_expressions(self._session.context, elements, schema)  # type: ignore[arg-type]
        table = Table(relation, self)
        return table if casts is None else table.select(*casts)

    def _inline(self, row_type: Any, data: bytes) -> Table:
        node = inline.scan_of(self._session.catalogs, row_type, data, self._anonymous)
        self._anonymous += 1
        return Table(BoundRelation.of(node), self)

    def from_pandas(
        self,
        pdf: pandas.DataFrame,
        schema: Union[RowType, List[str], Tuple[str], List[DataType], Tuple[DataType]] | None = None,
        splits_num: int = 1,
    ) -> Table:
        """A Table of a pandas DataFrame's rows.

        Args:
            pdf: The rows.
            schema: A row type, column names, or column types; None takes the DataFrame's own.
            splits_num: How many pieces Flink would read it in; without effect here.
        """
        return self._inline(*inline.from_pandas(pdf, schema))

    def load_plan(self, plan_reference: PlanReference) -> CompiledPlan:
        """Flink's ``load_plan``; not built yet."""
        raise not_built("TableEnvironment.load_plan")

    def compile_plan_sql(self, stmt: str) -> CompiledPlan:
        """Flink's ``compile_plan_sql``; not built yet."""
        raise not_built("TableEnvironment.compile_plan_sql")

    def execute_plan(self, plan_reference: PlanReference) -> TableResult:
        """Flink's ``execute_plan``; not built yet."""
        raise not_built("TableEnvironment.execute_plan")


class StreamTableEnvironment(StreamConversions, TableEnvironment):
    """A table environment beside a stream environment, whose settings it shares."""

    @staticmethod
    def create(  # type: ignore[override]
        stream_execution_environment: StreamExecutionEnvironment | None = None,
        environment_settings: EnvironmentSettings | None = None,
    ) -> StreamTableEnvironment:
        """An environment for tables and streams; its default mode is that of the stream environment."""
        root = None
        if stream_execution_environment is not None:
            root = stream_execution_environment.configuration
        if environment_settings is None:
            mode = "STREAMING" if root is None else root.get_string("execution.runtime-mode", "STREAMING")
            builder = EnvironmentSettings.new_instance()
            builder = builder.in_batch_mode() if mode.upper() == "BATCH" else builder.in_streaming_mode()
            environment_settings = builder.build()
        made: StreamTableEnvironment = StreamTableEnvironment._of(
            environment_settings.get_configuration(), root
        )
        if stream_execution_environment is not None:
            made._stream_environment = stream_execution_environment
            stream_execution_environment._add_tables(made._session.context)
        return made
