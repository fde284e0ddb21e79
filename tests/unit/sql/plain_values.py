"""Statements as plain data, so that a YAML file can hold what is wanted."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from drey.sql import Name, ObjectPath, Options, PartitionSpec, SourceFragment, Statement
from drey.sql.statements.tables import ColumnDefinition
from drey.types.logical import LogicalType


def plain(value: Any) -> Any:
    """A statement's field as strings, lists and dicts; parts keep only what is set."""
    if isinstance(value, ObjectPath):
        return ".".join(value.parts)
    if isinstance(value, Name | SourceFragment):
        return value.text
    if isinstance(value, Options):
        return value.values
    if isinstance(value, PartitionSpec):
        return {key: "(any)" if item is None else item for key, item in value.values.items()}
    if isinstance(value, LogicalType):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        content = {f.name: plain(getattr(value, f.name)) for f in fields(value) if _says_something(value, f)}
        named = isinstance(value, Statement | ColumnDefinition)
        return {type(value).__name__: content} if named else content
    return value


def _says_something(owner: Any, field: Any) -> bool:
    if field.name == "position":
        return False
    value = getattr(owner, field.name)
    if value is None:
        return False
    if field.default is not MISSING:
        return bool(value != field.default)
    if field.default_factory is not MISSING:
        return bool(value != field.default_factory())
    return True
