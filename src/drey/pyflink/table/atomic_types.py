"""The data types of single values; :mod:`drey.pyflink.table.types` is their public home."""

from __future__ import annotations

import calendar
import datetime
import time
from copy import copy
from enum import Enum
from typing import Any, Self

MAX_LENGTH = 0x7FFFFFFF


class DataType:
    """The base of all types: what a value is and whether it may be null.

    Args:
        nullable: Whether None is a value.
    """

    def __init__(self, nullable: bool = True) -> None:
        self._nullable = nullable
        self._conversion_cls = ""

    def _repr_arguments(self) -> tuple[Any, ...]:
        return ()

    def __repr__(self) -> str:
        arguments = [str(one) for one in self._repr_arguments()]
        return f"{type(self).__name__}({', '.join([*arguments, str(self._nullable).lower()])})"

    def __str__(self) -> str:
        return type(self).type_name()

    def __hash__(self) -> int:
        return hash(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, self.__class__) and self.__dict__ == other.__dict__

    def __ne__(self, other: object) -> bool:
        return not self.__eq__(other)

    def not_null(self) -> Self:
        """The same type without null."""
        return self._with_nullable(False)

    def nullable(self) -> Self:
        """The same type with null."""
        return self._with_nullable(True)

    def _with_nullable(self, nullable: bool) -> Self:
        result = copy(self)
        result._nullable = nullable
        return result

    @classmethod
    def type_name(cls) -> str:
        """The class name in capitals without ``Type``."""
        return cls.__name__.removesuffix("Type").upper()

    def bridged_to(self, conversion_cls: Any) -> Self:
        """Note the class that values have outside; only the note is kept."""
        self._conversion_cls = conversion_cls
        return self

    def need_conversion(self) -> bool:
        """Whether ``to_sql_type`` changes values."""
        return False

    def to_sql_type(self, obj: Any) -> Any:
        """The internal form of a Python value."""
        return obj

    def from_sql_type(self, obj: Any) -> Any:
        """The Python value of an internal form."""
        return obj


class AtomicType(DataType):
    """The base of types without parts."""

    def __init__(self, nullable: bool = True) -> None:
        super().__init__(nullable)


class NullType(AtomicType):
    """The type of a bare NULL."""

    def __init__(self) -> None:
        super().__init__(True)


class VariantType(AtomicType):
    """Any JSON value; PyFlink has no such type, and ``DataTypes`` doesn't make it."""


class BitmapType(AtomicType):
    """A set of 32-bit numbers; PyFlink has no such type, and ``DataTypes`` doesn't make it."""


class NumericType(AtomicType):
    """The base of numbers."""


class IntegralType(NumericType):
    """The base of whole numbers."""


class FractionalType(NumericType):
    """The base of numbers with a fraction."""


class LengthType(AtomicType):
    """The base of texts and bytes.

    Args:
        length: Characters or bytes, 1 to 2147483647.
        nullable: Whether None is a value.
    """

    def __init__(self, length: int = 1, nullable: bool = True) -> None:
        super().__init__(nullable)
        self.length = length

    def _repr_arguments(self) -> tuple[Any, ...]:
        return (self.length,)


class CharType(LengthType):
    """CHAR(n): text of exactly n code points."""


class VarCharType(LengthType):
    """VARCHAR(n): text of at most n code points; STRING is VARCHAR(2147483647)."""


class BinaryType(LengthType):
    """BINARY(n): exactly n bytes."""


class VarBinaryType(LengthType):
    """VARBINARY(n): at most n bytes; BYTES is VARBINARY(2147483647)."""


class BooleanType(AtomicType):
    """BOOLEAN."""


class TinyIntType(IntegralType):
    """TINYINT, 8 bits."""


class SmallIntType(IntegralType):
    """SMALLINT, 16 bits."""


class IntType(IntegralType):
    """INT, 32 bits."""


class BigIntType(IntegralType):
    """BIGINT, 64 bits."""


class FloatType(FractionalType):
    """FLOAT, single precision."""


class DoubleType(FractionalType):
    """DOUBLE, double precision."""


class DecimalType(FractionalType):
    """DECIMAL(precision, scale): exact numbers with a fixed number of digits.

    Args:
        precision: All digits, 1 to 38.
        scale: The digits after the point, 0 to ``precision``.
        nullable: Whether None is a value.
    """

    def __init__(self, precision: int = 10, scale: int = 0, nullable: bool = True) -> None:
        super().__init__(nullable)
        assert 1 <= precision <= 38, f"precision must be 1 to 38, not {precision}"
        assert 0 <= scale <= precision, f"scale must be 0 to {precision}, not {scale}"
        self.precision = precision
        self.scale = scale
        self.has_precision_info = True

    def _repr_arguments(self) -> tuple[Any, ...]:
        return (self.precision, self.scale)


class DateType(AtomicType):
    """DATE; inside a number of days since 1970-01-01."""

    EPOCH_ORDINAL = datetime.date(1970, 1, 1).toordinal()

    def need_conversion(self) -> bool:
        return True

    def to_sql_type(self, d: Any) -> Any:
        return None if d is None else d.toordinal() - self.EPOCH_ORDINAL

    def from_sql_type(self, v: Any) -> Any:
        return None if v is None else datetime.date.fromordinal(v + self.EPOCH_ORDINAL)


class PrecisionType(AtomicType):
    """The base of times: ``precision`` is the number of digits of the fraction of a second, 0 to 9."""

    def __init__(self, precision: int = 6, nullable: bool = True) -> None:
        super().__init__(nullable)
        assert 0 <= precision <= 9, f"precision must be 0 to 9, not {precision}"
        self.precision = precision

    def _repr_arguments(self) -> tuple[Any, ...]:
        return (self.precision,)

    def need_conversion(self) -> bool:
        return True


_MICROS = 10**6


def _epoch_micros(value: datetime.datetime) -> int:
    """Microseconds since the epoch of an aware value, or of a naive one in the process' time zone."""
    if value.tzinfo is None:
        seconds = int(time.mktime(value.timetuple()))
    else:
        seconds = calendar.timegm(value.utctimetuple())
    return seconds * _MICROS + value.microsecond


class TimeType(PrecisionType):
    """TIME(p); inside microseconds of the day."""

    EPOCH_ORDINAL = calendar.timegm(time.localtime(0)) * _MICROS

    def __init__(self, precision: int = 0, nullable: bool = True) -> None:
        super().__init__(precision, nullable)

    def to_sql_type(self, t: Any) -> Any:
        if t is None:
            return None
        if t.tzinfo is None:
            offset = self.EPOCH_ORDINAL
        else:
            offset = (t.utcoffset() or datetime.timedelta()) // datetime.timedelta(microseconds=1)
        return (t.hour * 3600 + t.minute * 60 + t.second) * _MICROS + t.microsecond - offset

    def from_sql_type(self, t: Any) -> Any:
        if t is None:
            return None
        seconds, micros = divmod(t + self.EPOCH_ORDINAL, _MICROS)
        return datetime.time(seconds // 3600, seconds // 60 % 60, seconds % 60, micros)


class TimestampType(PrecisionType):
    """TIMESTAMP(p), a wall-clock time without a zone."""

    def to_sql_type(self, dt: Any) -> Any:
        return None if dt is None else _epoch_micros(dt)

    def from_sql_type(self, ts: Any) -> Any:
        if ts is None:
            return None
        return datetime.datetime.fromtimestamp(ts // _MICROS).replace(microsecond=ts % _MICROS)


class LocalZonedTimestampType(PrecisionType):
    """TIMESTAMP_LTZ(p), an instant that is shown in the session's zone."""

    EPOCH_ORDINAL = calendar.timegm(time.localtime(0)) * _MICROS

    def to_sql_type(self, dt: Any) -> Any:
        return None if dt is None else _epoch_micros(dt) + self.EPOCH_ORDINAL

    def from_sql_type(self, ts: Any) -> Any:
        if ts is None:
            return None
        shifted = ts - self.EPOCH_ORDINAL
        return datetime.datetime.fromtimestamp(shifted // _MICROS).replace(microsecond=shifted % _MICROS)


class ZonedTimestampType(PrecisionType):
    """TIMESTAMP(p) WITH TIME ZONE; inside the pair of local microseconds and the offset in seconds."""

    def to_sql_type(self, dt: Any) -> Any:
        if dt is None:
            return None
        zoned = dt if dt.tzinfo is not None else dt.astimezone()
        offset = int(zoned.utcoffset().total_seconds())
        return _epoch_micros(dt) + offset * _MICROS, offset

    def from_sql_type(self, zoned_ts: Any) -> Any:
        if zoned_ts is None:
            return None
        micros, offset = zoned_ts[0] - zoned_ts[1] * _MICROS, zoned_ts[1]
        zone = datetime.timezone(datetime.timedelta(seconds=offset))
        return datetime.datetime.fromtimestamp(micros // _MICROS, tz=zone).replace(
            microsecond=micros % _MICROS
        )


class Resolution:
    """One end of an interval type, for example ``DataTypes.SECOND(3)``.

    Args:
        unit: The unit.
        precision: Digits of the years, days or fraction of a second; -1 where the unit has none.
    """

    class IntervalUnit(Enum):
        """The units of interval types."""

        SECOND = 0
        MINUTE = 1
        HOUR = 2
        DAY = 3
        MONTH = 4
        YEAR = 5

    def __init__(self, unit: IntervalUnit, precision: int = -1) -> None:
        self._unit = unit
        self._precision = precision

    @property
    def unit(self) -> IntervalUnit:
        """The unit."""
        return self._unit

    @property
    def precision(self) -> int:
        """The number of digits, or -1."""
        return self._precision

    def __str__(self) -> str:
        return f"{self._unit}({self._precision})"


class YearMonthIntervalType(AtomicType):
    """An interval of months.

    Args:
        resolution: One of :class:`YearMonthResolution`.
        precision: Digits of the years, 1 to 4.
        nullable: Whether None is a value.
    """

    class YearMonthResolution:
        """The spans that such a type may have."""

        YEAR = 1
        MONTH = 2
        YEAR_TO_MONTH = 3

    DEFAULT_PRECISION = 2

    def __init__(self, resolution: int, precision: int = DEFAULT_PRECISION, nullable: bool = True) -> None:
        assert resolution in (1, 2, 3), f"unknown resolution {resolution}"
        assert 1 <= precision <= 4, f"precision must be 1 to 4, not {precision}"
        if resolution == YearMonthIntervalType.YearMonthResolution.MONTH:
            assert precision == self.DEFAULT_PRECISION, "an interval of months has no precision"
        self._resolution = resolution
        self._precision = precision
        super().__init__(nullable)

    @property
    def resolution(self) -> int:
        """The span."""
        return self._resolution

    @property
    def precision(self) -> int:
        """The digits of the years."""
        return self._precision


class DayTimeIntervalType(AtomicType):
    """An interval of days and parts of days.

    Args:
        resolution: One of :class:`DayTimeResolution`.
        day_precision: Digits of the days, 1 to 6.
        fractional_precision: Digits of the fraction of a second, 0 to 9.
        nullable: Whether None is a value.
    """

    class DayTimeResolution(Enum):
        """The spans that such a type may have."""

        DAY = 1
        DAY_TO_HOUR = 2
        DAY_TO_MINUTE = 3
        DAY_TO_SECOND = 4
        HOUR = 5
        HOUR_TO_MINUTE = 6
        HOUR_TO_SECOND = 7
        MINUTE = 8
        MINUTE_TO_SECOND = 9
        SECOND = 10

    DEFAULT_DAY_PRECISION = 2
    DEFAULT_FRACTIONAL_PRECISION = 6

    def __init__(
        self,
        resolution: DayTimeResolution,
        day_precision: int = DEFAULT_DAY_PRECISION,
        fractional_precision: int = DEFAULT_FRACTIONAL_PRECISION,
        nullable: bool = True,
    ) -> None:
        assert isinstance(resolution, DayTimeIntervalType.DayTimeResolution), f"unknown span {resolution}"
        assert 1 <= day_precision <= 6, f"day_precision must be 1 to 6, not {day_precision}"
        assert 0 <= fractional_precision <= 9, f"fractional_precision is 0 to 9, not {fractional_precision}"
        if not resolution.name.startswith("DAY"):
            assert day_precision == self.DEFAULT_DAY_PRECISION, f"{resolution} has no day precision"
        if not resolution.name.endswith("SECOND"):
            assert fractional_precision == self.DEFAULT_FRACTIONAL_PRECISION, f"{resolution} has no fraction"
        self._resolution = resolution
        self._day_precision = day_precision
        self._fractional_precision = fractional_precision
        super().__init__(nullable)

    def need_conversion(self) -> bool:
        return True

    def to_sql_type(self, timedelta: Any) -> Any:
        return None if timedelta is None else timedelta // datetime.timedelta(microseconds=1)

    def from_sql_type(self, ts: Any) -> Any:
        return None if ts is None else datetime.timedelta(microseconds=ts)

    @property
    def resolution(self) -> DayTimeResolution:
        """The span."""
        return self._resolution

    @property
    def day_precision(self) -> int:
        """The digits of the days."""
        return self._day_precision

    @property
    def fractional_precision(self) -> int:
        """The digits of the fraction of a second."""
        return self._fractional_precision
