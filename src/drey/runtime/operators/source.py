"""Drives a table's source inside a task.

Not an operator: the task asks it for elements. Params of the spec: ``{"table": TableSpec}``.

Computes: the rows of the table, under the column names of the output edge. State: the splits that are not
read to their end with their positions, and the enumerator's value; both move when rows leave the queue, so a
checkpoint holds exactly what has been emitted before it. Changelog out: the connector's. Watermarks: none
but the last, when the input ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from drey.connectors.api import Fetched, Source, SourceSplit, TableSpec
from drey.connectors.registry import table_factory
from drey.errors import ConnectorError
from drey.graph.job_graph import OperatorSpec
from drey.runtime.elements import ROW_KIND, ChangelogBatch
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.tasks.fetcher import Discovered, Ended, QueueLimits, SourceFetcher, SourcePosition
from drey.runtime.tasks.mailbox import Mailbox
from drey.types.polars_types import polars_schema

Json = Any


class SourceDriver:
    """Turns what a fetcher brings into batches, and keeps the source's state."""

    def __init__(
        self,
        spec: OperatorSpec,
        resources: Mapping[str, bytes],
        metrics: OperatorMetrics,
        mailbox: Mailbox,
        max_rows: int,
        limits: QueueLimits | None = None,
        exact: bool = False,
    ) -> None:
        """Make a driver that isn't started.

        Args:
            spec: The source.
            resources: The job's resources.
            metrics: Its counters.
            mailbox: The task's mailbox.
            max_rows: Rows that are asked for at once; a reader may give more.
            limits: What may wait in front of the task.
            exact: True if a batch never has more than ``max_rows`` rows.
        """
        self.spec = spec
        self.metrics = metrics
        self.ended = False
        self._resources = resources
        self._mailbox = mailbox
        self._max_rows = max_rows
        self._exact = exact
        self._limits = limits
        self._splits: dict[str, SourceSplit] = {}
        self._enumerator: Json = None
        self._discovered = False
        self._fetcher: SourceFetcher | None = None
        self._restored: SourcePosition | None = None
        self._wanted = polars_schema(spec.output)
        self._checked = False

    def restore(self, state: Json) -> None:
        """Continue from a snapshot. Called before :meth:`start`."""
        splits = tuple(SourceSplit(one["id"], one["position"]) for one in state["splits"])
        self._splits = {split.id: split for split in splits}
        self._enumerator = state["enumerator"]
        self._discovered = state["discovered"]
        # A snapshot may be older than the first discovery; then the source starts afresh.
        self._restored = SourcePosition(splits, self._enumerator) if self._discovered else None
        self.ended = state["ended"]

    def snapshot(self) -> Json:
        """The JSON value that :meth:`restore` takes."""
        return {
            "splits": [{"id": s.id, "position": dict(s.position)} for s in self._splits.values()],
            "enumerator": self._enumerator,
            "discovered": self._discovered,
            "ended": self.ended,
        }

    def start(self) -> None:
        """Start to read, unless the source had ended before the snapshot."""
        if self.ended:
            return
        self._fetcher = SourceFetcher(
            self.spec.name, self._source(), self._restored, self._mailbox, self._max_rows, self._limits
        )
        self._fetcher.start()

    def _source(self) -> Source:
        """What is read."""
        return table_source(self.spec.params, self._resources)

    def stop(self) -> None:
        """End the fetcher's thread."""
        if self._fetcher is not None:
            self._fetcher.stop()

    @property
    def rows_read(self) -> int:
        """The rows that have come from outside."""
        return self.metrics.rows_out

    @property
    def ready(self) -> bool:
        """True if :meth:`poll` would give something."""
        return self._fetcher is not None and self._fetcher.ready

    def poll(self) -> Iterator[ChangelogBatch]:
        """What has arrived, as one batch; sets :attr:`ended` when the source has ended.

        The state stands behind the batch as soon as it is yielded: the caller must emit it before a snapshot.
        """
        if self._fetcher is None or self.ended:
            return
        frames: list[pl.DataFrame] = []
        for item in self._fetcher.take():
            if isinstance(item, Fetched):
                self._move(item)
                if item.data.height:
                    frames.append(item.data)
            elif isinstance(item, Discovered):
                self._splits.update({split.id: split for split in item.splits})
                self._enumerator = item.enumerator
                self._discovered = True
            elif isinstance(item, Ended):
                if item.error is not None:
                    raise item.error
                self.ended = True
        if frames:
            frame = self._convert(joined(frames))
            for part in frame.iter_slices(self._max_rows) if self._exact else (frame,):
                yield ChangelogBatch(part)

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
