"""Mirror of ``pyflink.common.typeinfo``: types of the values on streams.

"Data Types" in Flink's documentation of the Python DataStream API has the table of them.
"""

from __future__ import annotations

from typing import Any

from drey.pyflink.common.basic_types import (
    BasicType,
    BasicTypeInfo,
    DateTypeInfo,
    InstantTypeInfo,
    LocalTimeTypeInfo,
    PickledBytesTypeInfo,
    SqlTimeTypeInfo,
    TimestampTypeInfo,
    TimeTypeInfo,
    TypeInformation,
)
from drey.pyflink.common.types import Row, RowKind

__all__ = ["TypeInformation", "Types"]


class _ElementsTypeInfo(TypeInformation):
    """The base of arrays and lists. What functions return as one becomes a ``list`` with elements of the type."""

    def __init__(self, element_type: TypeInformation) -> None:
        self._element_type = element_type

    def _key(self) -> TypeInformation:
        return self._element_type

    def __repr__(self) -> str:
        return f"{type(self).__name__}<{self._element_type}>"


class PrimitiveArrayTypeInfo(_ElementsTypeInfo):
    """Arrays of numbers or booleans without None; one of BYTE is ``bytes``, and VARBINARY in a table.

    Args:
        element_type: The type of the elements.
    """


class BasicArrayTypeInfo(_ElementsTypeInfo):
    """Arrays of numbers, booleans or texts, with None among them or not; ARRAY in a table.

    Args:
        element_type: The type of the elements.
    """


class ObjectArrayTypeInfo(_ElementsTypeInfo):
    """Arrays of values of any type, such as rows; ARRAY in a table.

    Args:
        element_type: The type of the elements.
    """


class ListTypeInfo(_ElementsTypeInfo):
    """Lists of values of any type; ARRAY in a table.

    Args:
        element_type: The type of the elements.
    """

    @property
    def elem_type(self) -> TypeInformation:
        """The type of the elements, as the list was made with."""
        return self._element_type


class _FieldsTypeInfo(TypeInformation):
    """The base of rows and tuples."""

    _field_types: list[TypeInformation]

    def _key(self) -> list[TypeInformation]:
        return self._field_types

    def get_field_types(self) -> list[TypeInformation]:
        """The types of the fields in order: the very list that the type was made with."""
        return self._field_types

    def need_conversion(self) -> bool:
        """True: the internal form is a tuple."""
        return True

    def from_internal_type(self, obj: Any) -> Any:
        """The fields' values as a tuple; a tuple, a list or None comes back as it is.

        Args:
            obj: An iterable of the fields' internal forms.
        """
        if obj is None or isinstance(obj, (tuple, list)):
            return obj
        pairs = zip(self._field_types, obj, strict=False)
        return tuple(type_.from_internal_type(value) for type_, value in pairs)


class RowTypeInfo(_FieldsTypeInfo):
    """Rows, each a ``Row``; ROW in a table.

    A function may return a ``Row``, a tuple, a list or a ``dict`` by field name; it becomes a ``Row`` with the
    type's names. One with another number of fields fails the job.

    Args:
        field_types: The types of the fields.
        field_names: Their names, by default ``f0``, ``f1`` and so on.
    """

    def __init__(self, field_types: list[TypeInformation], field_names: list[str] | None = None) -> None:
        self._field_types = field_types
        self._field_names = field_names

    def get_field_names(self) -> list[str]:
        """The names of the fields in order; ``f0``, ``f1`` and so on where none were given."""
        return self._field_names or [f"f{i}" for i in range(len(self._field_types))]

    def get_field_index(self, field_name: str) -> int:
        """The position of a field from 0.

        Args:
            field_name: Its name.

        Returns:
            The position; -1 for a type that was given no names, as in PyFlink.

        Raises:
            ValueError: The type was given names, and this is none of them.
        """
        return self._field_names.index(field_name) if self._field_names else -1

    def __repr__(self) -> str:
        if not self._field_names:
            return f"RowTypeInfo({', '.join(map(str, self._field_types))})"
        pairs = zip(self._field_names, self._field_types, strict=True)
        return f"RowTypeInfo({', '.join(f'{name}: {type_}' for name, type_ in pairs)})"

    def to_internal_type(self, obj: Any) -> Any:
        """A tuple of the row kind's number and the fields' internal forms.

        Args:
            obj: A ``Row``, whose fields are taken by name if it has names; a tuple or list; a ``dict`` or another
                object, whose entries or attributes are taken by name, those that are missing as None; or None.

        Raises:
            ValueError: The value is nothing that has fields.
        """
        if obj is None:
            return None
        kind, values = RowKind.INSERT, None
        if isinstance(obj, Row):
            kind = obj.get_row_kind()
            named = "_fields" in obj.__dict__
            values = [obj[name] for name in self.get_field_names()] if named else list(obj)
        elif isinstance(obj, dict):
            values = [obj.get(name) for name in self.get_field_names()]
        elif isinstance(obj, (tuple, list)):
            values = list(obj)
        elif hasattr(obj, "__dict__"):
            values = [obj.__dict__.get(name) for name in self.get_field_names()]
        if values is None:
            raise ValueError(f"Unexpected tuple {obj!r} with RowTypeInfo")
        pairs = zip(self._field_types, values, strict=False)
        return (kind.value, *(type_.to_internal_type(value) for type_, value in pairs))


class TupleTypeInfo(_FieldsTypeInfo):
    """Tuples, each a ``tuple``; a ROW with the fields ``f0``, ``f1`` and so on in a table.

    A function may return a tuple, a list or a ``Row``; it becomes a tuple. One with another number of fields fails
    the job.

    Args:
        field_types: The types of the fields.
    """

    def __init__(self, field_types: list[TypeInformation]) -> None:
        self._field_types = field_types

    def __repr__(self) -> str:
        return f"TupleTypeInfo({', '.join(map(str, self._field_types))})"

    def to_internal_type(self, obj: Any) -> Any:
        """A tuple of the fields' internal forms, or None.

        Args:
            obj: A tuple, list or ``Row``, or None.

        Raises:
            ValueError: It is something else.
        """
        if obj is None:
            return None
        if not isinstance(obj, (list, tuple, Row)):
            raise ValueError(f"Unexpected tuple {obj!r} with TupleTypeInfo")
        pairs = zip(self._field_types, obj, strict=False)
        return tuple(type_.to_internal_type(value) for type_, value in pairs)


class MapTypeInfo(TypeInformation):
    """Maps, each a ``dict``; MAP in a table.

    Args:
        key_type_info: The type of the keys.
        value_type_info: The type of the values.
    """

    def __init__(self, key_type_info: TypeInformation, value_type_info: TypeInformation) -> None:
        self._key_type_info = key_type_info
        self._value_type_info = value_type_info

    def _key(self) -> tuple[TypeInformation, TypeInformation]:
        return self._key_type_info, self._value_type_info

    def __repr__(self) -> str:
        return f"MapTypeInfo<{self._key_type_info}, {self._value_type_info}>"


class ExternalTypeInfo(TypeInformation):
    """The type of the rows on a stream that ``to_data_stream`` makes of a table.

    Args:
        type_info: The same as a type of the DataStream API.
    """

    def __init__(self, type_info: TypeInformation) -> None:
        self._type_info = type_info

    def _key(self) -> TypeInformation:
        return self._type_info

    def __repr__(self) -> str:
        return f"ExternalTypeInfo<{self._type_info}>"


class Types:
    """Makes the types of values on streams; see "Data Types" in Flink's documentation of the Python DataStream API.

    The docstring of each member says which Python values it means and what they are in a table.

    Example:
        >>> from drey.pyflink.common.typeinfo import Types
        >>> Types.ROW_NAMED(["name", "sizes"], [Types.STRING(), Types.LIST(Types.DOUBLE())])
        RowTypeInfo(name: String, sizes: ListTypeInfo<Double>)
    """

    STRING = staticmethod(BasicTypeInfo.STRING_TYPE_INFO)
    BYTE = staticmethod(BasicTypeInfo.BYTE_TYPE_INFO)
    BOOLEAN = staticmethod(BasicTypeInfo.BOOLEAN_TYPE_INFO)
    SHORT = staticmethod(BasicTypeInfo.SHORT_TYPE_INFO)
    INT = staticmethod(BasicTypeInfo.INT_TYPE_INFO)
    LONG = staticmethod(BasicTypeInfo.LONG_TYPE_INFO)
    FLOAT = staticmethod(BasicTypeInfo.FLOAT_TYPE_INFO)
    DOUBLE = staticmethod(BasicTypeInfo.DOUBLE_TYPE_INFO)
    CHAR = staticmethod(BasicTypeInfo.CHAR_TYPE_INFO)
    BIG_INT = staticmethod(BasicTypeInfo.BIG_INT_TYPE_INFO)
    BIG_DEC = staticmethod(BasicTypeInfo.BIG_DEC_TYPE_INFO)
    INSTANT = staticmethod(BasicTypeInfo.INSTANT_TYPE_INFO)
    SQL_DATE = staticmethod(SqlTimeTypeInfo.DATE)
    SQL_TIME = staticmethod(SqlTimeTypeInfo.TIME)
    SQL_TIMESTAMP = staticmethod(SqlTimeTypeInfo.TIMESTAMP)

    @staticmethod
    def PICKLED_BYTE_ARRAY() -> TypeInformation:
        """Any Python object, passed on as it is; the type of a stream for which none is said."""
        return PickledBytesTypeInfo()

    @staticmethod
    def ROW(field_types: list[TypeInformation]) -> RowTypeInfo:
        """Rows with the fields ``f0``, ``f1`` and so on; each value is a ``Row``.

        Args:
            field_types: The types of the fields.
        """
        return RowTypeInfo(field_types)

    @staticmethod
    def ROW_NAMED(field_names: list[str], field_types: list[TypeInformation]) -> RowTypeInfo:
        """Rows with named fields; each value is a ``Row``.

        Args:
            field_names: The names, as many as types.
            field_types: The types of the fields.
        """
        return RowTypeInfo(field_types, field_names)

    @staticmethod
    def TUPLE(field_types: list[TypeInformation]) -> TupleTypeInfo:
        """Tuples of so many fields; each value is a ``tuple``.

        Args:
            field_types: The types of the fields.
        """
        return TupleTypeInfo(field_types)

    @staticmethod
    def PRIMITIVE_ARRAY(element_type: TypeInformation) -> PrimitiveArrayTypeInfo:
        """Arrays of numbers or booleans without None, each a ``list``; of ``Types.BYTE()`` each is ``bytes``.

        Args:
            element_type: The type of the elements.
        """
        return PrimitiveArrayTypeInfo(element_type)

    @staticmethod
    def BASIC_ARRAY(element_type: TypeInformation) -> TypeInformation:
        """Arrays of numbers, booleans or texts, each a ``list``.

        Args:
            element_type: The type of the elements.
        """
        return BasicArrayTypeInfo(element_type)

    @staticmethod
    def OBJECT_ARRAY(element_type: TypeInformation) -> TypeInformation:
        """Arrays of values of any type, such as rows, each a ``list``.

        Args:
            element_type: The type of the elements.
        """
        return ObjectArrayTypeInfo(element_type)

    @staticmethod
    def MAP(key_type_info: TypeInformation, value_type_info: TypeInformation) -> TypeInformation:
        """Maps, each a ``dict``.

        Args:
            key_type_info: The type of the keys.
            value_type_info: The type of the values.
        """
        return MapTypeInfo(key_type_info, value_type_info)

    @staticmethod
    def LIST(element_type_info: TypeInformation) -> TypeInformation:
        """Lists of values of any type, each a ``list``.

        Args:
            element_type_info: The type of the elements.
        """
        return ListTypeInfo(element_type_info)
