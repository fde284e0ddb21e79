"""Gives the sessions of this process what the command line says."""

from __future__ import annotations

from drey.cli.job_options import JobOptions
from drey.session.defaults import set_process_option
from drey.session.workers import expect_workers


def apply_options(options: JobOptions) -> None:
    """Give every session the options, and get workers ready if they will be needed.

    Raises:
        click.BadParameter: A pair of ``-D`` has no ``=``.
    """
    settings = options.settings()
    expect_workers(settings)
    for key, value in settings.items():
        set_process_option(key, value)
