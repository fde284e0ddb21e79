"""The prompt on a real terminal: what only shows with keys that are pressed while something runs."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

_WHERE_IS_THE_CURSOR, _IN_THE_CORNER = b"\x1b[6n", b"\x1b[1;1R"
CTRL_C, CTRL_D = b"\x03", b"\x04"


class Terminal:
    """A terminal with ``drey sql`` on it."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self._pid, self._descriptor = pid, descriptor
        self._shown = b""

    def press(self, keys: bytes) -> None:
        os.write(self._descriptor, keys)

    def read_until(self, text: bytes) -> None:
        """Read what is shown up to some text."""
        deadline = time.monotonic() + PATIENCE
        while text not in self._shown:
            assert time.monotonic() < deadline, f"{text!r} was never shown: {self._shown[-500:]!r}"
            if select.select([self._descriptor], [], [], 0.1)[0]:
                try:
                    got = os.read(self._descriptor, 65536)
                except OSError:
                    pytest.fail(f"the command has ended: {self._shown.decode(errors='replace')}")
                if _WHERE_IS_THE_CURSOR in got:
                    self.press(_IN_THE_CORNER)
                self._shown += got
        self._shown = self._shown.partition(text)[2]

    def end(self) -> int:
        """The exit code of the command, which ends by itself."""
        deadline = time.monotonic() + PATIENCE
        while (ended := os.waitpid(self._pid, os.WNOHANG)) == (0, 0):
            assert time.monotonic() < deadline, "the command goes on"
            if select.select([self._descriptor], [], [], 0.05)[0]:
                with contextlib.suppress(OSError):
                    os.read(self._descriptor, 65536)
        self._pid = 0
        return os.waitstatus_to_exitcode(ended[1])

    def close(self) -> None:
        if self._pid:
            os.kill(self._pid, 9)
            os.waitpid(self._pid, 0)
        os.close(self._descriptor)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    pid, descriptor = pty.fork()
    if pid == 0:
        environment = {**os.environ, "TERM": "xterm", "HOME": str(tmp_path)}
        os.execve(sys.executable, [sys.executable, "-m", "drey", "sql"], environment)
    one = Terminal(pid, descriptor)
    yield one
    one.close()


def test_ctrl_c_ends_a_streaming_query_and_not_the_prompt(terminal: Terminal) -> None:
    terminal.read_until(b"Drey SQL> ")
    terminal.press(b"CREATE TABLE s (a INT) WITH ('connector'='datagen', 'rows-per-second'='20');\r")
    terminal.read_until(b"succeeded")
    terminal.press(b"SELECT a FROM s;\r")
    terminal.read_until(b"| +I |")
    terminal.read_until(b"| +I |")
    terminal.press(CTRL_C)
    terminal.read_until(b"cancelled")
    terminal.read_until(b"Drey SQL> ")
    terminal.press(b"SELECT 40 + 2 AS answer;\r")
    terminal.read_until(b" 42 |")
    terminal.read_until(b"Drey SQL> ")
    terminal.press(CTRL_D)
    assert terminal.end() == 0
