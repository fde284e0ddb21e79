"""A DataStream program killed by SIGKILL at random moments and restored: state and timers are exact."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.faults.stream_job import KEYS, ROWS, TIMER_EVERY
from tests.faults.test_kills import committed, run_with_kills


def expected() -> Counter[tuple[str, str, int, int]]:
    """What a run without kills gives."""
    rows: Counter[tuple[str, str, int, int]] = Counter()
    counts: Counter[str] = Counter()
    sums: defaultdict[tuple[str, int], int] = defaultdict(int)
    numbers: Counter[tuple[str, int]] = Counter()
    for number in range(ROWS):
        key, timer = f"key {number * 7 % KEYS}", (number // TIMER_EVERY + 1) * TIMER_EVERY
        counts[key] += 1
        sums[key, timer] += number
        numbers[key, timer] += 1
        rows["element", key, number, counts[key]] += 1
    for (key, timer), total in sums.items():
        rows["sum", key, timer, total] += 1
        rows["number", key, timer, numbers[key, timer]] += 1
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_state_and_timers_are_exact_after_kills(tmp_path, seed):
    hits = run_with_kills(tmp_path, seed, kills=4, module="tests.faults.stream_job")
    assert hits >= 2, "the kills came too late to mean anything"
    assert Counter(committed(tmp_path / "out").iter_rows()) == expected()
