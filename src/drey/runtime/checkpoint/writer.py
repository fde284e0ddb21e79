"""The thread that writes and deletes snapshots beside the data path."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

Work = Callable[[], None]

_log = logging.getLogger("drey.checkpoint")


class BackgroundWriter:
    """Runs pieces of work one after another in a thread that starts with the first."""

    def __init__(self) -> None:
        self._work: SimpleQueue[Work | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, work: Work) -> None:
        """Have ``work`` done; an error that it doesn't handle is logged, and the next work is done all the same."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="drey-checkpoint-writer", daemon=True)
            self._thread.start()
        self._work.put(work)

    def close(self) -> None:
        """Return when all that was submitted is done."""
        if self._thread is not None:
            self._work.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while self._do_next():
            pass

    def _do_next(self) -> bool:
        """Do a piece of work, in a frame that ends with it: what it holds isn't kept until the next one comes."""
        work = self._work.get()
        if work is None:
            return False
        try:
            work()
        except Exception as error:
            _log.warning("a snapshot's files can't be tidied up: %s: %s", type(error).__name__, error)
        return True
