"""How tests wait: until what they wait for is there, and as long as a machine that is busy with other things needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 150.0
"""Seconds that anything is waited for: no measure of speed, but what ends a test that hangs, with a word about it.

Half of the 300 s after which pytest ends a test.
"""


def eventually(
    condition: Callable[[], T],
    what: str | Callable[[], object] = "it never happened",
    pause: float = 0.005,
) -> T:
    """Wait until a condition holds; what it gave then.

    Args:
        condition: It holds when its value is true.
        what: Said, or asked for what is said, if it never holds.
        pause: Seconds between two looks.

    Raises:
        AssertionError: It didn't hold for :data:`PATIENCE` seconds.
    """
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, what() if callable(what) else what
        time.sleep(pause)
    return found
