"""The rolling aggregates of keyed streams as reduce functions: sum, min, max, min_by, max_by.

A field is found by its position or name in a tuple, list or ``Row``; position 0 of any other value is the value
itself. The first argument is never changed, as it has been given on already.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from drey.pyflink.datastream.functions import ReduceFunction
from drey.types.row import Row


class RollingAggregate(ReduceFunction):
    """Combines one field of two values.

    Args:
        position: The field.
        combine: The field's new value of the old and the next one; None for ``keep_better``.
        better: True if the second value is to be kept instead of the first, for ``min_by`` and ``max_by``.
    """

    def __init__(
        self,
        position: int | str,
        combine: Callable[[Any, Any], Any] | None = None,
        better: Callable[[Any, Any], bool] | None = None,
    ) -> None:
        self._position = position
        self._combine = combine
        self._better = better

    def reduce(self, value1: Any, value2: Any) -> Any:
        has_fields = isinstance(value2, tuple | list | Row)
        if not has_fields and self._position != 0:
            raise TypeError(
                f"The {self._position} field selected on a basic type. A field expression on a basic type can only "
                "select the 0th field (which means selecting the entire basic type)."
            )
        position: Any = self._position
        old, new = (value1[position], value2[position]) if has_fields else (value1, value2)
        if self._better is not None:
            return value2 if self._better(new, old) else value1
        assert self._combine is not None
        combined = self._combine(old, new)
        return _with_field(value1, position, combined) if has_fields else combined


def _with_field(value: Any, position: Any, new: Any) -> Any:
    """The value with another field."""
    if isinstance(value, tuple):
        fields = list(value)
        fields[position] = new
        return tuple(fields)
    changed = Row(*value) if isinstance(value, Row) else list(value)
    if isinstance(value, Row) and isinstance(changed, Row):
        if "_fields" in value.__dict__:
            changed.set_field_names(value._fields)
        changed.set_row_kind(value.get_row_kind())
    changed[position] = new
    return changed


def rolling_sum(position: int | str) -> RollingAggregate:
    """The sum of the field."""
    return RollingAggregate(position, operator.add)


def rolling_min(position: int | str) -> RollingAggregate:
    """The least value of the field."""
    return RollingAggregate(position, min)


def rolling_max(position: int | str) -> RollingAggregate:
    """The greatest value of the field."""
    return RollingAggregate(position, max)


def rolling_min_by(position: int | str) -> RollingAggregate:
    """The value with the least field."""
    return RollingAggregate(position, better=operator.lt)


def rolling_max_by(position: int | str) -> RollingAggregate:
    """The value with the greatest field."""
    return RollingAggregate(position, better=operator.gt)
