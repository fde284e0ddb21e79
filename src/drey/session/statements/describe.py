"""DESCRIBE of tables, views, catalogs and functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drey.catalog.catalog import FunctionNotFoundError, TableNotFoundError
from drey.catalog.objects import CatalogFunction
from drey.errors import UnsupportedError, ValidationError, did_you_mean
from drey.functions.listing import built_in_kind, is_built_in
from drey.functions.registry import find_scalar
from drey.session.definition_text import metadata_text
from drey.session.patterns import matching_rows
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements.handler import Handlers
from drey.sql import ObjectPath
from drey.sql.statements.inspection import Describe, LikePattern
from drey.types import logical as t
from drey.types.schema import Column, ColumnKind, ResolvedSchema

_INFO = t.RowType.of(("info name", t.string_type()), ("info value", t.string_type()), nullable=False)
_COLUMNS = (
    ("name", t.string_type()),
    ("type", t.string_type()),
    ("null", t.BooleanType()),
    ("key", t.string_type()),
    ("extras", t.string_type()),
    ("watermark", t.string_type()),
)


def describe(session: Session, statement: Describe) -> StatementResult:
    match statement.kind:
        case "TABLE":
            return describe_columns(session, statement.path)
        case "CATALOG":
            return _catalog(session, statement)
        case "FUNCTION":
            return _function(session, statement)
        case "MODEL":
            name = session.catalogs.qualify(statement.path.parts)
            raise ValidationError(
                f"Model with the identifier '{name}' doesn't exist.", position=statement.path.position
            )
        case "DATABASE":
            # Flink's grammar has it and its validator takes the name for a column.
            raise ValidationError(
                f"Column '{statement.path.parts[-1]}' not found in any table",
                detail="DESCRIBE DATABASE parses in Flink and can't be executed there",
                position=statement.path.position,
            )
    raise UnsupportedError(f"DESCRIBE {statement.kind} is not built yet; Flink 2.3 only parses it")


def describe_columns(session: Session, path: ObjectPath, like: LikePattern | None = None) -> StatementResult:
    """The columns of a table or view, as DESCRIBE and SHOW COLUMNS give them."""
    name = session.catalogs.qualify(path.parts)
    found = session.catalogs.find_table(name)
    if found is None:
        raise TableNotFoundError(
            f"Tables or views with the identifier '{name}' doesn't exist.",
            hint=did_you_mean(name.name, session.catalogs.table_names(name.catalog, name.database)),
            position=path.position,
        )
    schema = found.schema
    rows: Sequence[tuple[Any, ...]] = [
        _column_row(schema, column, session.context.batch) for column in schema.columns
    ]
    columns: tuple[tuple[str, t.LogicalType], ...] = _COLUMNS
    if any(column.comment for column in schema.columns):
        columns = (*columns, ("comment", t.string_type()))
        rows = [(*row, column.comment) for row, column in zip(rows, schema.columns, strict=True)]
    return StatementResult.table(t.RowType.of(*columns, nullable=False), matching_rows(rows, like))


def _column_row(schema: ResolvedSchema, column: Column, batch: bool) -> tuple[Any, ...]:
    key = None
    if schema.primary_key is not None and column.name in schema.primary_key.columns:
        key = f"PRI({', '.join(schema.primary_key.columns)})"
    extras = None
    if column.kind is ColumnKind.COMPUTED:
        extras = f"AS {column.expression}"
    elif column.kind is ColumnKind.METADATA:
        extras = metadata_text(column)
    watermark = next((w.expression for w in schema.watermarks if w.rowtime == column.name), None)
    type_ = column.type.with_nullable(True)
    if batch and isinstance(type_, t.AnyTimestampType) and type_.attribute is t.TimeAttribute.ROWTIME:
        # Without a stream a rowtime is a timestamp like others.
        type_ = type_.with_attribute(t.TimeAttribute.NONE)
    shown = str(type_)
    return column.name, shown, column.type.nullable, key, extras, watermark


def _catalog(session: Session, statement: Describe) -> StatementResult:
    name = statement.path.parts[0]
    catalog = session.catalogs.catalogs.get(name)
    if catalog is None:
        raise ValidationError(
            f"Cannot obtain metadata information from Catalog {name}.",
            hint=did_you_mean(name, session.catalogs.catalogs),
            position=statement.path.position,
        )
    rows = [("name", name), ("type", catalog.options.get("type", "")), ("comment", catalog.comment)]
    if statement.extended:
        options = sorted((key, value) for key, value in catalog.options.items() if key != "type")
        rows += [(f"option:{key}", value) for key, value in options]
    return StatementResult.table(_INFO, rows)


def _function(session: Session, statement: Describe) -> StatementResult:
    catalogs, parts = session.catalogs, statement.path.parts
    user = catalogs.find_function(parts)
    if user is None and not (len(parts) == 1 and session.modules.used and is_built_in(parts[0])):
        raise FunctionNotFoundError(
            f"Function with the identifier '{'.'.join(f'`{part}`' for part in parts)}' doesn't exist.",
            hint=did_you_mean(parts[-1], catalogs.function_names()),
            position=statement.path.position,
        )
    scope = catalogs.function_scope(parts) if user is not None else "built in"
    rows = [
        ("is system function", _boolean(scope in ("built in", "system"))),
        ("is temporary", _boolean(scope in ("system", "temporary"))),
    ]
    if user is not None and scope == "catalog":
        rows += [("class name", user.identifier), ("function language", user.language)]
    if statement.extended:
        rows += _user_details(user) if user is not None else _built_in_details(parts[0])
    return StatementResult.table(_INFO, rows)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _user_details(function: CatalogFunction) -> list[tuple[str, str]]:
    if function.function is None:
        raise ValidationError(f"Cannot instantiate user-defined function '{function.identifier}'.")
    deterministic = _boolean(function.function.deterministic)
    return [
        ("kind", function.function.kind.upper()),
        ("requirements", "[]"),
        ("is deterministic", deterministic),
        ("supports constant folding", deterministic),
    ]


def _built_in_details(name: str) -> list[tuple[str, str]]:
    """Without Flink's row ``signature``: inference here is a function and not a list of patterns."""
    scalar = find_scalar(name)
    deterministic = scalar is None or scalar.deterministic
    return [
        ("kind", built_in_kind(name)),
        ("requirements", "[]"),
        ("is deterministic", _boolean(deterministic)),
        ("supports constant folding", _boolean(deterministic)),
    ]


HANDLERS: Handlers = {Describe: describe}
