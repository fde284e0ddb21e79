"""``drey cancel``: end a job at once."""

from __future__ import annotations

import click

from drey.cli.failures import reported
from drey.runtime.control.client import ask, find_job, is_over


@click.command(short_help="End a job without a savepoint.")
@click.argument("job")
def cancel(job: str) -> None:
    """Cancel JOB: it ends at once, and sinks take back what they have not committed.

    JOB is an id, the beginning of one, or a name. Checkpoints stay if the job's
    'execution.checkpointing.externalized-checkpoint-retention' says so.
    """
    with reported():
        found = find_job(job)
        answer = ask(found, "cancel")
        word = "cancelled" if is_over(answer) else "being cancelled"
        print(f"job {found.id} is {word}")
