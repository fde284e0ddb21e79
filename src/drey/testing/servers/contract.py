"""What all servers have in common."""

from __future__ import annotations

import fcntl
import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from drey.errors import ConnectorError
from drey.testing.servers.processes import ServerProcess, port_closes


def servers_directory() -> Path:
    """``DREY_SERVERS_DIR``, by default ``~/.cache/drey/servers``."""
    return Path(os.environ.get("DREY_SERVERS_DIR") or Path.home() / ".cache" / "drey" / "servers")


class Server(ABC):
    """One server on 127.0.0.1. Its data and its process's record are in ``directory``.

    Args:
        directory: Where the data is; by default the shared one of this kind.
        port: The port; by default the environment's ``DREY_<NAME>_PORT``, then :attr:`default_port`.

    Without arguments it is the machine's shared server: whoever starts it, all see the same. A test that
    restarts or breaks a server makes one of its own with another directory and port. The programs are installed
    once for all.
    """

    name: ClassVar[str]
    default_port: ClassVar[int]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    start_timeout: ClassVar[float] = 180.0
    stop_timeout: ClassVar[float] = 30.0

    def __init__(self, directory: Path | None = None, port: int | None = None) -> None:
        self.directory = directory or servers_directory() / self.name
        self.port = port or int(os.environ.get(f"DREY_{self.name.upper()}_PORT") or self.default_port)
        self.process = ServerProcess(self.directory / "run")

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients connect."""

    @abstractmethod
    def missing(self) -> str | None:
        """What has to be installed, as a sentence; None if everything is there."""

    @abstractmethod
    def install(self) -> None:
        """Install what is missing, as far as that goes without asking anybody.

        Raises:
            DependencyError: Something has to be installed by hand; the hint says what.
        """

    @abstractmethod
    def launch(self) -> None:
        """Start the process with :attr:`process`; on the first start make the data directory."""

    @abstractmethod
    def ready(self) -> bool:
        """True if clients can work with it."""

    def prepare(self) -> None:
        """Called after every start, once it is ready: users, databases, buckets.

        Called again for the same process if a call of it has failed or was killed: what is there stays.
        """

    def pid(self) -> int | None:
        """The process's pid, None if it is not running."""
        return self.process.pid()

    def start(self) -> str:
        """Install and start it if needed, wait until it is ready and return its url.

        Raises:
            ConnectorError: It does not start; the detail has the end of its log.
        """
        self._start()
        return self.url

    def _start(self, before_launch: Callable[[], None] = lambda: None) -> None:
        """Start it if needed; ``before_launch`` is called then. Behind that it is ready, whoever starts it.

        A server whose starter was killed, or could not prepare it, is prepared by the next one who comes.
        """
        prepared = self._path("prepared")
        with self._locked("starting"):
            if self.pid() is None:
                self.install()
                if not port_closes(self.port):
                    raise ConnectorError(
                        f"port {self.port} of 127.0.0.1 is in use by another process",
                        hint=f"set DREY_{self.name.upper()}_PORT",
                    )
                prepared.unlink(missing_ok=True)
                before_launch()
                self.launch()
            pid = str(self.pid())
            if not prepared.exists() or prepared.read_text() != pid:
                self.process.wait_ready(self.ready, self.start_timeout)
                self.prepare()
                prepared.write_text(pid)

    def stop(self) -> bool:
        """Stop it in its orderly way; False if it was not running."""
        return self.process.stop(self.stop_signal, self.stop_timeout)

    @contextmanager
    def lease(self) -> Iterator[str]:
        """Use the server: start it if it is not running, and stop it then behind the last who leased it.

        A server that was started by :meth:`start` stays.
        """
        path = self._path("leased")
        started_here = self._path("stop-when-unused")
        with path.open("ab") as lease:
            fcntl.flock(lease, fcntl.LOCK_SH)
            try:
                self._start(started_here.touch)
                yield self.url
            finally:
                self._release(lease.fileno(), started_here)

    def _release(self, lease: int, started_here: Path) -> None:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else uses it still
        if started_here.exists():
            started_here.unlink()
            self.stop()

    def _path(self, name: str) -> Path:
        path = self.directory / "run" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        with self._path(name).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
