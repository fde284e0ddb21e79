"""Ctrl-C and SIGTERM end a waiting client cleanly: the job is cancelled, its sinks are closed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCRIPT = """
import signal
import threading

import polars as pl
from drey.runtime.jobs.client import submit
from tests.doubles.connectors import EVENTS
from tests.doubles.graphs import GraphBuilder, eventually, row_type

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have had it ignored
graph = GraphBuilder()
row = row_type(a="BIGINT")
graph.sink(graph.rows(pl.DataFrame({"a": range(10)}), row, unbounded="true"), row)
handle = submit(graph.build())
eventually(lambda: handle.progress().rows_out == 10)
threading.Timer(0.5, print, ["running"], {"flush": True}).start()  # when the wait has begun
try:
    handle.wait()
finally:
    print(handle.status().value, EVENTS["out"][-1], flush=True)
"""


@pytest.mark.parametrize(
    ("number", "code", "last"),
    [(signal.SIGINT, -signal.SIGINT, "KeyboardInterrupt"), (signal.SIGTERM, 143, "")],
)
def test_a_signal_cancels_the_job(number, code, last):
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        process.send_signal(number)
        try:
            out, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, out) == (code, "CANCELED close\n"), errors
    assert errors.strip().endswith(last)
