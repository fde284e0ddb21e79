"""``drey list``: the jobs of this user on this machine."""

from __future__ import annotations

import json
import sys

import click

from drey.cli.columns import columns, moment
from drey.cli.failures import reported
from drey.runtime.control.client import Found, find_jobs

_HEAD = ("ID", "NAME", "STATUS", "PARALLELISM", "STARTED", "ROWS IN", "ROWS OUT", "CHECKPOINTS")
_NUMBERS = (3, 5, 6, 7)


@click.command("list", short_help="List the running jobs.")
@click.option("-a", "--all", "ended", is_flag=True, help="Also those that have ended a short time ago.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_jobs(ended: bool, as_json: bool) -> None:
    """List the jobs of this user that run on this machine."""
    with reported():
        found = find_jobs(ended)
        print(json.dumps([job.facts for job in found.jobs], indent=2) if as_json else text(found, ended))
        for pid in found.silent:
            print(f"warning: process {pid} has jobs and doesn't answer", file=sys.stderr)


def text(found: Found, ended: bool) -> str:
    """A line for each job."""
    if not found.jobs:
        return "no jobs" if ended else "no running jobs"
    rows = [
        (
            job.id,
            job.name,
            str(job.facts["status"]),
            str(job.facts["parallelism"]),
            moment(job.facts["started"]),
            f"{job.facts['rows_in']:,}",
            f"{job.facts['rows_out']:,}",
            str(job.facts["checkpoints"]["count"]),
        )
        for job in found.jobs
    ]
    return columns(_HEAD, rows, _NUMBERS)
