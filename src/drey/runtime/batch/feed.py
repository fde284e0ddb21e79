"""Where a query's rows come from: the connectors' readers, and Python functions right behind them."""

from __future__ import annotations

import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from time import monotonic

import polars as pl

from drey.connectors.api import Fetched, ReaderContext, cut
from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.runtime.operators.registry import operator_class
from drey.runtime.operators.source import table_source
from drey.runtime.tasks.batch_size import FIRST_ROWS_OF_FUNCTIONS, BatchSize
from drey.runtime.tasks.failures import JobCancelledError, naming
from drey.runtime.tasks.fetcher import Ended, SourceFetcher
from drey.runtime.tasks.mailbox import Mailbox

_WAITING_FRAMES = 4
_PATIENCE = 0.1
"""Seconds between two looks at a cancellation."""


class Feed(ABC):
    """Rows for one scan of a Polars query, read once."""

    @abstractmethod
    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows. Polars iterates, in a thread of its own.

        Raises:
            JobCancelledError: The query was cancelled.
            Exception: What the reader or a user's function raised, as itself.
        """

    def wake_up(self) -> None:
        """Let :meth:`frames` see a cancellation soon."""

    @abstractmethod
    def close(self) -> None:
        """End the threads."""


class ScanFeed(Feed):
    """Reads a table through its connector, in a fetcher's thread.

    Args:
        context: The context of the scan's spec, of kind ``source``.
        max_rows: Rows that the reader is asked for at once, and the most that Polars gets at once.
        cancelled: Set when the query is to end early.
    """

    def __init__(self, context: OperatorContext, max_rows: int, cancelled: threading.Event) -> None:
        self._context = context
        self._cancelled = cancelled
        self._max_rows = max_rows
        self._mailbox = Mailbox()
        source = table_source(context.spec.params, context.resources)
        self._enumerator = source.create_enumerator()
        self._fetcher = SourceFetcher(
            context.spec.name, source, ReaderContext(), self._mailbox, lambda: max_rows
        )
        self._started = False

    def frames(self) -> Iterator[pl.DataFrame]:
        names = self._context.spec.output.names
        metrics = self._context.metrics
        self._started = True
        with naming(self._context.spec.name):
            self._enumerator.open(1)
            self._fetcher.assign(self._enumerator.discover())
        self._fetcher.no_more_splits()
        self._fetcher.start()
        while True:
            self._mailbox.wait(lambda: self._fetcher.ready or self._cancelled.is_set(), _PATIENCE)
            if self._cancelled.is_set():
                raise JobCancelledError
            for item in self._fetcher.take():
                if isinstance(item, Ended):
                    if item.error is not None:
                        with naming(self._context.spec.name):
                            raise item.error
                    return
                if isinstance(item, Fetched):
                    metrics.dropped_rows += item.skipped
                    metrics.rows_in += item.data.height
                    for part in item.data.iter_slices(self._max_rows):
                        yield _named(part, names)

    def wake_up(self) -> None:
        with self._mailbox.changed:
            self._mailbox.changed.notify_all()

    def close(self) -> None:
        if self._started:
            self._fetcher.stop()


class FunctionFeed(Feed):
    """A scan with row operators behind it, Python functions among them, in a thread of its own.

    A user's function is opened, called and closed by that one thread, and never by two at once; Polars' own threads
    promise neither.

    Args:
        scan: The rows.
        chain: The contexts of the operators, in order.
        cancelled: Set when the query is to end early.
    """

    def __init__(self, scan: Feed, chain: Sequence[OperatorContext], cancelled: threading.Event) -> None:
        self._scan = scan
        self._chain = chain
        self._cancelled = cancelled
        self._queue: queue.Queue[pl.DataFrame | Exception | None] = queue.Queue(_WAITING_FRAMES)
        self._thread = threading.Thread(target=self._run, name="drey-functions", daemon=True)

    def frames(self) -> Iterator[pl.DataFrame]:
        self._thread.start()
        while True:
            try:
                item = self._queue.get(timeout=_PATIENCE)
            except queue.Empty:
                if self._cancelled.is_set():
                    raise JobCancelledError from None
                continue
            if item is None:
                return
            if isinstance(item, Exception):
                raise item
            yield item

    def close(self) -> None:
        if self._thread.ident is not None:
            self._thread.join(5.0)
        self._scan.close()

    def _run(self) -> None:
        opened: list[Operator] = []
        failure: Exception | None = None
        try:
            operators = [_made(context) for context in self._chain]
            for context, operator in zip(self._chain, operators, strict=True):
                opened.append(operator)
                with naming(context.spec.name):
                    operator.open()
            size = BatchSize(FIRST_ROWS_OF_FUNCTIONS)
            for frame in self._scan.frames():
                for rows in cut(frame, lambda: size.rows):
                    start = monotonic()
                    made = list(self._applied(ChangelogBatch(rows), operators, 0))
                    size.stepped(rows.height, monotonic() - start)
                    for batch in made:
                        self._put(batch.data)
                    if self._cancelled.is_set():
                        break
        except Exception as error:
            failure = error
        for operator in reversed(opened):
            try:
                operator.close()
            except Exception as error:
                failure = failure or error
        self._put(failure)

    def _applied(
        self, batch: ChangelogBatch, operators: Sequence[Operator], first: int
    ) -> Iterator[ChangelogBatch]:
        if first == len(operators):
            yield batch
            return
        with naming(self._chain[first].spec.name):
            made = [one for one in operators[first].process(batch) if isinstance(one, ChangelogBatch)]
        for one in made:
            yield from self._applied(one, operators, first + 1)

    def _put(self, item: pl.DataFrame | Exception | None) -> None:
        while not self._cancelled.is_set():
            try:
                self._queue.put(item, timeout=_PATIENCE)
                return
            except queue.Full:
                continue


def _made(context: OperatorContext) -> Operator:
    with naming(context.spec.name):
        return operator_class(context.spec.kind)(context)


def _named(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """The frame under the columns' names in the plan."""
    if tuple(frame.columns) == tuple(names):
        return frame
    renamed = frame.clone()
    renamed.columns = list(names)
    return renamed
