"""The contract of sinks, after FLIP-143: writers prepare, a committer makes visible.

With checkpoints, the runtime calls ``prepare_commit`` on each barrier, stores the committables in the
checkpoint and calls ``commit`` when the checkpoint is complete. After a restore the committables of the restored
checkpoint are committed again, so a commit must be idempotent, and what was written behind the checkpoint must
be invisible or be overwritten by the replay. Without checkpoints, both are called once at the end of input,
and :meth:`SinkWriter.flush` in between.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import polars as pl

from drey.records import record

Json = Any


@record
class WriterContext:
    """Where a writer runs, and the committer beside it.

    Args:
        checkpointed: True if each :meth:`SinkWriter.prepare_commit` belongs to a checkpoint. False if there are
            none, so that what should be seen before the end of input has to be written without waiting for a
            commit.
        subtask: The number of the parallel writer, from 0.
        parallelism: How many writers of this sink run at once.
        job_id: The job's id, stable over restores.
        uid: The uid of the sink's operator, unique within the job.
        commits_together: True if no writer's epoch is committed before all writers have prepared theirs.
    """

    checkpointed: bool = True
    subtask: int = 0
    parallelism: int = 1
    job_id: str = ""
    uid: str = ""
    commits_together: bool = False


class SinkWriter(ABC):
    """Writes batches: one of several parallel writers of a table. All methods are called by its task thread."""

    def open(self, context: WriterContext) -> None:
        """Called at most once, before everything else; who isn't told assumes a default context."""

    @abstractmethod
    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        """Take one batch.

        Args:
            rows: The sink's columns in their order, exact Polars types.
            kinds: Each row's ``RowKind`` as Int8, or None if all rows are inserts.
        """

    def watermark(self, timestamp: int) -> None:
        """All rows up to this event time (ms since the epoch) have been written; for partition commits."""

    def tick(self, now: float) -> None:
        """Called between batches and at least every 100 ms when idle; for interval-based flushes."""

    def flush(self, end_of_input: bool) -> None:
        """Hand everything buffered to the external system, as far as the delivery guarantee allows."""

    def prepare_commit(self, checkpoint_id: int) -> list[Json]:
        """End the current epoch: return what the committer needs to make it visible."""
        return []

    def snapshot(self) -> Json:
        """A JSON value to continue from, taken right after :meth:`prepare_commit`."""
        return None

    def restore(self, states: Sequence[Json], checkpoint_id: int) -> None:
        """Continue after the given checkpoint; remove what earlier attempts left behind it.

        Args:
            states: The values of :meth:`snapshot` that this writer takes over. Each value of the checkpoint goes
                to exactly one writer: one to each at the same parallelism, none or several at another.
            checkpoint_id: The checkpoint.
        """

    def close(self) -> None:
        """Release everything; called once, also after a failure, when nothing may become visible."""


class Committer(ABC):
    """Makes prepared epochs visible."""

    def open(self, context: WriterContext) -> None:
        """Called at most once, before everything else; who isn't told assumes a default context."""

    @abstractmethod
    def commit(self, committables: list[Json]) -> None:
        """Make visible, idempotently: committables may come twice, after a failure."""

    def close(self) -> None:
        """Release everything."""


class Sink(ABC):
    """A writable table, configured."""

    @abstractmethod
    def create_writer(self) -> SinkWriter:
        """A new writer."""

    def create_committer(self) -> Committer | None:
        """A new committer, or None if writing is enough."""
        return None
