"""Gets worker processes ready while a program still imports and plans."""

from __future__ import annotations

from collections.abc import Mapping

from drey.older_keys import todays_key
from drey.runtime.execution.fork_server import start_early

PARALLELISM_KEYS = ("parallelism.default", "table.exec.resource.default-parallelism")


def expect_workers(options: Mapping[str, object]) -> None:
    """Start what workers are forked from, in the background, if options say that a job will run in parallel.

    Values that are wrong are for the job to refuse.
    """
    for key, value in options.items():
        if todays_key(key) in PARALLELISM_KEYS and _number(value) > 1:
            start_early()


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0
