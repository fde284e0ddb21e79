"""The thread beside a task that reads one source into a bounded queue."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any

from drey.connectors.api import Fetched, Source, SourceReader, SourceSplit, SplitEnumerator
from drey.records import record
from drey.runtime.tasks.mailbox import Mailbox

Json = Any

FETCH_TIMEOUT = 0.1
"""Seconds that a reader may wait for rows before the fetcher looks at new splits and its end."""

IDLE_PAUSE = 0.005
"""Seconds to rest after a fetch that gave nothing, so that a reader that doesn't wait doesn't spin."""


@record
class QueueLimits:
    """How much may wait between the fetcher and the task; one piece always may.

    Args:
        rows: The most rows that wait.
        size: The most bytes that wait.
    """

    rows: int = 524_288
    size: int = 128 << 20


@record
class Discovered:
    """New splits, in the queue before the first rows of them, and the enumerator's state with them."""

    splits: tuple[SourceSplit, ...]
    enumerator: Json


@record
class Ended:
    """The source gives nothing any more: all its splits are read, or it failed with ``error``."""

    error: Exception | None = None


Item = Fetched | Discovered | Ended


@record
class SourcePosition:
    """Where a source continues, once its splits have been discovered for the first time.

    Args:
        splits: Those that are not read to their end.
        enumerator: The enumerator's state.
    """

    splits: tuple[SourceSplit, ...] = ()
    enumerator: Json = None


class SourceFetcher:
    """Runs a source's enumerator and reader in a thread of its own.

    The splits of a :class:`Discovered` belong to a checkpoint from the moment on that the task takes it from
    the queue; so everything that the queue holds is read again after a restore.
    """

    def __init__(
        self,
        name: str,
        source: Source,
        restored: SourcePosition | None,
        mailbox: Mailbox,
        max_rows: int,
        limits: QueueLimits | None = None,
    ) -> None:
        self._source = source
        self._restored = restored
        self._mailbox = mailbox
        self._max_rows = max_rows
        self._limits = limits or QueueLimits()
        self._items: deque[tuple[Item, int, int]] = deque()
        self._rows = 0
        self._size = 0
        self._stopped = threading.Event()
        self._reader: SourceReader | None = None
        self._thread = threading.Thread(target=self._run, name=f"drey-fetcher-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def ready(self) -> bool:
        """True if :meth:`take` would give something."""
        return bool(self._items)

    def take(self) -> list[Item]:
        """What waits, in order, up to about ``max_rows`` rows; the task thread calls it."""
        if not self._items:
            return []
        taken: list[Item] = []
        total = 0
        with self._mailbox.changed:
            while self._items and (not taken or total + self._items[0][1] <= self._max_rows):
                item, rows, size = self._items.popleft()
                taken.append(item)
                total += rows
                self._rows -= rows
                self._size -= size
            self._mailbox.changed.notify_all()
        return taken

    def stop(self, timeout: float = 5.0) -> None:
        """End the thread; a reader that doesn't come back within ``timeout`` seconds is left behind."""
        self._stopped.set()
        with self._mailbox.changed:
            self._mailbox.changed.notify_all()
        if self._reader is not None:
            self._reader.wake_up()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _put(self, item: Item, rows: int = 0, size: int = 0) -> None:
        with self._mailbox.changed:
            while self._full(rows, size) and not self._stopped.is_set():
                self._mailbox.changed.wait()
            self._items.append((item, rows, size))
            self._rows += rows
            self._size += size
            self._mailbox.changed.notify_all()

    def _full(self, rows: int, size: int) -> bool:
        over = self._rows + rows > self._limits.rows or self._size + size > self._limits.size
        return over and self._rows > 0

    def _run(self) -> None:
        try:
            self._read()
        except Exception as error:
            self._put(Ended(error))
        else:
            self._put(Ended())

    def _read(self) -> None:
        enumerator = self._source.create_enumerator()
        reader = self._reader = self._source.create_reader()
        try:
            reader.open()
            unfinished: set[str] = set()
            if self._restored is not None:
                enumerator.restore(self._restored.enumerator)
                unfinished |= {split.id for split in self._restored.splits}
                reader.assign(list(self._restored.splits))
            self._fetch_all(enumerator, reader, unfinished)
        finally:
            reader.close()

    def _fetch_all(self, enumerator: SplitEnumerator, reader: SourceReader, unfinished: set[str]) -> None:
        interval = enumerator.interval
        # What is discovered only once was discovered before the snapshot.
        done = self._restored is not None and interval is None
        next_discovery: float | None = None if done else time.monotonic()
        while not self._stopped.is_set():
            if next_discovery is not None and time.monotonic() >= next_discovery:
                found = enumerator.discover()
                self._put(Discovered(tuple(found), enumerator.snapshot()))
                reader.assign(found)
                unfinished |= {split.id for split in found}
                next_discovery = None if interval is None else time.monotonic() + interval
            if not unfinished:
                if next_discovery is None:
                    return
                self._stopped.wait(max(0.0, next_discovery - time.monotonic()))
                continue
            fetched = reader.fetch(self._max_rows, FETCH_TIMEOUT)
            if fetched is None:
                self._stopped.wait(IDLE_PAUSE)
                continue
            if fetched.split is None:
                unfinished.discard(fetched.split_id)
            self._put(fetched, fetched.data.height, int(fetched.data.estimated_size()))
