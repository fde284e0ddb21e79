"""The statements that would create catalog objects again, as SHOW CREATE prints them."""

from __future__ import annotations

from collections.abc import Mapping

from drey.catalog.catalog import Catalog
from drey.catalog.objects import CatalogTable, CatalogView, Distribution, ObjectIdentifier, quote
from drey.types.schema import Column, ColumnKind
from drey.types.sql_text import sql_text


def string_literal(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def table_text(name: ObjectIdentifier, table: CatalogTable, temporary: bool) -> str:
    """``CREATE TABLE ..`` of a table."""
    schema = table.schema
    lines = [column_text(column) for column in schema.columns]
    lines += [f"WATERMARK FOR {quote(w.rowtime)} AS {w.expression}" for w in schema.watermarks]
    if schema.primary_key is not None:
        columns = ", ".join(quote(c) for c in schema.primary_key.columns)
        lines.append(f"CONSTRAINT {quote(schema.primary_key.name)} PRIMARY KEY ({columns}) NOT ENFORCED")
    text = f"CREATE {'TEMPORARY ' if temporary else ''}TABLE {name.quoted} (\n"
    text += ",\n".join(f"  {line}" for line in lines) + "\n)\n"
    if table.comment:
        text += f"COMMENT {string_literal(table.comment)}\n"
    if table.distribution is not None:
        text += distribution_text(table.distribution) + "\n"
    if table.partition_keys:
        text += f"PARTITIONED BY ({', '.join(quote(key) for key in table.partition_keys)})\n"
    return text + options_text(table.options)


def column_text(column: Column) -> str:
    """One column of CREATE TABLE."""
    text = quote(column.name)
    if column.kind is ColumnKind.COMPUTED:
        text += f" AS {column.expression}"
    else:
        text += f" {sql_text(column.type)}"
        if column.kind is ColumnKind.METADATA:
            text += f" {metadata_text(column)}"
    return f"{text} COMMENT {string_literal(column.comment)}" if column.comment else text


def metadata_text(column: Column) -> str:
    """``METADATA [FROM 'key'] [VIRTUAL]``."""
    source = "" if column.metadata_key is None else f" FROM {string_literal(column.metadata_key)}"
    return f"METADATA{source}{' VIRTUAL' if column.virtual else ''}"


def distribution_text(distribution: Distribution) -> str:
    """``DISTRIBUTED BY kind(columns) INTO n BUCKETS``."""
    text = "DISTRIBUTED"
    if distribution.columns:
        columns = ", ".join(quote(column) for column in distribution.columns)
        text += f" BY {distribution.kind or ''}({columns})"
    return text if distribution.buckets is None else f"{text} INTO {distribution.buckets} BUCKETS"


def options_text(options: Mapping[str, str]) -> str:
    """``WITH (..)`` with sorted options, or nothing."""
    if not options:
        return ""
    pairs = sorted(f"  {string_literal(key)} = {string_literal(value)}" for key, value in options.items())
    return "WITH (\n" + ",\n".join(pairs) + "\n)\n"


def view_text(name: ObjectIdentifier, view: CatalogView, temporary: bool) -> str:
    """``CREATE VIEW ..`` of a view."""
    columns = ",\n".join(f"  {quote(column)}" for column in view.schema.row_type.names)
    text = f"CREATE {'TEMPORARY ' if temporary else ''}VIEW {name.quoted} (\n{columns}\n)\n"
    if view.comment:
        text += f"COMMENT {string_literal(view.comment)}\n"
    return f"{text}AS {view.expanded}\n"


def catalog_text(catalog: Catalog) -> str:
    """``CREATE CATALOG ..`` of a catalog."""
    text = f"CREATE CATALOG {quote(catalog.name)}\n"
    if catalog.comment:
        text += f"COMMENT {string_literal(catalog.comment)}\n"
    return text + options_text(catalog.options)
