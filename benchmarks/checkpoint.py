"""What checkpoints of large keyed state cost: pause of the data path, bytes, time to write and to restore.

Run: ``python benchmarks/run.py --only checkpoint-pause``, or ``python benchmarks/checkpoint.py [keys]``. GROUP BY on a
BIGINT key with COUNT and SUM; 20 M keys hold about 1 GB. Batches of 128 Ki random keys go on while a checkpoint is
written by another thread. The pause is what the operator's thread does at a barrier, which is when no row can pass.
The incremental checkpoint is one after 1 % of the keys changed; its bytes are compared with those of the whole state.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl
from data_sets import scaled
from rich.table import Table
from scenario import Outcome, Setting

from drey.runtime.checkpoint.manifest import Manifest
from drey.runtime.checkpoint.storage import StoredSnapshot, read_snapshot, write_snapshot
from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.group_aggregate import GroupAggregateOperator
from drey.runtime.state.chains import Chains
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.testing.operators import operator_for

ROWS = 131_072
KEYS = 20_000_000
MEASURED = "figures "
CALLS = [
    {"name": "COUNT", "arguments": [], "type": "BIGINT NOT NULL", "distinct": False, "filter": None,
     "output": "n", "options": []},
    {"name": "SUM", "arguments": [1], "type": "BIGINT", "distinct": False, "filter": None, "output": "s",
     "options": []},
]  # fmt: skip


def new_operator() -> GroupAggregateOperator:
    params = {"keys": ["k"], "calls": CALLS, "generate_update_before": True, "retract_input": False}
    made = operator_for(
        GroupAggregateOperator, params, "k BIGINT, v BIGINT", "k BIGINT, n BIGINT NOT NULL, s BIGINT"
    )
    assert isinstance(made, GroupAggregateOperator)
    return made


def feed(operator: GroupAggregateOperator, keys: np.ndarray) -> tuple[float, float]:
    """Process one batch; the seconds it took, and those of them that this thread was computing."""
    batch = ChangelogBatch(pl.DataFrame({"k": keys, "v": keys & 1023}))
    started, computed = time.perf_counter(), time.thread_time()
    for _ in operator.process(batch):
        pass
    return time.perf_counter() - started, time.thread_time() - computed


class Checkpoints:
    """Takes checkpoints of one operator into a directory."""

    def __init__(self, operator: GroupAggregateOperator, directory: Path) -> None:
        self.operator, self.directory, self.number = operator, directory, 0
        self.chains = Chains()
        self.stored: StoredSnapshot

    def begin(self) -> tuple[OperatorSnapshot, float]:
        """What the task's thread does at the barrier, and the seconds it takes."""
        self.number += 1
        one = OperatorSnapshot("op", "Op")
        started = time.perf_counter()
        self.operator.snapshot(one.writer(self.chains))
        return one, time.perf_counter() - started

    def write(self, one: OperatorSnapshot) -> None:
        manifest = Manifest("j" * 32, "b", "j", self.number, "checkpoint", 0, 128, "", ())
        self.stored = write_snapshot(self.directory / f"chk-{self.number}", manifest, [one])
        self.chains.written(self.number, self.stored.chains)
        self.chains.completed(self.number)


def during(checkpoints: Checkpoints, keys: int, rng: np.random.Generator) -> dict[str, float]:
    """Batches before and during one checkpoint; its pause, bytes and the batches' times."""
    calm = [feed(checkpoints.operator, rng.integers(0, keys, ROWS)) for _ in range(15)]
    one, pause = checkpoints.begin()
    writer = threading.Thread(target=checkpoints.write, args=(one,))
    started = time.perf_counter()
    writer.start()
    busy = []
    while writer.is_alive():
        busy.append(feed(checkpoints.operator, rng.integers(0, keys, ROWS)))
    seconds = time.perf_counter() - started
    stored = checkpoints.stored
    print(
        f"chk {checkpoints.number}: barrier {pause * 1e3:.1f} ms, written in {seconds:.1f} s, "
        f"{stored.size / 1e6:.1f} MB of {stored.full_size / 1e6:.1f} MB\n"
        f"  a batch, median and longest: calm {_times(calm)}; meanwhile {_times(busy)}, {len(busy)} batches"
    )
    return {
        "pause": pause,
        "seconds": seconds,
        "bytes": stored.size,
        "full_bytes": stored.full_size,
        "batch_calm": median(wall for wall, _ in calm),
        "batch_calm_longest": max(wall for wall, _ in calm),
        "batch_meanwhile": median(wall for wall, _ in busy) if busy else 0.0,
        "batch_meanwhile_longest": max((wall for wall, _ in busy), default=0.0),
    }


def _times(batches: list[tuple[float, float]]) -> str:
    if not batches:
        return "none"
    wall, cpu = np.array(batches).T * 1e3
    return f"{np.median(wall):.0f} and {wall.max():.0f} ms (computing {np.median(cpu):.0f} and {cpu.max():.0f} ms)"


def main() -> None:
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else KEYS
    rng = np.random.default_rng(1)
    operator = new_operator()
    for start in range(0, keys, ROWS):
        feed(operator, np.arange(start, min(start + ROWS, keys)) * 7919 % keys)
    state = operator._table.nbytes
    print(f"{keys / 1e6:g} M keys, {state / 1e9:.2f} GB of state")
    directory = Path(tempfile.mkdtemp(prefix="drey-checkpoints-"))
    figures: dict[str, Any] = {"keys": keys, "state_bytes": state}
    try:
        checkpoints = Checkpoints(operator, directory)
        figures["first"] = during(checkpoints, keys, rng)
        figures["incremental"] = incremental(checkpoints, keys, rng)
        figures["later"] = during(checkpoints, keys, rng)
        started = time.perf_counter()
        _, states = read_snapshot(checkpoints.stored.path)
        checked = time.perf_counter()
        restored = new_operator()
        restored.restore(states["op"].reader())
        figures["check_seconds"], figures["restore_seconds"] = (
            checked - started,
            time.perf_counter() - checked,
        )
        print(
            f"files checked in {checked - started:.2f} s, restored in {figures['restore_seconds']:.2f} s, "
            f"{len(restored._table):,} keys"
        )
    finally:
        shutil.rmtree(directory)
    print(MEASURED + json.dumps(figures))


def incremental(checkpoints: Checkpoints, keys: int, rng: np.random.Generator) -> dict[str, float]:
    """A checkpoint after 1 % of the keys changed since the one before."""
    one, _ = checkpoints.begin()
    checkpoints.write(one)
    full = checkpoints.stored.full_size
    changed = rng.choice(keys, max(1, keys // 100), replace=False)
    for start in range(0, len(changed), ROWS):
        feed(checkpoints.operator, changed[start : start + ROWS])
    one, pause = checkpoints.begin()
    started = time.perf_counter()
    checkpoints.write(one)
    seconds, size = time.perf_counter() - started, checkpoints.stored.size
    print(
        f"1 % of the keys changed: barrier {pause * 1e3:.1f} ms, {seconds:.2f} s, "
        f"{size / 1e6:.2f} MB, {100 * size / full:.2f} % of all"
    )
    return {"pause": pause, "seconds": seconds, "bytes": size, "full_bytes": full}


def run(setting: Setting) -> Outcome:
    """Measure in processes of their own, which give the memory back."""
    keys = scaled(KEYS, setting.scale)
    runs = []
    for turn in range(setting.times):
        setting.say(f"checkpoint: run {turn + 1} of {setting.times}")
        done = subprocess.run(
            [sys.executable, __file__, str(keys)], capture_output=True, text=True, check=False
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith(MEASURED)]
        if done.returncode or not lines:
            raise SystemExit(f"measuring checkpoints failed:\n{done.stderr}")
        runs.append(json.loads(lines[0].removeprefix(MEASURED)))
    return Outcome(table_of(runs), {"runs": runs})


def table_of(runs: list[dict[str, Any]]) -> Table:
    state = median(one["state_bytes"] for one in runs) / 1e9
    table = Table("checkpoint", "pause", "longest batch, calm", "meanwhile", "written in", "MB", "of all",
                  title=f"Checkpoints of {state:.2f} GB of state, {runs[0]['keys']:,} keys")  # fmt: skip
    for name, title in (("first", "whole"), ("incremental", "1 % of the keys changed"), ("later", "later")):
        some = [one[name] for one in runs]
        middle = {key: median(one[key] for one in some) for key in some[0]}
        table.add_row(
            title,
            f"{max(one['pause'] for one in some) * 1e3:.1f} ms",
            *(
                f"{middle[key] * 1e3:.0f} ms" if key in middle else ""
                for key in ("batch_calm_longest", "batch_meanwhile_longest")
            ),
            f"{middle['seconds']:.2f} s",
            f"{middle['bytes'] / 1e6:,.1f}",
            f"{100 * middle['bytes'] / middle['full_bytes']:.2f} %",
        )
    return table


if __name__ == "__main__":
    main()
