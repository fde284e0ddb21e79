"""The values of SQL literals: numbers, dates, times and intervals."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from decimal import Decimal

from drey.errors import SqlSyntaxError
from drey.types import logical as t

_DATE = re.compile(r"(\d{1,4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{0,9})\d*)?")
_UTC = dt.timezone.utc  # noqa: UP017
_MAX_MILLISECOND_DIGITS = 3

# Milliseconds per unit of a day-time interval, months per unit of a year-month interval.
_MILLISECONDS = {"WEEK": 604_800_000, "DAY": 86_400_000, "HOUR": 3_600_000, "MINUTE": 60_000, "SECOND": 1_000}
_MONTHS = {"YEAR": 12, "QUARTER": 3, "MONTH": 1}
_UNIT = re.compile(r"([A-Z]+)(?:\((\d+)(?:, (\d+))?\))?")
_SEPARATORS = {
    ("YEAR", "MONTH"): "-",
    ("DAY", "HOUR"): " ",
    ("HOUR", "MINUTE"): ":",
    ("MINUTE", "SECOND"): ":",
}
_DAY_TIME_UNITS = ("DAY", "HOUR", "MINUTE", "SECOND")


def number_literal(text: str) -> int | float | Decimal:
    """Whole numbers as int, with a point as Decimal (digits kept), with an exponent as float."""
    if "e" in text.lower():
        return float(text)
    if "." in text:
        return Decimal(text)
    return int(text)


def temporal_literal(kind: str, text: str) -> tuple[dt.date | dt.time | dt.datetime, t.LogicalType]:
    """The value and NOT NULL type of ``DATE '..'``, ``TIME '..'``, ``TIMESTAMP '..'``.

    The precision is the number of fractional digits written, as in Calcite. Digits beyond microseconds,
    which Python's values can't hold, must be zero.

    Raises:
        SqlSyntaxError: The text is no such value.
    """
    stripped = text.strip()
    try:
        if kind == "DATE":
            return _date(stripped), t.DateType(nullable=False)
        if kind == "TIME":
            time, precision = _time(stripped)
            return time, t.TimeType(precision, nullable=False)
        date_text, _, time_text = stripped.partition(" ")
        date = _date(date_text)
        time, precision = _time(time_text) if time_text else (dt.time(), 0)
        moment = dt.datetime.combine(date, time)
    except ValueError as error:
        raise SqlSyntaxError(
            f"'{text}' is not a {kind}", detail=str(error), hint=_temporal_hint(kind)
        ) from None
    if kind == "TIMESTAMP_LTZ":
        return moment, t.LocalZonedTimestampType(precision, nullable=False)
    return moment, t.TimestampType(precision, nullable=False)


def _temporal_hint(kind: str) -> str:
    shape = {"DATE": "2024-01-31", "TIME": "23:59:59.999"}.get(kind, "2024-01-31 23:59:59.999")
    return f"write {kind.replace('_LTZ', ' WITH LOCAL TIME ZONE')} '{shape}'"


def _date(text: str) -> dt.date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' has not the form yyyy-MM-dd")
    year, month, day = (int(group) for group in match.groups())
    return dt.date(year, month, day)


def _time(text: str) -> tuple[dt.time, int]:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' has not the form HH:mm:ss[.fraction]")
    hour, minute, second = (int(group) for group in match.groups()[:3])
    fraction = match.group(4) or ""
    if fraction[6:].strip("0"):
        raise ValueError("fractions of a second finer than microseconds are not supported")
    return dt.time(hour, minute, second, int(fraction[:6].ljust(6, "0"))), len(fraction)


def interval_literal(text: str, unit: str) -> tuple[int, t.IntervalType]:
    """Months or milliseconds of ``INTERVAL 'text' unit`` and its NOT NULL type.

    Args:
        text: Such as ``5``, ``-1.5`` or ``1 10:30:00.5``.
        unit: The qualifier, units in the singular: ``DAY``, ``DAY(3) TO SECOND(3)``.

    Raises:
        SqlSyntaxError: The text doesn't fit the qualifier, or the qualifier mixes what can't be mixed.
    """
    parsed = [_UNIT.fullmatch(part) for part in unit.split(" TO ")]
    names = [match.group(1) for match in parsed if match is not None]
    units = _units_between(names, unit)
    match = re.fullmatch(_value_pattern(units), text.strip())
    if match is None:
        raise SqlSyntaxError(
            f"'{text}' is not an interval of {unit}", hint=f"write INTERVAL '{_example(units)}' {unit}"
        )
    negative = match.group(1) == "-"
    factors = _MONTHS if units[0] in _MONTHS else _MILLISECONDS
    numbers = match.groups()[1:]
    total = sum(int(number) * factors[name] for number, name in zip(numbers, units, strict=False))
    if units[-1] == "SECOND":
        fraction = (numbers[len(units)] or "")[:_MAX_MILLISECOND_DIGITS]
        total += int(fraction.ljust(_MAX_MILLISECOND_DIGITS, "0"))
    return (-total if negative else total), _interval_type(unit, units)


def _units_between(names: list[str], unit: str) -> list[str]:
    """All units that the text holds: ``DAY TO MINUTE`` has a day, an hour and a minute."""
    if len(names) == 1:
        return names
    first, last = names
    if (first, last) == ("YEAR", "MONTH"):
        return names
    if first in _DAY_TIME_UNITS and last in _DAY_TIME_UNITS:
        start, end = _DAY_TIME_UNITS.index(first), _DAY_TIME_UNITS.index(last)
        if start < end:
            return list(_DAY_TIME_UNITS[start : end + 1])
    raise SqlSyntaxError(
        f"an interval can't span {unit}", hint="use YEAR TO MONTH, or two of DAY, HOUR, MINUTE, SECOND"
    )


def _value_pattern(units: list[str]) -> str:
    pattern = r"([+-]?)(\d+)"
    for pair in itertools.pairwise(units):
        pattern += _SEPARATORS[pair] + r"(\d+)"
    if units[-1] == "SECOND":
        pattern += r"(?:\.(\d*))?"
    return pattern


def _example(units: list[str]) -> str:
    example = "1"
    for pair in itertools.pairwise(units):
        example += _SEPARATORS[pair] + "1"
    return example


def _interval_type(unit: str, units: list[str]) -> t.IntervalType:
    if units[0] in _MONTHS:
        return t.YearMonthIntervalType(unit, nullable=False)
    return t.DayTimeIntervalType(unit, nullable=False)
