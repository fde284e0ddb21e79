"""``drey savepoint``: take a savepoint of a running job, or delete one."""

from __future__ import annotations

import click

from drey.cli.failures import reported
from drey.cli.paths import absolute
from drey.runtime.checkpoint.storage import discard_snapshot, find_snapshot
from drey.runtime.control.client import ask, find_job


@click.command(short_help="Take a savepoint of a running job, or delete one.")
@click.option("-d", "--dispose", "disposed", metavar="PATH", help="Delete this savepoint instead.")
@click.argument("job", required=False)
@click.argument("directory", required=False)
def savepoint(disposed: str | None, job: str | None, directory: str | None) -> None:
    """Take a savepoint of JOB in a new directory in DIRECTORY, and print its path; the job goes on.

    JOB is an id, the beginning of one, or a name. Without DIRECTORY the job's
    'execution.checkpointing.savepoint-dir' decides.
    """
    if (job is None) == (disposed is None):
        raise click.UsageError("name a job, or a savepoint with --dispose")
    with reported():
        if disposed is not None:
            path = find_snapshot(disposed)
            discard_snapshot(path)
            print(f"deleted {path}")
        else:
            assert job is not None
            print(ask(find_job(job), "savepoint", directory=absolute(directory))["path"])
