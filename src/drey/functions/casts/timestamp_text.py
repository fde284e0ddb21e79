"""Reading dates, times and timestamps from text as Flink's casts do."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_DATE_SHAPE = re.compile(r"\s*(\d{1,4})\s*(?:-\s*(\d{1,2})\s*(?:-\s*(\d{1,2})\s*)?)?", re.ASCII)
_TIME_SHAPE = re.compile(r"(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9})\d*)?)?)?", re.ASCII)
_LOCAL_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_LOCAL_TIME = re.compile(r" (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{0,9}))?", re.ASCII)
_FIELDS = (("MonthOfYear", 1, 12), ("DayOfMonth", 1, 31), ("HourOfDay", 0, 23), ("MinuteOfHour", 0, 59),
           ("SecondOfMinute", 0, 59))  # fmt: skip


def parse_date(text: str) -> dt.date | None:
    """Flink's reading of a date: month and day may be short or missing, what follows a space is ignored."""
    space = text.find(" ")
    match = _DATE_SHAPE.fullmatch(text[:space] if space > 0 else text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parse_time(text: str) -> dt.time | None:
    """``HH:mm:ss`` with minutes and seconds optional and a fraction."""
    match = _TIME_SHAPE.fullmatch(text.strip(" "))
    if match is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    fraction = (match.group(4) or "").ljust(6, "0")[:6]
    try:
        return dt.time(hour, minute, second, int(fraction))
    except ValueError:
        return None


def parse_timestamp(text: str) -> dt.datetime | None:
    """``yyyy-MM-dd[ HH:mm:ss[.fraction]]``; a day past the month's end is its last day."""
    if timestamp_failure(text) is not None:
        return None
    date = _LOCAL_DATE.match(text)
    assert date is not None
    year, month, day = (int(part) for part in date.groups())
    day = min(day, calendar.monthrange(year, month)[1])
    time = _LOCAL_TIME.match(text, date.end())
    if time is None:
        return dt.datetime(year, month, day)
    hour, minute, second = (int(part) for part in time.groups()[:3])
    micros = int((time.group(4) or "").ljust(6, "0")[:6])
    return dt.datetime(year, month, day, hour, minute, second, micros)


def timestamp_failure(text: str) -> str | None:
    """The message of Java's parser for a text that is no timestamp, or None for one that is."""
    date = _LOCAL_DATE.match(text)
    if date is None or int(date.group(1)) == 0:
        return f"Text '{text}' could not be parsed at index {_first_bad(text)}"
    time = _LOCAL_TIME.match(text, date.end())
    end = date.end() if time is None else time.end()
    if end != len(text):
        return f"Text '{text}' could not be parsed, unparsed text found at index {end}"
    numbers = [*date.groups()[1:], *(time.groups()[:3] if time else ())]
    for number, (field, low, high) in zip(numbers, _FIELDS, strict=False):
        if not low <= int(number) <= high:
            return f"Invalid value for {field} (valid values {low} - {high}): {int(number)}"
    return None


def _first_bad(text: str) -> int:
    """Where the parser stops in what should be a date: four digits, then twice a dash and one or two digits."""
    year = re.match(r"\d+", text, re.ASCII)
    if year is None or year.end() != 4:
        return 0
    at = 4
    for _ in range(2):
        part = re.compile(r"(-)(\d{1,2})?", re.ASCII).match(text, at)
        if part is None:
            return at
        if part.group(2) is None:
            return at + 1
        at = part.end()
    return at
