"""Rows per second of a hash exchange between two worker processes, on rows of a CDN log.

Run: ``python benchmarks/exchange.py [rows [batch_rows]]``. Two workers, each with one subtask upstream and one
downstream in one thread: half of the rows stay in the process, half cross to the other. A second case has all rows
cross: one process sends, the other receives. Prints rows that went in, by the time from first row to last.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from drey.process_settings import keep_freed_memory, shorten_turns
from drey.runtime.elements import ChangelogBatch, EndOfInput
from drey.runtime.exchange import DataPlane, InputGate, OutputGate, partitioner
from drey.runtime.tasks.mailbox import Mailbox

TOKEN = b"a token for measuring"


def cdn_rows(rows: int, seed: int) -> pl.DataFrame:
    """Rows of a CDN log: 72 bytes of values each."""
    random = np.random.default_rng(seed)
    hexadecimal = random.bytes(16 * rows).hex()
    parts = pl.DataFrame(random.integers(0, 256, (rows, 4)), schema=["a", "b", "c", "d"])
    return pl.DataFrame(
        {
            "uuid": [hexadecimal[at : at + 32] for at in range(0, 32 * rows, 32)],
            "client_ip": parts.select(pl.format("{}.{}.{}.{}", "a", "b", "c", "d")).to_series(),
            "request_time": random.integers(0, 1000, rows),
            "response_size": random.integers(0, 100_000, rows),
            "uri": pl.select(
                pl.format("/a/b/{}.html", pl.Series(random.integers(0, 10_000, rows)))
            ).to_series(),
        }
    )


def run_worker(directory: Path, worker: int, rows: int, batch_rows: int, one_way: bool) -> dict[str, float]:
    """Send ``rows`` rows and take what comes; what it took, in seconds."""
    shorten_turns()
    keep_freed_memory()
    mailbox = Mailbox()

    def wake() -> None:
        with mailbox.changed:
            mailbox.changed.notify_all()

    data = cdn_rows(batch_rows, worker)
    plane = DataPlane(directory, worker, TOKEN, wake)
    sends, receives = not one_way or worker == 0, not one_way or worker == 1
    targets = [1] if one_way else [0, 1]
    sources = [0] if one_way else [0, 1]
    spread = partitioner("hash", ["client_ip"], len(targets), worker, len(sources), 128)
    output = plane.output_gate(0, worker, targets, spread) if sends else None
    gate = plane.input_gate(0, 0 if one_way else worker, sources) if receives else None
    print("ready", flush=True)
    sys.stdin.readline()
    started, before = time.perf_counter(), time.process_time()
    received = _loop(mailbox, output, gate, data, rows)
    flushed = plane.flush(60.0)
    seconds = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    result = {"seconds": seconds, "received": received, "flushed": flushed}
    result["cpu"] = time.process_time() - before
    result["back_pressured"] = output.back_pressured_seconds if output else 0.0
    result["peak_mb"] = usage.ru_maxrss / 1024
    print(json.dumps(result), flush=True)
    sys.stdin.readline()
    plane.close()
    return result


def _loop(
    mailbox: Mailbox,
    output: OutputGate | None,
    gate: InputGate | None,
    data: pl.DataFrame,
    rows: int,
) -> int:
    left, received = rows, 0
    sent_all, ended = output is None, gate is None
    while not (sent_all and ended):
        worked = False
        if gate is not None and (polled := gate.poll()) is not None:
            worked = True
            if isinstance(polled[1], ChangelogBatch):
                received += len(polled[1])
            ended = gate.ended
        if output is not None and not sent_all and output.available:
            worked = True
            part = data if left >= data.height else data[:left]
            output.emit(ChangelogBatch(part))
            left -= part.height
            if not left:
                output.emit(EndOfInput())
                sent_all = True
        if not worked:
            if output is not None:
                output.check()
            sends = None if sent_all else output
            mailbox.wait(partial(_can_work, gate, sends), 1.0)
    return received


def _can_work(gate: InputGate | None, output: OutputGate | None) -> bool:
    return bool((gate and gate.ready) or (output and output.available))


def measure(rows: int, batch_rows: int, one_way: bool) -> None:
    """Start two workers and print what they measured."""
    with tempfile.TemporaryDirectory() as directory:
        arguments = [directory, str(rows), str(batch_rows), str(int(one_way))]
        workers = [_start(["--worker", str(worker), *arguments]) for worker in (0, 1)]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        results = [json.loads(line) for line in _in_step(workers)]
        _in_step(workers, wait=False)
        for worker in workers:
            worker.communicate(timeout=60)
    seconds = max(result["seconds"] for result in results)
    total = sum(int(result["received"]) for result in results)
    cpu = sum(result["cpu"] for result in results)
    name = "one way" if one_way else "both ways, half stays"
    print(
        f"{name:22} batches of {batch_rows:>7,}: {total / seconds / 1e6:5.2f} M rows/s, "
        f"{seconds:5.2f} s, {total / cpu / 1e6:5.2f} M rows per CPU second, peak {max(r['peak_mb'] for r in results):.0f} MB, "
        f"back-pressured {max(r['back_pressured'] for r in results):.2f} s"
    )


def _start(arguments: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"POLARS_MAX_THREADS": os.environ.get("POLARS_MAX_THREADS", "1")},
    )  # fmt: skip


def _in_step(workers: Sequence[subprocess.Popen[str]], wait: bool = True) -> list[str]:
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    return [worker.stdout.readline() for worker in workers if worker.stdout] if wait else []


def main() -> None:
    if sys.argv[1:2] == ["--worker"]:
        worker, directory, rows, batch_rows, one_way = sys.argv[2:]
        run_worker(Path(directory), int(worker), int(rows), int(batch_rows), one_way == "1")
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 8_000_000
    sizes = [int(sys.argv[2])] if len(sys.argv) > 2 else [1_000, 16_384, 131_072]
    for batch_rows in sizes:
        fewer = rows if batch_rows > 10_000 else rows // 8
        measure(fewer // 2, batch_rows, one_way=False)
        measure(fewer, batch_rows, one_way=True)


if __name__ == "__main__":
    main()
