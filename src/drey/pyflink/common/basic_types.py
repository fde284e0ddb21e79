"""Types of single values on streams, and the base of all types; their public home is ``pyflink.common.typeinfo``.

"Data Types" in Flink's documentation of the Python DataStream API has the table of them.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from drey.pyflink.common.time import Instant
from drey.pyflink.not_built import not_built
from drey.pyflink.table import atomic_types as a


class TypeInformation:
    """The base of types: says what the values on a stream, a key or a state are.

    Two objects of one class with equal parameters are equal, and ``repr`` names the type as PyFlink does. The
    internal forms of values are PyFlink's; the embedded engine passes Python objects on and needs none.
    """

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
        """Always raises ``UnsupportedError``: there is no Java object behind a type."""
        raise not_built("TypeInformation.get_java_type_info")

    def need_conversion(self) -> bool:
        """Whether :meth:`to_internal_type` changes values; False unless a type says otherwise."""
        return False

    def to_internal_type(self, obj: Any) -> Any:
        """The internal form of a value.

        Args:
            obj: A value of the type, or None.

        Returns:
            The value itself, unless a type says otherwise.
        """
        return obj

    def from_internal_type(self, obj: Any) -> Any:
        """The value of an internal form, the opposite of :meth:`to_internal_type`.

        Args:
            obj: The internal form, or None.

        Returns:
            The form itself, unless a type says otherwise.
        """
        return obj


class BasicType(Enum):
    """The types of single values; the enum's value is the name that Flink shows."""

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
    """Numbers, booleans, texts and points of time; made by :class:`~drey.pyflink.common.typeinfo.Types`.

    Whole numbers aren't checked against the range of their type on a stream; a table that is made of it checks
    them.

    Args:
        basic_type: Which of them.
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
        """Text, a ``str``; STRING in a table."""
        return BasicTypeInfo(BasicType.STRING)

    @staticmethod
    def BOOLEAN_TYPE_INFO() -> BasicTypeInfo:
        """True or false, a ``bool``; BOOLEAN in a table."""
        return BasicTypeInfo(BasicType.BOOLEAN)

    @staticmethod
    def BYTE_TYPE_INFO() -> BasicTypeInfo:
        """An ``int`` of 8 bits with sign, -128 to 127; TINYINT in a table."""
        return BasicTypeInfo(BasicType.BYTE)

    @staticmethod
    def SHORT_TYPE_INFO() -> BasicTypeInfo:
        """An ``int`` of 16 bits with sign, -32768 to 32767; SMALLINT in a table."""
        return BasicTypeInfo(BasicType.SHORT)

    @staticmethod
    def INT_TYPE_INFO() -> BasicTypeInfo:
        """An ``int`` of 32 bits with sign, -2147483648 to 2147483647; INT in a table."""
        return BasicTypeInfo(BasicType.INT)

    @staticmethod
    def LONG_TYPE_INFO() -> BasicTypeInfo:
        """An ``int`` of 64 bits with sign; BIGINT in a table."""
        return BasicTypeInfo(BasicType.LONG)

    @staticmethod
    def FLOAT_TYPE_INFO() -> BasicTypeInfo:
        """A ``float`` that is rounded to 32 bits when a function returns it; FLOAT in a table."""
        return BasicTypeInfo(BasicType.FLOAT)

    @staticmethod
    def DOUBLE_TYPE_INFO() -> BasicTypeInfo:
        """A ``float`` of 64 bits; a whole number that a function returns becomes one. DOUBLE in a table."""
        return BasicTypeInfo(BasicType.DOUBLE)

    @staticmethod
    def CHAR_TYPE_INFO() -> BasicTypeInfo:
        """One character, a ``str`` of length 1; CHAR(1) in a table."""
        return BasicTypeInfo(BasicType.CHAR)

    @staticmethod
    def BIG_INT_TYPE_INFO() -> BasicTypeInfo:
        """An ``int`` of any size; an opaque column of type RAW in a table."""
        return BasicTypeInfo(BasicType.BIG_INT)

    @staticmethod
    def BIG_DEC_TYPE_INFO() -> BasicTypeInfo:
        """An exact decimal number, a ``decimal.Decimal``; DECIMAL(38, 18) in a table."""
        return BasicTypeInfo(BasicType.BIG_DEC)

    @staticmethod
    def INSTANT_TYPE_INFO() -> BasicTypeInfo:
        """A point of time, an ``Instant``; TIMESTAMP_LTZ(9) in a table."""
        return InstantTypeInfo(BasicType.INSTANT)


class InstantTypeInfo(BasicTypeInfo):
    """Points of time, each an ``Instant``.

    Args:
        basic_type: ``BasicType.INSTANT``.
    """

    def need_conversion(self) -> bool:
        """True: the internal form is a number."""
        return True

    def to_internal_type(self, obj: Any) -> Any:
        """The microseconds since 1970-01-01 UTC, at a resolution of milliseconds.

        Args:
            obj: An ``Instant``; None raises ``AttributeError``.
        """
        return obj.to_epoch_milli() * 1000

    def from_internal_type(self, obj: Any) -> Any:
        """The ``Instant`` of microseconds since 1970-01-01 UTC; what is below a millisecond is cut off.

        Args:
            obj: The microseconds.
        """
        return Instant.of_epoch_milli(obj // 1000)


class SqlTimeTypeInfo(TypeInformation):
    """Makes the types of ``datetime`` values, which Flink names after ``java.sql``."""

    @staticmethod
    def DATE() -> DateTypeInfo:
        """A ``datetime.date``; DATE in a table."""
        return DateTypeInfo()

    @staticmethod
    def TIME() -> TimeTypeInfo:
        """A ``datetime.time``; TIME(0) in a table."""
        return TimeTypeInfo()

    @staticmethod
    def TIMESTAMP() -> TimestampTypeInfo:
        """A ``datetime.datetime`` without zone; TIMESTAMP(9) in a table."""
        return TimestampTypeInfo()


class DateTypeInfo(TypeInformation):
    """Dates, each a ``datetime.date``; DATE in a table."""

    EPOCH_ORDINAL = a.DateType.EPOCH_ORDINAL

    def __init__(self) -> None:
        self._data_type = a.DateType()

    def need_conversion(self) -> bool:
        """True: the internal form is a number."""
        return True

    def to_internal_type(self, d: Any) -> Any:
        """The days since 1970-01-01 of a ``datetime.date``, or None."""
        return self._data_type.to_sql_type(d)

    def from_internal_type(self, v: Any) -> Any:
        """The ``datetime.date`` so many days after 1970-01-01, or None."""
        return self._data_type.from_sql_type(v)


class TimeTypeInfo(TypeInformation):
    """Times of the day, each a ``datetime.time``; TIME(0) in a table."""

    EPOCH_ORDINAL = a.TimeType.EPOCH_ORDINAL

    def need_conversion(self) -> bool:
        """True: the internal form is a number."""
        return True

    def to_internal_type(self, t: Any) -> Any:
        """The microseconds since midnight UTC of a ``datetime.time``, by default in the process's zone; or None."""
        return a.TimeType().to_sql_type(t)

    def from_internal_type(self, t: Any) -> Any:
        """The ``datetime.time`` in the process's time zone of microseconds since midnight UTC, or None."""
        return a.TimeType().from_sql_type(t)


class TimestampTypeInfo(TypeInformation):
    """Wall-clock times, each a ``datetime.datetime``; TIMESTAMP(9) in a table."""

    def need_conversion(self) -> bool:
        """True: the internal form is a number."""
        return True

    def to_internal_type(self, dt: Any) -> Any:
        """The microseconds since 1970-01-01 UTC of a ``datetime``, by default in the process's zone; or None."""
        return a.TimestampType().to_sql_type(dt)

    def from_internal_type(self, ts: Any) -> Any:
        """The ``datetime`` without zone, in that of the process, of microseconds since 1970-01-01 UTC; or None."""
        return a.TimestampType().from_sql_type(ts)


class LocalTimeTypeInfo(TypeInformation):
    """Java's local dates and times; DATE, TIME(9) and TIMESTAMP(9) in a table.

    Args:
        time_type: Which of the three.
    """

    class TimeType(Enum):
        """The three of them, named as in Java."""

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
    """Any Python object: what a stream has where no type is said. A table has it as an opaque column of type RAW."""

    def __repr__(self) -> str:
        return "PickledByteArrayTypeInfo"
