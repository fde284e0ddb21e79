"""The contract of sources, after FLIP-27: an enumerator finds splits, a reader reads them.

A *split* is a piece of input that can be read alone (a file, a partition) together with the position up to
which it has been read. It is a JSON value, and it is all the state that a source has: a reader that is given
the split which came with a batch continues exactly behind that batch.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

import polars as pl

from drey.errors import ConnectorError
from drey.records import record

Json = Any


@record
class SourceSplit:
    """A piece of input and the position in it.

    Args:
        id: Unique within the source and stable over restores.
        position: A JSON value whose meaning belongs to the connector.
    """

    id: str
    position: Mapping[str, Json] = field(default_factory=dict)


@record
class Fetched:
    """What a reader hands over at once.

    Args:
        data: The rows: the columns that were asked for, in order, with exact Polars types; a column ``$kind``
            (Int8) if the source gives changes. May have no rows when only the position moved.
        split: The split with the position behind the rows; None once the split is exhausted.
        split_id: The id of the split that the rows are from.
        skipped: How many malformed records were skipped on the way.
    """

    data: pl.DataFrame
    split: SourceSplit | None
    split_id: str
    skipped: int = 0


class SourceReader(ABC):
    """Reads splits. All methods are called by one fetcher thread; :meth:`wake_up` by any."""

    def open(self) -> None:
        """Connect. May block."""

    @abstractmethod
    def assign(self, splits: list[SourceSplit]) -> None:
        """Take over further splits, each with the position to continue from."""

    @abstractmethod
    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        """The next rows, or None if nothing arrived within ``timeout`` seconds (or all splits are done).

        ``max_rows`` is a target, not a limit: a reader returns what it can decode in one step, between
        nothing and a few times as much. Batch boundaries carry no meaning.
        """

    def wake_up(self) -> None:
        """Make a blocking :meth:`fetch` return soon."""

    def close(self) -> None:
        """Release everything; called once, also after a failure."""


class SplitReader(SourceReader):
    """A reader for splits that are read one after another: connectors implement :meth:`read`."""

    def __init__(self) -> None:
        self._waiting: list[SourceSplit] = []
        self._current: Iterator[Fetched] | None = None
        self._unfinished: str | None = None

    @abstractmethod
    def read(self, split: SourceSplit, max_rows: int) -> Iterator[Fetched]:
        """Yield the rest of a split; the last ``Fetched`` has ``split=None``, also where there is no row."""

    def assign(self, splits: list[SourceSplit]) -> None:
        self._waiting.extend(splits)

    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        while True:
            if self._current is None:
                if not self._waiting:
                    return None
                split = self._waiting.pop(0)
                self._unfinished = split.id
                self._current = self.read(split, max_rows)
            fetched = next(self._current, None)
            if fetched is not None:
                self._unfinished = None if fetched.split is None else fetched.split.id
                return fetched
            if self._unfinished is not None:
                raise ConnectorError(
                    f"the reader of split '{self._unfinished}' stopped before the split's end"
                )
            self._current = None

    def close(self) -> None:
        """Stop reading. A subclass that overrides it calls it first."""
        self._current = None
        self._waiting.clear()


class SplitEnumerator(ABC):
    """Finds splits. Called by the fetcher thread in the embedded runtime."""

    @abstractmethod
    def discover(self) -> list[SourceSplit]:
        """The splits that were not returned before; called at the start and, if :attr:`interval` is set, again.

        Raises:
            ConnectorError: The input can't be listed.
        """

    @property
    def interval(self) -> float | None:
        """Seconds between two discoveries; None if there is only one, so that the input is bounded by it."""
        return None

    def snapshot(self) -> Json:
        """A JSON value that says which splits were returned."""
        return None

    def restore(self, state: Json) -> None:
        """Continue from a snapshot: splits returned before it are not returned again."""


class FixedSplitEnumerator(SplitEnumerator):
    """Splits that are all known at the start: connectors implement :meth:`splits`. The snapshot is a boolean."""

    def __init__(self) -> None:
        self._returned = False

    @abstractmethod
    def splits(self) -> list[SourceSplit]:
        """All splits; called once in the life of a job."""

    def discover(self) -> list[SourceSplit]:
        if self._returned:
            return []
        self._returned = True
        return self.splits()

    def snapshot(self) -> bool:
        return self._returned

    def restore(self, state: bool) -> None:
        self._returned = state


class Source(ABC):
    """A readable table, configured. Immutable; made by a :class:`TableFactory` on each worker."""

    @abstractmethod
    def create_enumerator(self) -> SplitEnumerator:
        """A new enumerator."""

    @abstractmethod
    def create_reader(self) -> SourceReader:
        """A new reader."""
