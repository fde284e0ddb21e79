"""Mirror of ``pyflink.table.resolved_expression``."""

from __future__ import annotations

from typing import TYPE_CHECKING, List

from drey.pyflink.not_built import not_built
from drey.pyflink.table.expression import Expression

if TYPE_CHECKING:
    from drey.pyflink.table.types import DataType

__all__ = ["ResolvedExpression"]


class ResolvedExpression(Expression):
    """Flink's ``ResolvedExpression``."""

    def get_output_data_type(self) -> DataType:
        """Flink's ``get_output_data_type``; not built yet."""
        raise not_built("ResolvedExpression.get_output_data_type")

    def get_resolved_children(self) -> List[ResolvedExpression]:
        """Flink's ``get_resolved_children``; not built yet."""
        raise not_built("ResolvedExpression.get_resolved_children")

    def as_serializable_string(self) -> str:
        """Flink's ``as_serializable_string``; not built yet."""
        raise not_built("ResolvedExpression.as_serializable_string")

    def as_summary_string(self) -> str:
        """Flink's ``as_summary_string``; not built yet."""
        raise not_built("ResolvedExpression.as_summary_string")
