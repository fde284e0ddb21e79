"""Savepoints of a parallel program, recorded by every version of the format, are restored at other parallelisms."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.processes import ended
from tests.savepoints.running import KEPT, PLACEHOLDER, ROWS, make_database, start


def relocated(version: str, work: Path) -> Path:
    """A kept savepoint and the files that were visible then, in a directory of this run."""
    kept = shutil.copytree(KEPT / version, work, dirs_exist_ok=True)
    manifest = kept / "savepoint" / "_metadata"
    manifest.write_text(manifest.read_text().replace(PLACEHOLDER, str(work)))
    return kept / "savepoint"


def lines(directory: Path) -> list[str]:
    return sorted(line for path in directory.glob("part-*") for line in path.read_text().splitlines())


def reports() -> list[str]:
    """What the process function gives, all in all."""
    found = []
    keys: dict[str, list[int]] = {}
    for n in range(ROWS):
        keys.setdefault(f"key {n * 7 % 20}", []).append(n)
    for key, numbers in keys.items():
        found += [f'element,"{key}",{n},{i + 1}' for i, n in enumerate(numbers)]
        for timer in range(100, ROWS + 100, 100):
            own = [n for n in numbers if timer - 100 <= n < timer]
            if own:
                found += [f'sum,"{key}",{timer},{sum(own)}', f'number,"{key}",{timer},{len(own)}']
    return found


@pytest.mark.parametrize("parallelism", [1, 3])
@pytest.mark.parametrize("version", sorted(path.name for path in KEPT.iterdir()))
def test_a_kept_savepoint_goes_on_at_another_parallelism(
    tmp_path: Path, version: str, parallelism: int
) -> None:
    savepoint = relocated(version, tmp_path)
    before = len(lines(tmp_path / "numbers"))
    assert 0 < before < ROWS
    make_database(tmp_path)
    process = start(tmp_path, parallelism, savepoint)
    _, errors = ended(process)
    assert process.returncode == 0, errors
    assert lines(tmp_path / "numbers") == sorted(map(str, range(ROWS)))
    with sqlite3.connect(tmp_path / "result.sqlite") as connection:
        totals = connection.execute("SELECT k, n, total, least, kinds FROM totals ORDER BY k").fetchall()
    connection.close()
    assert totals == [
        (k, len(own), sum(own), k, len({n % 7 for n in own}))
        for k in range(10)
        if (own := range(k, ROWS, 10))
    ]
    assert lines(tmp_path / "reports") == sorted(reports())
