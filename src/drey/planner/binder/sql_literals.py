"""The values of SQL literals: numbers, dates, times and intervals."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from decimal import Decimal

from drey.errors import ValidationError
from drey.types import logical as t

_DATE = re.compile(r"(\d{1,4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{0,9})\d*)?")
_BIGINT = t.BigIntType()
_MAX_MILLISECOND_DIGITS = 3

# Milliseconds per unit of a day-time interval, months per unit of a year-month interval.
_MILLISECONDS = {"WEEK": 604_800_000, "DAY": 86_400_000, "HOUR": 3_600_000, "MINUTE": 60_000, "SECOND": 1_000}
_MONTHS = {"YEAR": 12, "QUARTER": 3, "MONTH": 1}
# What a field that isn't the leading one must stay below.
_LIMITS = {"MONTH": 12, "HOUR": 24, "MINUTE": 60, "SECOND": 60}
_UNIT = re.compile(r"([A-Z]+)(?:\((\d+)(?:, (\d+))?\))?")
_SEPARATORS = {
    ("YEAR", "MONTH"): "-",
    ("DAY", "HOUR"): " ",
    ("HOUR", "MINUTE"): ":",
    ("MINUTE", "SECOND"): ":",
}
_DEFAULT_LEADING_DIGITS = 2
_MONTH_TYPE = t.YearMonthIntervalType("MONTH", nullable=False)
_SECOND_TYPE = t.DayTimeIntervalType("SECOND(3)", nullable=False)
_DAY_TIME_UNITS = ("DAY", "HOUR", "MINUTE", "SECOND")


def number_literal(text: str) -> int | float | Decimal:
    """Whole numbers (``5`` and ``5.``) as int, with a fraction as Decimal, with an exponent as float.

    Raises:
        ValidationError: The number fits neither BIGINT, DECIMAL(38, s) nor DOUBLE; a minus sign belongs
            to the text, so that ``-9223372036854775808`` fits.
    """
    if "e" in text.lower():
        approximate = float(text)
        fits = math.isfinite(approximate)
        value: int | float | Decimal = approximate
    elif "." in text[:-1]:
        value = Decimal(text)
        fits = len(value.as_tuple().digits) <= t.MAX_DECIMAL_PRECISION
    else:
        value = int(text.rstrip("."))
        fits = _BIGINT.minimum <= value <= _BIGINT.maximum
    if not fits:
        raise ValidationError(f"numeric literal '{text}' is out of range")
    return value


def fraction_type(text: str) -> t.DecimalType | None:
    """The type of ``.25``, which lacks the digit before the point that ``0.25`` has; None for other numbers."""
    whole, _, fraction = text.lstrip("-").partition(".")
    if whole or not fraction.isdigit():
        return None
    return t.DecimalType(len(fraction), len(fraction), nullable=False)


def has_nanoseconds(text: str) -> bool:
    """True for a timestamp's text with digits beyond microseconds, which no Python value holds."""
    return bool(text.strip().rpartition(".")[2][6:].strip("0")) and "." in text


def temporal_literal(kind: str, text: str) -> tuple[dt.date | dt.time | dt.datetime, t.LogicalType]:
    """The value and NOT NULL type of ``DATE '..'``, ``TIME '..'``, ``TIMESTAMP '..'``.

    The precision is the number of fractional digits written, as in Calcite. Digits beyond microseconds,
    which Python's values can't hold, are left out of a timestamp (see :func:`has_nanoseconds`).

    Raises:
        ValidationError: The text is no such value.
    """
    stripped = text.strip()
    try:
        if kind == "DATE":
            return _date(stripped), t.DateType(nullable=False)
        if kind == "TIME":
            time, precision = _time(stripped)
            if has_nanoseconds(stripped):
                raise ValueError("fractions of a second finer than microseconds are not supported")
            return time, t.TimeType(precision, nullable=False)
        date_text, _, time_text = stripped.partition(" ")
        date = _date(date_text)
        time, precision = _time(time_text) if time_text else (dt.time(), 0)
        moment = dt.datetime.combine(date, time)
    except ValueError as error:
        raise ValidationError(
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
    return dt.time(hour, minute, second, int(fraction[:6].ljust(6, "0"))), len(fraction)


def interval_cast(value: int | None, type_: t.IntervalType) -> tuple[int | None, t.IntervalType]:
    """The value and type of ``CAST(5 AS INTERVAL DAY)``.

    A constant counts whole units, other numbers milliseconds or months, as in Flink; the type is that of a literal.

    Args:
        value: The constant, or None for other operands.
        type_: The type with the unit as written.
    """
    unit = type_.resolution.partition("(")[0].partition(" ")[0]
    size = _MONTHS.get(unit) or _MILLISECONDS[unit]
    result = _MONTH_TYPE if isinstance(type_, t.YearMonthIntervalType) else _SECOND_TYPE
    return (None if value is None else value * size), result


def interval_literal(text: str, unit: str) -> tuple[int, t.IntervalType]:
    """Months or milliseconds of ``INTERVAL 'text' unit`` and its type.

    Flink gives every such literal the type ``INTERVAL MONTH NOT NULL`` or ``INTERVAL SECOND(3) NOT NULL``,
    whatever its qualifier; the leading field holds two digits unless the qualifier says more.

    Args:
        text: Such as ``5``, ``-1.5`` or ``1 10:30:00.5``.
        unit: The qualifier, units in the singular: ``DAY``, ``DAY(3) TO SECOND(3)``.

    Raises:
        ValidationError: The text doesn't fit the qualifier, or the qualifier mixes what can't be mixed.
    """
    parsed = [_UNIT.fullmatch(part) for part in unit.split(" TO ")]
    names = [match.group(1) for match in parsed if match is not None]
    units = _units_between(names, unit)
    match = re.fullmatch(_value_pattern(units), text.strip())
    if match is None:
        raise ValidationError(
            f"'{text}' is not an interval of {unit}", hint=f"write INTERVAL '{_example(units)}' {unit}"
        )
    negative = match.group(1) == "-"
    numbers = match.groups()[1:]
    _check_leading_field(numbers[0], parsed[0])
    for number, name in zip(numbers[1:], units[1:], strict=False):
        if int(number) >= _LIMITS[name]:
            raise ValidationError(
                f"'{text}' is not an interval of {unit}", detail=f"{name} is below {_LIMITS[name]}"
            )
    factors = _MONTHS if units[0] in _MONTHS else _MILLISECONDS
    total = sum(int(number) * factors[name] for number, name in zip(numbers, units, strict=False))
    if units[-1] == "SECOND":
        fraction = (numbers[len(units)] or "")[:_MAX_MILLISECOND_DIGITS]
        total += int(fraction.ljust(_MAX_MILLISECOND_DIGITS, "0"))
    return (-total if negative else total), _MONTH_TYPE if units[0] in _MONTHS else _SECOND_TYPE


def _check_leading_field(digits: str, qualifier: re.Match[str] | None) -> None:
    if qualifier is None:
        return
    name, precision = qualifier.group(1), int(qualifier.group(2) or _DEFAULT_LEADING_DIGITS)
    significant = digits.lstrip("0") or "0"
    if len(significant) > precision:
        raise ValidationError(
            f"interval field value {significant} exceeds precision of {name}({precision}) field",
            hint=f"write {name}({len(significant)})",
        )


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
    raise ValidationError(
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
