"""Mirror of ``pyflink.table.table_pipeline``: a query on its way into a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from drey.pyflink.not_built import not_built
from drey.pyflink.table.catalog import ObjectIdentifier

if TYPE_CHECKING:
    from drey.planner.plan.logical import LogicalSink
    from drey.pyflink.table.compiled_plan import CompiledPlan
    from drey.pyflink.table.explain_detail import ExplainDetail
    from drey.pyflink.table.table_environment import TableEnvironment
    from drey.pyflink.table.table_result import TableResult

__all__ = ["TablePipeline"]


class TablePipeline:
    """Made by ``Table.insert_into``."""

    _plan: LogicalSink
    _t_env: TableEnvironment
    _started: bool = False

    @classmethod
    def _of(cls, plan: LogicalSink, t_env: TableEnvironment) -> TablePipeline:
        made = cls()
        made._plan, made._t_env = plan, t_env
        return made

    def execute(self) -> TableResult:
        """Start the job."""
        self._started = True
        return self._t_env._result(self._t_env._session.run_inserts([self._plan]))

    def explain(self, *extra_details: ExplainDetail) -> str:
        """The plans as text."""
        return self._t_env._explain([self._plan], extra_details)

    def print_explain(self, *extra_details: ExplainDetail) -> Any:
        """Print :meth:`explain`."""
        print(self.explain(*extra_details))

    def get_sink_identifier(self) -> Optional[ObjectIdentifier]:
        """The full name of the table that is written."""
        return ObjectIdentifier.of(*self._plan.name.parts)

    def compile_plan(self) -> CompiledPlan:
        """Flink's ``compile_plan``; not built yet."""
        raise not_built("TablePipeline.compile_plan")
