"""What helps when a snapshot can't be written."""

import errno
from pathlib import Path

import pytest

from drey.runtime.checkpoint.storage import not_written

CHECKPOINT = "set 'execution.checkpointing.dir' to another one"
SAVEPOINT = "name another one for the savepoint"


@pytest.mark.parametrize(
    ("name", "number", "hint"),
    [
        ("chk-1", errno.ENOSPC, f"make room in /snapshots, or {CHECKPOINT}"),
        ("chk-1", errno.ENOENT, f"make /snapshots a directory that can be written, or {CHECKPOINT}"),
        ("chk-1", errno.ENOTEMPTY, f"another job may write its checkpoints into /snapshots: {CHECKPOINT}"),
        ("savepoint-ab-12", errno.ENOSPC, f"make room in /snapshots, or {SAVEPOINT}"),
        ("savepoint-ab-12", errno.ENOENT, f"make /snapshots a directory that can be written, or {SAVEPOINT}"),
    ],
)
def test_the_hint_names_what_can_be_chosen(name: str, number: int, hint: str) -> None:
    assert not_written(Path("/snapshots") / name, OSError(number, "no")).hint == hint
