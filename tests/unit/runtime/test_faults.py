"""The points at which fault tests kill a process: which of them, and after how many passings."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from drey.runtime import faults


@pytest.fixture
def signals(monkeypatch: pytest.MonkeyPatch) -> list[signal.Signals]:
    """What this process has sent itself."""
    sent: list[signal.Signals] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append(number))
    monkeypatch.setattr(faults, "_passed", type(faults._passed)())
    return sent


def test_the_variable_names_a_point_and_a_passing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signals: list[signal.Signals]
) -> None:
    monkeypatch.setenv(faults.VARIABLE, f"pre-commit:2:{tmp_path / 'fired'}")
    for point in ("pre-commit", "committed", "committed"):
        faults.reach(point)
    assert signals == []
    for _ in range(3):
        faults.reach("pre-commit")
    assert signals == [signal.SIGKILL]
    assert (tmp_path / "fired").read_text() == str(os.getpid())


def test_a_file_is_read_at_each_passing_and_each_of_its_texts_counts_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signals: list[signal.Signals]
) -> None:
    wanted = tmp_path / "wanted"
    monkeypatch.setenv(faults.VARIABLE, f"@{wanted}")
    faults.reach("committed")
    wanted.write_text(f"committed:1:{tmp_path / 'first'}")
    faults.reach("committed")
    assert signals == [signal.SIGKILL]
    wanted.write_text(f"committed/STOP:2:{tmp_path / 'second'}")
    faults.reach("committed")
    assert signals == [signal.SIGKILL]
    faults.reach("committed")
    assert signals == [signal.SIGKILL, signal.SIGSTOP]
