"""Numbers: methods of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode, call, given, unit_option

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression
    from drey.pyflink.table.expression_units import TimeIntervalUnit


class ArithmeticMethods(ExpressionNode):
    """Numbers."""

    @property
    def exp(self) -> Expression[Any]:
        """SQL's ``EXP(self)``."""
        return self._call("EXP")

    @property
    def log10(self) -> Expression[Any]:
        """SQL's ``LOG10(self)``."""
        return self._call("LOG10")

    @property
    def log2(self) -> Expression[Any]:
        """SQL's ``LOG2(self)``."""
        return self._call("LOG2")

    @property
    def ln(self) -> Expression[Any]:
        """SQL's ``LN(self)``."""
        return self._call("LN")

    def log(self, base: Any = None) -> Expression[Any]:
        """SQL's ``LOG(base, self)``, or the natural logarithm without a base."""
        return self._make(call("LOG", *given(base), self))

    @property
    def cosh(self) -> Expression[Any]:
        """SQL's ``COSH(self)``."""
        return self._call("COSH")

    @property
    def sinh(self) -> Expression[Any]:
        """SQL's ``SINH(self)``."""
        return self._call("SINH")

    @property
    def sin(self) -> Expression[Any]:
        """SQL's ``SIN(self)``."""
        return self._call("SIN")

    @property
    def cos(self) -> Expression[Any]:
        """SQL's ``COS(self)``."""
        return self._call("COS")

    @property
    def tan(self) -> Expression[Any]:
        """SQL's ``TAN(self)``."""
        return self._call("TAN")

    @property
    def cot(self) -> Expression[Any]:
        """SQL's ``COT(self)``."""
        return self._call("COT")

    @property
    def asin(self) -> Expression[Any]:
        """SQL's ``ASIN(self)``."""
        return self._call("ASIN")

    @property
    def acos(self) -> Expression[Any]:
        """SQL's ``ACOS(self)``."""
        return self._call("ACOS")

    @property
    def atan(self) -> Expression[Any]:
        """SQL's ``ATAN(self)``."""
        return self._call("ATAN")

    @property
    def tanh(self) -> Expression[Any]:
        """SQL's ``TANH(self)``."""
        return self._call("TANH")

    @property
    def degrees(self) -> Expression[Any]:
        """SQL's ``DEGREES(self)``."""
        return self._call("DEGREES")

    @property
    def radians(self) -> Expression[Any]:
        """SQL's ``RADIANS(self)``."""
        return self._call("RADIANS")

    @property
    def sqrt(self) -> Expression[Any]:
        """SQL's ``SQRT(self)``."""
        return self._call("SQRT")

    @property
    def abs(self) -> Expression[Any]:
        """SQL's ``ABS(self)``."""
        return self._call("ABS")

    @property
    def sign(self) -> Expression[Any]:
        """SQL's ``SIGN(self)``."""
        return self._call("SIGN")

    def round(self, places: Any) -> Expression[Any]:
        """SQL's ``ROUND(self, places)``."""
        return self._call("ROUND", places)

    @property
    def bin(self) -> Expression[Any]:
        """SQL's ``BIN(self)``."""
        return self._call("BIN")

    @property
    def hex(self) -> Expression[Any]:
        """SQL's ``HEX(self)``."""
        return self._call("HEX")

    @property
    def unhex(self) -> Expression[Any]:
        """SQL's ``UNHEX(self)``."""
        return self._call("UNHEX")

    def truncate(self, n: Any = 0) -> Expression[Any]:
        """SQL's ``TRUNCATE(self, n)``."""
        return self._call("TRUNCATE", n)

    def percentile(self, percentage: Any, frequency: Any = None) -> Expression[Any]:
        """SQL's ``PERCENTILE(self, percentage[, frequency])``."""
        return self._call("PERCENTILE", percentage, *given(frequency))

    def floor(self, time_interval_unit: TimeIntervalUnit | None = None) -> Expression[Any]:
        """The largest whole number below, or the start of the unit of time: SQL's ``FLOOR(self TO unit)``."""
        return self._call("FLOOR", options=unit_option(time_interval_unit))

    def ceil(self, time_interval_unit: TimeIntervalUnit | None = None) -> Expression[Any]:
        """The smallest whole number above, or the start of the next unit: SQL's ``CEIL(self TO unit)``."""
        return self._call("CEIL", options=unit_option(time_interval_unit))
