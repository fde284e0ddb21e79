"""Data planes for tests: several in one process, with one bell."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from drey.runtime.elements import ChangelogBatch
from drey.runtime.exchange import DataPlane, ExchangeLimits, InputGate
from drey.runtime.exchange.wire import Travelling
from tests.waiting import PATIENCE

TOKEN = b"secret of the job"


class Bell:
    """Wakes who waits for anything to change."""

    def __init__(self) -> None:
        self._condition = threading.Condition()

    def ring(self) -> None:
        with self._condition:
            self._condition.notify_all()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until ``holds()``; an assertion error if it never does."""
        deadline = time.monotonic() + PATIENCE
        with self._condition:
            while not holds():
                assert time.monotonic() < deadline, "nothing came in time"
                self._condition.wait(0.02)


@contextlib.contextmanager
def planes(
    directory: Path, count: int, limits: ExchangeLimits | None = None
) -> Iterator[tuple[list[DataPlane], Bell]]:
    bell = Bell()
    made = [DataPlane(directory, worker, TOKEN, bell.ring, limits) for worker in range(count)]
    try:
        yield made, bell
    finally:
        for plane in made:
            plane.close()


def batch(*values: int) -> ChangelogBatch:
    return ChangelogBatch(pl.DataFrame({"a": values}, schema={"a": pl.Int64}))


def wide(rows: int, width: int = 100, first: int = 0) -> ChangelogBatch:
    """Rows of about ``width`` bytes."""
    numbers = pl.Series("a", range(first, first + rows), dtype=pl.Int64)
    return ChangelogBatch(pl.DataFrame([numbers, pl.Series("text", ["x" * width] * rows)]))


def next_of(gate: InputGate, bell: Bell) -> tuple[int, Travelling]:
    bell.until(lambda: gate.ready)
    polled = gate.poll()
    assert polled is not None
    return polled


def drained(gate: InputGate, bell: Bell) -> dict[int, list[Travelling]]:
    """All elements by channel until the gate has ended."""
    found: dict[int, list[Travelling]] = {channel: [] for channel in range(gate.channels)}
    while not gate.ended:
        channel, element = next_of(gate, bell)
        found[channel].append(element)
    return found


def numbers(elements: list[Travelling]) -> list[int]:
    return [n for one in elements if isinstance(one, ChangelogBatch) for n in one.data["a"].to_list()]
