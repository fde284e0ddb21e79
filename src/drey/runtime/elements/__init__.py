"""What travels on a channel between operators: batches of changes, and control elements in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from drey.types.changelog import RowKind

ROW_KIND = "$kind"
"""The Int8 column of a batch that holds each row's :class:`RowKind`; absent if all rows are inserts."""

MAX_WATERMARK = 9223372036854775807


@dataclass(frozen=True, slots=True)
class ChangelogBatch:
    """Rows in columns. ``data`` has the columns of the edge's row type, plus ``$kind`` where needed."""

    data: pl.DataFrame

    @property
    def insert_only(self) -> bool:
        return ROW_KIND not in self.data.columns

    @property
    def rows(self) -> pl.DataFrame:
        """The data without the kind column."""
        return self.data if self.insert_only else self.data.drop(ROW_KIND)

    @property
    def kinds(self) -> pl.Series:
        """Each row's kind as Int8."""
        if self.insert_only:
            return pl.repeat(RowKind.INSERT, self.data.height, dtype=pl.Int8, eager=True).alias(ROW_KIND)
        return self.data[ROW_KIND]

    def __len__(self) -> int:
        return self.data.height


@dataclass(frozen=True, slots=True)
class ObjectBatch:
    """Python objects of a DataStream, in their order. The lists are not changed once the batch is emitted.

    Args:
        values: The values.
        timestamps: Each value's event time in ms since the epoch; None if the stream has none.
        keys: Each value's key, behind ``key_by``, or its partition, behind ``partition_custom``: what an exchange
            distributes by.
        tag: The side output that the values belong to; None for the main output.
    """

    values: list[Any]
    timestamps: list[int] | None = None
    keys: list[Any] | None = None
    tag: str | None = None

    def __len__(self) -> int:
        return len(self.values)


Batch = ChangelogBatch | ObjectBatch


@dataclass(frozen=True, slots=True)
class Watermark:
    """No row with a smaller or equal event time (ms since the epoch) follows."""

    timestamp: int


@dataclass(frozen=True, slots=True)
class WatermarkStatus:
    """Whether the channel takes part in event time or is idle."""

    idle: bool


@dataclass(frozen=True, slots=True)
class CheckpointBarrier:
    """Rows before it belong to the checkpoint, rows after it don't."""

    checkpoint_id: int
    timestamp: int
    savepoint: bool = False


@dataclass(frozen=True, slots=True)
class EndOfInput:
    """Nothing follows on this channel."""


Element = ChangelogBatch | ObjectBatch | Watermark | WatermarkStatus | CheckpointBarrier | EndOfInput
