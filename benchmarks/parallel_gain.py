"""What a second processor brings on this machine: virtual ones often share what is behind them.

No engine gains more from parallelism 2 than independent processes of pure Python do, so this stands beside its figures.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

_WORK = """
import re
address = re.compile(r"([0-9]{1,3})[.]([0-9]{1,3})")
total = 0
for number in range(1_500_000):
    total += int(address.fullmatch("12.34").group(1))
"""


def parallel_gain(processes: int = 2, times: int = 3) -> float:
    """How many times as much as one process some processes do in the same time: the median of some tries."""
    return median(processes * _seconds(1) / _seconds(processes) for _ in range(times))


def _seconds(processes: int) -> float:
    started = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-c", _WORK]) for _ in range(processes)]
    for one in running:
        one.wait()
    return time.perf_counter() - started
