"""``drey sql``: statements from the command line, a file or a prompt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from drey.cli.failures import report, reported
from drey.cli.job_options import JobOptions, job_options
from drey.cli.left_jobs import seeing_jobs_through
from drey.cli.options import apply_options
from drey.cli.prompt import Prompt
from drey.pyflink.importing import use
from drey.session.script import ScriptRunner
from drey.session.session import Session


@click.command(short_help="Run Flink SQL, or open a prompt.")
@click.option(
    "-e", "--execute", "statements", multiple=True, metavar="SQL", help="Run these statements and end."
)
@click.option(
    "-f", "--file", "file", type=click.Path(path_type=Path), help="Run the statements of a file and end."
)
@click.option(
    "-i", "--init", "init", type=click.Path(path_type=Path), help="Run the statements of a file first."
)
@job_options
def sql(statements: tuple[str, ...], file: Path | None, init: Path | None, **parameters: Any) -> None:
    """Run Flink SQL on the embedded engine.

    Without -e and -f, and on a terminal, it opens a prompt; otherwise it reads standard input.
    """
    with reported():
        apply_options(JobOptions.take(parameters))
        use("embedded")
        # CREATE FUNCTION .. LANGUAGE PYTHON imports modules that lie where the user is, as Python's own prompt does.
        sys.path.insert(0, "")
        runner = ScriptRunner(Session(), print)
        with seeing_jobs_through():
            if init is not None:
                runner.run(_read(init))
            if statements or file is not None or not sys.stdin.isatty():
                texts = list(statements) or [_read(file) if file is not None else sys.stdin.read()]
                for text in texts:
                    runner.run(text)
                return
        Prompt(runner, report).loop()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"can't read '{path}': {error.strerror}") from None
