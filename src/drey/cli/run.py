"""``drey run``: a PyFlink script on the embedded engine or on real Flink."""

from __future__ import annotations

import faulthandler
import runpy
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from drey.cli.failures import reported
from drey.cli.job_options import JobOptions, job_options


@click.command(
    context_settings={"allow_interspersed_args": False},
    short_help="Run a PyFlink script.",
)
@click.option(
    "--engine",
    type=click.Choice(["embedded", "flink"]),
    default="embedded",
    show_default=True,
    help="Where the script's jobs run: in this process, or on the installed apache-flink.",
)
@job_options
@click.option("-v", "--verbose", is_flag=True, help="Show rows, rate and watermark while jobs run.")
@click.argument("script", type=click.Path(path_type=Path))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run(engine: str, verbose: bool, script: Path, arguments: tuple[str, ...], **parameters: Any) -> None:
    """Run SCRIPT, a program that imports pyflink, with its ARGUMENTS.

    Jobs that the script started and did not wait for are waited for.
    """
    options = JobOptions.take(parameters)
    with reported():
        if not script.is_file():
            raise click.ClickException(f"there is no script '{script}'")
        if engine == "flink":
            _refuse_embedded_options(options, verbose)
            _require_flink()
            _execute(script, arguments)
        else:
            _run_embedded(script, arguments, options, verbose)


def _refuse_embedded_options(options: JobOptions, verbose: bool) -> None:
    for name in [*options.given(), *(["-v"] if verbose else [])]:
        raise click.UsageError(
            f"{name} is for the embedded engine; with --engine flink set options in the script or in Flink's "
            "configuration file"
        )


def _require_flink() -> None:
    # imported here, as looking for installed packages costs the other engine a twentieth of its start
    from drey.flink.launcher import require_flink

    require_flink()


def _run_embedded(script: Path, arguments: tuple[str, ...], options: JobOptions, verbose: bool) -> None:
    # imported here, as the flink engine must not load the embedded one: see drey.pyflink.importing
    from drey.session.workers import expect_workers

    expect_workers(options.settings())  # their process imports the engine beside this one
    from drey.cli.left_jobs import seeing_jobs_through
    from drey.cli.options import apply_options
    from drey.cli.progress import ProgressLine
    from drey.pyflink.importing import use

    with suppress(ValueError, OSError):  # a stream that is no file
        faulthandler.enable(all_threads=False)  # a crash in native code says in which line
    apply_options(options)
    use("embedded")
    with ProgressLine(verbose), seeing_jobs_through():
        _execute(script, arguments)


def _execute(script: Path, arguments: tuple[str, ...]) -> None:
    """Run the script as ``python script`` would."""
    sys.argv = [str(script), *arguments]
    sys.path.insert(0, str(script.resolve().parent))
    runpy.run_path(str(script), run_name="__main__")
