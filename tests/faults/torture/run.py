"""One run: the attempts of a job until it has ended, the faults on the way, and what is found at the end."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import secrets
import shutil
import signal
import time
import traceback
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from drey.runtime.faults import VARIABLE
from tests.faults.torture import strikes
from tests.faults.torture.attempts import Starter, end, newest_checkpoint
from tests.faults.torture.feed import CsvFeed, Feed, KafkaFeed, values_of
from tests.faults.torture.plan import WITHOUT_WORKERS, Fault, Plan, plan
from tests.faults.torture.servers import TortureServers
from tests.faults.torture.strikes import Scene
from tests.faults.torture.targets import target
from tests.waiting import eventually

JOB = Path(__file__).parent / "job.py"
TIMEOUT = 240.0
"""Seconds after which an attempt is taken for hanging. The longest waits of the job itself are 60 s."""
MORE_ATTEMPTS = 3
"""How many starts more than faults a run may need: a job is started again only when its main process was killed."""
_POLL = 0.008
_PROGRESS = re.compile(r"rows in, .*parallelism \d")
_RESTARTS = re.compile(r", (\d+) restarts")
_PATIENCE = 20
"""Checkpoints after which the next fault is due, though a named point was not passed often enough."""
_FAILOVER = 0.05
"""Seconds that a job needs at least to go on without a killed worker; a checkpoint before was complete without it."""


class NotPossibleError(Exception):
    """This machine does not allow the fault."""


class Run:
    """A run.

    Args:
        work: Its directory, empty.
        what: Its plan.
        servers: The servers, if it needs them.
        starter: Starts its attempts.
    """

    def __init__(self, work: Path, what: Plan, servers: TortureServers | None, starter: Starter) -> None:
        self._work, self._plan, self._starter = work, what, starter
        (work / "disk").mkdir(parents=True)
        if what.has("disk full") and not strikes.mount_disk(work / "disk"):
            raise NotPossibleError("a file system can't be mounted")
        self._values = values_of(what.seed)
        name = f"{what.seed}_{secrets.token_hex(3)}"  # a failed run's topics and tables stay for looking at
        steps = sum(one.number if one.point else 0 if one.rushed else one.after for one in what.faults)
        self._feed: Feed
        if what.source == "csv":
            self._feed = CsvFeed(work, self._values, steps)
        else:
            assert servers is not None
            self._feed = KafkaFeed(servers, f"source_{name}", self._values, steps)
        targets = [target(kind, work, name, servers) for kind in what.targets]
        for one in targets:
            one.prepare()
        statements = [one.statements() for one in targets]
        job = {
            "tables": [
                f"CREATE TABLE {table}" for table in (self._feed.ddl(), *(ddl for ddl, _ in statements))
            ],
            "inserts": [insert for _, insert in statements],
        }
        (work / "job.json").write_text(json.dumps(job))
        self._scene = Scene(work, what, servers, targets, random.Random(f"strikes {what.seed}"))
        self._faults = list(what.faults)
        self._recoveries: defaultdict[str, list[float]] = defaultdict(list)
        self._hits: list[tuple[str, float]] = []
        """What the job has not recovered from: what it was, and since when it can."""
        self._attempts = 0
        self._damage_next = self._damaged = False

    def to_the_end(self) -> dict[str, Any]:
        """Run the job until it has ended.

        Raises:
            AssertionError: It failed, or hangs.
        """
        try:
            while not self._attempt():
                assert self._attempts < len(self._plan.faults) + MORE_ATTEMPTS, (
                    "it was killed more often than was planned"
                )
            self._feed.close()
            found = {
                kind: one.check(self._values)
                for kind, one in zip(self._plan.targets, self._scene.targets, strict=True)
            }
        finally:
            if self._scene.attempt is not None:
                end(self._scene.attempt)
        return {
            "targets": found,
            "hits": dict(self._scene.hits),
            "attempts": self._attempts,
            "restarts": self._restarts(),
            "recoveries": {kind: [round(one, 2) for one in all_] for kind, all_ in self._recoveries.items()},
        }

    def _attempt(self) -> bool:
        """Run an attempt; True if the job has ended."""
        attempt = self._scene.attempt = self._start()
        self._scene.orphans.clear()
        code = self._watch()
        self._scene.attempt = None
        if code == 0:
            self._recovered(time.time())
            return True
        if code != -signal.SIGKILL:
            end(attempt)
            raise AssertionError(f"exit code {code}: {self._errors()}")
        # A finished job that was killed on its last steps must not run again.
        return self._released and all(one.complete(self._values) for one in self._scene.targets)

    def _errors(self) -> str:
        log = self._work / "errors"
        return log.read_text(errors="replace")[-6000:] if log.exists() else ""

    def _restarts(self) -> int:
        """How often the job has restarted within its attempts, as far as it said so before it was killed."""
        log = self._work / "errors"
        total = last = 0
        for line in log.read_text(errors="replace").splitlines() if log.exists() else []:
            if not _PROGRESS.search(line):
                continue
            found = _RESTARTS.search(line)
            now = int(found.group(1)) if found else 0
            total, last = total + max(0, now - last), now
        return total

    @property
    def _released(self) -> bool:
        return len(self._faults) <= self._plan.late

    @property
    def _parallelism(self) -> int:
        """The parallelism of the current attempt."""
        every = self._plan.parallelism
        return every[min(self._attempts, len(every)) - 1]

    def _start(self) -> Any:
        work = self._work
        self._attempts += 1
        options = {
            "parallelism.default": str(self._parallelism),
            "pipeline.max-parallelism": "128",
            "execution.checkpointing.interval": "30 ms",
            "execution.checkpointing.dir": str(work / "disk" / "checkpoints"),
            "execution.checkpointing.num-retained": "3",
            "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
            "restart-strategy.type": "fixed-delay",
            "restart-strategy.fixed-delay.attempts": "1000",
            "restart-strategy.fixed-delay.delay": "20 ms",
            **self._plan.options,
        }
        arguments = ["run", "-v", *(f"-D{key}={value}" for key, value in options.items())]
        self._damaged |= self._damage_next and strikes.damage_newest(self._scene)
        self._damage_next = False
        found = newest_checkpoint(work)
        if found is not None:
            # A job's directory means its newest checkpoint that can be read.
            arguments += ["-s", str(found[1].parent if self._damaged else found[1])]
        environment = {VARIABLE: f"@{work / 'fault'}"}
        if self._plan.has("clock jumps"):
            if self._attempts == 1:
                strikes.set_clock(work, 0)
            environment[strikes.CLOCK_VARIABLE] = str(work / "clock")
        return self._starter.start([*arguments, str(JOB), str(work)], environment, work / "errors")

    @property
    def _fired(self) -> Path:
        """The file that is made at the named point of the next fault."""
        return self._work / f"fired-{len(self._faults)}"

    def _watch(self) -> int:
        """Give input, and carry out faults, until the attempt ends; its exit code."""
        deadline = time.monotonic() + TIMEOUT
        attempt = self._scene.attempt
        assert attempt is not None
        newest: tuple[int, Path] | None = newest_checkpoint(self._work)
        completed = since = 0  # how many are complete, and were when the last fault was over
        due: float | None = None
        self._feed.advance()
        while (code := attempt.poll()) is None:
            assert time.monotonic() < deadline, f"the job hangs: {self._errors()}"
            found = newest_checkpoint(self._work)
            if found is not None and (newest is None or found[0] > newest[0]):
                newest, completed = found, completed + 1
                self._feed.advance()
                self._recovered(found[0] / 1e9)
            if self._released:
                self._feed.release()
            left = len(self._faults)
            if left and self._faults[0].point:
                if not self._hits:
                    self._arm(self._faults[0])
                if self._fired.exists() or completed - since > _PATIENCE:
                    self._at_point(self._faults[0])
            elif left and (
                due is not None or self._is_due(self._faults[0], completed - since, newest is not None)
            ):
                due = time.monotonic() + self._faults[0].delay if due is None else due
                if time.monotonic() >= due:
                    self._strike(self._faults[0])
            if len(self._faults) < left:
                due, since = None, completed
                deadline = time.monotonic() + TIMEOUT
            time.sleep(_POLL)
        if self._faults and self._faults[0].point and self._fired.exists():
            self._at_point(self._faults[0])
        return code

    def _is_due(self, fault: Fault, completed: int, restorable: bool) -> bool:
        """True if so many checkpoints behind the fault before are enough for this one."""
        if fault.rushed:
            return restorable
        return not self._hits and (restorable if self._released else completed >= fault.after)

    def _strike(self, fault: Fault) -> None:
        if self._parallelism == 1 and fault.kind in WITHOUT_WORKERS:
            fault = replace(fault, kind=WITHOUT_WORKERS[fault.kind])
        elif fault.kind in WITHOUT_WORKERS and not strikes.has_workers(self._scene):
            return  # it is restarting: a moment later there are some
        ended = strikes.strike(self._scene, fault)
        del self._faults[0]
        if ended is not None:
            self._hits.append((fault.kind, ended))
            self._damage_next |= fault.kind == "checkpoint damaged"

    def _arm(self, fault: Fault) -> None:
        """Let the processes of the job know of the next fault at a named point."""
        how = "/STOP" if fault.kind == "stop at point" else ""
        text = f"{fault.point}{how}:{fault.number}:{self._fired}"
        file = self._work / "fault"
        if not file.exists() or file.read_text() != text:
            temporary = file.with_suffix(".new")
            temporary.write_text(text)
            os.replace(temporary, file)

    def _at_point(self, fault: Fault) -> None:
        """A process has come to the named point, or never will."""
        fired = self._fired
        del self._faults[0]
        with contextlib.suppress(FileExistsError):
            fired.open("x").close()
            return
        kind = f"{fault.kind.removesuffix(' point')} {fault.point}"
        ended = fired.stat().st_mtime
        if fault.kind == "stop at point":
            ended = strikes.go_on_at_point(self._scene, fault, _pid_in(fired))
        self._scene.hits[kind] += 1
        self._hits.append((kind, ended))
        self._damage_next |= fault.kind == "checkpoint damaged"

    def _recovered(self, when: float) -> None:
        """A checkpoint is complete, or the job has ended: what was hit before has recovered."""
        servers, waiting = self._scene.servers, []
        for kind, ended in self._hits:
            if when <= ended + (_FAILOVER if kind.startswith("kill") else 0.0):
                waiting.append((kind, ended))
            elif servers is None or not servers.disturbed(self._plan.seed, ended):
                self._recoveries[kind].append(when - ended)
        self._hits = waiting

    def close(self) -> None:
        """Remove what it has on servers, and its disk."""
        for one in self._scene.targets:
            one.drop()
        self._feed.drop()


def _pid_in(fired: Path) -> int:
    return int(eventually(fired.read_text, "the process that has come to a point is gone"))


def run_seed(
    work: Path, seed: int, servers: TortureServers | None, starter: Starter, most: int | None = None
) -> dict[str, Any]:
    """Run a seed in a directory of its own, which stays if something is wrong.

    Args:
        work: The directory.
        seed: The seed.
        servers: The servers, if it needs them.
        starter: Starts its attempts.
        most: How many of its faults come; None for all.

    Returns:
        What :meth:`Run.to_the_end` does, with the plan; ``error`` if the run failed, ``skipped`` if it was not possible.
    """
    began, clock = time.time(), time.monotonic()
    what = plan(seed).shortened(most)
    shutil.rmtree(work, ignore_errors=True)
    result: dict[str, Any] = {
        "seed": seed,
        "kind": what.kind,
        "faults": len(what.faults),
        "source": what.source,
        "sinks": list(what.targets),
        "late": what.late,
    }
    try:
        run = Run(work, what, servers, starter)
        result |= run.to_the_end()
    except NotPossibleError as error:
        result["skipped"] = str(error)
    except AssertionError as error:
        result["error"] = str(error)
    except Exception:  # a defect of the test itself fails its seed, and not the series
        result["error"] = traceback.format_exc()
    result["seconds"] = round(time.monotonic() - clock, 1)
    result["load"] = round(os.getloadavg()[0], 1)
    result["beside"] = servers.disturbed(seed, began) if servers is not None else []
    good = not is_wrong(result)
    if good and "skipped" not in result:
        run.close()
    if what.has("disk full"):
        if not good:
            shutil.copytree(work / "disk", work / "disk-kept", ignore_dangling_symlinks=True)
        strikes.unmount_disk(work / "disk")
    if good:
        shutil.rmtree(work, ignore_errors=True)
    return result


def is_wrong(result: dict[str, Any]) -> bool:
    """True if the run failed, or something is lost or doubled."""
    counts = result.get("targets", {}).values()
    return "error" in result or any(one["lost"] or one["doubled"] or one["wrong"] for one in counts)


def clear(work: Path) -> None:
    """Remove the file systems that an interrupted torture has left mounted."""
    for disk in work.glob("*/disk"):
        if os.path.ismount(disk):
            strikes.unmount_disk(disk)
