"""Times: methods of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode, unit_option
from drey.rex.unresolved import Cast
from drey.types import logical as t

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression
    from drey.pyflink.table.expression_units import TimeIntervalUnit


class TemporalMethods(ExpressionNode):
    """Times."""

    @property
    def start(self) -> Expression[Any]:
        """The start of the window that this alias names."""
        return self._call("WINDOW_START")

    @property
    def end(self) -> Expression[Any]:
        """The end of the window that this alias names."""
        return self._call("WINDOW_END")

    @property
    def to_date(self) -> Expression[Any]:
        """The text as DATE: SQL's ``CAST(self AS DATE)``."""
        return self._make(Cast(self._expr, t.DateType()))

    @property
    def to_time(self) -> Expression[Any]:
        """The text as TIME: SQL's ``CAST(self AS TIME)``."""
        return self._make(Cast(self._expr, t.TimeType()))

    @property
    def to_timestamp(self) -> Expression[Any]:
        """The text as TIMESTAMP(3): SQL's ``CAST(self AS TIMESTAMP(3))``."""
        return self._make(Cast(self._expr, t.TimestampType(3)))

    def extract(self, time_interval_unit: TimeIntervalUnit) -> Expression[Any]:
        """A part of a time: SQL's ``EXTRACT(unit FROM self)``."""
        return self._call("EXTRACT", options=unit_option(time_interval_unit))

    @property
    def rowtime(self) -> Expression[Any]:
        """The window's or stream's event time."""
        return self._call("ROWTIME")

    @property
    def proctime(self) -> Expression[Any]:
        """The window's or stream's processing time."""
        return self._call("PROCTIME")
