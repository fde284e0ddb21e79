"""Drives the reader of a table's source inside a task.

Not an operator: the task asks it for elements. Params of the spec: ``{"table": TableSpec}``.

Computes: the rows of the table, under the column names of the output edge. State: the splits that were assigned
and are not read to their end, with their positions, which move when rows leave the queue; so a checkpoint holds
exactly what has been emitted before it. A batch has as many rows as can be processed within a short step (see
:mod:`drey.runtime.tasks.batch_size`). What no reader has is the coordinator's (see
:mod:`drey.runtime.jobs.source_coordinator`). Changelog out: the connector's. Watermarks: with the params ``watermark``
and ``rowtime`` (expressions over a row) or ``event_time`` (of a stream) those of each split, merged by minimum (see
:mod:`drey.runtime.tasks.split_watermarks`); otherwise none but the last, when the input ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

import polars as pl

from drey.connectors.api import Fetched, ReaderContext, Source, SourceSplit, TableSpec
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError
from drey.graph.job_graph import OperatorSpec
from drey.records import record
from drey.runtime.elements import ROW_KIND, ChangelogBatch, Watermark, WatermarkStatus
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.split_event_time import RowSplitEventTime, SplitEventTime
from drey.runtime.operators.stream.split_times import ObjectSplitEventTime
from drey.runtime.tasks.batch_size import FIRST_ROWS, StepSize
from drey.runtime.tasks.fetcher import Ended, QueueLimits, SourceFetcher
from drey.runtime.tasks.mailbox import Mailbox
from drey.types.polars_types import polars_schema

Json = Any
WantsSplits = Callable[[], None]


@record
class ReadingSettings:
    """How sources are read.

    Args:
        rows: The rows of each batch, at most; None to let the speed of the task decide.
        first_rows: The rows of the first batch, if its speed decides.
        crowding: Asked before and after each step, see :class:`~drey.runtime.tasks.batch_size.StepSize`.
        limits: What may wait in front of the task.
    """

    rows: int | None = None
    first_rows: int = FIRST_ROWS
    crowding: Callable[[], float] = lambda: 0.0
    limits: QueueLimits = field(default_factory=QueueLimits)


class SourceDriver:
    """Turns what a fetcher brings into batches, and keeps the positions of the splits.

    Args:
        context: What an operator would get.
        mailbox: The task's mailbox.
        settings: How to read.
        wants_splits: Called from any thread when the reader can take more splits.
    """

    def __init__(
        self,
        context: OperatorContext,
        mailbox: Mailbox,
        settings: ReadingSettings,
        wants_splits: WantsSplits = lambda: None,
    ) -> None:
        self.spec: OperatorSpec = context.spec
        self.metrics = context.metrics
        self.ended = False
        self._context = context
        self._settings = settings
        self._size = StepSize(settings.first_rows, settings.crowding)
        self._splits: dict[str, SourceSplit] = {}
        self._checkpoints: dict[int, list[SourceSplit]] = {}
        self._fetcher = SourceFetcher(
            self.spec.name,
            self._source(),
            ReaderContext(context.subtask, context.parallelism, context.job_id, self.spec.uid),
            mailbox,
            self._batch_rows,
            settings.limits,
            wants_splits,
        )
        self._wanted = polars_schema(self.spec.output)
        self._checked = False
        self.event_time = _event_time(context)

    def assign(self, splits: Sequence[SourceSplit]) -> None:
        """Read further splits. From now on they belong to this reader's state."""
        self._splits.update({split.id: split for split in splits})
        if self.event_time is not None:
            self.event_time.assigned([split.id for split in splits])
        self._fetcher.assign(splits)

    def no_more_splits(self) -> None:
        """The input ends with the splits that were assigned."""
        self._fetcher.no_more_splits()

    def snapshot(self, checkpoint_id: int) -> list[SourceSplit]:
        """The splits that are not read to their end, each with its position."""
        splits = list(self._splits.values())
        self._checkpoints[checkpoint_id] = splits
        return splits

    def checkpoint_completed(self, checkpoint_id: int) -> None:
        """Let the reader tell its system how far a durable checkpoint is."""
        splits = self._checkpoints.get(checkpoint_id)
        self._checkpoints = {n: one for n, one in self._checkpoints.items() if n > checkpoint_id}
        if splits:
            self._fetcher.checkpoint_completed(splits)

    def start(self) -> None:
        """Start to read."""
        self._fetcher.start()

    def _source(self) -> Source:
        """What is read."""
        return table_source(self.spec.params, self._context.resources)

    def stop(self) -> None:
        """End the fetcher's thread."""
        self._fetcher.stop()

    def gauges(self) -> Mapping[str, float]:
        """What the reader tells about itself, by name."""
        return self._fetcher.metrics()

    @property
    def rows_read(self) -> int:
        """The rows that have come from outside."""
        return self.metrics.rows_out

    @property
    def ready(self) -> bool:
        """True if :meth:`poll` would give something."""
        return self._fetcher.ready and not (self.event_time is not None and self.event_time.held)

    def tick(self, now: float) -> list[Watermark | WatermarkStatus]:
        """What follows from the passing of time."""
        if self.event_time is None:
            return []
        if self.ended:
            self.event_time.end()
            return []
        return self.event_time.tick(now)

    def poll(self) -> Iterator[ChangelogBatch | Watermark | WatermarkStatus]:
        """What has arrived, as one batch and its watermark; sets :attr:`ended` when the source has ended.

        The state stands behind the batch as soon as it is yielded: the caller must emit it before a snapshot.
        """
        if self.ended:
            return
        begun = self._size.begin()
        frames: list[pl.DataFrame] = []
        for item in self._fetcher.take():
            if isinstance(item, Fetched):
                self._move(item)
                given = item if self.event_time is None else self.event_time.fetched(item)
                if given.data.height:
                    frames.append(given.data)
            elif isinstance(item, Ended):
                if item.error is not None:
                    raise item.error
                self.ended = True
        if frames:
            frame = self._convert(joined(frames))
            for part in (frame,) if self._settings.rows is None else frame.iter_slices(self._settings.rows):
                yield ChangelogBatch(part)
                self._size.end(begun, part.height)
                begun = self._size.begin()
        if self.event_time is not None and not self.ended:
            yield from self.event_time.elements()

    def _batch_rows(self) -> int:
        return self._settings.rows or self._size.rows

    def _move(self, fetched: Fetched) -> None:
        if fetched.split is None:
            self._splits.pop(fetched.split_id, None)
        else:
            self._splits[fetched.split_id] = fetched.split
        self.metrics.dropped_rows += fetched.skipped

    def _convert(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame under the edge's names; the first one is checked against the declared types."""
        names = [name for name in frame.columns if name != ROW_KIND]
        if not self._checked:
            self._check(frame.select(names))
            self._checked = True
        if names == list(self._wanted):
            return frame
        renamed = frame.select(*names, *([ROW_KIND] if ROW_KIND in frame.columns else []))
        renamed.columns = [*self._wanted, *renamed.columns[len(names) :]]
        return renamed

    def _check(self, frame: pl.DataFrame) -> None:
        found = list(frame.schema.items())
        wanted = list(self._wanted.items())
        if len(found) != len(wanted):
            raise ConnectorError(
                f"the source gives {len(found)} columns, its table has {len(wanted)}",
                detail=f"found {frame.columns}, expected {list(self._wanted)}",
            )
        for (name, dtype), (column, expected) in zip(found, wanted, strict=True):
            if dtype != expected:
                raise ConnectorError(
                    f"the source gives column '{column}' as {dtype}, its table declares {expected}",
                    detail=f"the source's name of the column is '{name}'",
                )


def _event_time(context: OperatorContext) -> SplitEventTime | None:
    """The event time of a source, if its spec asks for it."""
    if "watermark" in context.spec.params:
        return RowSplitEventTime(context)
    return ObjectSplitEventTime(context) if "event_time" in context.spec.params else None


def table_source(params: Mapping[str, Json], resources: Mapping[str, bytes]) -> Source:
    """The source of a spec of kind ``source``, by its connector."""
    table = TableSpec.from_json(params["table"])
    return table_factory(table.connector).create_source(table, resources)


def joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Frames of the same columns as one; where only some have ``$kind``, the others' rows are inserts."""
    if len(frames) == 1:
        return frames[0]
    if len({ROW_KIND in frame.columns for frame in frames}) > 1:
        frames = [f.with_columns(ChangelogBatch(f).kinds) if ROW_KIND not in f.columns else f for f in frames]
    return pl.concat(frames, how="vertical", rechunk=True)
