"""``make demo-cdn`` with small numbers: real servers, real kills, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drey.testing.servers import server
from tests.processes import ended, next_line
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "examples" / "demo" / "run_cdn_demo.py"
TIMEOUT = 600.0
"""Seconds; a loaded machine takes minutes, an idle one less than half of one."""

confluent_kafka = pytest.importorskip("confluent_kafka")
pytest.importorskip("pymysql")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(TIMEOUT + 100)]


@pytest.fixture
def demo(monkeypatch) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts the demo, with its directory where nothing else is."""
    for name in ("kafka", "mariadb"):
        missing = server(name).missing()
        if missing and not os.environ.get("CI"):
            pytest.skip(f"{missing}: python -m drey.testing.servers install {name}")
    # below /tmp itself, as MariaDB's socket needs a short path
    with tempfile.TemporaryDirectory(prefix="demo-") as directory:
        started: list[subprocess.Popen[str]] = []

        def start(*options: str) -> subprocess.Popen[str]:
            environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": directory}
            started.append(
                subprocess.Popen(
                    [sys.executable, str(DEMO), *options], env=environment, stdout=subprocess.PIPE, text=True
                )
            )
            return started[-1]

        yield start
        for one in started:
            one.kill()
            one.communicate()
        assert not list(Path(directory).iterdir()), "the demo has left files"
        eventually(lambda: not processes_with(directory), lambda: processes_with(directory))


def processes_with(text: str) -> list[str]:
    """The command lines of all processes that name something."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if text in line:
            found.append(line)
    return found


def test_every_record_is_counted_once_in_both_spellings(demo):
    process = demo("--seconds", "6", "--rate", "400")
    output, _ = ended(process, TIMEOUT)
    assert process.returncode == 0, output
    assert output.count("exactly once:") == 2, output
    assert output.count("killed worker") == output.count("killed the main process") == 4, output
    assert output.count("drey run -s") == 4, output


def test_a_record_that_nobody_sent_fails_the_proof(demo):
    process = demo("--seconds", "3", "--rate", "400", "--spelling", "today")
    brokers = ""
    while "killed worker" not in (line := next_line(process)):
        if line.startswith("kafka runs at "):
            brokers = line.split()[3]
    foreign = {"client_ip": "1.2.3.4", "uuid": "x", "request_time": 1, "response_size": 1, "uri": "/"}
    producer = confluent_kafka.Producer({"bootstrap.servers": brokers})
    producer.produce("cdn-today", json.dumps(foreign).encode())
    assert producer.flush(60) == 0
    output, _ = ended(process, TIMEOUT)
    assert process.returncode == 1, output
    assert "not exactly once: 1 differences\n  Hebei: sent " in output


def test_ctrl_c_stops_servers_and_processes(demo):
    process = demo("--seconds", "20", "--rate", "100")
    while "killed worker" not in next_line(process):
        pass
    process.send_signal(signal.SIGINT)
    output, _ = ended(process, TIMEOUT)
    assert process.returncode == 130, output
    assert "interrupted" in output
