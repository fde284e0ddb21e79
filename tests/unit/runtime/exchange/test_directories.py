"""Directories of killed processes are removed, those of living ones are not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drey.runtime.exchange import directories
from drey.runtime.exchange.directories import ExchangeDirectory, remove_stale
from tests.processes import killed_at_the_end, next_line

ROOT = Path(__file__).parents[4]

OWNER = """
import sys
from drey.runtime.exchange.directories import ExchangeDirectory
made = ExchangeDirectory()
print(made.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@contextmanager
def owner(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that has a directory, and the directory."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with killed_at_the_end(process):
        yield process, Path(next_line(process).strip())


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    with owner(tmp_path) as (_, theirs):
        with owner(tmp_path) as (_, left):
            (left / "0.sock").touch()
            ours = ExchangeDirectory()
            (tmp_path / "drey-another").mkdir()
        assert left.is_dir()
        remove_stale()
        assert not left.exists()
        assert theirs.is_dir()
        assert ours.path.is_dir()
        assert (tmp_path / "drey-another").is_dir()
    ours.close()
    assert not ours.path.exists()


def test_the_first_directory_of_a_process_removes_what_others_have_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with owner(tmp_path) as (_, left):
        pass
    monkeypatch.setattr(directories, "_removed", False)
    ours = ExchangeDirectory()
    assert not left.exists()
    ours.close()


def test_one_that_is_being_made_is_left_alone_for_a_while(tmp_path: Path) -> None:
    unready = tmp_path / f"{directories.PREFIX}unready"
    unready.mkdir()
    remove_stale()
    assert unready.is_dir()
    long_ago = time.time() - 3600
    os.utime(unready, (long_ago, long_ago))
    remove_stale()
    assert not unready.exists()
