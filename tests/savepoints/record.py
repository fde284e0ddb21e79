"""Records the savepoint that the tests of all later releases restore; run once for a version of the format.

Usage: ``python -m tests.savepoints.record NAME``, such as ``0.1.0-v2``. The job runs at parallelism 2 and is stopped with
a savepoint about half-way.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.processes import ended
from tests.savepoints.running import KEPT, PLACEHOLDER, make_database, start


def record(name: str) -> None:
    work = Path(tempfile.mkdtemp(prefix="drey-record-"))
    make_database(work)
    process = start(work, 2, record=work / "savepoints")
    _, errors = ended(process)
    if process.returncode:
        raise SystemExit(f"the job has failed:\n{errors}")
    (savepoint,) = (work / "savepoints").iterdir()
    target = KEPT / name
    shutil.copytree(savepoint, target / "savepoint")
    for table in ("numbers", "reports"):
        shutil.copytree(work / table, target / table)
    manifest = target / "savepoint" / "_metadata"
    manifest.write_text(manifest.read_text().replace(str(work), PLACEHOLDER))
    shutil.rmtree(work)


if __name__ == "__main__":
    record(sys.argv[1])
