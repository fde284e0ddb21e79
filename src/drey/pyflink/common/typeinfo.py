"""Mirror of ``pyflink.common.typeinfo``."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, List

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.table.types import TimeType

__all__ = ["TypeInformation", "Types"]


class TypeInformation:
    """Flink's ``TypeInformation``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("TypeInformation.get_java_type_info")

    def need_conversion(self) -> Any:
        """Flink's ``need_conversion``; not built yet."""
        raise not_built("TypeInformation.need_conversion")

    def to_internal_type(self, obj: Any) -> Any:
        """Flink's ``to_internal_type``; not built yet."""
        raise not_built("TypeInformation.to_internal_type")

    def from_internal_type(self, obj: Any) -> Any:
        """Flink's ``from_internal_type``; not built yet."""
        raise not_built("TypeInformation.from_internal_type")


class BasicType(Enum):
    """Flink's ``BasicType``."""

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
    """Flink's ``BasicTypeInfo``."""

    def __init__(self, basic_type: BasicType) -> None:
        """Make the object; not built yet."""
        raise not_built("BasicTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("BasicTypeInfo.get_java_type_info")

    @staticmethod
    def STRING_TYPE_INFO() -> Any:
        """Flink's ``STRING_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.STRING_TYPE_INFO")

    @staticmethod
    def BOOLEAN_TYPE_INFO() -> Any:
        """Flink's ``BOOLEAN_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.BOOLEAN_TYPE_INFO")

    @staticmethod
    def BYTE_TYPE_INFO() -> Any:
        """Flink's ``BYTE_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.BYTE_TYPE_INFO")

    @staticmethod
    def SHORT_TYPE_INFO() -> Any:
        """Flink's ``SHORT_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.SHORT_TYPE_INFO")

    @staticmethod
    def INT_TYPE_INFO() -> Any:
        """Flink's ``INT_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.INT_TYPE_INFO")

    @staticmethod
    def LONG_TYPE_INFO() -> Any:
        """Flink's ``LONG_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.LONG_TYPE_INFO")

    @staticmethod
    def FLOAT_TYPE_INFO() -> Any:
        """Flink's ``FLOAT_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.FLOAT_TYPE_INFO")

    @staticmethod
    def DOUBLE_TYPE_INFO() -> Any:
        """Flink's ``DOUBLE_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.DOUBLE_TYPE_INFO")

    @staticmethod
    def CHAR_TYPE_INFO() -> Any:
        """Flink's ``CHAR_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.CHAR_TYPE_INFO")

    @staticmethod
    def BIG_INT_TYPE_INFO() -> Any:
        """Flink's ``BIG_INT_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.BIG_INT_TYPE_INFO")

    @staticmethod
    def BIG_DEC_TYPE_INFO() -> Any:
        """Flink's ``BIG_DEC_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.BIG_DEC_TYPE_INFO")

    @staticmethod
    def INSTANT_TYPE_INFO() -> Any:
        """Flink's ``INSTANT_TYPE_INFO``; not built yet."""
        raise not_built("BasicTypeInfo.INSTANT_TYPE_INFO")


class InstantTypeInfo(BasicTypeInfo):
    """Flink's ``InstantTypeInfo``."""

    def __init__(self, basic_type: BasicType) -> None:
        """Make the object; not built yet."""
        raise not_built("InstantTypeInfo")

    def need_conversion(self) -> Any:
        """Flink's ``need_conversion``; not built yet."""
        raise not_built("InstantTypeInfo.need_conversion")

    def to_internal_type(self, obj: Any) -> Any:
        """Flink's ``to_internal_type``; not built yet."""
        raise not_built("InstantTypeInfo.to_internal_type")

    def from_internal_type(self, obj: Any) -> Any:
        """Flink's ``from_internal_type``; not built yet."""
        raise not_built("InstantTypeInfo.from_internal_type")


class SqlTimeTypeInfo(TypeInformation):
    """Flink's ``SqlTimeTypeInfo``."""

    @staticmethod
    def DATE() -> Any:
        """Flink's ``DATE``; not built yet."""
        raise not_built("SqlTimeTypeInfo.DATE")

    @staticmethod
    def TIME() -> Any:
        """Flink's ``TIME``; not built yet."""
        raise not_built("SqlTimeTypeInfo.TIME")

    @staticmethod
    def TIMESTAMP() -> Any:
        """Flink's ``TIMESTAMP``; not built yet."""
        raise not_built("SqlTimeTypeInfo.TIMESTAMP")


class PrimitiveArrayTypeInfo(TypeInformation):
    """Flink's ``PrimitiveArrayTypeInfo``."""

    def __init__(self, element_type: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("PrimitiveArrayTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("PrimitiveArrayTypeInfo.get_java_type_info")


class BasicArrayTypeInfo(TypeInformation):
    """Flink's ``BasicArrayTypeInfo``."""

    def __init__(self, element_type: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("BasicArrayTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("BasicArrayTypeInfo.get_java_type_info")


class ObjectArrayTypeInfo(TypeInformation):
    """Flink's ``ObjectArrayTypeInfo``."""

    def __init__(self, element_type: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("ObjectArrayTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("ObjectArrayTypeInfo.get_java_type_info")


class PickledBytesTypeInfo(TypeInformation):
    """Flink's ``PickledBytesTypeInfo``."""

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("PickledBytesTypeInfo.get_java_type_info")


class RowTypeInfo(TypeInformation):
    """Flink's ``RowTypeInfo``."""

    def __init__(self, field_types: List[TypeInformation], field_names: List[str] | None = None) -> None:
        """Make the object; not built yet."""
        raise not_built("RowTypeInfo")

    def get_field_names(self) -> List[str]:
        """Flink's ``get_field_names``; not built yet."""
        raise not_built("RowTypeInfo.get_field_names")

    def get_field_index(self, field_name: str) -> int:
        """Flink's ``get_field_index``; not built yet."""
        raise not_built("RowTypeInfo.get_field_index")

    def get_field_types(self) -> List[TypeInformation]:
        """Flink's ``get_field_types``; not built yet."""
        raise not_built("RowTypeInfo.get_field_types")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("RowTypeInfo.get_java_type_info")

    def need_conversion(self) -> Any:
        """Flink's ``need_conversion``; not built yet."""
        raise not_built("RowTypeInfo.need_conversion")

    def to_internal_type(self, obj: Any) -> Any:
        """Flink's ``to_internal_type``; not built yet."""
        raise not_built("RowTypeInfo.to_internal_type")

    def from_internal_type(self, obj: Any) -> Any:
        """Flink's ``from_internal_type``; not built yet."""
        raise not_built("RowTypeInfo.from_internal_type")


class TupleTypeInfo(TypeInformation):
    """Flink's ``TupleTypeInfo``."""

    def __init__(self, field_types: List[TypeInformation]) -> None:
        """Make the object; not built yet."""
        raise not_built("TupleTypeInfo")

    def get_field_types(self) -> List[TypeInformation]:
        """Flink's ``get_field_types``; not built yet."""
        raise not_built("TupleTypeInfo.get_field_types")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("TupleTypeInfo.get_java_type_info")

    def need_conversion(self) -> Any:
        """Flink's ``need_conversion``; not built yet."""
        raise not_built("TupleTypeInfo.need_conversion")

    def to_internal_type(self, obj: Any) -> Any:
        """Flink's ``to_internal_type``; not built yet."""
        raise not_built("TupleTypeInfo.to_internal_type")

    def from_internal_type(self, obj: Any) -> Any:
        """Flink's ``from_internal_type``; not built yet."""
        raise not_built("TupleTypeInfo.from_internal_type")


class DateTypeInfo(TypeInformation):
    """Flink's ``DateTypeInfo``."""

    EPOCH_ORDINAL = "EPOCH_ORDINAL"

    def __init__(self) -> None:
        """Make an empty object."""

    def need_conversion(self) -> Any:
        """Flink's ``need_conversion``; not built yet."""
        raise not_built("DateTypeInfo.need_conversion")

    def to_internal_type(self, d: Any) -> Any:
        """Flink's ``to_internal_type``; not built yet."""
        raise not_built("DateTypeInfo.to_internal_type")

    def from_internal_type(self, v: Any) -> Any:
        """Flink's ``from_internal_type``; not built yet."""
        raise not_built("DateTypeInfo.from_internal_type")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("DateTypeInfo.get_java_type_info")


class TimeTypeInfo(TypeInformation):
    """Flink's ``TimeTypeInfo``."""

    EPOCH_ORDINAL = calendar.timegm(time.localtime(0)) * 10**6

    def need_conversion(self) -> Any:
        """Flink's ``need_conversion``; not built yet."""
        raise not_built("TimeTypeInfo.need_conversion")

    def to_internal_type(self, t: Any) -> Any:
        """Flink's ``to_internal_type``; not built yet."""
        raise not_built("TimeTypeInfo.to_internal_type")

    def from_internal_type(self, t: Any) -> Any:
        """Flink's ``from_internal_type``; not built yet."""
        raise not_built("TimeTypeInfo.from_internal_type")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("TimeTypeInfo.get_java_type_info")


class TimestampTypeInfo(TypeInformation):
    """Flink's ``TimestampTypeInfo``."""

    def need_conversion(self) -> Any:
        """Flink's ``need_conversion``; not built yet."""
        raise not_built("TimestampTypeInfo.need_conversion")

    def to_internal_type(self, dt: Any) -> Any:
        """Flink's ``to_internal_type``; not built yet."""
        raise not_built("TimestampTypeInfo.to_internal_type")

    def from_internal_type(self, ts: Any) -> Any:
        """Flink's ``from_internal_type``; not built yet."""
        raise not_built("TimestampTypeInfo.from_internal_type")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("TimestampTypeInfo.get_java_type_info")


class ListTypeInfo(TypeInformation):
    """Flink's ``ListTypeInfo``."""

    def __init__(self, element_type: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("ListTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("ListTypeInfo.get_java_type_info")


class MapTypeInfo(TypeInformation):
    """Flink's ``MapTypeInfo``."""

    def __init__(self, key_type_info: TypeInformation, value_type_info: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("MapTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("MapTypeInfo.get_java_type_info")


class LocalTimeTypeInfo(TypeInformation):
    """Flink's ``LocalTimeTypeInfo``."""

    class TimeType(Enum):
        """Flink's ``TimeType``."""

        LOCAL_DATE = 0
        LOCAL_TIME = 1
        LOCAL_DATE_TIME = 2

    def __init__(self, time_type: TimeType) -> None:
        """Make the object; not built yet."""
        raise not_built("LocalTimeTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("LocalTimeTypeInfo.get_java_type_info")


class ExternalTypeInfo(TypeInformation):
    """Flink's ``ExternalTypeInfo``."""

    def __init__(self, type_info: TypeInformation) -> None:
        """Make the object; not built yet."""
        raise not_built("ExternalTypeInfo")

    def get_java_type_info(self) -> Any:
        """Flink's ``get_java_type_info``; not built yet."""
        raise not_built("ExternalTypeInfo.get_java_type_info")


class Types:
    """Flink's ``Types``."""

    @staticmethod
    def STRING() -> TypeInformation:
        """Flink's ``STRING``; not built yet."""
        raise not_built("Types.STRING")

    @staticmethod
    def BYTE() -> TypeInformation:
        """Flink's ``BYTE``; not built yet."""
        raise not_built("Types.BYTE")

    @staticmethod
    def BOOLEAN() -> TypeInformation:
        """Flink's ``BOOLEAN``; not built yet."""
        raise not_built("Types.BOOLEAN")

    @staticmethod
    def SHORT() -> TypeInformation:
        """Flink's ``SHORT``; not built yet."""
        raise not_built("Types.SHORT")

    @staticmethod
    def INT() -> TypeInformation:
        """Flink's ``INT``; not built yet."""
        raise not_built("Types.INT")

    @staticmethod
    def LONG() -> TypeInformation:
        """Flink's ``LONG``; not built yet."""
        raise not_built("Types.LONG")

    @staticmethod
    def FLOAT() -> TypeInformation:
        """Flink's ``FLOAT``; not built yet."""
        raise not_built("Types.FLOAT")

    @staticmethod
    def DOUBLE() -> TypeInformation:
        """Flink's ``DOUBLE``; not built yet."""
        raise not_built("Types.DOUBLE")

    @staticmethod
    def CHAR() -> TypeInformation:
        """Flink's ``CHAR``; not built yet."""
        raise not_built("Types.CHAR")

    @staticmethod
    def BIG_INT() -> TypeInformation:
        """Flink's ``BIG_INT``; not built yet."""
        raise not_built("Types.BIG_INT")

    @staticmethod
    def BIG_DEC() -> TypeInformation:
        """Flink's ``BIG_DEC``; not built yet."""
        raise not_built("Types.BIG_DEC")

    @staticmethod
    def INSTANT() -> TypeInformation:
        """Flink's ``INSTANT``; not built yet."""
        raise not_built("Types.INSTANT")

    @staticmethod
    def SQL_DATE() -> TypeInformation:
        """Flink's ``SQL_DATE``; not built yet."""
        raise not_built("Types.SQL_DATE")

    @staticmethod
    def SQL_TIME() -> TypeInformation:
        """Flink's ``SQL_TIME``; not built yet."""
        raise not_built("Types.SQL_TIME")

    @staticmethod
    def SQL_TIMESTAMP() -> TypeInformation:
        """Flink's ``SQL_TIMESTAMP``; not built yet."""
        raise not_built("Types.SQL_TIMESTAMP")

    @staticmethod
    def PICKLED_BYTE_ARRAY() -> TypeInformation:
        """Flink's ``PICKLED_BYTE_ARRAY``; not built yet."""
        raise not_built("Types.PICKLED_BYTE_ARRAY")

    @staticmethod
    def ROW(field_types: List[TypeInformation]) -> Any:
        """Flink's ``ROW``; not built yet."""
        raise not_built("Types.ROW")

    @staticmethod
    def ROW_NAMED(field_names: List[str], field_types: List[TypeInformation]) -> Any:
        """Flink's ``ROW_NAMED``; not built yet."""
        raise not_built("Types.ROW_NAMED")

    @staticmethod
    def TUPLE(field_types: List[TypeInformation]) -> Any:
        """Flink's ``TUPLE``; not built yet."""
        raise not_built("Types.TUPLE")

    @staticmethod
    def PRIMITIVE_ARRAY(element_type: TypeInformation) -> Any:
        """Flink's ``PRIMITIVE_ARRAY``; not built yet."""
        raise not_built("Types.PRIMITIVE_ARRAY")

    @staticmethod
    def BASIC_ARRAY(element_type: TypeInformation) -> TypeInformation:
        """Flink's ``BASIC_ARRAY``; not built yet."""
        raise not_built("Types.BASIC_ARRAY")

    @staticmethod
    def OBJECT_ARRAY(element_type: TypeInformation) -> TypeInformation:
        """Flink's ``OBJECT_ARRAY``; not built yet."""
        raise not_built("Types.OBJECT_ARRAY")

    @staticmethod
    def MAP(key_type_info: TypeInformation, value_type_info: TypeInformation) -> TypeInformation:
        """Flink's ``MAP``; not built yet."""
        raise not_built("Types.MAP")

    @staticmethod
    def LIST(element_type_info: TypeInformation) -> TypeInformation:
        """Flink's ``LIST``; not built yet."""
        raise not_built("Types.LIST")
