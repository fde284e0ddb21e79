"""What measurements other than the time of a script have in common: a setting comes in, tables and figures go out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table


@dataclass(frozen=True)
class Setting:
    """How to measure.

    Args:
        data: A directory for what is made or fetched once.
        flink: The command of the interpreter with PyFlink, or None to measure Drey alone.
        times: How often.
        scale: The factor of all sizes; 1 is what is published.
        say: Shows what is being done.
    """

    data: Path
    flink: list[str] | None
    times: int
    scale: float
    say: Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What was measured: a table for people, and figures for the history."""

    table: Table
    figures: dict[str, Any]
