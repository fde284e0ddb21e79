"""The event time of a source whose splits are read side by side: from their rows, and held back by others."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Self

from drey.connectors.api import Fetched, TableSpec
from drey.errors import EvaluationError
from drey.functions.compiler import RexCompiler
from drey.options import ConfigOption
from drey.records import record
from drey.rex.serde import rex_from_json
from drey.runtime.configuration import AUTO_WATERMARK_INTERVAL, SOURCE_IDLE_TIMEOUT, seconds
from drey.runtime.elements import MAX_WATERMARK, Watermark, WatermarkStatus
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.tasks.split_watermarks import SplitWatermarks

IDLE_TIMEOUT = ConfigOption[timedelta]("scan.watermark.idle-timeout", timedelta)
ALIGNMENT_GROUP = ConfigOption[str]("scan.watermark.alignment.group", str)
MAX_DRIFT = ConfigOption[timedelta]("scan.watermark.alignment.max-drift", timedelta)
UPDATE_INTERVAL = ConfigOption[timedelta](
    "scan.watermark.alignment.update-interval", timedelta, timedelta(seconds=1)
)


@record
class AlignmentGroup:
    """Sources that wait for each other.

    Args:
        name: The group.
        max_drift: How far a source may be ahead of the slowest, in ms.
        interval: How often sources say how far they are, in seconds.
    """

    name: str
    max_drift: int
    interval: float

    @classmethod
    def of(cls, options: Mapping[str, str]) -> Self | None:
        """What the options of a table say; None if it is in no group."""
        name, drift = ALIGNMENT_GROUP.get(options), MAX_DRIFT.get(options)
        if name is None or drift is None:
            return None
        return cls(name, int(drift.total_seconds() * 1000), UPDATE_INTERVAL.require(options).total_seconds())


class SplitEventTime(ABC):
    """Finds the watermarks of a source in the task's thread.

    Args:
        context: The source's context.
    """

    def __init__(self, context: OperatorContext) -> None:
        options = TableSpec.from_json(context.spec.params["table"]).options
        idle = IDLE_TIMEOUT.get(options)
        idle_after = idle.total_seconds() if idle else seconds(SOURCE_IDLE_TIMEOUT, context.options)
        interval = seconds(AUTO_WATERMARK_INTERVAL, context.options)
        self._watermarks = SplitWatermarks(idle_after or None, interval)
        self.group = AlignmentGroup.of(options)
        self.tell: Callable[[int], None] = lambda watermark: None
        self._allowed = MAX_WATERMARK
        self._next_telling = 0.0
        self._ended = False

    @abstractmethod
    def look(self, item: Fetched) -> tuple[Fetched, int | None]:
        """The rows, changed if their times are to be, and the greatest watermark that they have, if they have one."""

    @property
    def held(self) -> bool:
        """True if the source is too far ahead of others of its group."""
        return self._watermarks.current > self._allowed

    def allow(self, watermark: int) -> None:
        """Read on up to a watermark; called with what the group allows."""
        self._allowed = watermark

    def end(self) -> None:
        """The source has ended: the group waits for it no longer."""
        if self.group is not None and not self._ended:
            self._ended = True
            self.tell(MAX_WATERMARK)

    def assigned(self, splits: Sequence[str]) -> None:
        """The reader reads further splits."""
        self._watermarks.assigned(splits, time.monotonic())

    def fetched(self, item: Fetched) -> Fetched:
        """Take the rows of a split into account, and give them on.

        Raises:
            EvaluationError: A row has no time.
        """
        if item.data.height:
            item, greatest = self.look(item)
            self._watermarks.advance(item.split_id, greatest, time.monotonic())
        if item.split is None:
            self._watermarks.finished(item.split_id)
        return item

    def elements(self) -> list[Watermark | WatermarkStatus]:
        """What has changed since the last call."""
        return self._watermarks.elements(time.monotonic())

    def tick(self, now: float) -> list[Watermark | WatermarkStatus]:
        """Look for idle splits, and tell the group how far this source is."""
        out = self._watermarks.elements(now)
        if self.group is not None and now >= self._next_telling:
            self._next_telling = now + self.group.interval
            self.tell(MAX_WATERMARK if self._watermarks.idle else self._watermarks.current)
        return out


class RowSplitEventTime(SplitEventTime):
    """Event time from the columns of rows, as a table declares it.

    Args:
        context: The source's context, with the params ``watermark`` and ``rowtime``.
    """

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params = context.spec.params
        compiler = RexCompiler(context.spec.output.names, context.evaluation)
        self._names = list(context.spec.output.names)
        self._greatest = compiler.compile(rex_from_json(params["watermark"])).max().dt.epoch("ms")
        self._missing = compiler.compile(rex_from_json(params["rowtime"])).null_count()

    def look(self, item: Fetched) -> tuple[Fetched, int | None]:
        frame = item.data
        if frame.columns[: len(self._names)] != self._names:
            frame = frame.select(frame.columns[: len(self._names)])
            frame.columns = self._names
        greatest, missing = frame.select(self._greatest.alias("g"), self._missing.alias("m")).row(0)
        if missing:
            raise EvaluationError(
                "the rowtime column is NULL in a row",
                detail=f"split {item.split_id}",
                hint="filter such rows out before",
            )
        return item, greatest
