"""Reading dates and times from text by Java's patterns, and in SQL's own form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from drey.errors import EvaluationError
from drey.functions.temporal.datetime_pattern import DAYS, MONTHS, Token, pattern_tokens
from drey.functions.temporal.zones import zone
from drey.records import record

_SQL_TIMESTAMP = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2}) +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9})?)?")
_SQL_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_INTEGER = re.compile(r"[+-]?\d+")
_OFFSETS = {
    "X": r"Z|[+-]\d{2}(?::?\d{2})?",
    "x": r"[+-]\d{2}(?::?\d{2})?",
    "Z": r"[+-]\d{4}|GMT[+-]\d{2}:\d{2}",
}


@record
class Parsed:
    """A local date and time with nanoseconds of the second, and its offset from UTC if one was given."""

    local: dt.datetime
    nanos: int
    offset: dt.timedelta | None = None


@record
class _Reader:
    regex: re.Pattern[str]
    fields: tuple[Token, ...]
    simple: bool


@lru_cache(maxsize=512)
def _reader(pattern: str, simple: bool) -> _Reader:
    tokens = pattern_tokens(pattern, simple)
    parts: list[str] = []
    fields: list[Token] = []
    for index, token in enumerate(tokens):
        if token.letter == "[":
            parts.append("(?:")
        elif token.letter == "]":
            parts.append(")?")
        elif not token.letter:
            parts.append(re.escape(token.text))
        else:
            following = tokens[index + 1].letter if index + 1 < len(tokens) else ""
            parts.append(f"({_field_regex(token, following, simple)})")
            fields.append(token)
    try:
        return _Reader(re.compile("".join(parts), re.IGNORECASE if simple else 0), tuple(fields), simple)
    except re.error:
        raise EvaluationError(f"invalid date pattern '{pattern}'") from None


def _field_regex(token: Token, following: str, simple: bool) -> str:
    letter, count = token.letter, token.count
    if letter in "ML" and count > 2:
        return "|".join(name if count == 4 and not simple else f"{name}|{name[:3]}" for name in MONTHS)
    if letter == "E":
        return "|".join(f"{name}|{name[:3]}" for name in DAYS)
    if letter == "a":
        return "AM|PM"
    if letter == "G":
        return "AD|BC|Anno Domini|Before Christ"
    if letter in _OFFSETS:
        return _OFFSETS[letter] if not simple else rf"{_OFFSETS['X']}|{_OFFSETS['Z']}"
    if letter in "VvzO":
        return r"[A-Za-z][A-Za-z0-9_/+:-]*"
    if simple:
        adjacent = bool(following) and following not in "GEazZX"
        return rf"\d{{{count}}}" if adjacent else r"[+-]?\d+" if letter in "yY" else r"\d+"
    if letter == "S" or count > 1:
        return rf"\d{{{count}}}"
    return r"\d{1,19}" if letter in "yu" else r"\d{1,3}"


def _number(value: str, token: Token) -> int:
    if token.letter in "ML" and token.count > 2 and not value.isdigit():
        return next(i for i, name in enumerate(MONTHS, 1) if name[:3].lower() == value[:3].lower())
    return int(value)


def _offset_of(text: str) -> dt.timedelta | None:
    text = text.removeprefix("GMT")
    if text in ("Z", ""):
        return dt.timedelta()
    found = zone(text)
    return found.utcoffset(None)


def parse_with(text: str, pattern: str, simple: bool = False) -> Parsed | None:
    """The moment that a text denotes in a pattern's form; missing fields are those of 1970-01-01 00:00.

    ``simple`` reads as a lenient ``SimpleDateFormat`` does: numbers of any length, values out of range carry
    over, and text may follow. Otherwise a day that its month lacks becomes the month's last.

    Raises:
        EvaluationError: The pattern is invalid.
    """
    reader = _reader(pattern, simple)
    match = reader.regex.match(text) if simple else reader.regex.fullmatch(text)
    if match is None:
        return None
    fields: dict[str, int] = {}
    offset: dt.timedelta | None = None
    nanos = 0
    for token, value in zip(reader.fields, match.groups(), strict=True):
        if value is None or token.letter in "EG":
            continue
        if token.letter in "XxZ":
            offset = _offset_of(value)
        elif token.letter in "VvzO":
            offset = zone(value).utcoffset(dt.datetime(1970, 1, 1))
        elif token.letter == "a":
            fields["a"] = int(value.upper() == "PM")
        elif token.letter == "S":
            nanos = int(value) * 1_000_000 if simple else int(value.ljust(9, "0")[:9])
        else:
            fields[token.letter] = (
                _year(value, token, simple) if token.letter in "yuY" else _number(value, token)
            )
    return _assemble(fields, nanos, offset, simple)


def _year(value: str, token: Token, simple: bool) -> int:
    year = int(value)
    if token.count != 2 or len(value) != 2:
        return year
    if not simple:
        return 2000 + year
    # SimpleDateFormat's window: the hundred years that began 80 years ago. Of its first year it takes the days
    # after today, and those of the year a hundred later before; here the whole year is the later one.
    first = dt.date.today().year - 79
    return first + (year - first) % 100


def _hour(fields: Mapping[str, int]) -> int:
    if "H" in fields:
        return fields["H"]
    if "k" in fields:
        return fields["k"] % 24
    half = fields.get("h", 0) % 12 if "h" in fields else fields.get("K", 0)
    return half + 12 * fields.get("a", 0)


def _assemble(
    fields: Mapping[str, int], nanos: int, offset: dt.timedelta | None, simple: bool
) -> Parsed | None:
    year = fields.get("y", fields.get("u", fields.get("Y", 1970)) if not simple else 1970)
    month = fields.get("M", fields.get("L", 1))
    day = fields.get("d", 1)
    hour, minute, second = _hour(fields), fields.get("m", 0), fields.get("s", 0)
    if "D" in fields and "d" not in fields:
        month, day = 1, fields["D"]
        lenient = True
    else:
        lenient = simple
    try:
        if lenient:
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
            local = dt.datetime(year, month, 1) + dt.timedelta(
                days=day - 1, hours=hour, minutes=minute, seconds=second, milliseconds=nanos // 1_000_000
                if simple else 0,
            )  # fmt: skip
            fraction = local.microsecond * 1000 if simple else nanos
            return Parsed(local.replace(microsecond=fraction // 1000), fraction, offset)
        last = _days_of_month(year, month)
        if not 1 <= day <= 31:
            return None
        local = dt.datetime(year, month, min(day, last), hour, minute, second, nanos // 1000)
    except (ValueError, OverflowError):
        return None
    return Parsed(local, nanos, offset)


def _days_of_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def parse_sql_timestamp(text: str) -> Parsed | None:
    """``yyyy-[m]m-[d]d hh:mm:ss[.f]`` or a date alone, as ``java.sql.Timestamp.valueOf`` reads them."""
    text = text.strip()
    match = _SQL_TIMESTAMP.fullmatch(text) or _SQL_DATE.fullmatch(text)
    if match is None:
        return None
    numbers = [int(part or 0) for part in match.groups()[:6]]
    year, month, day, *time = numbers
    if not 1 <= month <= 12 or not 1 <= day <= 31 or year < 1:
        return None
    if match.re is _SQL_DATE:
        return Parsed(dt.datetime(year, month, min(day, _days_of_month(year, month))), 0)
    hour, minute, second = time
    nanos = int((match.group(7) or "").ljust(9, "0"))
    try:
        # Values out of range carry over, as in the deprecated constructor behind valueOf.
        local = dt.datetime(year, month, 1) + dt.timedelta(
            days=day - 1, hours=hour, minutes=minute, seconds=second, microseconds=nanos // 1000
        )
    except OverflowError:
        return None
    return Parsed(local, nanos)


def parse_timestamp(text: str, pattern: str) -> Parsed | None:
    """By the pattern, or else in SQL's form whatever the pattern is."""
    return parse_with(text, pattern) or parse_sql_timestamp(text)


def parse_sql_date(text: str) -> dt.date | None:
    """``2020-01-02``, ``2020-1``, ``2020``, or the date of a timestamp; NULL for other texts."""
    space = text.find(" ")
    parts = (text[:space] if space > 0 else text).split("-", 2)
    if not all(_INTEGER.fullmatch(part.strip()) for part in parts):
        return None
    year, month, day = (*(int(part) for part in parts), 1, 1)[:3]
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
