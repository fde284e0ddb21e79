"""Queries over ``samples`` and ``orders``: reading ``queries/*.sql``, running them in both modes.

A file holds queries that end in a semicolon at the end of a line; ``--`` starts a comment line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canonical import canonical, travels_as_text
from evaluation import column_types

HERE = Path(__file__).parent
DELETED = ("UPDATE_BEFORE", "DELETE")


@dataclass(frozen=True)
class Query:
    """One query of a file."""

    file: str
    sql: str


def load_queries() -> list[Query]:
    """All queries, in the order of the files' names and of the files."""
    found = []
    for path in sorted((HERE / "queries").glob("*.sql")):
        kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--")]
        for text in "\n".join(kept).split(";\n"):
            sql = text.strip().removesuffix(";")
            if sql:
                found.append(Query(path.stem, sql))
    return found


def faithful(sql: str, types: list[str]) -> str:
    """The query with a projection on top that asks for the text where values would be harmed."""
    if not any(map(travels_as_text, types)):
        return sql
    names = [f"c{k}" for k in range(len(types))]
    columns = [
        f"CAST({name} AS STRING) AS {name}" if travels_as_text(type_text) else name
        for name, type_text in zip(names, types, strict=True)
    ]
    return f"SELECT {', '.join(columns)} FROM ({sql}) AS q({', '.join(names)})"


def materialise(result: Any, types: list[str]) -> list[list[Any]]:
    """The rows that remain after all changes of a result are applied, in canonical form.

    Raises:
        ValueError: A change takes back a row that isn't there.
    """
    rows: list[list[Any]] = []
    with result.collect() as changes:
        for change in changes:
            row = [canonical(value, type_text) for value, type_text in zip(change, types, strict=True)]
            if change.get_row_kind().name in DELETED:
                rows.remove(row)
            else:
                rows.append(row)
    return rows


def run_query(t_env: Any, sql: str, describe: Callable[[Exception], str]) -> dict[str, Any]:
    """``types`` and ``rows`` of a query, or its ``error``; rows are sorted unless the query sorts."""
    try:
        types = column_types(t_env.sql_query(sql).get_resolved_schema())
        rows = materialise(t_env.execute_sql(faithful(sql, types)), types)
    except Exception as error:
        return {"error": describe(error)}
    return {"types": types, "rows": sorted(rows, key=lambda row: json.dumps(row, ensure_ascii=False))}


def record_query(
    query: Query, environments: Mapping[str, Any], describe: Callable[[Exception], str]
) -> dict[str, Any]:
    """The record of one query: batch result, and the streaming result only where it differs."""
    batch = run_query(environments["batch"], query.sql, describe)
    streaming = run_query(environments["streaming"], query.sql, describe)
    record: dict[str, Any] = {"file": query.file, "sql": query.sql, "batch": batch}
    record["streaming"] = "same" if streaming == batch else streaming
    return record
