"""Small queries over one table of letters and numbers, run in different ways, and what remains of their changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from hypothesis import strategies as st
from pyflink.common import Row, RowKind
from pyflink.table import DataTypes, EnvironmentSettings, ExplainDetail, TableEnvironment

QUERIES = {
    "filter": "SELECT v + 1, UPPER(k) FROM t WHERE v > 1",
    "group-by": "SELECT k, COUNT(*), SUM(v), MIN(v) FROM t GROUP BY k",
    "global": "SELECT SUM(v), AVG(v), COUNT(DISTINCT k) FROM t",
    "distinct": "SELECT DISTINCT k, v FROM t",
    "having": "SELECT k, COUNT(DISTINCT v), MAX(v) FROM t GROUP BY k HAVING COUNT(*) > 1",
    "having-shrinks": "SELECT k, COUNT(*) FROM t GROUP BY k HAVING COUNT(*) = 1",
    "grouped-twice": (
        "SELECT n, COUNT(*), MIN(k), AVG(s) FROM"
        " (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) GROUP BY n"
    ),
    "grouping-sets": "SELECT k, v, COUNT(*) FROM t GROUP BY GROUPING SETS ((k), (v), ())",
    "union": "SELECT k FROM t UNION SELECT CAST(v AS STRING) FROM t",
    "union-all": "SELECT k, v FROM t UNION ALL SELECT k, v FROM t WHERE v > 1",
    "intersect": "SELECT k, v FROM t INTERSECT SELECT k, v FROM t WHERE v > 1",
    "intersect-all": "SELECT k, v FROM t INTERSECT ALL SELECT k, v FROM t WHERE v > 1",
    "except": "SELECT k, v FROM t EXCEPT SELECT k, v FROM t WHERE v > 1",
    "except-all": "SELECT k FROM t EXCEPT ALL SELECT k FROM t WHERE v > 1",
    "first-rows": "SELECT v, k FROM t ORDER BY v DESC, k LIMIT 3",
    "first-groups": (
        "SELECT k, n FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) ORDER BY n DESC, k LIMIT 2"
    ),
    "some-groups": "SELECT COUNT(*) FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k LIMIT 2)",
    "groups-behind-some": (
        "SELECT c FROM (SELECT COUNT(*) AS c FROM"
        " (SELECT k, COUNT(*) AS n FROM t GROUP BY k OFFSET 1 ROWS)) WHERE c > 0"
    ),
}

TYPE = DataTypes.ROW([DataTypes.FIELD("k", DataTypes.STRING()), DataTypes.FIELD("v", DataTypes.BIGINT())])

letters = st.one_of(st.none(), st.sampled_from(["a", "b", "", "é"]))
numbers = st.one_of(st.none(), st.integers(0, 4))
tables = st.lists(st.tuples(letters, numbers), min_size=1, max_size=25)

Remaining = Counter[tuple[object, ...]]
_ADDED = {RowKind.INSERT: "I", RowKind.UPDATE_AFTER: "UA"}
_TAKEN = {RowKind.UPDATE_BEFORE: "UB", RowKind.DELETE: "D"}
SHORT = {**_ADDED, **_TAKEN}


def environment(
    rows: list[tuple[object, ...]], mode: str = "streaming", name: str = "t", **options: str
) -> TableEnvironment:
    """An environment in which a table has these rows.

    Args:
        rows: Pairs of a letter and a number.
        mode: ``streaming`` or ``batch``.
        name: The table's name.
        options: Configuration options, ``__`` for a dot and ``_`` for a dash.
    """
    settings = EnvironmentSettings.new_instance()
    t_env = TableEnvironment.create(
        (settings.in_batch_mode() if mode == "batch" else settings.in_streaming_mode()).build()
    )
    for key, value in options.items():
        t_env.get_config().set(key.replace("__", ".").replace("_", "-"), value)
    t_env.create_temporary_view(name, t_env.from_elements(rows, TYPE))
    return t_env


def changes(t_env: TableEnvironment, query: str) -> list[Row]:
    with t_env.execute_sql(query).collect() as found:
        return list(found)


def remaining(rows: Iterable[Row]) -> Remaining:
    """The rows that a changelog leaves.

    Raises:
        AssertionError: It takes back a row that isn't there.
    """
    left: Remaining = Counter()
    for row in rows:
        values = tuple(row)
        if row.get_row_kind() in _ADDED:
            left[values] += 1
        else:
            assert left[values] > 0, f"{row.get_row_kind()} of a row that isn't there: {values}"
            left[values] -= 1
    return +left


def declared_kinds(t_env: TableEnvironment, query: str) -> set[str]:
    """The kinds of changes that EXPLAIN declares for what a query gives: ``{"I", "UB", "UA", "D"}`` or less."""
    plan = t_env.explain_sql(query, ExplainDetail.CHANGELOG_MODE)
    optimized = plan[plan.index("== Optimized Physical Plan ==") :]
    match = re.search(r"changelogMode=\[([\w,]*)\]", optimized)
    assert match is not None
    kinds = set(match[1].split(","))
    # EXPLAIN shows a query that nobody reads; the client that collects its rows asks for -U with every +U.
    return kinds | {"UB"} if "UA" in kinds else kinds
