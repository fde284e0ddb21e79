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
        """Add the result of ``Table.insert_into``."""
        table_pipeline._started = True
        self._plans.append(table_pipeline._plan)
        return self

    def add_insert_sql(self, stmt: str) -> StatementSet:
        """Add an INSERT statement."""
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
        """Add the rows of a table."""
        return self.add(table.insert_into(target_path_or_descriptor, overwrite))

    def explain(self, *extra_details: ExplainDetail) -> str:
        """The plans as text."""
        return self._t_env._explain(self._plans, extra_details)

    def print_explain(self, *extra_details: ExplainDetail) -> Any:
        """Print :meth:`explain`."""
        print(self.explain(*extra_details))

    def execute(self) -> TableResult:
        """Start the job; the set is empty afterwards."""
        if not self._plans:
            raise ValidationError("the statement set is empty", hint="add an INSERT first")
        plans, self._plans = self._plans, []
        return self._t_env._result(self._t_env._session.run_inserts(plans))

    def compile_plan(self) -> CompiledPlan:
        """Flink's ``compile_plan``; not built yet."""
        raise not_built("StatementSet.compile_plan")
