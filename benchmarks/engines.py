"""Runs a script on an engine in a process of its own and measures it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REQUIREMENT = "apache-flink==2.3.0"
PYTHON_VARIABLE = "DREY_FLINK_PYTHON"
_ELAPSED = re.compile(r"^elapsed ([\d.]+)$", re.MULTILINE)
_SHOWN_LINES = 15


@dataclass(frozen=True)
class Run:
    """One measured process.

    Args:
        seconds: From the process' start to its end.
        elapsed: What the script printed as ``elapsed <seconds>``, or None.
        cpu: User and system seconds of the process; those of a JVM's own children are in it.
        memory: The peak resident set in bytes.
    """

    seconds: float
    elapsed: float | None
    cpu: float
    memory: int


class JobFailedError(Exception):
    """The process ended with an error; the text is the end of its output."""


def drey_command(*flags: str) -> list[str]:
    return [sys.executable, "-m", "drey", "run", *flags]


def flink_command(root: Path) -> list[str]:
    """The interpreter that has PyFlink: of DREY_FLINK_PYTHON, or of an environment made beside the sources."""
    named = os.environ.get(PYTHON_VARIABLE)
    if named:
        return [named]
    environment = root / ".bench-venv"
    make = [sys.executable, str(root / "scripts" / "make_venv.py"), str(environment), REQUIREMENT]
    if subprocess.run(make, cwd=root, check=False).returncode:
        raise SystemExit(1)
    return [str(environment / "bin" / "python")]


def environment_for(command: list[str]) -> dict[str, str]:
    """The variables of a job's process."""
    # Without it, every process of a checkout would compile what it imports.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    # As in an activated environment: Flink's thread mode looks for the interpreter by the name python.
    environment["PATH"] = os.pathsep.join([str(Path(command[0]).parent), environment.get("PATH", "")])
    return environment


def measure(command: list[str], script: Path, arguments: list[str]) -> Run:
    """Run a script.

    Raises:
        JobFailedError: It ended with another code than 0.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            [*command, str(script), *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment_for(command),
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode:
        raise JobFailedError("\n".join(text.splitlines()[-_SHOWN_LINES:]))
    printed = _ELAPSED.findall(text)
    # ru_maxrss is in KiB on Linux and in bytes on macOS
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(seconds, float(printed[-1]) if printed else None, usage.ru_utime + usage.ru_stime, memory)
