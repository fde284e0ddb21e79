"""How an operator's state is written to and read from a snapshot: tables and JSON values by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import polars as pl

from drey.records import record
from drey.runtime.state.chains import Chains
from drey.runtime.state.cuts import Cut, Cuttable
from drey.runtime.state.key_groups import KeyGroupShare


class StateWriter(Protocol):
    """Takes an operator's state. The frames given are not changed by the operator afterwards."""

    def table(
        self, name: str, frame: pl.DataFrame, key_group: str | None = None, keys: Sequence[str] = ()
    ) -> None:
        """Write one state table that is small, or a frame already.

        Args:
            name: The table's name, unique within the operator.
            frame: Its rows.
            key_group: The Int32 column that holds each row's key group, for keyed state.
            keys: The columns by which rows belong to subtasks, for keyed state; without ``key_group`` the
                column ``$key_group`` is added to the file, and what is read back has it, too.
        """

    def slots(self, name: str, tracker: Cuttable, max_parallelism: int) -> None:
        """Write the rows of a table as of now, while it goes on changing.

        Args:
            name: The table's name, unique within the operator.
            tracker: The table's tracker.
            max_parallelism: The number of key groups.
        """

    def value(self, name: str, value: Any) -> None:
        """Write one small JSON value."""


class StateReader(Protocol):
    """Gives an operator its state back: what a subtask takes over of the state of one or several old subtasks.

    Of keyed tables those are the rows of its key groups, from whichever subtask wrote them. Everything else goes
    as it is to exactly one new subtask, so that there may be none of it, one or several.
    """

    def table(self, name: str) -> pl.DataFrame | None:
        """The rows of the table of this name, of several together; None if there is no such table."""

    def frames(self, name: str) -> Iterable[pl.DataFrame]:
        """As :meth:`table`, in parts, none if there is no such table; takes less memory."""

    def rows(self, name: str) -> int:
        """About how many rows :meth:`frames` will give."""

    def tables(self, name: str) -> list[pl.DataFrame]:
        """A table that isn't keyed, once for each old subtask that is taken over and has it."""

    def value(self, name: str) -> Any:
        """The JSON value of this name, of several the first; None if there is none."""

    def values(self, name: str) -> list[Any]:
        """The JSON value of this name, once for each old subtask that is taken over and has it."""


class SnapshotTable(Protocol):
    """One table of a snapshot, to be read."""

    @property
    def keyed(self) -> bool:
        """True if its rows belong to key groups."""

    @property
    def height(self) -> int:
        """About how many rows it has."""

    @property
    def nbytes(self) -> int:
        """The size in memory, in bytes, as far as known."""

    @property
    def frame(self) -> pl.DataFrame:
        """All rows at once."""

    def frames(self, share: KeyGroupShare | None = None) -> Iterator[pl.DataFrame]:
        """The rows in parts, at least one; with ``share`` only those of its key groups."""


@record
class StateTable:
    """One table of a snapshot in memory: its rows, the column of key groups and the keys, if it is keyed."""

    frame: pl.DataFrame
    key_group: str | None = None
    keys: tuple[str, ...] = ()

    @property
    def keyed(self) -> bool:
        """True if its rows belong to key groups."""
        return self.key_group is not None or bool(self.keys)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.frame.height

    @property
    def nbytes(self) -> int:
        """The size in memory, in bytes."""
        return int(self.frame.estimated_size())

    def frames(self, share: KeyGroupShare | None = None) -> Iterator[pl.DataFrame]:
        """The rows, or those of some key groups."""
        yield self.frame if share is None else share.of(self.frame, self.key_group, self.keys)


@dataclass
class OperatorSnapshot:
    """The state of one subtask of an operator: what it writes at a barrier, and what it reads back.

    Args:
        uid: The operator's uid.
        name: The name that users see, for messages.
        tables: The state tables by name.
        values: The JSON values by name.
        source: The position of a source, as its driver gives it.
        ended_inputs: Which inputs had ended.
        subtask: The number of the subtask.
    """

    uid: str
    name: str
    tables: dict[str, SnapshotTable] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    source: Any = None
    ended_inputs: tuple[bool, ...] = ()
    subtask: int = 0

    @property
    def stateful(self) -> bool:
        """True if a restore would lose something without the operator."""
        return bool(self.tables or self.values or self.source is not None)

    def writer(self, chains: Chains | None = None) -> StateWriter:
        """Collects what an operator writes.

        Args:
            chains: For an incremental checkpoint, what it builds on; without, tables are written whole.
        """
        return _SnapshotWriter(self, chains)

    def reader(self) -> StateReader:
        """Gives the state back to the only subtask of an operator."""
        return RestoredState([self])

    def close(self) -> None:
        """Nobody will write the snapshot any more: tables need not keep what it has not read yet."""
        for table in self.tables.values():
            if isinstance(table, Cut):
                table.close()


@record
class _SnapshotWriter:
    snapshot: OperatorSnapshot
    chains: Chains | None

    def table(
        self, name: str, frame: pl.DataFrame, key_group: str | None = None, keys: Sequence[str] = ()
    ) -> None:
        self.snapshot.tables[name] = StateTable(frame, key_group, tuple(keys))

    def slots(self, name: str, tracker: Cuttable, max_parallelism: int) -> None:
        chains, key = self.chains, (self.snapshot.uid, name)
        if chains is None or not chains.incremental(key, tracker.nbytes):
            self.snapshot.tables[name] = tracker.cut(max_parallelism)
            return
        chain = chains.foundation(key)
        self.snapshot.tables[name] = tracker.cut(max_parallelism, tracked=True, chain=chain)

    def value(self, name: str, value: Any) -> None:
        self.snapshot.values[name] = value


class RestoredState:
    """The state that one subtask of an operator takes over from all old ones; a :class:`StateReader`.

    Args:
        parts: The state of each old subtask.
        subtask: The number of the new subtask.
        parallelism: How many new subtasks there are.
        max_parallelism: The number of key groups.
    """

    def __init__(
        self,
        parts: Sequence[OperatorSnapshot],
        subtask: int = 0,
        parallelism: int = 1,
        max_parallelism: int = 128,
    ) -> None:
        self.parts = list(parts)
        self.own = [part for number, part in enumerate(self.parts) if number % parallelism == subtask]
        """The old subtasks whose state without keys goes to this one."""
        self._share: KeyGroupShare | None = None
        if parallelism > 1:
            self._share = KeyGroupShare.of_subtask(subtask, parallelism, max_parallelism)

    def table(self, name: str) -> pl.DataFrame | None:
        found = list(self.frames(name))
        return pl.concat(found) if found else None

    def frames(self, name: str) -> Iterator[pl.DataFrame]:
        for part in self.parts:
            table = part.tables.get(name)
            if table is not None and table.keyed:
                yield from table.frames(self._share)
        yield from self.tables(name)

    def rows(self, name: str) -> int:
        keyed = [t.height for part in self.parts if (t := part.tables.get(name)) is not None and t.keyed]
        share = self._share
        of_all = 1.0 if share is None else len(share.groups) / share.max_parallelism
        return int(sum(keyed) * of_all) + sum(frame.height for frame in self.tables(name))

    def tables(self, name: str) -> list[pl.DataFrame]:
        found = [part.tables[name] for part in self.own if name in part.tables]
        return [table.frame for table in found if not table.keyed]

    def value(self, name: str) -> Any:
        return next(iter(self.values(name)), None)

    def values(self, name: str) -> list[Any]:
        return [part.values[name] for part in self.own if name in part.values]

    @property
    def sources(self) -> list[Any]:
        """The positions of sources that go to this subtask."""
        return [part.source for part in self.own if part.source is not None]

    @property
    def ended_inputs(self) -> tuple[bool, ...]:
        """The inputs that had ended in every old subtask."""
        return tuple(all(ended) for ended in zip(*(part.ended_inputs for part in self.parts), strict=True))
