"""Which files hold a table, and on which of them the next incremental checkpoint builds.

A chain is a base with all rows and deltas on top of it, each with the slots that changed since the layer below was
cut. Slots remember the number of the last cut before their last change and no mark is ever cleared, so a delta
can be made on any layer of the chain, and a checkpoint that never completes loses nothing: the next one builds on
the same layer.
"""

from __future__ import annotations

from collections.abc import Mapping

from drey.records import record

_MOST_DELTAS = 10
_DELTA_SHARE = 0.5


@record
class StateFile:
    """One Parquet file of a table.

    Args:
        path: Where it is, relative to the snapshot's directory.
        rows: How many rows it must have, deleted ones of a delta included.
        size: Its size in bytes.
        key_groups: The smallest and largest key group in it, if the state is keyed.
        crc32: The file's checksum; None in snapshots of releases that wrote none.
    """

    path: str
    rows: int
    size: int
    key_groups: tuple[int, int] | None = None
    crc32: int | None = None


@record
class Layer:
    """What one snapshot has added to a chain.

    Args:
        number: The number of the cut that wrote it; of meaning to the table it was cut from only.
        files: Its files; none if nothing had changed.
    """

    number: int
    files: tuple[StateFile, ...]

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.size for file in self.files)


Chain = tuple[Layer, ...]
TableKey = tuple[str, str]
"""An operator's uid and a table's name."""


def foundation(chain: Chain) -> Chain:
    """The layers of a complete chain on which the next delta is made; none if the table is to be written whole.

    That is due when the deltas together have half the size of the base. Of many deltas the last are written
    again as one, as long as they aren't larger than what lies on them, so that a chain stays short and a row is
    written again a logarithmic number of times.
    """
    if not chain:
        return ()
    base, deltas = chain[0], list(chain[1:])
    if sum(layer.size for layer in deltas) > _DELTA_SHARE * base.size:
        return ()
    if len(deltas) >= _MOST_DELTAS:
        merged = deltas.pop().size
        while deltas and deltas[-1].size <= 2 * merged:
            merged += deltas.pop().size
    return (base, *deltas)


class Chains:
    """The chains of all tables of one subtask, as the last complete checkpoint names them.

    Args:
        smallest: Tables that never had so many bytes are written whole, into the checkpoint's own directory.
    """

    def __init__(self, smallest: int = 4 << 20) -> None:
        self._smallest = smallest
        self._incremental: set[TableKey] = set()
        self._complete: dict[TableKey, Chain] = {}
        self._written: dict[int, Mapping[TableKey, Chain]] = {}

    def incremental(self, table: TableKey, size: int) -> bool:
        """True if a table of so many bytes is written incrementally.

        One that once was stays so, however small it gets: what it keeps for increments is let go by increments.
        """
        if size >= self._smallest:
            self._incremental.add(table)
        return table in self._incremental

    def foundation(self, table: TableKey) -> Chain:
        """The layers on which the next checkpoint of a table builds."""
        return foundation(self._complete.get(table, ()))

    def written(self, checkpoint_id: int, chains: Mapping[TableKey, Chain]) -> None:
        """A checkpoint's files are there; it may still fail. Any thread may say so."""
        self._written[checkpoint_id] = dict(chains)

    def completed(self, checkpoint_id: int) -> None:
        """A checkpoint is durable: the next ones build on it."""
        found = self._written.get(checkpoint_id)
        if found is not None:
            self._complete = dict(found)
        for older in [number for number in self._written if number <= checkpoint_id]:
            del self._written[older]

    def aborted(self, checkpoint_id: int) -> None:
        """A checkpoint will never be complete."""
        self._written.pop(checkpoint_id, None)
