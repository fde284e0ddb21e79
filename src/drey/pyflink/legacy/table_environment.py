"""Methods of ``TableEnvironment`` that are gone, on top of today's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.errors import ValidationError
from drey.pyflink.legacy.connect import StreamTableDescriptor
from drey.pyflink.legacy.csv_tables import TableSink, TableSource
from drey.pyflink.legacy.deprecation import warn_legacy

if TYPE_CHECKING:
    from drey.pyflink.common.job_execution_result import JobExecutionResult
    from drey.pyflink.legacy.descriptor import Descriptor
    from drey.pyflink.table.types import DataType


class LegacyTableEnvironment:
    """A mixin: calls ``execute_sql``, ``create_statement_set``, ``create_temporary_view``,
    ``create_temporary_table``, ``create_temporary_system_function``, ``from_path``, ``from_descriptor`` and
    ``get_config`` of the class that it is mixed into, and keeps buffered INSERTs in attributes of its own.
    """

    # Buffered statements: sql_update, insert_into, execute

    def _buffer(self) -> Any:
        """The statement set that ``execute`` will run."""
        if "_buffered" not in self.__dict__:
            self.__dict__["_buffered"] = self.create_statement_set()  # type: ignore[attr-defined]
            self.__dict__.setdefault("_pipelines", [])
            self.__dict__["_buffered_count"] = 0
        return self.__dict__["_buffered"]

    def _remember_pipeline(self, pipeline: Any) -> None:
        """Run a pipeline on ``execute(job_name)`` unless its ``_started`` says that it ran already."""
        self.__dict__.setdefault("_pipelines", []).append(pipeline)

    def sql_update(self, stmt: str, query_config: Any = None) -> None:
        """Buffer an INSERT for ``execute``; execute any other statement at once."""
        is_insert = stmt.lstrip().lower().startswith("insert")
        if is_insert:
            warn_legacy(
                "t_env.sql_update(insert)", "t_env.execute_sql(insert) or statement_set.add_insert_sql(..)"
            )
            self._buffer().add_insert_sql(stmt)
            self.__dict__["_buffered_count"] += 1
        else:
            warn_legacy("t_env.sql_update(stmt)", "t_env.execute_sql(stmt)")
            self.execute_sql(stmt)  # type: ignore[attr-defined]

    def insert_into(self, target_path: Any, table: Any, *table_path_continued: str) -> None:
        """Buffer the rows of a table for ``execute``.

        Takes ``(target_path, table)`` as from 1.10, and ``(table, path, *more)`` as in 1.9.
        """
        warn_legacy("t_env.insert_into(path, table)", "table.execute_insert(path)")
        if not isinstance(target_path, str):
            target_path, table = _path(table, *table_path_continued), target_path
        overwrite = target_path in self.__dict__.get("_overwritten", ())
        self._buffer().add_insert(target_path, table, overwrite)
        self.__dict__["_buffered_count"] += 1

    def execute(self, job_name: str) -> JobExecutionResult:
        """Run what is buffered as one job and wait for it.

        Raises:
            ValidationError: Nothing is buffered.
        """
        warn_legacy("t_env.execute(job_name)", "statement_set.execute().wait() or table_result.wait()")
        statements = self._buffer()
        started = 0
        for pipeline in self.__dict__["_pipelines"]:
            if not getattr(pipeline, "_started", False):
                statements.add(pipeline)
                started += 1
        if not started and not self.__dict__["_buffered_count"]:
            raise ValidationError(
                "No operators defined in streaming topology. Cannot generate StreamGraph.",
                hint="buffer an INSERT first: t_env.sql_update(..) or table.insert_into(..)",
            )
        del self.__dict__["_buffered"], self.__dict__["_pipelines"]
        configuration = self.get_config().get_configuration()  # type: ignore[attr-defined]
        known = configuration.get_string("pipeline.name", None)
        configuration.set_string("pipeline.name", job_name)
        try:
            result = statements.execute()
        finally:
            configuration.remove_config("pipeline.name")
            if known is not None:
                configuration.set_string("pipeline.name", known)
        result.wait()
        finished: JobExecutionResult = result.get_job_client().get_job_execution_result().result()
        return finished

    def explain(self, table: Any = None, extended: bool = False) -> str:
        """The plans of a table, or of what is buffered."""
        warn_legacy("t_env.explain(table)", "table.explain() or statement_set.explain()")
        plans = table if table is not None else self._buffer()
        text: str = plans.explain()
        return text

    # Tables

    def scan(self, *table_path: str) -> Any:
        """A registered table."""
        shown = _path(*table_path)
        warn_legacy("t_env.scan(..)", f't_env.from_path("{shown}")')
        return self.from_path(shown)  # type: ignore[attr-defined]

    def register_table(self, name: str, table: Any) -> None:
        """Register a Table under a name."""
        warn_legacy("t_env.register_table(name, table)", f't_env.create_temporary_view("{name}", table)')
        self.create_temporary_view(name, table)  # type: ignore[attr-defined]

    def register_table_source(self, name: str, table_source: TableSource) -> None:
        """Register a table to read."""
        warn_legacy("t_env.register_table_source(..)", f't_env.create_temporary_table("{name}", descriptor)')
        self.create_temporary_table(name, table_source.to_descriptor())  # type: ignore[attr-defined]

    def register_table_sink(
        self,
        name: str,
        field_names_or_sink: Any,
        field_types: list[DataType] | None = None,
        table_sink: TableSink | None = None,
    ) -> None:
        """Register a table to write: ``(name, sink)``, or in 1.9 ``(name, names, types, sink)``."""
        warn_legacy("t_env.register_table_sink(..)", f't_env.create_temporary_table("{name}", descriptor)')
        sink = field_names_or_sink if table_sink is None else table_sink
        self.create_temporary_table(name, sink.to_descriptor())  # type: ignore[attr-defined]
        if sink.overwrite:
            self.__dict__.setdefault("_overwritten", set()).add(name)

    def from_table_source(self, table_source: TableSource) -> Any:
        """A Table of a source."""
        warn_legacy("t_env.from_table_source(source)", "t_env.from_descriptor(descriptor)")
        return self.from_descriptor(table_source.to_descriptor())  # type: ignore[attr-defined]

    def connect(self, connector_descriptor: Descriptor) -> StreamTableDescriptor:
        """Start the description of a table."""
        warn_legacy("t_env.connect(..)", "TableDescriptor.for_connector(..) or CREATE TABLE .. WITH (..)")
        return StreamTableDescriptor(self, connector_descriptor)

    # Functions

    def register_function(self, name: str, function: Any) -> None:
        """Register a Python function for the session."""
        warn_legacy("t_env.register_function(..)", f't_env.create_temporary_system_function("{name}", f)')
        self.create_temporary_system_function(name, function)  # type: ignore[attr-defined]

    def register_java_function(self, name: str, function_class_name: str) -> None:
        """Register a Java function for the session, which needs a JVM."""
        warn_legacy(
            "t_env.register_java_function(..)", f't_env.create_java_temporary_system_function("{name}", ..)'
        )
        create = self.create_java_temporary_system_function  # type: ignore[attr-defined]
        create(name, function_class_name)


def _path(*parts: str) -> str:
    """A path of parts; parts with other than letters, digits and underscores are quoted."""
    if len(parts) == 1:
        return parts[0]
    return ".".join(part if part.isidentifier() else f"`{part}`" for part in parts)
