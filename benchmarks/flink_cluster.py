"""A Flink cluster on this machine of several processes, of which one can be killed: as on a real one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from background import BackgroundJob, tree

_START_LIMIT = 120.0
_LOG = """
rootLogger.level = WARN
rootLogger.appenderRef.console.ref = Console
appender.console.name = Console
appender.console.type = CONSOLE
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %-5p %c %x - %m%n
"""


class FlinkCluster:
    """A JobManager and TaskManagers of one slot each, and a job that runs on them.

    It looks as a :class:`~background.BackgroundJob` does: the lines are those that the TaskManagers print.

    Args:
        python: The interpreter that has PyFlink.
        script: The job.
        arguments: Its arguments.
        workers: How many TaskManagers there are.
        managed: The managed memory of each, as Flink writes sizes.
    """

    def __init__(self, python: str, script: Path, arguments: list[str], workers: int, managed: str) -> None:
        self._python = python
        self._script = script
        self._arguments = arguments
        self._workers = workers
        self._managed = managed
        self._stack = ExitStack()
        self._managers: list[BackgroundJob] = []

    def __enter__(self) -> FlinkCluster:
        with self._stack:
            home = _home(self._python)
            work = Path(tempfile.mkdtemp(prefix="drey-flink-"))
            self._stack.callback(shutil.rmtree, work, ignore_errors=True)
            port = self._configure(home, work)
            environment = {
                "FLINK_CONF_DIR": str(work),
                "FLINK_LOG_DIR": str(work),
                "PATH": os.pathsep.join([str(Path(self._python).parent), os.environ["PATH"]]),
            }
            command = ["env", *(f"{key}={value}" for key, value in environment.items())]

            def begun(*words: str) -> BackgroundJob:
                return self._stack.enter_context(BackgroundJob([*command, *words]))

            self._manager = begun(str(home / "bin" / "jobmanager.sh"), "start-foreground")
            for _ in range(self._workers):
                self._managers.append(begun(str(home / "bin" / "taskmanager.sh"), "start-foreground"))
            self._wait_for_workers(port)
            options = ["-pyexec", self._python, "-pyclientexec", self._python, "-py", str(self._script)]
            self._client = begun(str(home / "bin" / "flink"), "run", *options, *self._arguments)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def lines(self) -> list[tuple[float, str]]:
        """What the TaskManagers have printed, with the seconds since the epoch when it came."""
        return sorted(line for one in self._managers for line in one.lines[-2000:])

    def check(self) -> None:
        """End the measuring if the job has ended."""
        self._manager.check()
        self._client.check()

    def kill_a_worker(self) -> float:
        """Kill the TaskManager that has printed last; when that was. It isn't started again."""
        busy = max(self._managers, key=lambda one: one.lines[-1][0] if one.lines else 0.0)
        self._managers.remove(busy)
        pids = tree(busy.pid)
        killed = time.time()
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return killed

    def _configure(self, home: Path, work: Path) -> int:
        rpc, rest = _free_ports(2)
        java = re.search(r"^ +all: (--add-.*)$", (home / "conf" / "config.yaml").read_text(), re.MULTILINE)
        options = {
            "env.java.opts.all": java[1] if java else "",
            "jobmanager.rpc.address": "localhost",
            "jobmanager.rpc.port": rpc,
            "jobmanager.bind-host": "localhost",
            "jobmanager.memory.process.size": "1600m",
            "taskmanager.bind-host": "localhost",
            "taskmanager.host": "localhost",
            "taskmanager.numberOfTaskSlots": 1,
            "taskmanager.memory.task.heap.size": "1g",
            "taskmanager.memory.managed.size": self._managed,
            "rest.address": "localhost",
            "rest.bind-address": "localhost",
            "rest.port": rest,
            "io.tmp.dirs": work,
        }
        (work / "config.yaml").write_text("".join(f"{key}: {value}\n" for key, value in options.items()))
        for name in ("log4j-console.properties", "log4j-cli.properties"):
            (work / name).write_text(_LOG)
        return rest

    def _wait_for_workers(self, port: int) -> None:
        deadline = time.monotonic() + _START_LIMIT
        while time.monotonic() < deadline:
            self._manager.check()
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/taskmanagers", timeout=5) as answer:
                    if answer.read().count(b'"dataPort"') == self._workers:
                        return
            except OSError:
                pass
            time.sleep(0.2)
        raise SystemExit(f"the Flink cluster didn't start in {_START_LIMIT:.0f} s")


def _home(python: str) -> Path:
    command = [python, "-c", "import os, pyflink; print(os.path.dirname(pyflink.__file__))"]
    return Path(subprocess.check_output(command, text=True).strip())


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("localhost", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in held]
