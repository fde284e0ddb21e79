"""Mirror of ``pyflink.table.table_pipeline``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.catalog import ObjectIdentifier
    from drey.pyflink.table.compiled_plan import CompiledPlan
    from drey.pyflink.table.explain_detail import ExplainDetail
    from drey.pyflink.table.table_result import TableResult

__all__ = ["TablePipeline"]


class TablePipeline:
    """Flink's ``TablePipeline``."""

    def execute(self) -> TableResult:
        """Flink's ``execute``; not built yet."""
        raise not_built("TablePipeline.execute")

    def explain(self, *extra_details: ExplainDetail) -> str:
        """Flink's ``explain``; not built yet."""
        raise not_built("TablePipeline.explain")

    def print_explain(self, *extra_details: ExplainDetail) -> Any:
        """Flink's ``print_explain``; not built yet."""
        raise not_built("TablePipeline.print_explain")

    def get_sink_identifier(self) -> Optional[ObjectIdentifier]:
        """Flink's ``get_sink_identifier``; not built yet."""
        raise not_built("TablePipeline.get_sink_identifier")

    def compile_plan(self) -> CompiledPlan:
        """Flink's ``compile_plan``; not built yet."""
        raise not_built("TablePipeline.compile_plan")
