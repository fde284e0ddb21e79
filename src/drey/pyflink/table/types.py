"""Mirror of ``pyflink.table.types``: data types and the factory of them."""

from __future__ import annotations

from typing import Any

from drey.pyflink.table.arrow_types import create_arrow_schema, from_arrow_type, to_arrow_type
from drey.pyflink.table.atomic_types import (
    MAX_LENGTH,
    AtomicType,
    BigIntType,
    BinaryType,
    BooleanType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    FractionalType,
    IntegralType,
    IntType,
    LocalZonedTimestampType,
    NullType,
    NumericType,
    Resolution,
    SmallIntType,
    TimestampType,
    TimeType,
    TinyIntType,
    VarBinaryType,
    VarCharType,
    YearMonthIntervalType,
    ZonedTimestampType,
)
from drey.pyflink.table.composite_types import (
    ArrayType,
    ListViewType,
    MapType,
    MapViewType,
    MultisetType,
    RawType,
    RowField,
    RowType,
    UserDefinedType,
)
from drey.pyflink.table.type_inference import _create_type_verifier, _infer_schema_from_data, _infer_type
from drey.types.changelog import RowKind
from drey.types.row import Row, _create_row

__all__ = ["DataTypes", "UserDefinedType", "Row", "RowKind"]

_Unit = Resolution.IntervalUnit
_Months = YearMonthIntervalType.YearMonthResolution


class DataTypes:
    """Makes data types: ``DataTypes.DECIMAL(10, 2).not_null()``."""

    @staticmethod
    def NULL() -> NullType:
        """The type of a bare NULL."""
        return NullType()

    @staticmethod
    def CHAR(length: int, nullable: bool = True) -> CharType:
        """Text of exactly ``length`` code points."""
        return CharType(length, nullable)

    @staticmethod
    def VARCHAR(length: int, nullable: bool = True) -> VarCharType:
        """Text of at most ``length`` code points."""
        return VarCharType(length, nullable)

    @staticmethod
    def STRING(nullable: bool = True) -> VarCharType:
        """Text of any length."""
        return DataTypes.VARCHAR(MAX_LENGTH, nullable)

    @staticmethod
    def BOOLEAN(nullable: bool = True) -> BooleanType:
        """True or false."""
        return BooleanType(nullable)

    @staticmethod
    def BINARY(length: int, nullable: bool = True) -> BinaryType:
        """Exactly ``length`` bytes."""
        return BinaryType(length, nullable)

    @staticmethod
    def VARBINARY(length: int, nullable: bool = True) -> VarBinaryType:
        """At most ``length`` bytes."""
        return VarBinaryType(length, nullable)

    @staticmethod
    def BYTES(nullable: bool = True) -> VarBinaryType:
        """Any number of bytes."""
        return DataTypes.VARBINARY(MAX_LENGTH, nullable)

    @staticmethod
    def DECIMAL(precision: int, scale: int, nullable: bool = True) -> DecimalType:
        """Exact numbers of ``precision`` digits, ``scale`` of them after the point."""
        return DecimalType(precision, scale, nullable)

    @staticmethod
    def TINYINT(nullable: bool = True) -> TinyIntType:
        """Whole numbers of 8 bits."""
        return TinyIntType(nullable)

    @staticmethod
    def SMALLINT(nullable: bool = True) -> SmallIntType:
        """Whole numbers of 16 bits."""
        return SmallIntType(nullable)

    @staticmethod
    def INT(nullable: bool = True) -> IntType:
        """Whole numbers of 32 bits."""
        return IntType(nullable)

    @staticmethod
    def BIGINT(nullable: bool = True) -> BigIntType:
        """Whole numbers of 64 bits."""
        return BigIntType(nullable)

    @staticmethod
    def FLOAT(nullable: bool = True) -> FloatType:
        """Single-precision numbers."""
        return FloatType(nullable)

    @staticmethod
    def DOUBLE(nullable: bool = True) -> DoubleType:
        """Double-precision numbers."""
        return DoubleType(nullable)

    @staticmethod
    def DATE(nullable: bool = True) -> DateType:
        """Dates."""
        return DateType(nullable)

    @staticmethod
    def TIME(precision: int = 0, nullable: bool = True) -> TimeType:
        """Times of the day."""
        return TimeType(precision, nullable)

    @staticmethod
    def TIMESTAMP(precision: int = 6, nullable: bool = True) -> TimestampType:
        """Wall-clock times."""
        return TimestampType(precision, nullable)

    @staticmethod
    def TIMESTAMP_WITH_LOCAL_TIME_ZONE(precision: int = 6, nullable: bool = True) -> LocalZonedTimestampType:
        """Instants; the long name of :meth:`TIMESTAMP_LTZ`."""
        return LocalZonedTimestampType(precision, nullable)

    @staticmethod
    def TIMESTAMP_LTZ(precision: int = 6, nullable: bool = True) -> LocalZonedTimestampType:
        """Instants, shown in the session's time zone."""
        return LocalZonedTimestampType(precision, nullable)

    @staticmethod
    def ARRAY(element_type: DataType, nullable: bool = True) -> ArrayType:
        """Elements in order."""
        return ArrayType(element_type, nullable)

    @staticmethod
    def LIST_VIEW(element_type: DataType) -> ListViewType:
        """A list in an accumulator that lives in state."""
        return ListViewType(element_type)

    @staticmethod
    def MAP(key_type: DataType, value_type: DataType, nullable: bool = True) -> MapType:
        """Values by key."""
        return MapType(key_type, value_type, nullable)

    @staticmethod
    def MAP_VIEW(key_type: DataType, value_type: DataType) -> MapViewType:
        """A map in an accumulator that lives in state."""
        return MapViewType(key_type, value_type)

    @staticmethod
    def MULTISET(element_type: DataType, nullable: bool = True) -> MultisetType:
        """Elements that may repeat, in no order."""
        return MultisetType(element_type, nullable)

    @staticmethod
    def ROW(row_fields: list[Any] = [], nullable: bool = True) -> RowType:
        """Named fields, each made by :meth:`FIELD`."""
        return RowType(list(row_fields), nullable)

    @staticmethod
    def FIELD(name: str, data_type: DataType, description: str | None = None) -> RowField:
        """A field of a row."""
        return RowField(name, data_type, description)

    @staticmethod
    def SECOND(precision: int = DayTimeIntervalType.DEFAULT_FRACTIONAL_PRECISION) -> Resolution:
        """Seconds with ``precision`` digits of the fraction."""
        return Resolution(_Unit.SECOND, precision)

    @staticmethod
    def MINUTE() -> Resolution:
        """Minutes."""
        return Resolution(_Unit.MINUTE)

    @staticmethod
    def HOUR() -> Resolution:
        """Hours."""
        return Resolution(_Unit.HOUR)

    @staticmethod
    def DAY(precision: int = DayTimeIntervalType.DEFAULT_DAY_PRECISION) -> Resolution:
        """Days of ``precision`` digits."""
        return Resolution(_Unit.DAY, precision)

    @staticmethod
    def MONTH() -> Resolution:
        """Months."""
        return Resolution(_Unit.MONTH)

    @staticmethod
    def YEAR(precision: int = YearMonthIntervalType.DEFAULT_PRECISION) -> Resolution:
        """Years of ``precision`` digits."""
        return Resolution(_Unit.YEAR, precision)

    @staticmethod
    def INTERVAL(
        upper_resolution: Resolution, lower_resolution: Resolution | None = None
    ) -> DayTimeIntervalType | YearMonthIntervalType:
        """An interval from the larger unit down to the smaller: ``INTERVAL(DAY(2), SECOND(3))``.

        Raises:
            ValueError: The units don't make an interval.
        """
        return _interval_type(upper_resolution, lower_resolution)


_MONTH_SPANS = {
    (_Unit.YEAR, None): _Months.YEAR,
    (_Unit.MONTH, None): _Months.MONTH,
    (_Unit.YEAR, _Unit.MONTH): _Months.YEAR_TO_MONTH,
}


def _interval_type(
    upper: Resolution, lower: Resolution | None
) -> DayTimeIntervalType | YearMonthIntervalType:
    units = (upper.unit, None if lower is None else lower.unit)
    if units in _MONTH_SPANS:
        precision = upper.precision if upper.unit is _Unit.YEAR else YearMonthIntervalType.DEFAULT_PRECISION
        return YearMonthIntervalType(_MONTH_SPANS[units], precision)
    name = upper.unit.name if lower is None else f"{upper.unit.name}_TO_{lower.unit.name}"
    span = DayTimeIntervalType.DayTimeResolution.__members__.get(name)
    if span is None:
        raise ValueError(f"Unsupported interval definition '{upper} TO {lower}'.")
    smallest = upper if lower is None else lower
    day = DayTimeIntervalType.DEFAULT_DAY_PRECISION
    fraction = DayTimeIntervalType.DEFAULT_FRACTIONAL_PRECISION
    return DayTimeIntervalType(
        span,
        upper.precision if upper.unit is _Unit.DAY else day,
        smallest.precision if smallest.unit is _Unit.SECOND else fraction,
    )
