"""Compares Drey with PyFlink: the same scripts on the same data, in turn, on this machine.

PyFlink comes from the interpreter that DREY_FLINK_PYTHON names, or is installed into .bench-venv. The data is made
once into .bench-data. Prints medians and ratios and adds them to benchmarks/results/.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import history
from cases import CASES, MEMORY, Case
from data_sets import prepare
from engines import JobFailedError, Run, drey_command, flink_command, measure
from install_size import core_install, site_packages_of, size_of
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".bench-data"
NAMES = (*(case.name for case in CASES), "memory", "install")

console = Console()


def main() -> None:
    options = parse()
    wanted = options.only or list(NAMES)
    flink = None if options.no_flink else flink_command(ROOT)
    times = 1 if options.quick else options.times
    cases = [case for case in CASES if case.name in wanted]
    memory = list(MEMORY) if "memory" in wanted else []
    results = run_all([*cases, *memory], flink, times)
    entry: dict[str, Any] = {
        "machine": history.machine(),
        "load": os.getloadavg()[0],
        "versions": history.versions(flink[0] if flink else None),
        "cases": {name: [asdict(run) for run in runs] for name, runs in results.items()},
    }
    console.print(table_of(cases, results))
    if memory:
        console.print(memory_table(results))
    if "install" in wanted:
        entry["install"] = install_sizes(flink)
    path = history.append(ROOT / "benchmarks" / "results", entry)
    console.print(f"added to {path.relative_to(ROOT)}")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="runs of each job (default 3)")
    parser.add_argument("--quick", action="store_true", help="run each job once")
    parser.add_argument("--no-flink", action="store_true", help="measure Drey alone")
    parser.add_argument("--only", nargs="+", choices=NAMES, help="the jobs to run")
    return parser.parse_args()


def run_all(cases: list[Case], flink: list[str] | None, times: int) -> dict[str, list[Run]]:
    """Every run by ``case/engine``; the engines take turns, so that a busy moment hits both.

    An interrupt ends the measuring and keeps what there is.
    """
    results: dict[str, list[Run]] = {}
    with console.status("") as status:
        try:
            for case in cases:
                path = [str(prepare(DATA, case.data, status.update))] if case.data else []
                for turn in range(times):
                    for engine, command, arguments in jobs_of(case, flink, turn):
                        status.update(f"{case.title}: {engine}, run {turn + 1} of {times}")
                        run = attempt(case, engine, command, [*path, *arguments])
                        if run:
                            results.setdefault(f"{case.name}/{engine}", []).append(run)
        except KeyboardInterrupt:
            console.print("interrupted")
    return results


def jobs_of(case: Case, flink: list[str] | None, turn: int) -> list[tuple[str, list[str], list[str]]]:
    """The engines, commands and arguments of one turn of a case."""
    jobs = [("drey", drey_command(), [*case.arguments])]
    if flink and (turn == 0 or case.repeat_flink):
        jobs += [(variant.name, flink, [*case.arguments, *variant.options]) for variant in case.flink]
    return jobs


def attempt(case: Case, engine: str, command: list[str], arguments: list[str]) -> Run | None:
    """Measure one run and say what it took; None if it failed."""
    try:
        run = measure(command, ROOT / "benchmarks" / "jobs" / case.script, arguments)
    except JobFailedError as failure:
        console.print(f"[red]{case.title} failed on {engine}:[/red]\n{failure}")
        return None
    console.print(f"[dim]{case.title}, {engine}: {run.elapsed or run.seconds:.2f} s[/dim]")
    return run


def table_of(cases: list[Case], results: dict[str, list[Run]]) -> Table:
    """Medians per engine, and how many times as fast Drey is."""
    table = Table("job", "engine", "median", "rows/s", "CPU s", "Drey is", title="Drey and PyFlink")
    for case in cases:
        drey = results.get(f"{case.name}/drey")
        for engine in ("drey", *(variant.name for variant in case.flink)):
            runs = results.get(f"{case.name}/{engine}")
            if not runs:
                continue
            seconds = job_seconds(runs)
            rate = f"{case.rows / seconds:,.0f}" if case.rows else ""
            ratio = "" if engine == "drey" or not drey else f"{seconds / job_seconds(drey):.1f} x as fast"
            title = case.title if engine == "drey" or not drey else ""
            cpu = median(run.cpu for run in runs)
            table.add_row(title, engine, f"{seconds:.2f} s", rate, f"{cpu:.1f}", ratio)
    return table


def job_seconds(runs: list[Run]) -> float:
    """The median of the jobs' own times, or of the processes' where the job doesn't tell."""
    return median(run.seconds if run.elapsed is None else run.elapsed for run in runs)


def memory_table(results: dict[str, list[Run]]) -> Table:
    table = Table("job", "peak memory", "rows/s", title="Memory of Drey")
    for case in MEMORY:
        runs = results.get(f"{case.name}/drey")
        if runs:
            peak = median(run.memory for run in runs) / 2**20
            table.add_row(case.title, f"{peak:,.0f} MiB", f"{case.rows / job_seconds(runs):,.0f}")
    return table


def install_sizes(flink: list[str] | None) -> dict[str, Any]:
    """Print and return what the installations bring."""
    table = Table("installation", "packages", "size", title="Installed")
    with console.status("installing into a temporary environment"):
        sizes = {"drey": core_install(ROOT)}
    if flink:
        sizes["apache-flink"] = size_of(site_packages_of(flink[0]))
    for name, size in sizes.items():
        table.add_row(name, str(size.packages), f"{size.bytes / 1e6:,.0f} MB")
    console.print(table)
    return {name: asdict(size) for name, size in sizes.items()}


if __name__ == "__main__":
    main()
