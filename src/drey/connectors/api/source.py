"""The contract of sources, after FLIP-27: an enumerator finds splits, a reader reads them.

A *split* is a piece of input that can be read alone (a file, a partition) together with the position up to
which it has been read. It is a JSON value, and it is all the state that a source has: a reader that is given
the split which came with a batch continues exactly behind that batch.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any, ClassVar

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


@record
class ReaderContext:
    """Where a reader runs.

    Args:
        subtask: The number of the parallel reader, from 0.
        parallelism: How many readers of this source run at once.
        job_id: The job's id, stable over restores.
        uid: The uid of the source's operator, unique within the job.
    """

    subtask: int = 0
    parallelism: int = 1
    job_id: str = ""
    uid: str = ""


class SourceReader(ABC):
    """Reads splits. All methods are called by one fetcher thread; :meth:`wake_up` and :meth:`metrics` by any."""

    def open(self, context: ReaderContext) -> None:
        """Connect. May block."""

    @abstractmethod
    def assign(self, splits: list[SourceSplit]) -> None:
        """Take over further splits, each with the position to continue from."""

    @abstractmethod
    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        """The next rows, or None if nothing arrived within ``timeout`` seconds (or all splits are done).

        ``max_rows`` changes from call to call: it follows the speed of what comes after the source, from one row
        to about 131,072. The rows are processed in one step, during which the task answers nothing, so a reader
        gives no more than that where it can, and fewer where that is easier. A reader that finds more at once keeps
        the rest for the next call. Batch boundaries carry no meaning.
        """

    def checkpoint_completed(self, splits: list[SourceSplit]) -> None:
        """A checkpoint is durable that holds these splits of this reader, each with its position there.

        For telling an external system how far the job is; what it says is not needed for recovery.
        """

    def metrics(self) -> Mapping[str, float]:
        """Gauges of the reader by name, such as how far it is behind its source."""
        return {}

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
        self._max_rows = 1

    @abstractmethod
    def read(self, split: SourceSplit, max_rows: Callable[[], int]) -> Iterator[Fetched]:
        """Yield the rest of a split; the last ``Fetched`` has ``split=None``, also where there is no row.

        ``max_rows()`` is how many rows the next ``Fetched`` should have at most; ask before each (see :meth:`fetch`).
        """

    def assign(self, splits: list[SourceSplit]) -> None:
        self._waiting.extend(splits)

    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        self._max_rows = max_rows
        while True:
            if self._current is None:
                if not self._waiting:
                    return None
                split = self._waiting.pop(0)
                self._unfinished = split.id
                self._current = self.read(split, lambda: self._max_rows)
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


def cut(frame: pl.DataFrame, max_rows: Callable[[], int]) -> Iterator[pl.DataFrame]:
    """The rows of a frame in pieces of at most ``max_rows()``, which is asked before each."""
    start = 0
    while start < frame.height:
        piece = frame.slice(start, max_rows())
        start += piece.height
        yield piece


class SplitEnumerator(ABC):
    """Finds splits for all readers of a source. Called by one thread that does nothing else.

    ``assignment`` says how they are given out: ``pull``, one at a time to the reader that asks, for splits that end;
    ``eager``, all at once and evenly, for splits that don't.
    """

    assignment: ClassVar[str] = "pull"

    def open(self, parallelism: int) -> None:
        """Called once before everything else with the number of parallel readers."""

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

    def close(self) -> None:
        """Release what :meth:`open` and :meth:`discover` have acquired; called once at the end, also after a failure,
        by the thread of the other methods. An enumerator that has never looked isn't closed."""


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
