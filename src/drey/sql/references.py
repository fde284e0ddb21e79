"""What an expression's text refers to."""

from __future__ import annotations

from sqlglot import exp

from drey.sql import parse_expression


def referenced_columns(text: str) -> set[str]:
    """The columns that an expression of one table's columns names; of ``r.x`` the column ``r``."""
    names = set()
    for column in parse_expression(text).find_all(exp.Column):
        parts = [column.args.get(key) for key in ("catalog", "db", "table", "this")]
        names.add(next(part.name for part in parts if part is not None))
    return names
