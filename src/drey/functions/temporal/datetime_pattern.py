"""Java's date and time patterns (``yyyy-MM-dd HH:mm``): reading them and formatting with them.

Two dialects exist: ``java.time.format.DateTimeFormatter`` and the older ``SimpleDateFormat``, in which ``S``
counts milliseconds and ``u`` is the day of the week. Text is English, weeks start on Sunday.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from drey.errors import EvaluationError
from drey.records import record

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FORMATTER_LETTERS = "GuyDMLdQqYwWEecFaBhKkHmsSAnNVvzOXxZ"
_SIMPLE_LETTERS = "GyYMLwWDdFEuaHkKhmsSzZX"
ZONE_LETTERS = "VvzOXxZ"

_STRFTIME = {
    "yyyy": "%Y",
    "uuuu": "%Y",
    "MM": "%m",
    "M": "%-m",
    "MMM": "%b",
    "MMMM": "%B",
    "LLL": "%b",
    "LLLL": "%B",
    "dd": "%d",
    "d": "%-d",
    "DDD": "%j",
    "D": "%-j",
    "HH": "%H",
    "H": "%-H",
    "hh": "%I",
    "h": "%-I",
    "mm": "%M",
    "m": "%-M",
    "ss": "%S",
    "s": "%-S",
    "E": "%a",
    "EE": "%a",
    "EEE": "%a",
    "EEEE": "%A",
    "a": "%p",
}
_FRACTIONS = {"SSS": "%3f", "SSSSSS": "%6f", "SSSSSSSSS": "%9f"}


@record
class Token:
    """A run of one pattern letter, or (with no letter) a literal text; ``[`` and ``]`` are letters."""

    letter: str
    count: int
    text: str = ""


@lru_cache(maxsize=512)
def pattern_tokens(pattern: str, simple: bool = False) -> tuple[Token, ...]:
    """The tokens of a pattern.

    Raises:
        EvaluationError: It has an unknown letter or an unclosed quote.
    """
    letters = _SIMPLE_LETTERS if simple else _FORMATTER_LETTERS
    found: list[Token] = []
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == "'":
            text, at = _quoted(pattern, at + 1)
            found.append(Token("", 0, text))
        elif character.isascii() and character.isalpha():
            end = at
            while end < len(pattern) and pattern[end] == character:
                end += 1
            if character not in letters:
                kind = "Illegal pattern character '{}'" if simple else "Unknown pattern letter: {}"
                raise EvaluationError(kind.format(character))
            found.append(Token(character, end - at))
            at = end
        elif character in "[]" and not simple:
            found.append(Token(character, 1))
            at += 1
        elif character in "{}#" and not simple:
            raise EvaluationError(f"Pattern includes reserved character: '{character}'")
        else:
            found.append(Token("", 0, character))
            at += 1
    return tuple(found)


def _quoted(pattern: str, at: int) -> tuple[str, int]:
    if pattern[at : at + 1] == "'":
        return "'", at + 1
    text = ""
    while at < len(pattern):
        if pattern[at] == "'":
            if pattern[at + 1 : at + 2] != "'":
                return text, at + 1
            at += 1
        text += pattern[at]
        at += 1
    raise EvaluationError(f"Pattern ends with an incomplete string literal: {pattern}")


@lru_cache(maxsize=512)
def strftime_of(pattern: str, simple: bool = False) -> str | None:
    """The pattern in Polars' strftime language, or None if it has letters that this doesn't offer."""
    parts: list[str] = []
    for token in pattern_tokens(pattern, simple):
        letters = token.letter * token.count
        if not token.letter:
            parts.append(token.text.replace("%", "%%"))
        elif letters in _FRACTIONS and (not simple or letters == "SSS"):
            parts.append(_FRACTIONS[letters])
        elif letters in _STRFTIME and not (simple and token.letter == "u"):
            parts.append(_STRFTIME[letters])
        else:
            return None
    return "".join(parts)


@record
class Moment:
    """What a formatter reads: a local time, its nanoseconds of the second, and its zone if it has one."""

    local: dt.datetime
    nanos: int
    zone: dt.tzinfo | None = None


def format_moment(pattern: str, moment: Moment, simple: bool = False) -> str:
    """The moment in the pattern's form.

    Raises:
        EvaluationError: The pattern is invalid or needs a zone that the moment hasn't.
    """
    parts = []
    for token in pattern_tokens(pattern, simple):
        if not token.letter:
            parts.append(token.text)
        elif token.letter in ZONE_LETTERS:
            parts.append(_zone_text(token, moment))
        elif token.letter not in "[]":
            parts.append(_field_text(token, moment, simple))
    return "".join(parts)


def _name(names: tuple[str, ...], index: int, count: int) -> str:
    return names[index][: {4: None, 5: 1}.get(count, 3)]


def week_of_year(day: dt.date) -> tuple[int, int]:
    """(week-based year, week) with weeks from Sunday, the first of which holds January 1."""
    first = dt.date(day.year, 1, 1)
    left = (366 if calendar.isleap(day.year) else 365) - (day - first).days
    if left <= (day.isoweekday() + left) % 7:
        return day.year + 1, 1
    return day.year, ((day - first).days + first.isoweekday() % 7) // 7 + 1


def _week_of_month(day: dt.date) -> int:
    return (day.day - 1 + day.replace(day=1).isoweekday() % 7) // 7 + 1


_NUMBERS: dict[str, Callable[[Moment], int]] = {
    "D": lambda m: m.local.timetuple().tm_yday,
    "d": lambda m: m.local.day,
    "w": lambda m: week_of_year(m.local.date())[1],
    "W": lambda m: _week_of_month(m.local.date()),
    "F": lambda m: (m.local.day - 1) % 7 + 1,
    "h": lambda m: (m.local.hour + 11) % 12 + 1,
    "K": lambda m: m.local.hour % 12,
    "k": lambda m: (m.local.hour + 23) % 24 + 1,
    "H": lambda m: m.local.hour,
    "m": lambda m: m.local.minute,
    "s": lambda m: m.local.second,
    "n": lambda m: m.nanos,
    "A": lambda m: _seconds_of_day(m) * 1000 + m.nanos // 1_000_000,
    "N": lambda m: _seconds_of_day(m) * 1_000_000_000 + m.nanos,
}


def _seconds_of_day(moment: Moment) -> int:
    return moment.local.hour * 3600 + moment.local.minute * 60 + moment.local.second


def _field_text(token: Token, moment: Moment, simple: bool) -> str:
    letter, count, local = token.letter, token.count, moment.local
    match letter:
        case "y" | "u" | "Y" if not (simple and letter == "u"):
            year = week_of_year(local.date())[0] if letter == "Y" else local.year
            if count >= 4 and year > dt.MAXYEAR and not simple:
                return f"+{year}"
            return f"{year % 100:02d}" if count == 2 else str(year).zfill(count)
        case "M" | "L":
            return _name(MONTHS, local.month - 1, count) if count > 2 else str(local.month).zfill(count)
        case "E":
            return _name(DAYS, local.weekday(), count)
        case "u":
            return str(local.isoweekday()).zfill(count)
        case "e" | "c":
            number = str(local.isoweekday() % 7 + 1).zfill(count)
            return _name(DAYS, local.weekday(), count) if count > 2 else number
        case "Q" | "q":
            quarter = (local.month + 2) // 3
            ordinal = ("1st", "2nd", "3rd", "4th")[quarter - 1] + " quarter"
            return str(quarter).zfill(count) if count < 3 else f"Q{quarter}" if count == 3 else ordinal
        case "G":
            return "Anno Domini" if count == 4 and not simple else "AD"
        case "a":
            return "AM" if local.hour < 12 else "PM"
        case "S":
            digits = f"{moment.nanos:09d}"
            return str(moment.nanos // 1_000_000).zfill(count) if simple else digits[:count]
        case "F" if simple:
            return str((local.day - 1) // 7 + 1).zfill(count)
    if letter not in _NUMBERS:
        raise EvaluationError(f"pattern letter '{letter}' is not supported")
    return str(_NUMBERS[letter](moment)).zfill(count)


def _zone_text(token: Token, moment: Moment) -> str:
    if moment.zone is None:
        if token.letter in "Vvz":
            raise EvaluationError(f"Unable to extract ZoneId from temporal {moment.local.isoformat()}")
        raise EvaluationError("Unsupported field: OffsetSeconds")
    aware = moment.local.replace(tzinfo=moment.zone)
    offset = int((aware.utcoffset() or dt.timedelta()).total_seconds()) // 60
    sign, hours, minutes = "-" if offset < 0 else "+", abs(offset) // 60, abs(offset) % 60
    if token.letter == "z":
        return aware.tzname() or ""
    if token.letter == "X":
        if offset == 0:
            return "Z"
        tail = {1: "", 2: f"{minutes:02d}", 3: f":{minutes:02d}"}[min(token.count, 3)]
        return f"{sign}{hours:02d}{tail}"
    return f"{sign}{hours:02d}{minutes:02d}"
