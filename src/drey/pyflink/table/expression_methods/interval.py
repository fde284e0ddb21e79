"""Intervals: methods of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression


class IntervalMethods(ExpressionNode):
    """Intervals."""

    @property
    def year(self) -> Expression[Any]:
        """So many years, of a whole number."""
        return self._interval("year")

    @property
    def years(self) -> Expression[Any]:
        """So many years, of a whole number."""
        return self._interval("year")

    @property
    def quarter(self) -> Expression[Any]:
        """So many quarters, of a whole number."""
        return self._interval("quarter")

    @property
    def quarters(self) -> Expression[Any]:
        """So many quarters, of a whole number."""
        return self._interval("quarter")

    @property
    def month(self) -> Expression[Any]:
        """So many months, of a whole number."""
        return self._interval("month")

    @property
    def months(self) -> Expression[Any]:
        """So many months, of a whole number."""
        return self._interval("month")

    @property
    def week(self) -> Expression[Any]:
        """So many weeks, of a whole number."""
        return self._interval("week")

    @property
    def weeks(self) -> Expression[Any]:
        """So many weeks, of a whole number."""
        return self._interval("week")

    @property
    def day(self) -> Expression[Any]:
        """So many days, of a whole number."""
        return self._interval("day")

    @property
    def days(self) -> Expression[Any]:
        """So many days, of a whole number."""
        return self._interval("day")

    @property
    def hour(self) -> Expression[Any]:
        """So many hours, of a whole number."""
        return self._interval("hour")

    @property
    def hours(self) -> Expression[Any]:
        """So many hours, of a whole number."""
        return self._interval("hour")

    @property
    def minute(self) -> Expression[Any]:
        """So many minutes, of a whole number."""
        return self._interval("minute")

    @property
    def minutes(self) -> Expression[Any]:
        """So many minutes, of a whole number."""
        return self._interval("minute")

    @property
    def second(self) -> Expression[Any]:
        """So many seconds, of a whole number."""
        return self._interval("second")

    @property
    def seconds(self) -> Expression[Any]:
        """So many seconds, of a whole number."""
        return self._interval("second")

    @property
    def milli(self) -> Expression[Any]:
        """So many milliseconds, of a whole number."""
        return self._interval("milli")

    @property
    def millis(self) -> Expression[Any]:
        """So many milliseconds, of a whole number."""
        return self._interval("milli")
