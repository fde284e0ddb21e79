"""Compares Drey with PyFlink: the same scripts on the same data, in turn, on this machine.

``--only`` names what to measure, ``--quick`` measures each once, ``--scale 0.01`` makes everything a hundredth as
large, to try a benchmark out. PyFlink comes from the interpreter that DREY_FLINK_PYTHON names, or is installed into .bench-venv. The data is made
once into .bench-data. Prints medians and ratios and adds them to benchmarks/results/.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import checkpoint
import history
import latency
import recovery
from cases import CASES, MEMORY, Case, Variant
from data_sets import prepare, scaled
from engines import JobFailedError, Run, drey_command, flink_command, measure
from install_size import core_install, site_packages_of, size_of
from parallel_gain import parallel_gain
from rich.console import Console
from rich.table import Table
from scenario import Outcome, Setting
from topics import cdn_topic, flink_connector

from drey.testing.servers import server

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".bench-data"
SCENARIOS: dict[str, Callable[[Setting], Outcome]] = {
    "latency": latency.run,
    "recovery": recovery.run,
    "checkpoint-pause": checkpoint.run,
}
"""What is measured otherwise than by the time that a script takes."""
NAMES = (*(case.name for case in CASES), *SCENARIOS, "memory", "install")

console = Console()


def main() -> None:
    options = parse()
    wanted = options.only or list(NAMES)
    flink = None if options.no_flink else flink_command(ROOT)
    times = 1 if options.quick else options.times
    cases = [case for case in CASES if case.name in wanted]
    memory = list(MEMORY) if "memory" in wanted else []
    with console.status("") as status:
        setting = Setting(DATA, flink, times, options.scale, status.update)
        results = run_all([*cases, *memory], setting)
        scenarios = run_scenarios([name for name in SCENARIOS if name in wanted], setting)
    entry: dict[str, Any] = {
        "machine": history.machine(),
        "load": os.getloadavg()[0],
        "scale": options.scale,
        "versions": history.versions(flink[0] if flink else None),
        "cases": {name: [asdict(run) for run in runs] for name, runs in results.items()},
        "scenarios": {name: outcome.figures for name, outcome in scenarios.items()},
    }
    if cases:
        console.print(table_of(cases, results, options.scale))
    if any(len(case.drey) > 1 for case in cases):
        entry["parallel_gain"] = parallel_gain()
        console.print(f"two processes of pure Python do {entry['parallel_gain']:.2f} x the work of one here")
    for outcome in scenarios.values():
        console.print(outcome.table)
    if memory:
        console.print(memory_table(results, options.scale))
    if "install" in wanted:
        entry["install"] = install_sizes(flink)
    path = history.append(ROOT / "benchmarks" / "results", entry)
    console.print(f"added to {path.relative_to(ROOT)}")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="runs of each job (default 3)")
    parser.add_argument("--quick", action="store_true", help="run each job once")
    parser.add_argument("--no-flink", action="store_true", help="measure Drey alone")
    parser.add_argument("--scale", type=float, default=1.0, help="the factor of all sizes, for trying out")
    parser.add_argument("--only", nargs="+", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    return parser.parse_args()


def run_all(cases: list[Case], setting: Setting) -> dict[str, list[Run]]:
    """Every run by ``case/engine``; the engines take turns, so that a busy moment hits both.

    An interrupt ends the measuring and keeps what there is.
    """
    results: dict[str, list[Run]] = {}
    try:
        for case in cases:
            with inputs_of(case, setting) as inputs:
                for turn in range(setting.times):
                    for variant, command in jobs_of(case, setting, turn):
                        setting.say(f"{case.title}: {variant.name}, run {turn + 1} of {setting.times}")
                        run = attempt(
                            case, variant, command, [*inputs, *arguments_of(case, variant, setting)]
                        )
                        if run:
                            results.setdefault(f"{case.name}/{variant.name}", []).append(run)
    except KeyboardInterrupt:
        console.print("interrupted")
    return results


def run_scenarios(names: list[str], setting: Setting) -> dict[str, Outcome]:
    """The scenarios' outcomes; one that fails says why and is left out."""
    outcomes: dict[str, Outcome] = {}
    try:
        for name in names:
            try:
                outcomes[name] = SCENARIOS[name](setting)
            except SystemExit as failure:
                console.print(f"[red]{name} failed:[/red]\n{failure}")
    except KeyboardInterrupt:
        console.print("interrupted")
    return outcomes


@contextmanager
def inputs_of(case: Case, setting: Setting) -> Iterator[list[str]]:
    """The first arguments of a case's script: its directory, or its broker and topic."""
    if case.data == "cdn-topic":
        with server("kafka").lease() as brokers:
            yield [brokers, cdn_topic(brokers, setting.scale, setting.say)]
    else:
        yield [str(prepare(setting.data, case.data, setting.scale, setting.say))] if case.data else []


def jobs_of(case: Case, setting: Setting, turn: int) -> list[tuple[Variant, list[str]]]:
    """The ways to run a case in this turn, and the commands before the script."""
    jobs = [(variant, drey_command(*variant.flags)) for variant in case.drey]
    if setting.flink:
        jobs += [(variant, setting.flink) for variant in case.flink]
    return [(variant, command) for variant, command in jobs if turn == 0 or variant.repeat]


def arguments_of(case: Case, variant: Variant, setting: Setting) -> list[str]:
    """The arguments and options of a script, with what stands in braces filled in."""
    rows = str(scaled(variant.rows or case.rows, setting.scale))
    options = [
        option.replace("{kafka-jar}", flink_connector(setting.data)) if "{kafka-jar}" in option else option
        for option in variant.options
    ]
    return [*(argument.replace("{rows}", rows) for argument in case.arguments), *options]


def attempt(case: Case, variant: Variant, command: list[str], arguments: list[str]) -> Run | None:
    """Measure one run and say what it took; None if it failed."""
    try:
        run = measure(command, ROOT / "benchmarks" / "jobs" / case.script, arguments)
    except JobFailedError as failure:
        console.print(f"[red]{case.title} failed on {variant.name}:[/red]\n{failure}")
        return None
    console.print(f"[dim]{case.title}, {variant.name}: {run.elapsed or run.seconds:.2f} s[/dim]")
    return run


def table_of(cases: list[Case], results: dict[str, list[Run]], scale: float) -> Table:
    """Medians per engine, and how many times as fast Drey is: at parallelism 1, and above it where that is run."""
    table = Table("job", "engine", "median", "rows/s", "CPU s", "Drey is", title="Drey and PyFlink")
    for case in cases:
        first = True
        speeds = {
            variant.name: (variant.rows or case.rows or 1) / job_seconds(runs)
            for variant in (*case.drey, *case.flink)
            if (runs := results.get(f"{case.name}/{variant.name}"))
        }
        for name, speed in speeds.items():
            runs = results[f"{case.name}/{name}"]
            rate = f"{speed * scale:,.0f}" if case.rows else ""
            cpu = median(run.cpu for run in runs)
            title = case.title if first else ""
            table.add_row(
                title, name, f"{job_seconds(runs):.2f} s", rate, f"{cpu:.1f}", ratios(case, speeds, name)
            )
            first = False
    return table


def ratios(case: Case, speeds: dict[str, float], name: str) -> str:
    """What to say beside an engine: Drey's ways against it, or Drey's second way against its first."""
    ours = [variant.name for variant in case.drey if variant.name in speeds]
    if name not in ours:
        times = [f"{speeds[our] / speeds[name]:.1f} x" for our in ours]
        return " and ".join(times) + " as fast" if times else ""
    return f"{speeds[name] / speeds[ours[0]]:.2f} x drey" if name != ours[0] else ""


def job_seconds(runs: list[Run]) -> float:
    """The median of the jobs' own times, or of the processes' where the job doesn't tell."""
    return median(run.seconds if run.elapsed is None else run.elapsed for run in runs)


def memory_table(results: dict[str, list[Run]], scale: float) -> Table:
    table = Table("job", "peak memory", "rows/s", title="Memory of Drey")
    for case in MEMORY:
        runs = results.get(f"{case.name}/drey")
        if runs:
            peak = median(run.memory for run in runs) / 2**20
            table.add_row(case.title, f"{peak:,.0f} MiB", f"{case.rows * scale / job_seconds(runs):,.0f}")
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
