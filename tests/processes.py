"""Processes of tests: they end in some time, and what they have printed is shown where they don't do what they should."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.waiting import PATIENCE

_LAST_WORDS = 10.0
"""Seconds in which the output of a killed process has an end, unless a child of it holds it open."""


def run(
    command: Sequence[str | Path], patience: float = PATIENCE, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with its output as text; it is killed after ``patience`` seconds."""
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "check": False, **options}
    try:
        return subprocess.run(list(map(str, command)), timeout=patience, **given)
    except subprocess.TimeoutExpired as expired:
        raise AssertionError(_goes_on(expired)) from None


def ended(process: subprocess.Popen[str], patience: float = PATIENCE) -> tuple[str, str]:
    """Wait for the end of a process: its output and its errors. It is killed after ``patience`` seconds."""
    try:
        return process.communicate(timeout=patience)
    except subprocess.TimeoutExpired as expired:
        process.kill()
        raise AssertionError(_goes_on(expired)) from None


def next_line(process: subprocess.Popen[str]) -> str:
    """The next line of a process's output. It is killed if none comes for :data:`PATIENCE` seconds.

    Nothing is read beyond it: what the process's own file objects take ahead, ``communicate`` would never see.
    """
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    line = b""
    watch = threading.Timer(PATIENCE, process.kill)
    watch.daemon = True
    watch.start()
    try:
        while not line.endswith(b"\n") and (byte := os.read(descriptor, 1)):
            line += byte
    finally:
        watch.cancel()
    if not line:
        process.kill()
        raise AssertionError(f"no line came any more\n{_shown(process)}")
    return line.decode()


@contextmanager
def killed_at_the_end(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """A process that doesn't outlive the block; if the block fails, what it had printed is shown with that."""
    try:
        yield process
    except BaseException as error:
        process.kill()
        error.add_note(_shown(process))
        raise
    finally:
        process.kill()
        with process:
            pass  # closes its pipes and waits for it


def _shown(process: subprocess.Popen[str]) -> str:
    """What a killed process has printed and nobody has read."""
    try:
        output, errors = process.communicate(timeout=_LAST_WORDS)
    except subprocess.TimeoutExpired as held:
        output, errors = _text(held.stdout), _text(held.stderr)
    return f"exit code {process.returncode} of {_name(process.args)}\n{output or ''}\n{errors or ''}"


def _goes_on(expired: subprocess.TimeoutExpired) -> str:
    said = f"{_text(expired.stdout)}\n{_text(expired.stderr)}"
    return f"not ended after {expired.timeout:g} s: {_name(expired.cmd)}\n{said}"


def _text(found: str | bytes | None) -> str:
    return found.decode(errors="replace") if isinstance(found, bytes) else found or ""


def _name(command: Any) -> str:
    text = command if isinstance(command, str) else " ".join(map(str, command))
    return text if len(text) < 300 else f"{text[:300]} ..."
