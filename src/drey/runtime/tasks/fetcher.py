"""The thread beside a task that reads one source into a bounded queue."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from drey.connectors.api import Fetched, ReaderContext, Source, SourceReader, SourceSplit
from drey.records import record
from drey.runtime.tasks.mailbox import Mailbox

FETCH_TIMEOUT = 0.1
"""Seconds that a reader may wait for rows before the fetcher looks at new splits and its end."""

IDLE_PAUSE = 0.005
"""Seconds to rest after a fetch that gave nothing and did not wait so long itself, so that nothing spins."""


STEPS_AHEAD = 4
"""For how many steps of the task rows may wait."""


@record
class QueueLimits:
    """How much may wait between the fetcher and the task, beside :data:`STEPS_AHEAD`; one piece always may.

    Args:
        rows: The most rows that wait.
        size: The most bytes that wait.
    """

    rows: int = 524_288
    size: int = 128 << 20


@record
class Ended:
    """The source gives nothing any more: all its splits are read, or it failed with ``error``."""

    error: BaseException | None = None


Item = Fetched | Ended


class SourceFetcher:
    """Runs a source's reader in a thread of its own.

    Args:
        name: The source's name, for the thread.
        source: The source.
        context: Where the reader runs.
        mailbox: The task's mailbox.
        max_rows: Gives the rows of the task's next step, which the reader is asked for at once; any thread may ask.
        limits: What may wait.
        wants_splits: Called by the thread when the reader has nothing to read and may get more.
    """

    def __init__(
        self,
        name: str,
        source: Source,
        context: ReaderContext,
        mailbox: Mailbox,
        max_rows: Callable[[], int],
        limits: QueueLimits | None = None,
        wants_splits: Callable[[], None] = lambda: None,
    ) -> None:
        self._source = source
        self._context = context
        self._mailbox = mailbox
        self._max_rows = max_rows
        self._limits = limits or QueueLimits()
        self._wants_splits = wants_splits
        self._items: deque[tuple[Item, int, int]] = deque()
        self._rows = 0
        self._size = 0
        self._orders = threading.Condition()
        self._assigned: list[SourceSplit] = []
        self._completed: list[SourceSplit] | None = None
        self._last = False
        self._stopped = False
        self._reader: SourceReader | None = None
        self._thread = threading.Thread(target=self._run, name=f"drey-fetcher-{name}", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    @property
    def ready(self) -> bool:
        """True if :meth:`take` would give something."""
        return bool(self._items)

    def take(self) -> list[Item]:
        """What waits, in order, for one step: up to ``max_rows()`` rows, or one piece; the task thread calls it."""
        if not self._items:
            return []
        taken: list[Item] = []
        total, most = 0, self._max_rows()
        with self._mailbox.changed:
            while self._items and (not taken or total + self._items[0][1] <= most):
                item, rows, size = self._items.popleft()
                taken.append(item)
                total += rows
                self._rows -= rows
                self._size -= size
            self._mailbox.changed.notify_all()
        return taken

    def assign(self, splits: Sequence[SourceSplit]) -> None:
        """Have the reader read further splits."""
        with self._orders:
            self._assigned += splits
            self._orders.notify_all()

    def no_more_splits(self) -> None:
        """No split follows: the source ends with those that it has."""
        with self._orders:
            self._last = True
            self._orders.notify_all()

    def checkpoint_completed(self, splits: list[SourceSplit]) -> None:
        """Tell the reader that a checkpoint is durable which holds these splits."""
        with self._orders:
            self._completed = splits
            self._orders.notify_all()

    def metrics(self) -> Mapping[str, float]:
        """The reader's gauges."""
        return {} if self._reader is None else self._reader.metrics()

    def stop(self, timeout: float = 5.0) -> None:
        """End the thread; a reader that doesn't come back within ``timeout`` seconds is left behind."""
        self._stopped = True
        with self._mailbox.changed:
            self._mailbox.changed.notify_all()
        with self._orders:
            self._orders.notify_all()
        if self._reader is not None:
            self._reader.wake_up()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _put(self, item: Item, rows: int = 0, size: int = 0) -> None:
        with self._mailbox.changed:
            while self._full(rows, size) and not self._stopped:
                self._mailbox.changed.wait()
            self._items.append((item, rows, size))
            self._rows += rows
            self._size += size
            self._mailbox.changed.notify_all()

    def _full(self, rows: int, size: int) -> bool:
        most = min(self._limits.rows, STEPS_AHEAD * self._max_rows())
        over = self._rows + rows > most or self._size + size > self._limits.size
        return over and self._rows > 0

    def _run(self) -> None:
        try:
            reader = self._reader = self._source.create_reader()
            try:
                reader.open(self._context)
                self._read(reader)
            finally:
                reader.close()
        except BaseException as error:  # Polars panics with BaseException; unanswered, the task would wait
            self._put(Ended(error))
        else:
            self._put(Ended())

    def _read(self, reader: SourceReader) -> None:
        unfinished: set[str] = set()
        asked = False
        while not self._stopped:
            if not unfinished and not asked:
                asked = True
                self._wants_splits()
            assigned, completed, last = self._take_orders(wait=not unfinished)
            if completed is not None:
                reader.checkpoint_completed(completed)
            if assigned:
                reader.assign(assigned)
                unfinished |= {split.id for split in assigned}
                asked = False
            if not unfinished:
                if last:
                    return
                continue
            asked_at = time.monotonic()
            fetched = reader.fetch(self._max_rows(), FETCH_TIMEOUT)
            if fetched is None:
                if time.monotonic() - asked_at < IDLE_PAUSE:
                    with self._orders:
                        self._orders.wait(IDLE_PAUSE)
                continue
            if fetched.split is None:
                unfinished.discard(fetched.split_id)
            self._put(fetched, fetched.data.height, int(fetched.data.estimated_size()))

    def _take_orders(self, wait: bool) -> tuple[list[SourceSplit], list[SourceSplit] | None, bool]:
        with self._orders:
            if wait:
                self._orders.wait_for(self._has_orders)
            assigned, self._assigned = self._assigned, []
            completed, self._completed = self._completed, None
            return assigned, completed, self._last

    def _has_orders(self) -> bool:
        return bool(self._assigned or self._last or self._completed is not None or self._stopped)
