"""``drey status``: all that there is to say about a job."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from drey.cli.columns import WIDEST, columns, count, duration, moment, shortened, size
from drey.cli.failures import reported
from drey.runtime.control.client import ask, find_job

Facts = dict[str, Any]


@click.command(short_help="Show operators, tasks, checkpoints and failures of a job.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("job")
def status(job: str, as_json: bool) -> None:
    """Show what JOB does: its operators, tasks, checkpoints and failures.

    JOB is an id, the beginning of one, or a name. It may have ended a short time ago.
    """
    with reported():
        facts = ask(find_job(job, ended=True), "status")
        print(json.dumps(facts, indent=2) if as_json else "\n".join(lines(facts)))


def lines(job: Facts) -> Iterator[str]:
    """The page."""
    yield f"{job['id']}  {job['name']}  {job['status']}"
    workers = ", ".join(str(pid) for pid in job["workers"].values())
    yield (
        f"parallelism {job['parallelism']}, {count(job['restarts'], 'restart')}, "
        f"started {moment(job['started'])}, running for {duration(job['seconds'])}, process {job['pid']}"
        + (f", workers {workers}" if workers else "")
    )
    mark = "none" if job["watermark"] is None else moment(job["watermark"] / 1000)
    yield f"{job['rows_in']:,} rows in, {job['rows_out']:,} out, watermark {mark}"
    if "exception" in job:
        yield f"failed: {job['exception']}"
    yield ""
    yield columns(
        ("OPERATOR", "ROWS IN", "ROWS OUT", "BUSY", "STATE"),
        [_operator(one["name"], one["counters"]) for one in job["operators"]],
        (1, 2, 3, 4),
    )
    for one in job["operators"]:
        yield from _gauges(one["name"], one["counters"])
    yield ""
    yield columns(
        ("TASK", "STATE", "ATTEMPT", "BUSY", "BACK-PRESSURED", "IDLE"),
        [_task(one) for one in job["tasks"]],
        (2, 3, 4, 5),
    )
    if job["history"]:
        yield ""
        yield columns(
            ("CHECKPOINT", "KIND", "STATUS", "STARTED", "DURATION", "SIZE", "ACKNOWLEDGED"),
            [_checkpoint(one) for one in reversed(job["history"])],
            (0, 4, 5, 6),
        )
        for one in job["history"]:
            if one["failure"]:
                yield f"checkpoint {one['checkpoint_id']} failed: {one['failure']}"
    if job["failures"]:
        yield ""
        yield "FAILURES"
        for failure in reversed(job["failures"]):
            yield f"{moment(failure['time'])}  {failure['message']}"


def _operator(name: str, counters: Facts) -> tuple[str, ...]:
    return (
        name,
        f"{counters['rows_in']:,}",
        f"{counters['rows_out']:,}",
        duration(counters["busy_seconds"]),
        size(counters["state_bytes"]),
    )


def _gauges(name: str, counters: Facts) -> Iterator[str]:
    """What only some operators have."""
    found = {key: counters[key] for key in ("late_rows", "dropped_rows") if counters[key]}
    for key, value in {**found, **counters["extra"]}.items():
        yield f"{name}: {key} = {value:,}"


def _task(task: Facts) -> tuple[str, ...]:
    shares = (task["busy"], task["backpressured"], task["idle"])
    name, _, subtask = task["name"].rpartition(" ")
    return (
        f"{shortened(name, WIDEST - len(subtask) - 1)} {subtask}",
        task["state"],
        str(task["attempt"]),
        *(f"{share:.0%}" for share in shares),
    )


def _checkpoint(one: Facts) -> tuple[str, ...]:
    return (
        str(one["checkpoint_id"]),
        one["kind"],
        one["status"],
        moment(one["started"]),
        duration(one["duration"]),
        size(one["size"]),
        f"{len(one['acknowledgements']) + len(one['finished'])}/{one['tasks']}",
    )
