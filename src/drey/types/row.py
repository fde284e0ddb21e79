"""Rows of values as Python functions and users see them, and the kind of change that they are.

The classes of ``pyflink.common.types``, which shows them under that name; they live here because the engine makes
rows for user functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from drey.errors import UnsupportedError

__all__ = ["Row", "RowKind"]

_SHORT = ("+I", "-U", "+U", "-D")
_OWN_ATTRIBUTES = frozenset({"_fields", "_from_dict", "_row_kind", "_values"})


class RowKind(Enum):
    """What a row does to the table that a changelog describes."""

    INSERT = 0
    UPDATE_BEFORE = 1
    UPDATE_AFTER = 2
    DELETE = 3

    def __str__(self) -> str:
        return _SHORT[self.value]

    def to_j_row_kind(self) -> Any:
        """There is no Java object behind a row kind."""
        raise UnsupportedError("there is no Java object behind a row kind")


class Row:
    """A row: positional (``Row(1, "a")``), with names (``Row(id=1, name="a")``), or a maker of rows.

    A row of names makes named rows when it is called: ``Row("id", "name")(1, "a")``. Values are
    reached as attributes, by name or by position. Two named rows are equal if the same names have the
    same values in any order and the kind is the same.

    Raises:
        ValueError: Both positional and named values are given.
    """

    _fields: list[Any]
    _values: list[Any]
    _from_dict: bool
    _row_kind: RowKind

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args and kwargs:
            raise ValueError("Can not use both args and kwargs to create Row")
        if kwargs:
            self._fields = list(kwargs)
        self._values = list(kwargs.values()) if kwargs else list(args)
        self._from_dict = bool(kwargs)
        self._row_kind = RowKind.INSERT

    def as_dict(self, recursive: bool = False) -> dict[Any, Any]:
        """The values by name.

        Args:
            recursive: Turn rows inside values (also in lists and dicts) into dicts as well.

        Raises:
            TypeError: The row has no names.
        """
        if "_fields" not in self.__dict__:
            raise TypeError("Cannot convert a Row class into dict")
        values = map(_deep_dict, self._values) if recursive else self._values
        return dict(zip(self._fields, values, strict=False))

    def get_row_kind(self) -> RowKind:
        """The kind of change."""
        return self._row_kind

    def set_row_kind(self, row_kind: RowKind) -> None:
        """Set the kind of change."""
        self._row_kind = row_kind

    def set_field_names(self, field_names: list[Any]) -> None:
        """Give the values names, in their order."""
        self._fields = field_names

    def get_fields_by_names(self, names: list[str]) -> list[Any]:
        """The values of these names, or all values if the row has no names.

        Raises:
            Exception: A name is not one of the row's.
        """
        if "_fields" not in self.__dict__ or names == self._fields:
            return self._values
        missing = [name for name in names if name not in self._fields]
        if missing:
            raise Exception(f"Field names {missing} not exist in {self._fields}.")
        return [self._values[self._fields.index(name)] for name in names]

    @staticmethod
    def of_kind(row_kind: RowKind, *args: Any, **kwargs: Any) -> Row:
        """A row of the given kind."""
        row = Row(*args, **kwargs)
        row._row_kind = row_kind
        return row

    def __contains__(self, item: object) -> bool:
        names = self.__dict__.get("_fields")
        return item in (self._values if names is None else names)

    def __call__(self, *args: Any) -> Row:
        if len(args) > len(self):
            raise ValueError(
                f"Can not create Row with fields {self}, expected {len(self)} values but got {args}"
            )
        return _create_row(self._values, args, self._row_kind)

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, (int, slice)):
            return self._values[item]
        try:
            return self._values[self._fields.index(item)]
        except IndexError:
            raise KeyError(item) from None
        except ValueError:
            raise ValueError(item) from None

    def __setitem__(self, key: Any, value: Any) -> None:
        if isinstance(key, (int, slice)):
            self._values[key] = value
            return
        try:
            self._values[self._fields.index(key)] = value
        except (IndexError, AttributeError):
            raise KeyError(key) from None
        except ValueError:
            raise ValueError(value) from None

    def __getattr__(self, item: str) -> Any:
        if item.startswith("_"):
            raise AttributeError(item)
        try:
            return self._values[self._fields.index(item)]
        except (IndexError, ValueError):
            raise AttributeError(item) from None

    def __setattr__(self, key: str, value: Any) -> None:
        if key not in _OWN_ATTRIBUTES:
            raise AttributeError(key)
        self.__dict__[key] = value

    def __reduce__(self) -> Any:
        return _create_row, (self.__dict__.get("_fields"), tuple(self._values), self._row_kind)

    def __repr__(self) -> str:
        if "_fields" in self.__dict__:
            pairs = zip(self._fields, self._values, strict=False)
            return f"Row({', '.join(f'{name}={value!r}' for name, value in pairs)})"
        return f"<Row({', '.join(map(repr, self._values))})>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row) or self.__class__ is not other.__class__:
            return False
        named = "_fields" in self.__dict__
        if named != ("_fields" in other.__dict__) or self._row_kind != other._row_kind:
            return False
        if not named or self._fields == other._fields:
            return self._values == other._values
        names = sorted(self._fields)
        if names != sorted(other._fields):
            return False
        return [self[name] for name in names] == [other[name] for name in names]

    def __hash__(self) -> int:
        return hash(tuple(self._values))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _deep_dict(value: Any) -> Any:
    if isinstance(value, Row):
        return value.as_dict(True)
    if isinstance(value, list):
        return [_deep_dict(one) for one in value]
    if isinstance(value, dict):
        return {key: _deep_dict(one) for key, one in value.items()}
    return value


def _create_row(fields: list[Any] | None, values: Any, row_kind: RowKind | None = None) -> Row:
    """A row of ``values`` with names, if there are any; unpickling calls it by this name."""
    row = Row(*values)
    if fields is not None:
        row._fields = fields
    if row_kind is not None:
        row._row_kind = row_kind
    return row
