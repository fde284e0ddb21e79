"""Runs the ``drey`` command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import killed_at_the_end, run

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str


def drey(
    *arguments: str,
    cwd: Path,
    stdin: str = "",
    env: dict[str, str] | None = None,
    python: str = sys.executable,
) -> Finished:
    """Run ``python -m drey`` and wait for it."""
    done = run(
        [python, "-m", "drey", *arguments],
        cwd=cwd,
        input=stdin,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TZ": "UTC", **(env or {})},
    )
    return Finished(done.returncode, done.stdout, done.stderr)


@contextmanager
def started(cwd: Path, *arguments: str, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """Start ``python -m drey``; it is killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "drey", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with killed_at_the_end(process):
        yield process
