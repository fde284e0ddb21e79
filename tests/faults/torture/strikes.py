"""Carries faults out."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from drey.testing.servers import Server
from tests.faults.torture.attempts import Attempt, alive, descendants, newest_checkpoint, signalled
from tests.faults.torture.plan import MYSQL, Fault, Plan
from tests.faults.torture.servers import TortureServers, patiently
from tests.faults.torture.targets import Target

DISK_MEGABYTES = 48
_PIECE = bytes(1 << 16)
_LOST_SECONDS = 120.0
_CLOCK_JUMPS = (86_400, -86_400, 7_200, -7_200, 5, -5, 0)
CLOCK_VARIABLE = "DREY_TORTURE_CLOCK"


@dataclass
class Scene:
    """What faults are carried out on.

    Args:
        work: The run's directory.
        plan: The run.
        servers: The servers, if the run needs them.
        targets: Its sinks.
        chance: Chooses what the plan leaves open.
        attempt: The running attempt.
        orphans: Workers whose fork server was killed; they work on, and are below no process of the job.
        hits: How often what was hit.
    """

    work: Path
    plan: Plan
    servers: TortureServers | None
    targets: list[Target]
    chance: random.Random
    attempt: Attempt | None = None
    orphans: list[int] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)

    @property
    def pid(self) -> int:
        """The main process."""
        assert self.attempt is not None
        return self.attempt.pid


def strike(scene: Scene, fault: Fault) -> float | None:
    """Carry out a fault that is at no named point.

    Returns:
        From when on the job can recover, in seconds since the epoch; None if there was nothing to hit any more.
    """
    ended = _STRIKES[fault.kind](scene, fault)
    if ended is not None:
        scene.hits[fault.kind] += 1
    return ended


def go_on_at_point(scene: Scene, fault: Fault, pid: int) -> float:
    """A process has stopped itself at a named point: have it go on."""
    time.sleep(fault.seconds)
    signalled(pid, signal.SIGCONT)
    return time.time()


def has_workers(scene: Scene) -> bool:
    """True if the job has worker processes now."""
    return bool(_workers(scene))


def _workers(scene: Scene) -> list[int]:
    return [*descendants(scene.pid)[1:], *filter(alive, scene.orphans)]


def _worker(scene: Scene, fault: Fault) -> int | None:
    workers = _workers(scene)
    return workers[int(fault.detail * len(workers))] if workers else None


def _kill(scene: Scene, pid: int | None) -> float | None:
    return time.time() if pid is not None and signalled(pid, signal.SIGKILL) else None


def _kill_worker(scene: Scene, fault: Fault) -> float | None:
    return _kill(scene, _worker(scene, fault))


def _kill_main(scene: Scene, fault: Fault) -> float | None:
    return _kill(scene, scene.pid)


def _kill_fork_server(scene: Scene, fault: Fault) -> float | None:
    found = descendants(scene.pid)
    scene.orphans += found[1:]
    return _kill(scene, found[0] if found else None)


def _stop(pid: int | None, seconds: float) -> float | None:
    if pid is None or not signalled(pid, signal.SIGSTOP):
        return None
    time.sleep(seconds)
    signalled(pid, signal.SIGCONT)
    return time.time()


def _stop_worker(scene: Scene, fault: Fault) -> float | None:
    return _stop(_worker(scene, fault), fault.seconds)


def _stop_main(scene: Scene, fault: Fault) -> float | None:
    return _stop(scene.pid, fault.seconds)


def _stop_until_lost(scene: Scene, fault: Fault) -> float | None:
    """Stop a worker; the job has to find out by its heartbeats, and kills it."""
    pid = _worker(scene, fault)
    if pid is None or not signalled(pid, signal.SIGSTOP):
        return None
    stopped = time.time()
    while alive(pid) and alive(scene.pid):
        assert time.time() - stopped < _LOST_SECONDS, "a stopped worker was not taken for lost"
        time.sleep(0.02)
    return stopped


def _restart(scene: Scene, fault: Fault, one: Server) -> float:
    assert scene.servers is not None
    how = signal.SIGKILL if fault.detail < 0.5 else signal.SIGTERM
    scene.servers.restart(one, how, fault.seconds, scene.plan.seed)
    scene.hits[f"{how.name} of {one.name}"] += 1
    return time.time()


def _restart_broker(scene: Scene, fault: Fault) -> float | None:
    assert scene.servers is not None
    return _restart(scene, fault, scene.servers.kafka)


def _restart_database(scene: Scene, fault: Fault) -> float | None:
    assert scene.servers is not None
    return _restart(scene, fault, scene.servers.mariadb)


def _lock_rows(scene: Scene, fault: Fault) -> float | None:
    """Hold a lock of a whole table, or of some of its rows, in a transaction of ours.

    Another run may have the server restarted meanwhile: then it is taken again.
    """
    servers = scene.servers
    assert servers is not None
    names = [one.name for one, kind in zip(scene.targets, scene.plan.targets, strict=True) if kind in MYSQL]
    name = scene.chance.choice(names)
    whole = fault.detail < 0.5

    def hold() -> None:
        with servers.connection() as connection, connection.cursor() as cursor:
            if whole:
                cursor.execute(f"LOCK TABLES {name} WRITE")
            else:
                cursor.execute("SET innodb_lock_wait_timeout = 5")
                cursor.execute("BEGIN")
                column = "bucket" if "upsert" in name else "id"
                cursor.execute(f"SELECT * FROM {name} WHERE {column} % 2 = 0 FOR UPDATE")
            time.sleep(fault.seconds)
            cursor.execute("ROLLBACK")
            cursor.execute("UNLOCK TABLES")

    patiently(hold)
    scene.hits["table locked" if whole else "rows locked in a transaction"] += 1
    return time.time()


def _damage(scene: Scene, fault: Fault) -> float | None:
    """Kill the main process; the newest checkpoint is damaged before the next start."""
    return _kill(scene, scene.pid)


def damage_newest(scene: Scene) -> bool:
    """Truncate a file of the newest checkpoint, if one is before it."""
    found = newest_checkpoint(scene.work)
    if found is None or len(list(found[1].parent.glob("chk-*/_metadata"))) < 2:
        return False
    files = sorted(path for path in found[1].rglob("*") if path.is_file() and path.stat().st_size)
    file = scene.chance.choice([found[1] / "_metadata", *files])
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * scene.chance.random())])
    scene.hits["file truncated"] += 1
    return True


def mount_disk(disk: Path) -> bool:
    """Put a small file system of its own under the directory; False if that isn't allowed here."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "drey-torture", str(disk)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmount_disk(disk: Path) -> None:
    """Take it away again."""
    subprocess.run(["umount", "-l", str(disk)], capture_output=True, check=False)


def _fill_disk(scene: Scene, fault: Fault) -> float | None:
    filler = scene.work / "disk" / "filler"
    until = time.monotonic() + max(0.2, fault.seconds)
    with filler.open("wb", buffering=0) as file:
        while time.monotonic() < until:  # what others free meanwhile is taken, too
            try:
                file.write(_PIECE)
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise
                time.sleep(0.005)
    filler.unlink()
    return time.time()


def set_clock(work: Path, seconds: float) -> None:
    """Let the clocks of the job's processes be off by so much; see the starter."""
    temporary = work / "clock.new"
    temporary.write_text(str(seconds))
    os.replace(temporary, work / "clock")


def _jump(scene: Scene, fault: Fault) -> float | None:
    set_clock(scene.work, scene.chance.choice(_CLOCK_JUMPS))
    return time.time()


_STRIKES: dict[str, Callable[[Scene, Fault], float | None]] = {
    "kill worker": _kill_worker,
    "kill main": _kill_main,
    "kill fork server": _kill_fork_server,
    "stop worker": _stop_worker,
    "stop main": _stop_main,
    "stop worker until lost": _stop_until_lost,
    "broker restarted": _restart_broker,
    "database restarted": _restart_database,
    "rows locked": _lock_rows,
    "checkpoint damaged": _damage,
    "disk full": _fill_disk,
    "clock jumps": _jump,
}
