"""Mirror of ``pyflink.table.statement_set``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.compiled_plan import CompiledPlan
    from drey.pyflink.table.explain_detail import ExplainDetail
    from drey.pyflink.table.table_descriptor import TableDescriptor
    from drey.pyflink.table.table_pipeline import TablePipeline
    from drey.pyflink.table.table_result import TableResult

__all__ = ["StatementSet"]


class StatementSet:
    """Flink's ``StatementSet``."""

    def add(self, table_pipeline: TablePipeline) -> StatementSet:
        """Flink's ``add``; not built yet."""
        raise not_built("StatementSet.add")

    def add_insert_sql(self, stmt: str) -> StatementSet:
        """Flink's ``add_insert_sql``; not built yet."""
        raise not_built("StatementSet.add_insert_sql")

    def attach_as_datastream(self) -> Any:
        """Flink's ``attach_as_datastream``; not built yet."""
        raise not_built("StatementSet.attach_as_datastream")

    def add_insert(
        self, target_path_or_descriptor: Union[str, TableDescriptor], table: Any, overwrite: bool = False
    ) -> StatementSet:
        """Flink's ``add_insert``; not built yet."""
        raise not_built("StatementSet.add_insert")

    def explain(self, *extra_details: ExplainDetail) -> str:
        """Flink's ``explain``; not built yet."""
        raise not_built("StatementSet.explain")

    def print_explain(self, *extra_details: ExplainDetail) -> Any:
        """Flink's ``print_explain``; not built yet."""
        raise not_built("StatementSet.print_explain")

    def execute(self) -> TableResult:
        """Flink's ``execute``; not built yet."""
        raise not_built("StatementSet.execute")

    def compile_plan(self) -> CompiledPlan:
        """Flink's ``compile_plan``; not built yet."""
        raise not_built("StatementSet.compile_plan")
