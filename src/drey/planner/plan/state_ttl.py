"""The time to live that ``STATE_TTL`` hints give the state of one aggregate."""

from __future__ import annotations

from datetime import timedelta

from drey.options import parse_duration
from drey.records import record


@record
class StateTtlHints:
    """The hints of an aggregate's query block.

    Args:
        hints: Of each hint the tables with their times, as written.
        value: The time in force; None if the aggregate reads none of the tables.
        depth: How many nodes of the block stand above the aggregate, which EXPLAIN shows.
        optimized_depth: The same for the optimised plan.
    """

    hints: tuple[tuple[tuple[str, str], ...], ...]
    value: str | None = None
    depth: int = 0
    optimized_depth: int = 0

    @property
    def ttl(self) -> int | None:
        """The time in force in ms; 0 for state that lives for ever."""
        return None if self.value is None else parse_duration(self.value) // timedelta(milliseconds=1)

    @property
    def text(self) -> str:
        """As a logical plan shows it."""
        shown = (", ".join(f"{table}={ttl}" for table, ttl in one) for one in self.hints)
        return _text("".join(f"[STATE_TTL {_path(self.depth)}options:{{{one}}}]" for one in shown))

    @property
    def optimized_text(self) -> str:
        """As an optimised plan shows it."""
        return _text(f"[STATE_TTL {_path(self.optimized_depth)}options:[{self.value}]]")


def _text(hints: str) -> str:
    return f"stateTtlHints=[[{hints}]]"


def _path(depth: int) -> str:
    return f"inheritPath:[{', '.join(['0'] * depth)}] " if depth else ""
