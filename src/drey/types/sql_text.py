"""Types as Flink keeps them in SQL text: the long form, without abbreviations and time attributes."""

from __future__ import annotations

from drey.types import logical as t


def sql_text(type_: t.LogicalType) -> str:
    """The type as SHOW CREATE TABLE prints it: ``VARCHAR(2147483647) NOT NULL``, as ``asSerializableString`` does."""
    return _without_null(type_) + ("" if type_.nullable else " NOT NULL")


def _without_null(type_: t.LogicalType) -> str:
    match type_:
        case t.VarCharType():
            return f"VARCHAR({type_.length})"
        case t.VarBinaryType():
            return f"VARBINARY({type_.length})"
        case t.LocalZonedTimestampType():
            return f"TIMESTAMP({type_.precision}) WITH LOCAL TIME ZONE"
        case t.ArrayType():
            return f"ARRAY<{sql_text(type_.element)}>"
        case t.MultisetType():
            return f"MULTISET<{sql_text(type_.element)}>"
        case t.MapType():
            return f"MAP<{sql_text(type_.key)}, {sql_text(type_.value)}>"
        case t.StructuredType():
            return type_.summary()
        case t.RowType():
            return f"ROW<{', '.join(_field(field) for field in type_.fields)}>"
    return type_.summary()


def _field(field: t.Field) -> str:
    name = field.name.replace("`", "``")
    description = "" if field.description is None else " '" + field.description.replace("'", "''") + "'"
    return f"`{name}` {sql_text(field.type)}{description}"
