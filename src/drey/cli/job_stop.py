"""``drey stop``: end a job with a savepoint."""

from __future__ import annotations

import click

from drey.cli.failures import reported
from drey.cli.paths import absolute
from drey.runtime.control.client import ask, find_job


@click.command(short_help="End a job with a savepoint.")
@click.option(
    "-p",
    "--savepoint-path",
    "--savepointPath",
    "directory",
    metavar="DIR",
    help="Where to write the savepoint.",
)
@click.option(
    "-d", "--drain", is_flag=True, help="First let all time pass; for a job that won't be continued."
)
@click.option("--savepoint", is_flag=True, help="What is done anyway.")
@click.argument("job")
def stop(job: str, directory: str | None, drain: bool, savepoint: bool) -> None:
    """Take a savepoint of JOB, commit all that it holds, end the job, and print the savepoint's path.

    JOB is an id, the beginning of one, or a name. Without a directory the job's
    'execution.checkpointing.savepoint-dir' decides. drey run -s PATH continues.
    """
    with reported():
        print(ask(find_job(job), "stop", directory=absolute(directory), drain=drain)["path"])
