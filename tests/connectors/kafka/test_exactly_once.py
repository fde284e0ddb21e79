"""A job from Kafka to Kafka, killed exactly around the commits of its sink: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.test_sql_kills import newest_checkpoint
from tests.processes import ended, killed_at_the_end
from tests.waiting import eventually

ROOT = Path(__file__).parents[3]
JOB = Path(__file__).parent / "kill_job.py"
PARTITIONS, ROWS = 3, 1000


class Runs:
    """Attempts of one job, each a process of its own, restored from the newest checkpoint of all of them."""

    def __init__(self, work: Path, brokers: str, source: str, sink: str, job: Path = JOB) -> None:
        self.work = work
        self.job = job
        self.arguments = [brokers, source, sink, str(work / "staging")]
        self.errors = ""

    def start(self, point: str = "", number: int = 2, parallelism: int = 1) -> subprocess.Popen[str]:
        options = {
            "execution.checkpointing.interval": "40 ms",
            "execution.checkpointing.dir": str(self.work / "checkpoints"),
            "execution.checkpointing.num-retained": "3",
            "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
            "drey.source.batch-rows": "20",
            "parallelism.default": str(parallelism),
        }
        command = [
            sys.executable,
            "-m",
            "drey",
            "run",
            *(f"-D{key}={value}" for key, value in options.items()),
        ]
        checkpoint = newest_checkpoint(self.work)
        if checkpoint is not None:
            command += ["-s", str(checkpoint)]
        kill = [point, str(number)] if point else []
        return subprocess.Popen(
            [*command, str(self.job), *self.arguments, *kill],
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, point: str = "", number: int = 2, parallelism: int = 1) -> int:
        """Run an attempt to its end or to its kill; its return code."""
        process = self.start(point, number, parallelism)
        with killed_at_the_end(process):
            output, self.errors = ended(process)
        assert process.returncode or "finished" in output, self.errors
        return process.returncode


@pytest.fixture
def make_runs(tmp_path, brokers, topic, send):
    return lambda name: prepared_runs(tmp_path / name, brokers, topic, send)


@pytest.fixture
def runs(make_runs):
    return make_runs("job")


def prepared_runs(work, brokers, topic, send, job=JOB):
    """A job with its input."""
    source, sink = topic(PARTITIONS, "source"), topic(PARTITIONS, "sink")
    for partition in range(PARTITIONS):
        rows = [{"n": partition * ROWS + i, "pad": os.urandom(400).hex()} for i in range(ROWS)]
        send(source, *(json.dumps(row).encode() for row in rows), partition=partition)
    return Runs(work, brokers, source, sink, job)


def numbers(messages, runs):
    return sorted(json.loads(one.value())["n"] for one in messages(runs.arguments[2]))


EXPECTED = list(range(PARTITIONS * ROWS))
POINTS = ("prepared", "sent", "committing:0", "committing:3", "committed", "unacknowledged")


def test_without_a_kill(runs, messages):
    assert runs.run() == 0, runs.errors
    assert numbers(messages, runs) == EXPECTED


@pytest.mark.parametrize("point", POINTS)
def test_killed_around_a_commit(runs, messages, visible, point):
    assert runs.run(point, 2) == -signal.SIGKILL, runs.errors
    committed = len(numbers(visible, runs))
    assert runs.run() == 0, runs.errors
    assert numbers(messages, runs) == EXPECTED
    assert 0 < committed < len(EXPECTED), "the kill did not hit the middle of the job"
    assert not list((runs.work / "staging").glob("*")), "a file of an epoch is left"


def test_killed_at_random_points_of_several_attempts(make_runs, messages, torture_seeds):
    """Commits of the restored checkpoint are among those that are hit."""
    kills = 0
    for seed in torture_seeds:
        chosen, runs = random.Random(seed), make_runs(str(seed))
        code = 1
        for _ in range(3):
            point = chosen.choice([*POINTS, f"committing:{chosen.uniform(0, 10):.2f}"])
            code = runs.run(point, chosen.choice([1, 1, 2, 4]))
            kills += code != 0
            if code == 0:
                break
        assert code == 0 or runs.run() == 0, runs.errors
        assert numbers(messages, runs) == EXPECTED, f"seed {seed}"
        print(f"seed {seed}: exact, {kills} kills so far")
    assert kills


def test_a_paused_process_is_fenced(runs, messages):
    """A process that sleeps through the restart of its job wakes up with a commit in its hands."""
    with killed_at_the_end(runs.start("paused", 2)) as zombie:

        def paused():
            state = Path(f"/proc/{zombie.pid}/stat").read_text().rpartition(")")[2].split()[0]
            return state == "T" or zombie.poll() is not None

        eventually(paused)
        assert zombie.poll() is None
        assert runs.run() == 0, runs.errors
        assert numbers(messages, runs) == EXPECTED
        zombie.send_signal(signal.SIGCONT)
        _, errors = ended(zombie)
        assert zombie.returncode not in (0, -signal.SIGKILL)
        assert "another process has taken over this sink's transactions" in errors
        assert numbers(messages, runs) == EXPECTED
