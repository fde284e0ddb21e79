"""The CDN job of PyFlink's introduction on a real Kafka and a real MariaDB, killed again and again.

Starts both servers, fills a topic at a steady rate, runs the job at parallelism 2 with checkpoints in today's spelling and
in that of 2020, kills workers and the main process on the way, and compares the table with what was sent. The exit
code is 0 if each record was counted exactly once.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdn_board import Board
from cdn_job import PARALLELISM, START_SECONDS, Job, JobFailedError
from cdn_producer import PARTITIONS
from cdn_proof import Sums, differences
from cdn_servers import Database, make_topic, servers
from rich.console import Console

from drey.errors import DreyError

EXAMPLES = Path(__file__).resolve().parents[1]
SPELLINGS = {
    "today": (EXAMPLES / "cdn_kafka_mysql.py", "cdn-kafka-mysql"),
    "2020": (EXAMPLES / "cdn_kafka_mysql_2020.py", "pyFlink_parse_cdn_log"),
}
"""Scripts, and the names that they give their jobs."""
KILLS = ((0.2, "worker"), (0.4, "main"), (0.6, "worker"), (0.8, "main"))
"""When to kill what, as a part of ``--seconds``; each waits for a checkpoint behind the one before.

The producer sends on until the job has taken a checkpoint behind the last one."""
PATIENCE = 60.0
"""Seconds without any progress behind the producer's end after which the count is taken as final."""
LOOK_SECONDS = 0.25
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CONSOLE = Console()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="how long records are sent at least, for each spelling"
    )
    parser.add_argument("--rate", type=int, default=10_000, help="records a second")
    parser.add_argument("--spelling", choices=[*SPELLINGS], action="append", help="by default both in turn")
    parser.add_argument(
        "--seed", type=int, default=20, help="chooses records and the workers that are killed"
    )
    arguments = parser.parse_args()
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    work = Path(tempfile.mkdtemp(prefix="drey-cdn-"))
    wrong = 0
    try:
        CONSOLE.rule("real servers")
        with servers(work, CONSOLE) as (kafka, mariadb):
            for spelling in arguments.spelling or SPELLINGS:
                run = Run(spelling, work, kafka.url, Database(mariadb), arguments)
                wrong += not run.under_fire()
    except KeyboardInterrupt:
        CONSOLE.print("[yellow]interrupted: servers and processes are stopped[/]")
        return 130
    except DreyError as error:
        CONSOLE.print(f"[bold red]{error}[/]", highlight=False)
        return 2
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if wrong else 0


def _interrupt(number: int, _: object) -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)  # the clean-up is not interrupted
    raise KeyboardInterrupt


class Run:
    """One spelling of the job, from the empty topic to the proof."""

    def __init__(
        self, spelling: str, work: Path, brokers: str, database: Database, arguments: argparse.Namespace
    ) -> None:
        self._script, self._name = SPELLINGS[spelling]
        self._title = f"{self._script.name}, parallelism {PARALLELISM}"
        self._topic = f"cdn-{spelling}"
        self._work = work / spelling
        self._work.mkdir()
        self._ledger = self._work / "ledger.json"
        self._brokers = brokers
        self._database = database
        self._options = arguments
        self._chance = random.Random(f"{arguments.seed} {spelling}")
        self._kills = 0

    def under_fire(self) -> bool:
        """Run it; True if each record was counted once."""
        CONSOLE.rule(self._title)
        make_topic(self._brokers, self._topic)
        self._database.make_table()
        arguments = ["--brokers", self._brokers, "--topic", self._topic, "--url", self._database.url]
        job = Job(self._script, self._name, arguments, self._work)
        started = time.monotonic()
        try:
            with self._producer() as producer, Board(CONSOLE) as board:
                self._shoot(job, producer, board)
                producer.terminate()
                self._drain(job, board)
                board.event(f"stopped the job: drey stop {self._name}, {job.stop().name}")
        except JobFailedError as error:
            CONSOLE.print(f"[bold red]{self._script.name}: {error}[/]", highlight=False)
            return False
        finally:
            job.kill()
        return self._prove(time.monotonic() - started)

    @contextmanager
    def _producer(self) -> Iterator[subprocess.Popen[bytes]]:
        options = {
            "brokers": self._brokers,
            "topic": self._topic,
            "rate": self._options.rate,
            "seed": self._options.seed,
            "ledger": self._ledger,
        }
        command = [sys.executable, str(Path(__file__).with_name("cdn_producer.py"))]
        process = subprocess.Popen([*command, *(f"--{key}={value}" for key, value in options.items())])
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def _sent(self) -> tuple[bool, Sums]:
        if not self._ledger.exists():
            return False, {}
        found = json.loads(self._ledger.read_text())
        return found["done"], found["provinces"]

    def _look(self, job: Job, board: Board) -> tuple[bool, int, int]:
        """Show the state of things: whether all is sent, how many were sent, how many are in the table."""
        time.sleep(LOOK_SECONDS)
        job.check()
        # the table first: what it has was sent before
        rows = self._database.rows()
        done, sums = self._sent()
        sent = sum(one[0] for one in sums.values())
        board.show(rows, sent)
        return done, sent, sum(count for count, _, _ in rows.values())

    def _shoot(self, job: Job, producer: subprocess.Popen[bytes], board: Board) -> None:
        """Start the job and kill it as planned while the producer sends."""
        board.event(f"a producer sends {self._options.rate:,} records a second into {PARTITIONS} partitions")
        job.start()
        board.event(f"started the job, process {job.pid}")
        started = time.monotonic()
        for part, what in (*KILLS, (1.0, "")):
            self._wait_for_work(job, producer, board, started + part * self._options.seconds)
            if not what:
                return
            self._kills += 1
            if what == "worker":
                pid = job.kill_worker(self._chance.choice)
                board.event(f"[red]killed worker {pid} with SIGKILL[/]; the job restarts by itself")
            else:
                board.event(
                    f"[red]killed the main process {job.pid} with SIGKILL[/], its workers end with it"
                )
                job.kill()
                checkpoint = job.start()
                assert checkpoint is not None, "there was one before the kill"
                name = checkpoint.relative_to(self._work)
                board.event(
                    f"started again, process {job.pid}: drey run -s {name.parent.name[:8]}.../{name.name}"
                )

    def _wait_for_work(
        self, job: Job, producer: subprocess.Popen[bytes], board: Board, moment: float
    ) -> None:
        """Until a moment, and until the job has all its workers and a checkpoint since the last kill."""
        last = max(moment, time.monotonic()) + START_SECONDS
        while time.monotonic() < moment or not job.has_new_checkpoint() or len(job.workers()) < PARALLELISM:
            self._look(job, board)
            if producer.poll() is not None:
                raise JobFailedError(f"the producer ended with code {producer.returncode}")
            if time.monotonic() > last:
                raise JobFailedError(f"no checkpoint in {START_SECONDS:.0f} s\n{job.log_tail()}")

    def _drain(self, job: Job, board: Board) -> None:
        """Wait until all is sent and counted, or nothing moves any more."""
        before, moved = (-1, -1), time.monotonic()
        while time.monotonic() - moved < PATIENCE:
            done, sent, counted = self._look(job, board)
            if done and counted >= sent:
                break
            if (sent, counted) != before:
                before, moved = (sent, counted), time.monotonic()

    def _prove(self, seconds: float) -> bool:
        done, sums = self._sent()
        found = differences(sums, self._database.rows()) if done else ["the producer did not end"]
        records = sum(one[0] for one in sums.values())
        size = sum(one[1] for one in sums.values())
        if found:
            CONSOLE.print(
                f"[bold red]not exactly once:[/] {len(found)} differences",
                *found[:10],
                sep="\n  ",
                highlight=False,
            )
            return False
        CONSOLE.print(
            f"[bold green]exactly once:[/] {records:,} records sent, {records:,} counted, {size:,} bytes, "
            f"{len(sums)} provinces, each to the last byte; {self._kills} kills in {seconds:.0f} s",
            highlight=False,
            soft_wrap=True,
        )
        return True


if __name__ == "__main__":
    raise SystemExit(main())
