"""Runs examples/cdn_log_analysis.py on 2,000,000 generated log lines, then again with a kill in the middle."""

from __future__ import annotations

import argparse
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from generate_log import generate
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "examples" / "cdn_log_analysis.py"
CONSOLE = Console()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--directory", type=Path, default=ROOT / ".demo")
    arguments = parser.parse_args()
    work: Path = arguments.directory
    shutil.rmtree(work, ignore_errors=True)
    log = work / "log"
    generate(log, arguments.rows, arguments.files)

    CONSOLE.rule("1. the job, from start to end")
    straight = new_database(work / "straight.sqlite")
    started = time.monotonic()
    subprocess.run(command(log, straight, []), check=True)
    seconds = time.monotonic() - started
    show(straight, arguments.rows, seconds)

    CONSOLE.rule("2. the same job, killed in the middle and restored")
    killed = new_database(work / "killed.sqlite")
    checkpoint = kill_in_the_middle(log, killed, work / "checkpoints")
    CONSOLE.print(f"restoring from {checkpoint.relative_to(work)}")
    subprocess.run(command(log, killed, ["-s", str(checkpoint)]), check=True)

    if rows_of(straight) != rows_of(killed):
        CONSOLE.print("[bold red]the two results differ[/]")
        return 1
    CONSOLE.print("[bold green]the restored run's result equals the straight run's, to the last digit[/]")
    return 0


def command(log: Path, database: Path, options: list[str]) -> list[str]:
    return [
        sys.executable,
        "-m",
        "drey",
        "run",
        *options,
        str(SCRIPT),
        "--input",
        str(log),
        "--database",
        str(database),
    ]


def new_database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE cdn_access_statistic ("
        "province TEXT PRIMARY KEY, access_count INTEGER, total_download INTEGER, download_speed REAL)"
    )
    connection.commit()
    connection.close()
    return path


def rows_of(database: Path) -> list[tuple[str, int, int, float]]:
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT * FROM cdn_access_statistic ORDER BY province").fetchall()
    connection.close()
    return rows


def show(database: Path, rows: int, seconds: float) -> None:
    table = Table("province", title="cdn_access_statistic")
    for name in ("access_count", "total_download", "download_speed"):
        table.add_column(name, justify="right")
    for province, count, total, speed in rows_of(database):
        table.add_row(province, f"{count:,}", f"{total:,}", f"{speed:.6f}")
    CONSOLE.print(table)
    CONSOLE.print(
        f"{rows:,} rows in {seconds:.2f} s, start of the process included: {rows / seconds:,.0f} rows/s"
    )


def kill_in_the_middle(log: Path, database: Path, checkpoints: Path) -> Path:
    """Start the job with checkpoints, kill it after one, and return the newest checkpoint."""
    options = [
        "-D",
        "execution.checkpointing.interval=100 ms",
        "-D",
        f"execution.checkpointing.dir={checkpoints}",
    ]
    options += ["-D", "execution.checkpointing.externalized-checkpoint-retention=RETAIN_ON_CANCELLATION"]
    process = subprocess.Popen(command(log, database, options))
    while process.poll() is None and len(complete(checkpoints)) == 0:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = complete(checkpoints)
    if process.returncode != -signal.SIGKILL or not found:
        raise SystemExit("the job ended before it could be killed: run the demo with more --rows")
    CONSOLE.print(f"killed process {process.pid} with SIGKILL while it was reading")
    return found[-1]


def complete(checkpoints: Path) -> list[Path]:
    """Complete checkpoints, oldest first."""
    found = [path.parent for path in checkpoints.glob("*/chk-*/_metadata")]
    return sorted(found, key=lambda path: int(path.name.removeprefix("chk-")))


if __name__ == "__main__":
    raise SystemExit(main())
