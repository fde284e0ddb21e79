"""Event time of one reader from the rows of its splits, without I/O.

Each split has a watermark of its own, the greatest value so far; the reader's is the smallest of those of its splits,
so that a split that is read faster makes the rows of another not late. A split that has given nothing for some time
is idle and doesn't count until it gives something again; a reader without a split that counts is idle itself. See
"Generating Watermarks" in Flink's documentation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drey.runtime.elements import Watermark, WatermarkStatus
from drey.runtime.tasks.watermarks import MIN_WATERMARK, PeriodicWatermark


@dataclass
class _Split:
    watermark: int = MIN_WATERMARK
    since: float = 0.0
    idle: bool = False


class SplitWatermarks:
    """The event time of one reader.

    Args:
        idle_after: Seconds after which a split that gives nothing is idle; None if it never is.
        interval: Seconds between two watermarks; 0 for none.
    """

    def __init__(self, idle_after: float | None = None, interval: float = 0.0) -> None:
        self._mark = PeriodicWatermark(interval)
        self.idle = False
        self._idle_after = idle_after
        self._splits: dict[str, _Split] = {}

    @property
    def current(self) -> int:
        """How far the reader is; what was emitted may be behind it."""
        return self._mark.current

    def assigned(self, splits: Iterable[str], now: float) -> None:
        """The reader reads further splits."""
        for split in splits:
            self._splits[split] = _Split(since=now)

    def advance(self, split: str, timestamp: int | None, now: float) -> None:
        """A split has given rows; ``timestamp`` is their greatest watermark, if they have one."""
        found = self._splits.setdefault(split, _Split())
        found.since, found.idle = now, False
        self._mark.rows_came(now)
        if timestamp is not None:
            found.watermark = max(found.watermark, timestamp)

    def finished(self, split: str) -> None:
        """A split is read to its end."""
        self._splits.pop(split, None)

    def elements(self, now: float) -> list[Watermark | WatermarkStatus]:
        """What has changed since the last call, to be emitted."""
        self._reach()
        if self._idle_after is not None:
            for split in self._splits.values():
                split.idle = split.idle or now - split.since >= self._idle_after
        active = self._reach()
        out: list[Watermark | WatermarkStatus] = []
        if active:
            out += self._mark.due(now)
        elif self._splits and not self.idle:
            out += self._mark.before_idleness(now)
        if (not active) != self.idle:
            self.idle = not active
            out.append(WatermarkStatus(self.idle))
        return out

    def _reach(self) -> bool:
        """Take the watermarks of the splits into account; False if none counts."""
        active = [split.watermark for split in self._splits.values() if not split.idle]
        if active:
            self._mark.reach(min(active))
        return bool(active)
