"""How many rows a step has, from the times of the steps before."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from drey.runtime.tasks.batch_size import MOST_ROWS, TARGET_SECONDS, BatchSize, StepSize

Seconds = Callable[[int, int], float]
"""What a step takes, by its number and its rows."""


def steps(seconds: Seconds, count: int, first: int = 64, most: int = MOST_ROWS) -> list[int]:
    """The rows of so many steps when there is always enough input."""
    size = BatchSize(first, most)
    rows = []
    for step in range(count):
        rows.append(size.rows)
        size.stepped(size.rows, seconds(step, size.rows))
    return rows


@pytest.mark.parametrize("each", [1e-5, 1e-4, 1e-3, 1e-2, 5e-2])
def test_a_step_takes_the_target_however_slow_a_row_is(each: float) -> None:
    for rows in steps(lambda _, rows: each * rows, 20)[6:]:
        assert rows * each == pytest.approx(TARGET_SECONDS, rel=0.05)


def test_rows_that_take_longer_than_the_target_come_one_by_one() -> None:
    assert steps(lambda _, rows: 3.0 * rows, 5) == [64, 1, 1, 1, 1]


def test_fast_steps_grow_to_the_most_rows_and_no_further() -> None:
    assert steps(lambda _, rows: 0.001 + rows * 3e-7, 7) == [
        64,
        512,
        4096,
        32768,
        MOST_ROWS,
        MOST_ROWS,
        MOST_ROWS,
    ]
    assert steps(lambda _, rows: 0.0, 4, first=64, most=100) == [64, 100, 100, 100]


@pytest.mark.parametrize("first", [8, 1024])
def test_what_every_step_costs_does_not_make_batches_small(first: int) -> None:
    chance = random.Random(3)
    rows = steps(lambda _, rows: 0.2 * chance.uniform(0.9, 1.1) + rows * 1e-7, 100, first=first)
    assert sorted(rows[20:])[40] == MOST_ROWS


@pytest.mark.parametrize("at", [0, 8], ids=["first", "later"])
def test_one_long_step_is_soon_forgotten(at: int) -> None:
    rows = steps(lambda step, rows: (5.0 if step == at else 0.0) + rows * 3e-7, at + 8)
    assert rows[-1] == MOST_ROWS


def test_a_function_that_becomes_slow_and_fast_again_is_followed() -> None:
    rows = steps(lambda step, rows: rows * (1e-2 if 10 <= step < 20 else 1e-6), 30)
    assert rows[9] == rows[29] == 100_000
    assert rows[11:20] == [10] * 9


def test_a_trickle_does_not_make_the_next_burst_small() -> None:
    size = BatchSize(64)
    for _ in range(6):
        size.stepped(size.rows, 0.002 + size.rows * 1e-7)
    for _ in range(50):
        size.stepped(1, 0.002)
    assert size.rows == MOST_ROWS


def test_steps_that_vary_stay_around_the_target() -> None:
    chance = random.Random(5)
    seconds = lambda _, rows: sum(chance.expovariate(100) for _ in range(rows))  # noqa: E731
    rows = steps(seconds, 200)[1:]
    assert sum(rows) / len(rows) == pytest.approx(10, rel=0.3)
    assert max(rows) < 80


def test_a_step_gives_no_more_than_may_wait_behind_the_task() -> None:
    given = 0

    def crowding() -> float:
        nonlocal given
        rows, given = given, 0
        return rows / 500

    size = StepSize(1024, crowding)
    for _ in range(10):
        given = 10_000  # by a timer, between two steps
        begun = size.begin()
        given = rows = size.rows
        size.end(begun, rows)
    assert size.rows == 500
