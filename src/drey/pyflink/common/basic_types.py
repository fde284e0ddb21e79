"""Types of single values on streams, and the base of all types; their public home is ``pyflink.common.typeinfo``."""

from __future__ import annotations

from enum import Enum
from typing import Any

from drey.pyflink.common.time import Instant
from drey.pyflink.not_built import not_built
from drey.pyflink.table import atomic_types as a


class TypeInformation:
    """The base: what a value is. Equal types are equal; ``repr`` names the type."""

    def __init__(self) -> None:
        """Types without parameters have nothing to keep."""

    def _key(self) -> Any:
        """What makes two objects of one class equal."""
        return None

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return type(self).__name__

    def get_java_type_info(self) -> Any:
        """There is no Java object behind a type."""
        raise not_built("TypeInformation.get_java_type_info")

    def need_conversion(self) -> bool:
        """Whether ``to_internal_type`` changes values."""
        return False

    def to_internal_type(self, obj: Any) -> Any:
        """The internal form of a Python value."""
        return obj

    def from_internal_type(self, obj: Any) -> Any:
        """The Python value of an internal form."""
        return obj


class BasicType(Enum):
    """The types of single values; the value is the name that Flink shows."""

    STRING = "String"
    BYTE = "Byte"
    BOOLEAN = "Boolean"
    SHORT = "Short"
    INT = "Integer"
    LONG = "Long"
    FLOAT = "Float"
    DOUBLE = "Double"
    CHAR = "Char"
    BIG_INT = "BigInteger"
    BIG_DEC = "BigDecimal"
    INSTANT = "Instant"


class BasicTypeInfo(TypeInformation):
    """Numbers, booleans and texts.

    Args:
        basic_type: Which one.
    """

    def __init__(self, basic_type: BasicType) -> None:
        self._basic_type = basic_type

    def _key(self) -> BasicType:
        return self._basic_type

    __hash__ = TypeInformation.__hash__

    def __repr__(self) -> str:
        return self._basic_type.value

    @staticmethod
    def STRING_TYPE_INFO() -> BasicTypeInfo:
        """Text."""
        return BasicTypeInfo(BasicType.STRING)

    @staticmethod
    def BOOLEAN_TYPE_INFO() -> BasicTypeInfo:
        """True or false."""
        return BasicTypeInfo(BasicType.BOOLEAN)

    @staticmethod
    def BYTE_TYPE_INFO() -> BasicTypeInfo:
        """8 bits."""
        return BasicTypeInfo(BasicType.BYTE)

    @staticmethod
    def SHORT_TYPE_INFO() -> BasicTypeInfo:
        """16 bits."""
        return BasicTypeInfo(BasicType.SHORT)

    @staticmethod
    def INT_TYPE_INFO() -> BasicTypeInfo:
        """32 bits."""
        return BasicTypeInfo(BasicType.INT)

    @staticmethod
    def LONG_TYPE_INFO() -> BasicTypeInfo:
        """64 bits."""
        return BasicTypeInfo(BasicType.LONG)

    @staticmethod
    def FLOAT_TYPE_INFO() -> BasicTypeInfo:
        """Single precision."""
        return BasicTypeInfo(BasicType.FLOAT)

    @staticmethod
    def DOUBLE_TYPE_INFO() -> BasicTypeInfo:
        """Double precision."""
        return BasicTypeInfo(BasicType.DOUBLE)

    @staticmethod
    def CHAR_TYPE_INFO() -> BasicTypeInfo:
        """One character."""
        return BasicTypeInfo(BasicType.CHAR)

    @staticmethod
    def BIG_INT_TYPE_INFO() -> BasicTypeInfo:
        """Whole numbers of any size."""
        return BasicTypeInfo(BasicType.BIG_INT)

    @staticmethod
    def BIG_DEC_TYPE_INFO() -> BasicTypeInfo:
        """Exact decimal numbers."""
        return BasicTypeInfo(BasicType.BIG_DEC)

    @staticmethod
    def INSTANT_TYPE_INFO() -> BasicTypeInfo:
        """Points of time."""
        return InstantTypeInfo(BasicType.INSTANT)


class InstantTypeInfo(BasicTypeInfo):
    """Points of time; inside microseconds since the epoch.

    Args:
        basic_type: ``BasicType.INSTANT``.
    """

    def need_conversion(self) -> bool:
        return True

    def to_internal_type(self, obj: Any) -> Any:
        return obj.to_epoch_milli() * 1000

    def from_internal_type(self, obj: Any) -> Any:
        return Instant.of_epoch_milli(obj // 1000)


class SqlTimeTypeInfo(TypeInformation):
    """Makes the types of dates and times."""

    @staticmethod
    def DATE() -> DateTypeInfo:
        """Dates."""
        return DateTypeInfo()

    @staticmethod
    def TIME() -> TimeTypeInfo:
        """Times of the day."""
        return TimeTypeInfo()

    @staticmethod
    def TIMESTAMP() -> TimestampTypeInfo:
        """Wall-clock times."""
        return TimestampTypeInfo()


class DateTypeInfo(TypeInformation):
    """Dates; inside days since 1970-01-01."""

    EPOCH_ORDINAL = a.DateType.EPOCH_ORDINAL

    def __init__(self) -> None:
        self._data_type = a.DateType()

    def need_conversion(self) -> bool:
        return True

    def to_internal_type(self, d: Any) -> Any:
        return self._data_type.to_sql_type(d)

    def from_internal_type(self, v: Any) -> Any:
        return self._data_type.from_sql_type(v)


class TimeTypeInfo(TypeInformation):
    """Times of the day; inside microseconds."""

    EPOCH_ORDINAL = a.TimeType.EPOCH_ORDINAL

    def need_conversion(self) -> bool:
        return True

    def to_internal_type(self, t: Any) -> Any:
        return a.TimeType().to_sql_type(t)

    def from_internal_type(self, t: Any) -> Any:
        return a.TimeType().from_sql_type(t)


class TimestampTypeInfo(TypeInformation):
    """Wall-clock times; inside microseconds since the epoch."""

    def need_conversion(self) -> bool:
        return True

    def to_internal_type(self, dt: Any) -> Any:
        return a.TimestampType().to_sql_type(dt)

    def from_internal_type(self, ts: Any) -> Any:
        return a.TimestampType().from_sql_type(ts)


class LocalTimeTypeInfo(TypeInformation):
    """Java's local dates and times.

    Args:
        time_type: Which one.
    """

    class TimeType(Enum):
        """Java's local types."""

        LOCAL_DATE = 0
        LOCAL_TIME = 1
        LOCAL_DATE_TIME = 2

    def __init__(self, time_type: TimeType) -> None:
        self._time_type = time_type

    def _key(self) -> TimeType:
        return self._time_type

    def __repr__(self) -> str:
        return f"LocalTimeTypeInfo({self._time_type.name})"


class PickledBytesTypeInfo(TypeInformation):
    """Any Python object: the default of streams."""

    def __repr__(self) -> str:
        return "PickledByteArrayTypeInfo"
