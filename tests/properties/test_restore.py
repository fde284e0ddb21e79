"""A job that is stopped with a savepoint and continued gives what it gives undisturbed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pyflink.common import Row
from pyflink.table import DataTypes, TableEnvironment
from pyflink.table.udf import udf

from tests.properties.queries import QUERIES, changes, environment, remaining
from tests.waiting import PATIENCE

ROWS = [("abc"[i % 3] if i % 7 else None, i % 5 if i % 4 else None) for i in range(30)]
PAUSE_AT = 13
"""A row that no query filters away."""


class Gate:
    """Holds a job at a row until it is opened."""

    def __init__(self) -> None:
        self.closed = False
        self.seen: set[int] = set()
        self.reached, self.opened = threading.Event(), threading.Event()

    def close(self) -> None:
        self.closed = True
        self.reached.clear()
        self.opened.clear()

    def open(self) -> None:
        self.closed = False
        self.opened.set()

    def pass_through(self, row: int) -> None:
        self.seen.add(row)
        if self.closed and row == PAUSE_AT:
            self.reached.set()
            assert self.opened.wait(PATIENCE)


GATE = Gate()
"""Of the module, not of a test: a function is pickled, and its module's names are what stays the same."""


def letter(text: str) -> str | None:
    """The letter of ``letter|row``."""
    k, _, row = text.partition("|")
    GATE.pass_through(int(row))
    return k or None


def prepared(**options: str) -> TableEnvironment:
    """The environment in which ``t`` is a view that passes every row through :func:`letter`."""
    numbered: list[tuple[object, ...]] = [(f"{k or ''}|{row}", v) for row, (k, v) in enumerate(ROWS)]
    t_env = environment(numbered, name="numbered", drey__source__batch_rows="1", **options)
    t_env.create_temporary_system_function("letter", udf(letter, result_type=DataTypes.STRING()))
    t_env.execute_sql("CREATE TEMPORARY VIEW t AS SELECT letter(k) AS k, v FROM numbered")
    return t_env


def stopped(query: str, directory: Path) -> tuple[list[Row], str]:
    """The changes up to a savepoint in the middle of the job, and the savepoint."""
    GATE.close()
    result = prepared().execute_sql(query)
    try:
        assert GATE.reached.wait(PATIENCE)
        savepoint = result.get_job_client().stop_with_savepoint(False, str(directory))
    finally:
        GATE.open()
    with result.collect() as found:
        rows = list(found)
    return rows, savepoint.result()


@pytest.mark.parametrize("name", QUERIES)
def test_restore_is_identity(name: str, tmp_path: Path) -> None:
    query = QUERIES[name]
    undisturbed = changes(prepared(), query)
    for attempt in range(5):  # the job may be through before it hears of the savepoint
        first, savepoint = stopped(query, tmp_path / str(attempt))
        GATE.seen.clear()
        second = changes(prepared(execution__state_recovery__path=savepoint), query)
        assert remaining([*first, *second]) == remaining(undisturbed)
        if GATE.seen:
            break
    assert 0 not in GATE.seen, "the job started afresh"
    assert GATE.seen, "nothing was left after the savepoint"
