"""Recorded queries in streaming mode with batches of any size, and stopped in the middle and continued.

The default run takes a part of the queries; ``--all-modes`` takes all of them in every mode.
"""

import json
import zlib
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from comparing import query_mismatch
from queries import run_query
from samples import register_orders, register_samples
from tests.doubles.continued import Plan, conducted
from tests.doubles.paralleled import ParallelPlan, paralleled

import drey

drey.use("embedded")

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

HERE = Path(__file__).parent
RECORDS = json.loads((HERE / "recorded_queries.json").read_text(encoding="utf-8"))
FILES = sorted({record["file"] for record in RECORDS["records"]})
MODES = {
    "batches of 1": {"sizes": (1,)},
    "batches of 3 and 7": {"sizes": (3, 7)},
    "stopped with a savepoint": {"stop": "savepoint"},
    "cancelled after a savepoint": {"stop": "cancel"},
    "cancelled after a checkpoint": {"stop": "checkpoint"},
}
PARALLEL_MODES = ("parallel", "parallel, stopped", "parallel, killed")
"""At parallelism 2; the second and third are continued at 3 after a savepoint, and after the kill of a worker."""
TIED = ("SELECT region FROM orders GROUP BY region ORDER BY COUNT(*) DESC LIMIT 2",)
"""Of equal counts the older comes first, and how old it is depends on the batches."""

ONE_OF = 4
"""Each mode takes every fourth query, the next mode others."""

PARALLEL_ONE_OF = 8
"""Those in worker processes take every eighth, as each job starts processes: 0.2 to 1 s on two free cores."""


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]


def environment() -> Any:
    t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    t_env.get_config().set("parallelism.default", "1")
    t_env.get_config().set("table.local-time-zone", RECORDS["time_zone"])
    register_samples(t_env, DataTypes)
    register_orders(t_env)
    return t_env


@cache
def straight_answer(sql: str) -> dict[str, Any]:
    """What a query gives at parallelism 1, undisturbed; it runs once for all modes."""
    return run_query(environment(), sql, False, describe)


def chosen(file: str, mode: str, everything: bool) -> list[str]:
    """The queries of a file that a mode takes."""
    here = [record["sql"] for record in RECORDS["records"] if record["file"] == file]
    queries = [sql for sql in here if sql not in TIED]
    return queries if everything else queries[list(MODES).index(mode) % ONE_OF :: ONE_OF]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("file", FILES)
def test_queries_answer_the_same(file: str, mode: str, request: pytest.FixtureRequest) -> None:
    t_env = environment()
    failures, continued, answered = [], 0, 0
    for sql in chosen(file, mode, request.config.getoption("--all-modes")):
        straight = straight_answer(sql)
        plan = Plan(zlib.crc32(sql.encode()), **MODES[mode])
        with conducted(plan) as continuation:
            found = run_query(t_env, sql, False, describe)
        continued += continuation.count
        answered += "rows" in straight
        mismatch = query_mismatch(straight, found)
        if mismatch is not None:
            failures.append(f"{sql}\n  seed {plan.seed}: {mismatch}")
    assert not failures, "\n".join([f"{len(failures)} differ", *failures])
    if "stop" in MODES[mode]:
        assert continued >= answered, "some queries ended before they were stopped"


@pytest.mark.parametrize("mode", PARALLEL_MODES)
@pytest.mark.parametrize("file", FILES)
def test_queries_answer_the_same_in_worker_processes(
    file: str, mode: str, request: pytest.FixtureRequest
) -> None:
    here = [record["sql"] for record in RECORDS["records"] if record["file"] == file]
    queries = [sql for sql in here if sql not in TIED]
    if not request.config.getoption("--all-modes"):
        queries = queries[PARALLEL_MODES.index(mode) :: PARALLEL_ONE_OF]
    t_env = environment()
    t_env.get_config().set("parallelism.default", "2")
    failures, continued, answered = [], 0, 0
    for sql in queries:
        straight = straight_answer(sql)
        plan = ParallelPlan(zlib.crc32(sql.encode()), "kill" if mode.endswith("killed") else "savepoint")
        with nullcontext() if mode == "parallel" else paralleled(plan) as paralleling:
            found = run_query(t_env, sql, False, describe)
        continued += 0 if paralleling is None else paralleling.count
        answered += "rows" in straight
        mismatch = query_mismatch(straight, found)
        if mismatch is not None:
            failures.append(f"{sql}\n  seed {plan.seed}: {mismatch}")
    assert not failures, "\n".join([f"{len(failures)} differ", *failures])
    if mode != "parallel":
        print(f"{continued} jobs of {answered} queries were stopped and continued")
        # A query whose filter leaves no rows may end first.
        assert continued >= answered * 0.9 - 1, "too many queries ended before they were stopped"
