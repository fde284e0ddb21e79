"""Durations as Flink's configuration writes them: ``10 s``, ``25 h``, ``500 ms``."""

from __future__ import annotations

import datetime
import re

from drey.errors import OptionError

_UNITS = (
    (86_400_000_000, "d", ("d", "day", "days")),
    (3_600_000_000, "h", ("h", "hour", "hours")),
    (60_000_000, "min", ("min", "m", "minute", "minutes")),
    (1_000_000, "s", ("s", "sec", "secs", "second", "seconds")),
    (1_000, "ms", ("ms", "milli", "millis", "millisecond", "milliseconds")),
    (1, "us", ("µs", "us", "micro", "micros", "microsecond", "microseconds")),
)
_TEXT = re.compile(r"\s*(\d+)\s*([a-zµ]*)\s*", re.IGNORECASE)
_ISO = re.compile(
    r"P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?", re.IGNORECASE
)


def duration_text(duration: datetime.timedelta) -> str:
    """The duration in the largest unit that divides it, at millisecond resolution as PyFlink has it."""
    millis = round(duration.total_seconds() * 1000)
    if millis == 0:
        return "0 ms"
    for size, unit, _ in _UNITS:
        if millis * 1000 % size == 0:
            return f"{millis * 1000 // size} {unit}"
    return f"{millis} ms"


def parse_duration(text: str) -> datetime.timedelta:
    """The duration of a text such as ``10 s``, ``3min``, ``500`` (milliseconds) or ``PT1H``.

    Raises:
        OptionError: The text is none.
    """
    match = _TEXT.fullmatch(text)
    if match is not None:
        unit = match.group(2).lower() or "ms"
        for size, _, names in _UNITS:
            if unit in names:
                return datetime.timedelta(microseconds=int(match.group(1)) * size)
    iso = _ISO.fullmatch(text.strip())
    if iso is not None and any(iso.groups()):
        parts = {key: float(value or 0) for key, value in iso.groupdict().items()}
        return datetime.timedelta(days=parts["d"], hours=parts["h"], minutes=parts["m"], seconds=parts["s"])
    raise OptionError(
        f"'{text}' is not a duration", hint="write a number and a unit: '10 s', '5 min', '500 ms'"
    )
