"""Mirror of ``pyflink.table.compiled_plan``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.explain_detail import ExplainDetail
    from drey.pyflink.table.table_result import TableResult

__all__ = ["CompiledPlan"]


class CompiledPlan:
    """Flink's ``CompiledPlan``."""

    def as_json_string(self) -> str:
        """Flink's ``as_json_string``; not built yet."""
        raise not_built("CompiledPlan.as_json_string")

    def as_smile_bytes(self) -> bytes:
        """Flink's ``as_smile_bytes``; not built yet."""
        raise not_built("CompiledPlan.as_smile_bytes")

    def write_to_file(self, file: Union[str, Path], ignore_if_exists: bool = False) -> Any:
        """Flink's ``write_to_file``; not built yet."""
        raise not_built("CompiledPlan.write_to_file")

    def get_flink_version(self) -> str:
        """Flink's ``get_flink_version``; not built yet."""
        raise not_built("CompiledPlan.get_flink_version")

    def print_json_string(self) -> Any:
        """Flink's ``print_json_string``; not built yet."""
        raise not_built("CompiledPlan.print_json_string")

    def execute(self) -> TableResult:
        """Flink's ``execute``; not built yet."""
        raise not_built("CompiledPlan.execute")

    def explain(self, *extra_details: ExplainDetail) -> str:
        """Flink's ``explain``; not built yet."""
        raise not_built("CompiledPlan.explain")

    def print_explain(self, *extra_details: ExplainDetail) -> Any:
        """Flink's ``print_explain``; not built yet."""
        raise not_built("CompiledPlan.print_explain")
