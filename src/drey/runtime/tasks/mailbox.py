"""Where the task thread waits: for rows of any source, for commands of other threads, for a time to come."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

Command = Callable[[], None]


class Mailbox:
    """One condition for everything that can wake a task, so that it never polls.

    Any thread may call :meth:`post`, :meth:`notify` and :meth:`wait_for_space`; only the task thread
    :meth:`wait` and :meth:`commands`. ``changed`` also guards the queues of the sources.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self._commands: deque[Command] = deque()

    def post(self, command: Command) -> None:
        """Have the task thread run a command between two batches."""
        with self.changed:
            self._commands.append(command)
            self.changed.notify_all()

    def notify(self) -> None:
        """Have the task thread look again at what is ready."""
        with self.changed:
            self.changed.notify_all()

    def commands(self) -> list[Command]:
        """Take the commands that wait, in their order."""
        if not self._commands:
            return []
        with self.changed:
            taken = list(self._commands)
            self._commands.clear()
        return taken

    def wait(self, ready: Callable[[], bool], timeout: float) -> None:
        """Sleep until ``ready()`` (called with the lock held), a command or the timeout in seconds."""
        with self.changed:
            self.changed.wait_for(lambda: bool(self._commands) or ready(), timeout)
