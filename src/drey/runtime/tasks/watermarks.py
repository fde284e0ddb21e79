"""Event time over several inputs: the minimum of those that are neither idle nor ended."""

from __future__ import annotations

from drey.runtime.elements import MAX_WATERMARK, Watermark

MIN_WATERMARK = -(1 << 63)


class PeriodicWatermark:
    """The watermark of one stream, emitted when an interval has passed since the first row or the last watermark.

    So a small input, which is read in less time, has one watermark, at its end: none of its rows is late, whatever
    their order, and however few rows come at once.

    Args:
        interval: Seconds; 0 to emit none.
    """

    def __init__(self, interval: float) -> None:
        self.current = MIN_WATERMARK
        """How far the stream is; what was emitted may be behind it."""
        self._emitted = MIN_WATERMARK
        self._interval = interval
        self._next: float | None = None

    def rows_came(self, now: float) -> None:
        """Rows have come."""
        if self._next is None and self._interval > 0:
            self._next = now + self._interval

    def reach(self, timestamp: int) -> None:
        """The stream has come to a timestamp, unless it was further already."""
        self.current = max(self.current, timestamp)

    def due(self, now: float) -> list[Watermark]:
        """What is to be emitted now. A stream that is idle must not be asked: watermarks end idleness downstream."""
        return self._emit(now) if self._next is not None and now >= self._next else []

    def due_after_progress(self, now: float, progress: int) -> list[Watermark]:
        """What is to be emitted now, and at once if the stream has come more than ``progress`` ms further."""
        return self._emit(now) if self.current - self._emitted > progress else self.due(now)

    def before_idleness(self, now: float) -> list[Watermark]:
        """What was held back, to be emitted before the stream is called idle."""
        return self._emit(now) if self._next is not None else []

    def _emit(self, now: float) -> list[Watermark]:
        if self.current <= self._emitted:
            return []
        self._emitted, self._next = self.current, now + self._interval
        return [Watermark(self.current)]


class WatermarkValve:
    """Tracks the watermark, idleness and end of each input, and says when the minimum has advanced.

    An ended input counts as one at the largest watermark; an idle one doesn't count until it speaks again.
    """

    def __init__(self, inputs: int) -> None:
        self.watermarks = [MIN_WATERMARK] * inputs
        self.idle_inputs = [False] * inputs
        self.ended = [False] * inputs
        self.current = MIN_WATERMARK

    @property
    def all_ended(self) -> bool:
        return all(self.ended)

    @property
    def idle(self) -> bool:
        """True if every input that goes on is idle."""
        return not self.all_ended and all(i or e for i, e in zip(self.idle_inputs, self.ended, strict=True))

    def advance(self, index: int, timestamp: int) -> int | None:
        """Note an input's watermark; the new minimum if that has grown, else None."""
        self.watermarks[index] = max(self.watermarks[index], timestamp)
        self.idle_inputs[index] = False
        return self._minimum()

    def set_idle(self, index: int, idle: bool) -> int | None:
        """Note an input's idleness; the new minimum if that has grown, else None."""
        self.idle_inputs[index] = idle
        return self._minimum()

    def end(self, index: int) -> int | None:
        """Note an input's end; the new minimum if that has grown, else None."""
        self.ended[index] = True
        self.watermarks[index] = MAX_WATERMARK
        return self._minimum()

    def _minimum(self) -> int | None:
        counted = [w for w, idle in zip(self.watermarks, self.idle_inputs, strict=True) if not idle]
        if not counted or min(counted) <= self.current:
            return None
        self.current = min(counted)
        return self.current
