"""Aggregates: methods of expressions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode
from drey.rex.unresolved import Call

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression


class AggregateMethods(ExpressionNode):
    """Aggregates."""

    @property
    def distinct(self) -> Expression[Any]:
        """Let the aggregate see every value once: ``col("a").sum.distinct`` is ``SUM(DISTINCT a)``."""
        if isinstance(self._expr, Call):
            return self._make(replace(self._expr, distinct=True))
        return self._call("DISTINCT")

    @property
    def sum(self) -> Expression[Any]:
        """SQL's ``SUM(self)``."""
        return self._call("SUM")

    @property
    def sum0(self) -> Expression[Any]:
        """The sum, and 0 instead of NULL for no values."""
        return self._call("SUM0")

    @property
    def min(self) -> Expression[Any]:
        """SQL's ``MIN(self)``."""
        return self._call("MIN")

    @property
    def max(self) -> Expression[Any]:
        """SQL's ``MAX(self)``."""
        return self._call("MAX")

    @property
    def count(self) -> Expression[Any]:
        """SQL's ``COUNT(self)``."""
        return self._call("COUNT")

    @property
    def avg(self) -> Expression[Any]:
        """SQL's ``AVG(self)``."""
        return self._call("AVG")

    @property
    def first_value(self) -> Expression[Any]:
        """SQL's ``FIRST_VALUE(self)``."""
        return self._call("FIRST_VALUE")

    @property
    def last_value(self) -> Expression[Any]:
        """SQL's ``LAST_VALUE(self)``."""
        return self._call("LAST_VALUE")

    def list_agg(self, separator: Any = None) -> Expression[Any]:
        """The texts of a group joined by ``separator``, a comma by default: SQL's ``LISTAGG``."""
        return self._call("LISTAGG", "," if separator is None else separator)

    @property
    def stddev_pop(self) -> Expression[Any]:
        """SQL's ``STDDEV_POP(self)``."""
        return self._call("STDDEV_POP")

    @property
    def stddev_samp(self) -> Expression[Any]:
        """SQL's ``STDDEV_SAMP(self)``."""
        return self._call("STDDEV_SAMP")

    @property
    def var_pop(self) -> Expression[Any]:
        """SQL's ``VAR_POP(self)``."""
        return self._call("VAR_POP")

    @property
    def var_samp(self) -> Expression[Any]:
        """SQL's ``VAR_SAMP(self)``."""
        return self._call("VAR_SAMP")

    @property
    def collect(self) -> Expression[Any]:
        """SQL's ``COLLECT(self)``."""
        return self._call("COLLECT")

    @property
    def array_agg(self) -> Expression[Any]:
        """SQL's ``ARRAY_AGG(self)``."""
        return self._call("ARRAY_AGG")

    def bitmap_and_agg(self) -> Expression[Any]:
        """The bitmap of the numbers that all bitmaps of the group have."""
        return self._call("BITMAP_AND_AGG")

    def bitmap_and_cardinality_agg(self) -> Expression[Any]:
        """How many numbers all bitmaps of the group have."""
        return self._call("BITMAP_AND_CARDINALITY_AGG")

    def bitmap_build_agg(self) -> Expression[Any]:
        """The bitmap of the numbers of the group; NULL if there is none."""
        return self._call("BITMAP_BUILD_AGG")

    def bitmap_build_cardinality_agg(self) -> Expression[Any]:
        """How many different numbers the group has; NULL if there is none."""
        return self._call("BITMAP_BUILD_CARDINALITY_AGG")

    def bitmap_or_agg(self) -> Expression[Any]:
        """The bitmap of the numbers that any bitmap of the group has."""
        return self._call("BITMAP_OR_AGG")

    def bitmap_or_cardinality_agg(self) -> Expression[Any]:
        """How many numbers the bitmaps of the group have together."""
        return self._call("BITMAP_OR_CARDINALITY_AGG")

    def bitmap_xor_agg(self) -> Expression[Any]:
        """The bitmap of the numbers that an odd number of bitmaps of the group have."""
        return self._call("BITMAP_XOR_AGG")

    def bitmap_xor_cardinality_agg(self) -> Expression[Any]:
        """How many numbers an odd number of bitmaps of the group have."""
        return self._call("BITMAP_XOR_CARDINALITY_AGG")
