"""Mirror of ``pyflink.table.statement_set``: several INSERTs as one job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from drey.errors import ValidationError
from drey.pyflink.not_built import not_built
from drey.session.statements.dml import insert_plan
from drey.sql import parse_statement
from drey.sql.statements.dml import Insert

if TYPE_CHECKING:
    from drey.planner.plan.logical import LogicalSink
    from drey.pyflink.table.compiled_plan import CompiledPlan
    from drey.pyflink.table.explain_detail import ExplainDetail
    from drey.pyflink.table.table_descriptor import TableDescriptor
    from drey.pyflink.table.table_environment import TableEnvironment
    from drey.pyflink.table.table_pipeline import TablePipeline
    from drey.pyflink.table.table_result import TableResult

__all__ = ["StatementSet"]


class StatementSet:
    """Collects INSERTs; ``execute`` runs them as one job, which reads common inputs once."""

    _t_env: TableEnvironment
    _plans: list[LogicalSink]

    @classmethod
    def _of(cls, t_env: TableEnvironment) -> StatementSet:
        made = cls()
        made._t_env, made._plans = t_env, []
        return made

    def add(self, table_pipeline: TablePipeline) -> StatementSet:
        """Add the result of ``Table.insert_into``; nothing runs before :meth:`execute`.

        Args:
            table_pipeline: The pipeline of a table and its sink.

        Returns:
            This set, so that calls can be chained.
        """
        table_pipeline._started = True
        self._plans.append(table_pipeline._plan)
        return self

    def add_insert_sql(self, stmt: str) -> StatementSet:
        """Add an INSERT statement; it is parsed and planned at once, but runs with :meth:`execute`.

        Args:
            stmt: One INSERT statement in SQL.

        Returns:
            This set, so that calls can be chained.

        Raises:
            ValidationError: It is another kind of statement.
        """
        statement = parse_statement(stmt)
        if not isinstance(statement, Insert):
            raise ValidationError("Only insert statement is supported now.", position=statement.position)
        self._plans.append(insert_plan(self._t_env._session, statement))
        return self

    def attach_as_datastream(self) -> Any:
        """Flink's ``attach_as_datastream``; not built yet."""
        raise not_built("StatementSet.attach_as_datastream")

    def add_insert(
        self, target_path_or_descriptor: Union[str, TableDescriptor], table: Any, overwrite: bool = False
    ) -> StatementSet:
        """Add the rows of a table; the same as ``add(table.insert_into(...))``.

        Args:
            target_path_or_descriptor: The path of the sink table, or a descriptor of a sink without a name.
            table: The table whose rows are written.
            overwrite: Whether to replace what the sink holds; passed on to ``Table.insert_into``.

        Returns:
            This set, so that calls can be chained.
        """
        return self.add(table.insert_into(target_path_or_descriptor, overwrite))

    def explain(self, *extra_details: ExplainDetail) -> str:
        """The plans of all collected INSERTs as text; runs nothing and leaves the set as it is.

        Args:
            extra_details: What to show besides, members of ``ExplainDetail``.
        """
        return self._t_env._explain(self._plans, extra_details)

    def print_explain(self, *extra_details: ExplainDetail) -> Any:
        """Print :meth:`explain`."""
        print(self.explain(*extra_details))

    def execute(self) -> TableResult:
        """Start one job for all collected INSERTs, without waiting for its end.

        The set is empty afterwards, also when the start fails, and may be filled again.

        Returns:
            The result of the job; ``wait()`` on it waits for the end.

        Raises:
            ValidationError: The set is empty.
        """
        if not self._plans:
            raise ValidationError("the statement set is empty", hint="add an INSERT first")
        plans, self._plans = self._plans, []
        return self._t_env._result(self._t_env._session.run_inserts(plans))

    def compile_plan(self) -> CompiledPlan:
        """Flink's ``compile_plan``; not built yet."""
        raise not_built("StatementSet.compile_plan")
