"""What processes of Drey's own set for themselves."""

from __future__ import annotations

import os
import sys

import pytest

from tests.processes import run

ROUNDS, ARRAYS, BYTES = 50, 8, 1 << 20
PAGES = ROUNDS * ARRAYS * BYTES // 4096

PROGRAM = f"""
import resource
import numpy as np
from drey.process_settings import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range({ROUNDS}):
        arrays = [np.ones({BYTES}, np.int8) for _ in range({ARRAYS})]
        del arrays
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

keep_freed_memory()
print(faults())
"""


def page_faults(**variables: str) -> int:
    """What arrays that come and go cost in page faults."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    environment.pop("GLIBC_TUNABLES", None)
    done = run([sys.executable, "-c", PROGRAM], env=environment | variables)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.skipif(
    not (sys.platform == "linux" and os.confstr("CS_GNU_LIBC_VERSION")), reason="only glibc has mallopt"
)
def test_freed_memory_is_kept_unless_the_environment_says_otherwise() -> None:
    assert page_faults() < PAGES / 10
    assert page_faults(MALLOC_TRIM_THRESHOLD_="131072") > PAGES / 2
