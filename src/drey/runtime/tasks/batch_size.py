"""Decides how many rows a task takes in one step, so that its steps are short, without I/O.

Between two steps a task answers: it takes a snapshot, ends, fires timers. So a step should not take much longer than
:data:`TARGET_SECONDS`, however slow a user's function is; and where rows are fast, a batch should be large. See
``docs/design/20261129_batch_size.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

TARGET_SECONDS = 0.1
"""How long a step should take."""

MOST_ROWS = 131_072
"""The most rows of a step: larger batches make the kernels no faster."""

FIRST_ROWS = 1_024
"""Rows of the first step, before anything is known."""

FIRST_ROWS_OF_FUNCTIONS = 8
"""The same where a user's function is called for each row: 0.08 s if that takes 10 ms."""

_GROWTH = 8
"""How many times as many rows as a step had the next one may have: five steps from 8 to 131,072."""

_CAREFUL_GROWTH = 4
"""The same where the step was too long already, and is believed to take as long with fewer rows."""

_REMEMBERED = 64
"""Steps after which the time of a step of another size says nothing any more."""


@dataclass
class _Seen:
    rows: float
    seconds: float
    step: int


class BatchSize:
    """The rows of the next step of one input, from the times of those before.

    A step takes some time for each row, and some time however few rows it has. The second is estimated from steps of
    other sizes. Where it alone is longer than the target, fewer rows would make a job slower and no step short;
    then a step has so many rows that they take as long as it does.

    Args:
        first: Rows of the first step.
        most: The most rows of a step.
        target: What a step should cost at most.
    """

    def __init__(self, first: int, most: int = MOST_ROWS, target: float = TARGET_SECONDS) -> None:
        self.rows = min(first, most)
        self._most = most
        self._target = target
        self._steps = 0
        self._seen: dict[int, _Seen] = {}

    def stepped(self, rows: int, seconds: float) -> None:
        """A step has taken so long; sets :attr:`rows` for the next one."""
        self._remember(rows, seconds)
        share = self._share_of_every_step(rows)
        each = seconds * (1 - share) / rows
        allowed = max(self._target - seconds * share, seconds * share)
        wanted = self._most if each * self._most <= allowed else int(allowed / each)
        if wanted >= self.rows:
            growth = _GROWTH if seconds <= self._target else _CAREFUL_GROWTH
            self.rows = max(self.rows, min(wanted, growth * rows))
        else:
            self.rows = max(1, wanted)

    def _remember(self, rows: int, seconds: float) -> None:
        self._steps += 1
        self._seen = {
            size: one
            for size, one in self._seen.items()
            if self._steps - one.step <= _REMEMBERED and not (one.rows > rows and one.seconds * 2 < seconds)
        }
        for one in self._seen.values():
            if one.rows < rows and one.seconds > seconds:
                one.seconds = seconds  # something else had held that step up
        size = rows.bit_length()
        known = self._seen.get(size)
        if known is None:
            self._seen[size] = _Seen(rows, seconds, self._steps)
        else:
            self._seen[size] = _Seen((known.rows + rows) / 2, (known.seconds + seconds) / 2, self._steps)

    def _share_of_every_step(self, rows: int) -> float:
        """What part of the time of a step of so many rows doesn't depend on their number, from 0 to 1.

        By the line through the times of all sizes whose relative errors are smallest.
        """
        if len(self._seen) < 2:
            return 0.0
        points = [(one.rows, one.seconds, 1 / max(one.seconds, 1e-9) ** 2) for one in self._seen.values()]
        weight = sum(w for _, _, w in points)
        mean_rows = sum(w * r for r, _, w in points) / weight
        mean_seconds = sum(w * s for _, s, w in points) / weight
        spread = sum(w * (r - mean_rows) ** 2 for r, _, w in points)
        slope = sum(w * (r - mean_rows) * (s - mean_seconds) for r, s, w in points) / spread
        each = min(max(slope, 0.0), mean_seconds / mean_rows)
        base = mean_seconds - each * mean_rows
        together = base + each * rows
        return base / together if together > 0 else 0.0


class StepSize:
    """The rows of the next step of one input: as many as take a short time, and as the receivers want to have waiting.

    Args:
        first: Rows of the first step.
        crowding: How many times the rows that may wait behind the task it has given since it was asked last.
    """

    def __init__(self, first: int, crowding: Callable[[], float] = lambda: 0.0) -> None:
        self._by_time = BatchSize(first)
        self._by_room = BatchSize(first, target=1.0)
        self._crowding = crowding

    @property
    def rows(self) -> int:
        """The rows of the next step; any thread may ask."""
        return min(self._by_time.rows, self._by_room.rows)

    def begin(self) -> float:
        """A step begins, to which nothing belongs that was given before; what to call :meth:`end` with."""
        self._crowding()
        return monotonic()

    def end(self, begun: float, rows: int) -> None:
        """The step has ended, and it had so many rows."""
        self._by_time.stepped(rows, monotonic() - begun)
        self._by_room.stepped(rows, self._crowding())
