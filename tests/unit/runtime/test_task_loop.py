"""What is ready before the thread of the tasks starts."""

from __future__ import annotations

import sys

from tests.processes import run

PROGRAM = """
import polars
from polars import _dependencies
assert getattr(_dependencies.numpy, "__lazy__", False), "Polars imports NumPy at once: the workaround can go"
import drey.runtime.tasks.task_loop
print(getattr(_dependencies.numpy, "__lazy__", False))
"""


def test_polars_knows_numpy_before_there_are_threads() -> None:
    done = run([sys.executable, "-c", PROGRAM])
    assert (done.stdout, done.stderr) == ("False\n", "")
