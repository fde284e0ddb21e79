"""Facts as aligned columns of text, and how times, sizes and counts are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

WIDEST = 60


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Lines of columns that are as wide as what is in them, :data:`WIDEST` at most.

    Args:
        head: The names of the columns.
        rows: Their texts.
        right: The numbers of the columns that end at the right, from 0.
    """
    lines = [[shortened(cell) for cell in line] for line in (head, *rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    texts = (
        "  ".join(
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
    return "\n".join(text.rstrip() for text in texts)


def shortened(text: str, width: int = WIDEST) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= width else text[: width - 1] + "…"


def moment(seconds: float | None) -> str:
    """A time since the epoch in the machine's time zone."""
    if seconds is None:
        return "-"
    return dt.datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def duration(seconds: float | None) -> str:
    """A length of time: ``35 ms``, ``1.20 s``, ``1:02:03``."""
    if seconds is None:
        return "-"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 60 else str(dt.timedelta(seconds=round(seconds)))


def size(number: float) -> str:
    """Bytes: ``512 B``, ``1.5 kB``, ``3.2 MB``."""
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} B" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def count(number: int, one: str) -> str:
    """``1 restart``, ``2 restarts``."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
