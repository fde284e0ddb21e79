"""Flink's logical types as frozen values.

A type is immutable, hashable and prints as Flink's ``asSummaryString`` does: ``VARCHAR(10) NOT NULL``,
``ROW<`a` INT, `b` STRING>``. See "Data Types" in Flink's Table API documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from enum import Enum
from typing import ClassVar, Self

from drey.errors import ValidationError
from drey.records import record

MAX_LENGTH = 2147483647
MAX_DECIMAL_PRECISION = 38
MAX_TIME_PRECISION = 9


class TypeFamily(Enum):
    """Groups of types that functions accept as one."""

    CHARACTER = "character"
    BINARY = "binary"
    BOOLEAN = "boolean"
    EXACT_NUMERIC = "exact numeric"
    APPROXIMATE_NUMERIC = "approximate numeric"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    INTERVAL = "interval"
    COLLECTION = "collection"
    ROW = "row"
    NULL = "null"
    OTHER = "other"


@record
class LogicalType:
    """The base of all logical types; ``nullable`` is part of the type as in Flink."""

    family: ClassVar[TypeFamily] = TypeFamily.OTHER
    nullable: bool = field(default=True, kw_only=True)

    def summary(self) -> str:
        """The type's text without its nullability."""
        raise NotImplementedError

    def with_nullable(self, nullable: bool) -> Self:
        """The same type with the given nullability."""
        return self if self.nullable == nullable else replace(self, nullable=nullable)

    def not_null(self) -> Self:
        return self.with_nullable(False)

    def same_ignoring_null(self, other: LogicalType) -> bool:
        """True if both are the same type apart from their outermost nullability."""
        return self.with_nullable(True) == other.with_nullable(True)

    def __str__(self) -> str:
        return self.summary() if self.nullable else f"{self.summary()} NOT NULL"


def _check_range(what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ValidationError(f"{what} must be between {low} and {high}", detail=f"found {value}")


@record
class BooleanType(LogicalType):
    family: ClassVar[TypeFamily] = TypeFamily.BOOLEAN

    def summary(self) -> str:
        return "BOOLEAN"


@record
class CharacterType(LogicalType):
    """The base of CHAR and VARCHAR."""

    family: ClassVar[TypeFamily] = TypeFamily.CHARACTER
    length: int = 1


@record
class CharType(CharacterType):
    def __post_init__(self) -> None:
        _check_range("the length of CHAR", self.length, 0, MAX_LENGTH)

    def summary(self) -> str:
        return f"CHAR({self.length})"


@record
class VarCharType(CharacterType):
    def __post_init__(self) -> None:
        _check_range("the length of VARCHAR", self.length, 0, MAX_LENGTH)

    def summary(self) -> str:
        return "STRING" if self.length == MAX_LENGTH else f"VARCHAR({self.length})"


@record
class BytesType(LogicalType):
    """The base of BINARY and VARBINARY."""

    family: ClassVar[TypeFamily] = TypeFamily.BINARY
    length: int = 1


@record
class BinaryType(BytesType):
    def summary(self) -> str:
        return f"BINARY({self.length})"


@record
class VarBinaryType(BytesType):
    def summary(self) -> str:
        return "BYTES" if self.length == MAX_LENGTH else f"VARBINARY({self.length})"


@record
class NumericType(LogicalType):
    """The base of all numbers."""

    family: ClassVar[TypeFamily] = TypeFamily.EXACT_NUMERIC


@record
class IntegerNumericType(NumericType):
    """The base of TINYINT, SMALLINT, INT and BIGINT."""

    name: ClassVar[str]
    bits: ClassVar[int]
    digits: ClassVar[int]

    def summary(self) -> str:
        return self.name

    @property
    def minimum(self) -> int:
        return -(1 << (self.bits - 1))

    @property
    def maximum(self) -> int:
        return (1 << (self.bits - 1)) - 1


@record
class TinyIntType(IntegerNumericType):
    name, bits, digits = "TINYINT", 8, 3


@record
class SmallIntType(IntegerNumericType):
    name, bits, digits = "SMALLINT", 16, 5


@record
class IntType(IntegerNumericType):
    name, bits, digits = "INT", 32, 10


@record
class BigIntType(IntegerNumericType):
    name, bits, digits = "BIGINT", 64, 19


@record
class FloatType(NumericType):
    family: ClassVar[TypeFamily] = TypeFamily.APPROXIMATE_NUMERIC

    def summary(self) -> str:
        return "FLOAT"


@record
class DoubleType(NumericType):
    family: ClassVar[TypeFamily] = TypeFamily.APPROXIMATE_NUMERIC

    def summary(self) -> str:
        return "DOUBLE"


@record
class DecimalType(NumericType):
    precision: int = 10
    scale: int = 0

    def __post_init__(self) -> None:
        _check_range("the precision of DECIMAL", self.precision, 1, MAX_DECIMAL_PRECISION)
        _check_range("the scale of DECIMAL", self.scale, 0, self.precision)

    def summary(self) -> str:
        return f"DECIMAL({self.precision}, {self.scale})"


@record
class DateType(LogicalType):
    family: ClassVar[TypeFamily] = TypeFamily.DATE

    def summary(self) -> str:
        return "DATE"


@record
class TimeType(LogicalType):
    family: ClassVar[TypeFamily] = TypeFamily.TIME
    precision: int = 0

    def __post_init__(self) -> None:
        _check_range("the precision of TIME", self.precision, 0, MAX_TIME_PRECISION)

    def summary(self) -> str:
        return f"TIME({self.precision})"


class TimeAttribute(Enum):
    """Whether a timestamp column is a plain value or drives time."""

    NONE = "none"
    ROWTIME = "rowtime"
    PROCTIME = "proctime"


@record
class AnyTimestampType(LogicalType):
    """The base of TIMESTAMP and TIMESTAMP_LTZ; ``attribute`` doesn't count for equality."""

    family: ClassVar[TypeFamily] = TypeFamily.TIMESTAMP
    precision: int = 6
    attribute: TimeAttribute = field(default=TimeAttribute.NONE, compare=False, kw_only=True)

    def __post_init__(self) -> None:
        _check_range("the precision of TIMESTAMP", self.precision, 0, MAX_TIME_PRECISION)

    def with_attribute(self, attribute: TimeAttribute) -> Self:
        return replace(self, attribute=attribute)

    def __str__(self) -> str:
        mark = "" if self.attribute is TimeAttribute.NONE else f" *{self.attribute.name}*"
        return f"{self.summary()}{'' if self.nullable else ' NOT NULL'}{mark}"


@record
class TimestampType(AnyTimestampType):
    def summary(self) -> str:
        return f"TIMESTAMP({self.precision})"


@record
class LocalZonedTimestampType(AnyTimestampType):
    def summary(self) -> str:
        return f"TIMESTAMP_LTZ({self.precision})"


@record
class IntervalType(LogicalType):
    """The base of both intervals; ``resolution`` is Flink's text such as ``DAY(3) TO SECOND(3)``."""

    family: ClassVar[TypeFamily] = TypeFamily.INTERVAL
    resolution: str = ""

    def summary(self) -> str:
        return f"INTERVAL {self.resolution}"


@record
class YearMonthIntervalType(IntervalType):
    """Whole months."""

    resolution: str = "YEAR(4) TO MONTH"


@record
class DayTimeIntervalType(IntervalType):
    """Whole milliseconds."""

    resolution: str = "DAY(6) TO SECOND(3)"


@record
class ArrayType(LogicalType):
    family: ClassVar[TypeFamily] = TypeFamily.COLLECTION
    element: LogicalType

    def summary(self) -> str:
        return f"ARRAY<{self.element}>"


@record
class MultisetType(LogicalType):
    family: ClassVar[TypeFamily] = TypeFamily.COLLECTION
    element: LogicalType

    def summary(self) -> str:
        return f"MULTISET<{self.element}>"


@record
class MapType(LogicalType):
    family: ClassVar[TypeFamily] = TypeFamily.COLLECTION
    key: LogicalType
    value: LogicalType

    def summary(self) -> str:
        return f"MAP<{self.key}, {self.value}>"


@record
class Field:
    """One named field of a row."""

    name: str
    type: LogicalType
    description: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        escaped = self.name.replace("`", "``")
        suffix = f" '{self.description}'" if self.description else ""
        return f"`{escaped}` {self.type}{suffix}"


@record
class RowType(LogicalType):
    family: ClassVar[TypeFamily] = TypeFamily.ROW
    fields: tuple[Field, ...]

    @classmethod
    def of(cls, *fields: tuple[str, LogicalType], nullable: bool = True) -> RowType:
        return cls(tuple(Field(name, type_) for name, type_ in fields), nullable=nullable)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    @property
    def types(self) -> tuple[LogicalType, ...]:
        return tuple(f.type for f in self.fields)

    def index_of(self, name: str) -> int | None:
        """The position of the field with exactly this name, or None."""
        for index, one in enumerate(self.fields):
            if one.name == name:
                return index
        return None

    def project(self, indices: Sequence[int]) -> RowType:
        return RowType(tuple(self.fields[i] for i in indices), nullable=self.nullable)

    def summary(self) -> str:
        return f"ROW<{', '.join(str(f) for f in self.fields)}>"


@record
class StructuredType(RowType):
    """A row with the name of the class that it stands for."""

    class_name: str = ""

    def summary(self) -> str:
        name = self.class_name.replace("'", "''")
        return f"STRUCTURED<'{name}', {', '.join(str(f) for f in self.fields)}>"


@record
class RawType(LogicalType):
    """Any Python object; ``class_name`` only names it."""

    class_name: str = "object"

    def summary(self) -> str:
        return f"RAW('{self.class_name}', '...')"


@record
class VariantType(LogicalType):
    """Any JSON value."""

    def summary(self) -> str:
        return "VARIANT"


@record
class BitmapType(LogicalType):
    """A set of 32-bit numbers."""

    def summary(self) -> str:
        return "BITMAP"


@record
class NullType(LogicalType):
    family: ClassVar[TypeFamily] = TypeFamily.NULL

    def summary(self) -> str:
        return "NULL"


def holds(type_: LogicalType, kinds: tuple[type[LogicalType], ...]) -> bool:
    """True if the type is of one of the kinds, or has one inside."""
    if isinstance(type_, kinds):
        return True
    match type_:
        case ArrayType(element=element) | MultisetType(element=element):
            return holds(element, kinds)
        case MapType(key=key, value=value):
            return holds(key, kinds) or holds(value, kinds)
        case RowType(types=types):
            return any(holds(one, kinds) for one in types)
    return False


def string_type(nullable: bool = True) -> VarCharType:
    """STRING, that is VARCHAR(2147483647)."""
    return VarCharType(MAX_LENGTH, nullable=nullable)


def bytes_type(nullable: bool = True) -> VarBinaryType:
    """BYTES, that is VARBINARY(2147483647)."""
    return VarBinaryType(MAX_LENGTH, nullable=nullable)
