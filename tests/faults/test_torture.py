"""A few dozen seeds of the torture: every kind of fault, every sink, both sources."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drey.runtime.faults import POINTS
from tests.connectors.servers import in_ci
from tests.faults.torture.attempts import Starter, newest_checkpoint
from tests.faults.torture.plan import FEWEST, KINDS, MOST, TARGETS, UPSERTS, Fault, plan
from tests.faults.torture.report import write_report
from tests.faults.torture.run import TIMEOUT, is_wrong
from tests.faults.torture.servers import TortureServers
from tests.faults.torture.slots import Slots
from tests.faults.torture.strikes import Scene, strike
from tests.faults.torture.targets import target
from tests.waiting import eventually

_FIRST = {plan(seed).kind: seed for seed in range(1000, 0, -1)}
SEEDS = sorted(_FIRST.values())
"""The first seed of each kind of fault, named points apart."""
HITS = 2
"""So many of their faults come: the more runs, the more kinds within the time that CI has."""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TortureServers]:
    """A broker and a database of their own, since they are restarted."""
    own = TortureServers(tmp_path_factory.mktemp("servers"))
    missing = own.missing()
    if missing and not in_ci():
        pytest.skip(f"{missing}: python -m drey.testing.servers install kafka mariadb")
    with own.running():
        yield own


@pytest.fixture(scope="module")
def results(
    tmp_path_factory: pytest.TempPathFactory, servers: TortureServers, request: pytest.FixtureRequest
) -> Iterator[Callable[[int], dict[str, Any]]]:
    """What a seed's run gives. The next test's run goes on beside it."""
    slots = Slots(tmp_path_factory.mktemp("runs"), servers, HITS)
    wanted = [
        item.callspec.params["seed"]
        for item in request.session.items
        if "results" in getattr(item, "fixturenames", ())
    ]
    with ThreadPoolExecutor(2) as pool:
        running: dict[int, Future[dict[str, Any]]] = {}

        def result(seed: int) -> dict[str, Any]:
            place = wanted.index(seed)
            for one in wanted[place : place + 2]:
                if one not in running:
                    running[one] = pool.submit(slots.run, one)
            return running[seed].result()

        yield result
    slots.close()


def test_the_seeds_of_the_test_suite_cover_all() -> None:
    plans = [plan(seed).shortened(HITS) for seed in SEEDS]
    assert {fault.kind for one in plans for fault in one.faults} == set(KINDS)
    assert {fault.point for one in plans for fault in one.faults} == {"", *POINTS}
    assert {target for one in plans for target in one.targets} == set(TARGETS)
    assert {one.source for one in plans} == {"csv", "kafka"}
    assert {number for one in plans for number in one.parallelism} == {1, 2, 3}


def test_most_hits_of_a_series_are_kills() -> None:
    plans = [plan(seed) for seed in range(1, 301)]
    assert {len(one.faults) for one in plans} == set(range(FEWEST, MOST + 1))
    kinds = [fault.kind for one in plans for fault in one.faults]
    assert sum(kind.startswith("kill") for kind in kinds) > 0.75 * len(kinds)
    assert set(kinds) == set(KINDS)


def test_what_is_committed_twice_goes_into_sinks_by_key() -> None:
    for one in map(plan, range(1, 1001)):
        for fault in one.faults:
            if fault.kind == "checkpoint damaged" and not fault.point:
                assert set(one.targets) <= set(UPSERTS)


def test_the_report_counts_kills_and_times_recoveries_by_fault(tmp_path: Path) -> None:
    counts = {"records": 10, "lost": 0, "doubled": 0, "wrong": 0}
    run = {"source": "csv", "sinks": ["files"], "targets": {"files": counts}, "seconds": 4.0, "load": 1.0}
    first = {
        "hits": {"kill worker": 2, "rows locked": 1, "table locked": 1},
        "recoveries": {"kill worker": [1.0, 3.0]},
    }
    second = {
        "hits": {"kill main": 1, "broker restarted": 1, "SIGKILL of kafka": 1},
        "recoveries": {"kill main": [2.5]},
    }
    write_report([{"seed": 1, **run, **first}, {"seed": 2, **run, **second}], tmp_path / "report")
    summary = json.loads((tmp_path / "report.json").read_text())
    assert summary["hits"] == 5
    assert summary["kills among them (SIGKILL)"] == 4
    assert (summary["median recovery, s"], summary["longest recovery, s"]) == (2.5, 3.0)
    page = (tmp_path / "report.md").read_text()
    assert "| kill worker | 1 | 2 | 0 | 0 | 0 | 2.00 | 3.00 |" in page
    assert "| SIGKILL of kafka | 1 |" in page


def test_checkpoints_that_the_job_removes_meanwhile_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = (tmp_path / "disk" / "checkpoints" / name for name in ("kept", "gone"))
    for job in (kept, gone):
        (job / "chk-1").mkdir(parents=True)
        (job / "chk-1" / "_metadata").touch()
    scandir = os.scandir

    def late(path: Any) -> Any:
        if str(path) == str(gone):
            raise FileNotFoundError(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", late)
    found = newest_checkpoint(tmp_path)
    assert found is not None
    assert found[1] == kept / "chk-1"


def test_an_attempt_with_the_number_of_an_older_process_is_not_taken_for_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [{"started": 7}, {"ended": 7, "code": -9}, {"started": 7}]
    script = f"import sys\nfor told in {told!r}:\n    print(__import__('json').dumps(told), flush=True)\nsys.stdin.read()"
    begun = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda command, **more: begun([sys.executable, "-c", script], **more)
    )
    starter = Starter()
    first = starter.start([], {}, tmp_path / "log")
    assert eventually(first.poll) == -9
    assert starter.start([], {}, tmp_path / "log").poll() is None
    starter.close()


def test_a_lock_is_taken_again_when_the_server_was_restarted_meanwhile(
    tmp_path: Path, servers: TortureServers
) -> None:
    locked = target("mysql-append", tmp_path, "locked", servers)
    locked.prepare()
    what = replace(plan(1), targets=("mysql-append",))
    scene = Scene(tmp_path, what, servers, [locked], random.Random(1))
    restart = threading.Timer(0.3, servers.restart, (servers.mariadb, signal.SIGKILL, 0.0, 2))
    restart.start()
    assert strike(scene, Fault("rows locked", after=1, delay=0.0, seconds=1.0))
    restart.join()
    assert scene.hits == {"rows locked": 1, "table locked": 1}
    locked.drop()


@pytest.mark.timeout(3 * TIMEOUT)  # a run that hangs says so itself
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_is_doubled(results: Callable[[int], dict[str, Any]], seed: int) -> None:
    result = results(seed)
    if "skipped" in result:
        pytest.skip(result["skipped"])
    assert not is_wrong(result), result
