"""Durations as Flink's configuration writes them: ``10 s``, ``25 h``, ``500 ms``."""

from __future__ import annotations

import datetime

from drey.errors import OptionError
from drey.options import parse_duration

_UNITS = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s"))
"""Milliseconds and the unit, from the largest."""


def duration_text(duration: datetime.timedelta) -> str:
    """The duration in the largest unit that divides it, at millisecond resolution as PyFlink has it."""
    millis = round(duration.total_seconds() * 1000)
    if millis == 0:
        return "0 ms"
    for size, unit in _UNITS:
        if millis % size == 0:
            return f"{millis // size} {unit}"
    return f"{millis} ms"


def parse_duration_text(text: str) -> datetime.timedelta:
    """The duration of a text such as ``10 s``, ``3min``, ``500`` (milliseconds) or ``PT1H``.

    Raises:
        OptionError: The text is none.
    """
    try:
        return parse_duration(text)
    except ValueError:
        raise OptionError(
            f"'{text}' is not a duration", hint="write a number and a unit: '10 s', '5 min', '500 ms'"
        ) from None
