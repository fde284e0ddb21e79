"""What a state table held at a barrier, in parts, for whoever writes the snapshot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Protocol

import polars as pl

from drey.records import record
from drey.runtime.state.chains import Chain
from drey.runtime.state.columns import Slots
from drey.runtime.state.key_groups import KEY_GROUP, KeyGroupShare

SLOT = "$slot"
"""The UInt32 column of a chain's files that says which row of the table it is."""

DELETED = "$deleted"
"""The Boolean column of a delta that is true where the slot has no row any more."""


@record
class Slice:
    """Some rows of a cut.

    Args:
        rows: Keys, values, ``$key_group`` and ``$slot``, ordered by key group.
        deleted: Slots that have no row any more; only of a delta.
    """

    rows: pl.DataFrame
    deleted: Slots


class Cut(ABC):
    """A table's rows at a barrier, or those of them that have changed since an earlier cut.

    One thread may read :meth:`slices`, once; :meth:`close` gives up what hasn't been read.

    Args:
        number: The cut's number in its table.
        keys: The columns by which rows belong to subtasks.
        hashed: The version of the hash of their key groups.
        nbytes: The size of the table in memory, in bytes, about.
        tracked: True if a later cut may be made on this one.
        chain: The layers that this one is a delta on; none if it has all rows.
    """

    keyed = True

    def __init__(
        self,
        number: int,
        keys: tuple[str, ...],
        hashed: str | None,
        nbytes: int,
        tracked: bool = False,
        chain: Chain = (),
    ) -> None:
        self.number = number
        self.keys = keys
        self.hash = hashed
        self.nbytes = nbytes
        self.tracked = tracked
        self.chain = chain
        self._frame: pl.DataFrame | None = None

    @property
    @abstractmethod
    def done(self) -> bool:
        """True if nothing has to be kept any more: all was read, or nobody will."""

    @property
    @abstractmethod
    def height(self) -> int:
        """At most how many rows there are."""

    @abstractmethod
    def slices(self, rows: int | None = None) -> Iterator[Slice]:
        """The rows in parts, at least one part.

        Args:
            rows: How many in a part, about; by default as many as suits the table.

        Raises:
            CheckpointError: The cut was closed.
        """

    @abstractmethod
    def close(self) -> None:
        """Nobody will read the rest."""

    @property
    def frame(self) -> pl.DataFrame:
        """All rows at once, for readers in memory; may be asked for repeatedly."""
        if self._frame is None:
            frames = [part.rows for part in self.slices()]
            filled = [frame for frame in frames if frame.height] or frames[:1]
            self._frame = pl.concat(filled).sort(KEY_GROUP, maintain_order=True).drop(SLOT)
        return self._frame

    def frames(self, share: KeyGroupShare | None = None) -> Iterator[pl.DataFrame]:
        """All rows, or those of some key groups."""
        yield self.frame if share is None else share.of(self.frame, KEY_GROUP, self.keys)


class Cuttable(Protocol):
    """What cuts are made of; by the thread that changes it."""

    @property
    def nbytes(self) -> int:
        """The size of all rows, in bytes, about."""

    def cut(self, max_parallelism: int, tracked: bool = False, chain: Chain = ()) -> Cut:
        """The rows as of now.

        Args:
            max_parallelism: The number of key groups.
            tracked: True if a later cut may be made on this one.
            chain: The layers to make a delta on; none for all rows. All rows may come nevertheless, as the cut's own
                ``chain`` says.
        """
