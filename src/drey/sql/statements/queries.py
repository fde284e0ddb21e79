"""Statements that are queries."""

from __future__ import annotations

from dataclasses import dataclass

from drey.sql.statements.fragments import Query, Statement


@dataclass(frozen=True)
class QueryStatement(Statement):
    """A query on its own, or behind EXECUTE."""

    query: Query
