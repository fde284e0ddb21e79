"""The data types of values with parts; :mod:`drey.pyflink.table.types` is their public home."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

from drey.pyflink.table.atomic_types import DataType
from drey.types.changelog import RowKind
from drey.types.row import Row, _create_row


def _check_type(what: str, data_type: object) -> None:
    assert isinstance(data_type, DataType), f"{what} {data_type} should be an instance of {DataType}"


class ElementsType(DataType):
    """The base of arrays and multisets.

    Args:
        element_type: The type of the elements.
        nullable: Whether None is a value.
    """

    def __init__(self, element_type: DataType, nullable: bool = True) -> None:
        _check_type("element_type", element_type)
        super().__init__(nullable)
        self.element_type = element_type

    def _repr_arguments(self) -> tuple[Any, ...]:
        return (repr(self.element_type),)

    def need_conversion(self) -> bool:
        return self.element_type.need_conversion()

    def to_sql_type(self, obj: Any) -> Any:
        if not self.need_conversion() or not obj:
            return obj
        return [self.element_type.to_sql_type(one) for one in obj]

    def from_sql_type(self, obj: Any) -> Any:
        if not self.need_conversion() or not obj:
            return obj
        return [self.element_type.from_sql_type(one) for one in obj]


class ArrayType(ElementsType):
    """ARRAY<element>: elements in order."""


class MultisetType(ElementsType):
    """MULTISET<element>: elements that may repeat, in no order."""


class MapType(DataType):
    """MAP<key, value>.

    Args:
        key_type: The type of the keys.
        value_type: The type of the values.
        nullable: Whether None is a value.
    """

    def __init__(self, key_type: DataType, value_type: DataType, nullable: bool = True) -> None:
        _check_type("key_type", key_type)
        _check_type("value_type", value_type)
        super().__init__(nullable)
        self.key_type = key_type
        self.value_type = value_type

    def _repr_arguments(self) -> tuple[Any, ...]:
        return repr(self.key_type), repr(self.value_type)

    def need_conversion(self) -> bool:
        return self.key_type.need_conversion() or self.value_type.need_conversion()

    def to_sql_type(self, obj: Any) -> Any:
        if not self.need_conversion() or not obj:
            return obj
        key, value = self.key_type, self.value_type
        return {key.to_sql_type(k): value.to_sql_type(v) for k, v in obj.items()}

    def from_sql_type(self, obj: Any) -> Any:
        if not self.need_conversion() or not obj:
            return obj
        key, value = self.key_type, self.value_type
        return {key.from_sql_type(k): value.from_sql_type(v) for k, v in obj.items()}


class ListViewType(DataType):
    """The type of a list that an accumulator keeps in state.

    Args:
        element_type: The type of the elements.
    """

    def __init__(self, element_type: DataType) -> None:
        _check_type("element_type", element_type)
        super().__init__(False)
        self._element_type = element_type

    def __repr__(self) -> str:
        return f"ListViewType({self._element_type!r})"

    def to_sql_type(self, obj: Any) -> Any:
        raise _only_in_accumulators("ListViewType")

    def from_sql_type(self, obj: Any) -> Any:
        raise _only_in_accumulators("ListViewType")


class MapViewType(DataType):
    """The type of a map that an accumulator keeps in state.

    Args:
        key_type: The type of the keys.
        value_type: The type of the values.
    """

    def __init__(self, key_type: DataType, value_type: DataType) -> None:
        _check_type("key_type", key_type)
        _check_type("value_type", value_type)
        super().__init__(False)
        self._key_type = key_type
        self._value_type = value_type

    def __repr__(self) -> str:
        return f"MapViewType({self._key_type!r}, {self._value_type!r})"

    def to_sql_type(self, obj: Any) -> Any:
        raise _only_in_accumulators("MapViewType")

    def from_sql_type(self, obj: Any) -> Any:
        raise _only_in_accumulators("MapViewType")


def _only_in_accumulators(name: str) -> Exception:
    return Exception(f"{name} can only be used in accumulator type declaration of AggregateFunction.")


class RowField:
    """One field of a row type.

    Args:
        name: The name.
        data_type: The type.
        description: A comment.
    """

    def __init__(self, name: str, data_type: DataType, description: str | None = None) -> None:
        _check_type("data_type", data_type)
        assert isinstance(name, str), f"field name {name} should be string"
        assert description is None or isinstance(description, str), f"description {description} is no string"
        self.name = name
        self.data_type = data_type
        self.description = "..." if description is None else description

    def __repr__(self) -> str:
        return f"RowField({self.name}, {self.data_type!r}, {self.description})"

    def __str__(self) -> str:
        return f"RowField({self.name}, {self.data_type})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, self.__class__) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.name, self.data_type))

    def need_conversion(self) -> bool:
        """Whether ``to_sql_type`` changes values."""
        return self.data_type.need_conversion()

    def to_sql_type(self, obj: Any) -> Any:
        """The internal form of a Python value."""
        return self.data_type.to_sql_type(obj)

    def from_sql_type(self, obj: Any) -> Any:
        """The Python value of an internal form."""
        return self.data_type.from_sql_type(obj)


class RowType(DataType):
    """ROW<name type, ...>; fields are reached by name, position or slice.

    Args:
        fields: The fields.
        nullable: Whether None is a value.
    """

    def __init__(self, fields: list[RowField] | None = None, nullable: bool = True) -> None:
        super().__init__(nullable)
        self.fields: list[RowField] = fields or []
        assert all(isinstance(one, RowField) for one in self.fields), "fields should be a list of RowField"
        self.names = [one.name for one in self.fields]

    def add(self, field: RowField | str, data_type: DataType | None = None) -> RowType:
        """Append a field, given whole or as name and type; returns this type.

        Raises:
            ValueError: A name comes without a type.
        """
        if isinstance(field, str):
            if data_type is None:
                raise ValueError("Must specify DataType if passing name of row_field to create.")
            field = RowField(field, data_type)
        self.fields.append(field)
        self.names.append(field.name)
        return self

    def __iter__(self) -> Iterator[RowField]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            for field in self.fields:
                if field.name == key:
                    return field
            raise KeyError(f"No RowField named {key}")
        if isinstance(key, int):
            try:
                return self.fields[key]
            except IndexError:
                raise IndexError("RowType index out of range") from None
        if isinstance(key, slice):
            return RowType(self.fields[key])
        raise TypeError("RowType keys should be strings, integers or slices")

    def __repr__(self) -> str:
        return f"RowType({','.join(map(repr, self.fields))})"

    def field_names(self) -> list[str]:
        """The names in order."""
        return list(self.names)

    def field_types(self) -> list[DataType]:
        """The types in order."""
        return [field.data_type for field in self.fields]

    def need_conversion(self) -> bool:
        return True

    def to_sql_type(self, obj: Any) -> Any:
        """A tuple of the row kind's number and the fields' internal forms.

        Raises:
            ValueError: The value is nothing that has fields.
        """
        if obj is None:
            return None
        kind, values = RowKind.INSERT, None
        if isinstance(obj, Row):
            kind = obj.get_row_kind()
            values = [obj[name] for name in self.names] if "_fields" in obj.__dict__ else list(obj)
        elif isinstance(obj, dict):
            values = [obj.get(name) for name in self.names]
        elif isinstance(obj, (tuple, list)):
            values = list(obj)
        elif hasattr(obj, "__dict__"):
            values = [obj.__dict__.get(name) for name in self.names]
        if values is None:
            raise ValueError(f"Unexpected tuple {obj!r} with RowType")
        return (kind.value, *(f.to_sql_type(v) for f, v in zip(self.fields, values, strict=False)))

    def from_sql_type(self, obj: Any) -> Any:
        if obj is None or isinstance(obj, Row):
            return obj
        values = [f.from_sql_type(v) for f, v in zip(self.fields, obj, strict=False)]
        return _create_row(list(self.names), values)


class RawType(DataType):
    """Any Python object; inside it is pickled."""

    def from_sql_type(self, obj: Any) -> Any:
        return pickle.loads(obj)


class UserDefinedType(DataType):
    """The base of a user's own types, which are stored as another type."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    __hash__ = DataType.__hash__

    @classmethod
    def type_name(cls) -> str:
        return cls.__name__.lower()

    @classmethod
    def sql_type(cls) -> DataType:
        """The type that is stored."""
        raise NotImplementedError("UDT must implement sql_type().")

    @classmethod
    def module(cls) -> str:
        """The Python module of the type."""
        raise NotImplementedError("UDT must implement module().")

    @classmethod
    def java_udt(cls) -> str:
        """The Java class of the type, which there is none of."""
        return ""

    def need_conversion(self) -> bool:
        return True

    def to_sql_type(self, obj: Any) -> Any:
        return None if obj is None else self.sql_type().to_sql_type(self.serialize(obj))

    def from_sql_type(self, obj: Any) -> Any:
        value = self.sql_type().from_sql_type(obj)
        return None if value is None else self.deserialize(value)

    def serialize(self, obj: Any) -> Any:
        """A value of the stored type."""
        raise NotImplementedError("UDT must implement serialize().")

    def deserialize(self, datum: Any) -> Any:
        """The user's value of a stored one."""
        raise NotImplementedError("UDT must implement deserialize().")
