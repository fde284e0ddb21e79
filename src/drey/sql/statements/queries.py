"""Statements that are queries."""

from __future__ import annotations

from drey.records import record
from drey.sql.statements.fragments import Query, Statement


@record
class QueryStatement(Statement):
    """A query on its own, or behind EXECUTE."""

    query: Query
