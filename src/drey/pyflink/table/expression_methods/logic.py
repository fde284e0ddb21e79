"""Comparisons, conditions and null checks: methods of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode, given

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression


class LogicMethods(ExpressionNode):
    """Comparisons, conditions and null checks."""

    def between(self, lower_bound: Any, upper_bound: Any) -> Expression[Any]:
        """SQL's ``self BETWEEN value2 AND value3``."""
        return self._call("BETWEEN", lower_bound, upper_bound)

    def not_between(self, lower_bound: Any, upper_bound: Any) -> Expression[Any]:
        """SQL's ``self NOT BETWEEN value2 AND value3``."""
        return self._call("NOT_BETWEEN", lower_bound, upper_bound)

    def then(self, if_true: Any, if_false: Any) -> Expression[Any]:
        """``if_true`` where this holds, otherwise ``if_false``."""
        return self._call("IF", if_true, if_false)

    def if_null(self, null_replacement: Any) -> Expression[Any]:
        """SQL's ``IFNULL(self, null_replacement)``."""
        return self._call("IF_NULL", null_replacement)

    @property
    def is_null(self) -> Expression[Any]:
        """SQL's ``self IS NULL``."""
        return self._call("IS_NULL")

    @property
    def is_not_null(self) -> Expression[Any]:
        """SQL's ``self IS NOT NULL``."""
        return self._call("IS_NOT_NULL")

    @property
    def is_true(self) -> Expression[Any]:
        """SQL's ``self IS TRUE``."""
        return self._call("IS_TRUE")

    @property
    def is_false(self) -> Expression[Any]:
        """SQL's ``self IS FALSE``."""
        return self._call("IS_FALSE")

    @property
    def is_not_true(self) -> Expression[Any]:
        """SQL's ``self IS NOT TRUE``."""
        return self._call("IS_NOT_TRUE")

    @property
    def is_not_false(self) -> Expression[Any]:
        """SQL's ``self IS NOT FALSE``."""
        return self._call("IS_NOT_FALSE")

    def like(self, pattern: Any = None, escape: Any = None) -> Expression[Any]:
        """SQL's ``self LIKE string2 [ ESCAPE char ]``."""
        return self._call("LIKE", pattern, *given(escape))

    def similar(self, pattern: Any = None) -> Expression[Any]:
        """SQL's ``self SIMILAR TO string2 [ ESCAPE char ]``."""
        return self._call("SIMILAR", pattern)
