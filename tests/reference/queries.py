"""Queries over ``samples`` and ``orders``: reading ``queries/*.sql``, running them in both modes.

A file holds queries that end in a semicolon at the end of a line; ``--`` starts a comment line; ``{{a|b}}``
stands for several queries as in the files of expressions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canonical import as_text, canonical, travels_as_text
from evaluation import column_types, reraise_if_meant_for_the_process
from families import expand

HERE = Path(__file__).parent
SORTS = re.compile(r"ORDER BY[^()]*$")
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
                found.extend(Query(path.stem, expanded) for expanded in expand(sql))
    return found


def faithful(sql: str, types: list[str]) -> str:
    """The query with a projection on top that asks for the text where values would be harmed."""
    if not any(map(travels_as_text, types)):
        return sql
    names = [f"c{k}" for k in range(len(types))]
    columns = [
        f"{as_text(name, type_text)} AS {name}" if travels_as_text(type_text) else name
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


def sorted_rows(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows in a fixed order, whatever the types of their values."""
    return sorted(rows, key=lambda row: json.dumps(row, ensure_ascii=False))


def run_query(
    t_env: Any, sql: str, keep_order: bool, describe: Callable[[BaseException], str]
) -> dict[str, Any]:
    """``types`` and ``rows`` of a query, or its ``error``.

    Args:
        keep_order: Leave the rows of a query with ORDER BY at its end as they come.
    """
    try:
        types = column_types(t_env.sql_query(sql).get_resolved_schema())
        rows = materialise(t_env.execute_sql(faithful(sql, types)), types)
    except BaseException as error:
        reraise_if_meant_for_the_process(error)
        return {"error": describe(error)}
    return {"types": types, "rows": rows if keep_order and SORTS.search(sql) else sorted_rows(rows)}


def record_query(
    query: Query, environments: Mapping[str, Any], describe: Callable[[BaseException], str]
) -> dict[str, Any]:
    """The record of one query: the batch result, and the streaming result (``same`` where it is)."""
    batch = run_query(environments["batch"], query.sql, True, describe)
    streaming = run_query(environments["streaming"], query.sql, False, describe)
    same = streaming == ({**batch, "rows": sorted_rows(batch["rows"])} if "rows" in batch else batch)
    return {"file": query.file, "sql": query.sql, "batch": batch, "streaming": "same" if same else streaming}
