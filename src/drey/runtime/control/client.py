"""Finds the jobs of the user's processes and asks those processes."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drey.errors import did_you_mean
from drey.records import record
from drey.runtime.control.directory import (
    ENDED_SUFFIX,
    SOCKET_SUFFIX,
    JobControlError,
    check_directory,
    directories,
)
from drey.runtime.control.protocol import VERSION, receive, send

Json = Any

_ANSWER_SECONDS = 5.0
"""How long a process may take to say what jobs it has; one that is stopped or stuck takes for ever."""


@record
class FoundJob:
    """A job of some process.

    Args:
        facts: What is known, as :func:`~drey.runtime.control.listing.job_json` gives it; of a running job without
            the details.
        socket: Where its process listens; None if the process has ended.
    """

    facts: dict[str, Json]
    socket: Path | None

    @property
    def id(self) -> str:
        """The job's id."""
        return str(self.facts["id"])

    @property
    def name(self) -> str:
        """The job's name."""
        return str(self.facts["name"])


@record
class Found:
    """What a search has found.

    Args:
        jobs: The newest first.
        silent: The process ids of those that didn't answer.
    """

    jobs: tuple[FoundJob, ...]
    silent: tuple[int, ...] = ()


def find_jobs(ended: bool = False) -> Found:
    """The jobs of all processes of the user; removes the sockets of processes that are dead.

    Args:
        ended: True for those, too, that have ended a short time ago.

    Raises:
        JobControlError: A directory with sockets isn't safe.
    """
    jobs: list[FoundJob] = []
    silent: list[int] = []
    for directory in _existing():
        for path in sorted(directory.glob(f"*{SOCKET_SUFFIX}")):
            try:
                answer = _ask(path, {"do": "list", "ended": ended}, _ANSWER_SECONDS)
            except ConnectionError:
                path.unlink(missing_ok=True)  # nobody listens: its process is dead
            except FileNotFoundError:
                continue  # it has ended meanwhile
            except (OSError, JobControlError):
                silent.append(int(path.stem))
            else:
                jobs += [FoundJob(facts, path) for facts in answer]
        if ended:
            jobs += _left_behind(directory)
    jobs.sort(key=lambda job: -(job.facts["started"] or 0))
    return Found(tuple(jobs), tuple(silent))


def find_job(wanted: str, ended: bool = False) -> FoundJob:
    """The job that a person means by its id, by how its id begins, or by its name.

    Raises:
        JobControlError: There is none, or there are several.
    """
    found = find_jobs(ended).jobs
    running = [job for job in found if not is_over(job.facts)]
    for jobs in (running, found):
        by_id = [job for job in jobs if job.id == wanted.lower()]
        matching = by_id or [job for job in jobs if job.name == wanted or job.id.startswith(wanted.lower())]
        if len(matching) == 1:
            return matching[0]
        if matching:
            several = ", ".join(f"{job.id} ({job.name})" for job in matching)
            raise JobControlError(f"'{wanted}' means several jobs", detail=several, hint="name one by its id")
    names = [name for job in found for name in (job.id, job.name)]
    raise JobControlError(
        f"no job '{wanted}' is running on this machine",
        hint=did_you_mean(wanted, names) or "drey list shows the jobs",
    )


def is_over(facts: dict[str, Json]) -> bool:
    """True if a job has ended."""
    return facts["status"] in ("FAILED", "CANCELED", "FINISHED", "SUSPENDED")


def ask(job: FoundJob, wish: str, **arguments: Json) -> Json:
    """Have the process of a job do something: ``status``, ``savepoint``, ``stop`` or ``cancel``.

    Raises:
        JobControlError: It can't be done, or the process has ended.
    """
    if job.socket is None:
        if wish == "status":
            return job.facts
        raise JobControlError(f"job {job.id} has ended", detail=f"it is {job.facts['status']}")
    try:
        return _ask(job.socket, {"do": wish, "job": job.id, **arguments}, None)
    except OSError as error:
        raise JobControlError(f"the process of job {job.id} doesn't answer", detail=str(error)) from error


def _existing() -> Iterator[Path]:
    for directory in directories(os.environ):
        with contextlib.suppress(FileNotFoundError):
            check_directory(directory)
            yield directory


def _ask(path: Path, request: dict[str, Json], timeout: float | None) -> Json:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_ANSWER_SECONDS)
        connection.connect(str(path))
        send(connection, {"version": VERSION, **request})
        connection.settimeout(timeout)
        answer = receive(connection)
    if "error" in answer:
        error = answer["error"]
        raise JobControlError(error["message"], detail=error.get("detail"), hint=error.get("hint"))
    return answer["result"]


def _left_behind(directory: Path) -> Iterator[FoundJob]:
    for file in directory.glob(f"*{ENDED_SUFFIX}"):
        with contextlib.suppress(OSError, ValueError):
            for facts in json.loads(file.read_text()):
                yield FoundJob(facts, None)
