"""The DataStream job from Kafka to Kafka, killed and restored: nothing lost, nothing doubled, state as of the records."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.connectors.kafka.test_exactly_once import EXPECTED, prepared_runs
from tests.processes import killed_at_the_end
from tests.waiting import eventually

KEYS = 7
JOB = Path(__file__).parent / "stream_kill_job.py"


@pytest.fixture
def runs(tmp_path, brokers, topic, send):
    return prepared_runs(tmp_path / "job", brokers, topic, send, JOB)


def check(messages, runs):
    """Every record is there once, and the records of a key are numbered without a gap."""
    rows = [json.loads(one.value()) for one in messages(runs.arguments[2])]
    assert sorted(row["n"] for row in rows) == EXPECTED
    for key in range(KEYS):
        counts = sorted(row["count"] for row in rows if row["key"] == key)
        assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize("point", ["prepared", "sent", "committing:3", "unacknowledged"])
def test_killed_around_a_commit(runs, messages, point):
    assert runs.run(point, 2) == -signal.SIGKILL, runs.errors
    assert runs.run() == 0, runs.errors
    check(messages, runs)


def test_killed_at_parallelism_2_and_restored_at_3_and_1(runs, messages, visible):
    def written():
        return len(visible(runs.arguments[2]))

    for number, parallelism in enumerate((2, 3), 1):
        wanted = number * len(EXPECTED) // 4
        with killed_at_the_end(runs.start("slowly", parallelism=parallelism)) as process:
            eventually(lambda p=process, w=wanted: p.poll() is not None or written() >= w, pause=0.1)
            assert process.poll() is None
        assert 0 < written() < len(EXPECTED), "the kill did not hit the middle of the job"
    assert runs.run() == 0, runs.errors
    check(messages, runs)
