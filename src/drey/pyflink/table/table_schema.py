"""Mirror of ``pyflink.table.table_schema``: names and types of columns, the old way."""

from __future__ import annotations

from drey.errors import ValidationError
from drey.pyflink.table.type_conversion import from_logical, to_logical
from drey.pyflink.table.types import DataType, RowField, RowType
from drey.types import logical as t

__all__ = ["TableSchema"]


class TableSchema:
    """Names and types of columns; deprecated in Flink in favour of ``Schema``.

    Args:
        field_names: The names.
        data_types: The types, as many.

    Raises:
        ValidationError: There are more of the one than of the other, or a name comes twice.
    """

    def __init__(
        self, field_names: list[str] | None = None, data_types: list[DataType] | None = None
    ) -> None:
        self._names = list(field_names or ())
        self._types = list(data_types or ())
        if len(self._names) != len(self._types):
            raise ValidationError("Field names and field data types must have the same length.")
        twice = sorted({name for name in self._names if self._names.count(name) > 1})
        if twice:
            raise ValidationError(f"Field names must be unique. Duplicate field: '{twice[0]}'")

    @classmethod
    def _of(cls, row_type: t.RowType) -> TableSchema:
        """The schema of a row type of the engine."""
        return cls(list(row_type.names), [from_logical(one) for one in row_type.types])

    def copy(self) -> TableSchema:
        """A copy."""
        return TableSchema(self._names, self._types)

    def get_field_data_types(self) -> list[DataType]:
        """The types in order."""
        return list(self._types)

    def get_field_data_type(self, field: int | str) -> DataType | None:
        """The type of a column by position or name, or None."""
        if not isinstance(field, (int, str)):
            raise TypeError(f"Expected field index or field name, got {type(field)}")
        if isinstance(field, str):
            return self._types[self._names.index(field)] if field in self._names else None
        return self._types[field] if 0 <= field < len(self._types) else None

    def get_field_count(self) -> int:
        """The number of columns."""
        return len(self._names)

    def get_field_names(self) -> list[str]:
        """The names in order."""
        return list(self._names)

    def get_field_name(self, field_index: int) -> str | None:
        """The name at a position, or None."""
        return self._names[field_index] if 0 <= field_index < len(self._names) else None

    def to_row_data_type(self) -> RowType:
        """The row of the columns."""
        pairs = zip(self._names, self._types, strict=True)
        return RowType([RowField(name, type_) for name, type_ in pairs], nullable=False)

    def __repr__(self) -> str:
        pairs = zip(self._names, self._types, strict=True)
        return "root\n" + "".join(f" |-- {name}: {to_logical(type_)}\n" for name, type_ in pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TableSchema) and repr(self) == repr(other)

    def __ne__(self, other: object) -> bool:
        return not self.__eq__(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    @classmethod
    def builder(cls) -> TableSchema.Builder:
        """A builder."""
        return TableSchema.Builder()

    class Builder:
        """Collects columns."""

        def __init__(self) -> None:
            self._names: list[str] = []
            self._types: list[DataType] = []

        def field(self, name: str, data_type: DataType) -> TableSchema.Builder:
            """Append a column."""
            self._names.append(name)
            self._types.append(data_type)
            return self

        def build(self) -> TableSchema:
            """The schema."""
            return TableSchema(self._names, self._types)
