"""How long keyed state lives: the time of the last access of each slot, and what is past its life.

As Flink's ``StateTtlConfig``: the clock is processing time, and state is past its life when the last access is ``ttl``
or longer ago. Some slots are looked at with every batch, so what nobody asks for goes, too.
"""

from __future__ import annotations

from enum import Enum

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.records import record
from drey.runtime.clock import Clock, system_clock
from drey.runtime.state.columns import FixedColumn, Slots
from drey.runtime.state.table import KeyedTable

ACCESSED = "$accessed"
"""The Int64 column of a table with the time of the last access, in ms since the epoch."""

_LEAST_SWEPT = 1024


class UpdateType(Enum):
    """What renews the life of state."""

    ON_CREATE_AND_WRITE = "OnCreateAndWrite"
    ON_READ_AND_WRITE = "OnReadAndWrite"


class Visibility(Enum):
    """Whether state past its life may be seen until it is cleaned up."""

    NEVER_RETURN_EXPIRED = "NeverReturnExpired"
    RETURN_EXPIRED_IF_NOT_CLEANED_UP = "ReturnExpiredIfNotCleanedUp"


@record
class StateTtl:
    """How long state lives.

    Args:
        ttl: Its life after the last access, in ms.
        update: What counts as an access.
        visibility: What is seen of it after.
        swept: How many slots are looked at for each one that is accessed.
    """

    ttl: int
    update: UpdateType = UpdateType.ON_CREATE_AND_WRITE
    visibility: Visibility = Visibility.NEVER_RETURN_EXPIRED
    swept: int = 5


class SlotTtl:
    """The lives of a keyed table's rows. The owner of the table deletes what is past its life.

    Args:
        table: Gets the column ``$accessed``; what a snapshot without the column restores lives from then on.
        config: How long.
        clock: The time.
    """

    def __init__(self, table: KeyedTable, config: StateTtl, clock: Clock = system_clock) -> None:
        self._table = table
        self._config = config
        self._clock = clock
        self._accessed = FixedColumn(pl.Int64(), 0)
        self._cursor = 0
        table.add_column(ACCESSED, self._accessed, lambda slots: self.written(slots))

    def written(self, slots: Slots) -> None:
        """State at these slots, which the table's tracker knows to be touched, is created or written."""
        self._accessed.values[slots] = self._clock()

    def times(self, slots: Slots) -> Slots:
        """When the slots were last accessed."""
        found: Slots = self._accessed.values[slots]
        return found

    def restored(self, slots: Slots, rows: pl.DataFrame) -> pl.DataFrame:
        """Take over the lives of rows that are kept beside the table; a slot lives as long as its last row.

        Args:
            slots: The slot that each row belongs to.
            rows: Rows of a snapshot.

        Returns:
            The rows with ``$accessed``: if the snapshot hasn't got it, they live from now on.
        """
        if ACCESSED not in rows.columns:
            rows = rows.with_columns(pl.lit(self._clock(), dtype=pl.Int64()).alias(ACCESSED))
        np.maximum.at(self._accessed.values, slots, rows[ACCESSED].to_numpy())
        return rows

    def read(self, slots: Slots) -> None:
        """State at these slots is read."""
        if self._config.update is UpdateType.ON_READ_AND_WRITE:
            self._table.tracker.touch(slots)
            self._accessed.values[slots] = self._clock()

    def expired(self, slots: Slots) -> npt.NDArray[np.bool_]:
        """Which of the slots are past their life."""
        return self._accessed.values[slots] + self._config.ttl <= self._clock()

    def visible(self, slots: Slots) -> npt.NDArray[np.bool_]:
        """Which of the slots, all with rows, may be seen."""
        if self._config.visibility is Visibility.RETURN_EXPIRED_IF_NOT_CLEANED_UP:
            return np.ones(len(slots), dtype=np.bool_)
        return ~self.expired(slots)

    def sweep(self, accessed: int) -> Slots:
        """Slots past their life among the next ones to be looked at, going round the table.

        Args:
            accessed: How many slots were accessed since the last call.
        """
        now = self._clock()
        stored = self._table.sweep_stored(ACCESSED, now - self._config.ttl, max(_LEAST_SWEPT, accessed))
        bound = self._table.bound
        if self._cursor >= bound:
            self._cursor = 0
        start, stop = (
            self._cursor,
            min(bound, self._cursor + max(_LEAST_SWEPT, self._config.swept * accessed)),
        )
        self._cursor = stop
        past = self._accessed.values[start:stop] + self._config.ttl <= now
        found = start + np.flatnonzero(past & self._table.live(slice(start, stop)))
        return np.union1d(found, stored) if len(stored) else found
