"""What the demo shows: the table filling up, what happens to the job, and the proof."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from cdn_servers import Rows
from rich.console import Console
from rich.live import Live
from rich.table import Table

SHOWN = 10
"""Provinces in the live table."""
_LINE_SECONDS = 2.0
"""Time between two lines where the output is no terminal."""


class Board:
    """A live table on a terminal, a line now and then elsewhere; events stay above it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._started = time.monotonic()
        self._shown = 0.0

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def event(self, text: str) -> None:
        """Something that happened, with the seconds since the start."""
        self._console.print(f"[dim]{time.monotonic() - self._started:5.1f} s[/]  {text}", highlight=False)

    def show(self, rows: Rows, sent: int) -> None:
        """The table as it is now, and how many records the broker has acknowledged."""
        counted = sum(count for count, _, _ in rows.values())
        if self._console.is_terminal:
            self._live.update(_table(rows, counted, sent), refresh=True)
        elif time.monotonic() - self._shown >= _LINE_SECONDS:
            self._shown = time.monotonic()
            self.event(f"sent {sent:,}, in the table {counted:,} of {len(rows)} provinces")


def _table(rows: Rows, counted: int, sent: int) -> Table:
    table = Table("province", title="cdn_access_statistic, in MariaDB", show_footer=True)
    table.columns[0].footer = f"all {len(rows)} (sent: {sent:,})"
    total = sum(size for _, size, _ in rows.values())
    for name, footer in (
        ("access_count", f"{counted:,}"),
        ("total_download", f"{total:,}"),
        ("download_speed", ""),
    ):
        table.add_column(name, footer=footer, justify="right")
    most = sorted(rows.items(), key=lambda row: -row[1][0])[:SHOWN]
    for province, (count, size, speed) in most:
        table.add_row(province, f"{count:,}", f"{size:,}", f"{speed:.3f}")
    return table
