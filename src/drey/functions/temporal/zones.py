"""Time zones as Java names them, and expressions that move between instants and local times."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from drey.errors import ValidationError

_OFFSET = re.compile(r"(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?")
# The short names of java.time.ZoneId.SHORT_IDS that are still in use.
_SHORT_IDS = {
    "EST": "-05:00",
    "MST": "-07:00",
    "HST": "-10:00",
    "PST": "America/Los_Angeles",
    "CST": "America/Chicago",
    "CTT": "Asia/Shanghai",
    "JST": "Asia/Tokyo",
    "IST": "Asia/Kolkata",
    "ECT": "Europe/Paris",
}


FIRST_KNOWN = dt.datetime(1900, 1, 1)
"""Where the offsets of ``java.util.TimeZone`` begin."""


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo | dt.timezone:
    """The zone of an IANA name or an offset such as ``GMT+08:00`` or ``+01:00``.

    Raises:
        ValidationError: There is no such zone.
    """
    if name in ("Z", "UTC", "GMT", "UT"):
        return dt.UTC
    name = _SHORT_IDS.get(name, name)
    match = _OFFSET.fullmatch(name)
    if match:
        sign = -1 if match.group(1) == "-" else 1
        minutes = int(match.group(2)) * 60 + int(match.group(3) or 0)
        return dt.timezone(sign * dt.timedelta(minutes=minutes))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValidationError(f"unknown time-zone ID: {name}") from None


def zone_or_gmt(name: str) -> ZoneInfo | dt.timezone:
    """As :func:`zone`, but GMT for unknown names, as ``java.util.TimeZone`` has it."""
    try:
        return zone(name)
    except ValidationError:
        return dt.UTC


def local_time(instant: pl.Expr, zone_name: str) -> pl.Expr:
    """The wall-clock time without zone of a UTC instant."""
    found = zone(zone_name)
    if isinstance(found, dt.timezone):
        return instant.dt.replace_time_zone(None) + pl.lit(found.utcoffset(None))
    return instant.dt.convert_time_zone(found.key).dt.replace_time_zone(None)


def calendar_time(instant: pl.Expr, zone_name: str) -> pl.Expr:
    """The wall-clock time as ``java.util.TimeZone`` has it: before 1900 with the offset of 1900.

    Flink's EXTRACT, FLOOR, CEIL and FROM_UNIXTIME use it; casts know the local mean time of earlier years.
    """
    found = zone(zone_name)
    if isinstance(found, dt.timezone):
        return local_time(instant, zone_name)
    early = instant.dt.replace_time_zone(None) + pl.lit(found.utcoffset(FIRST_KNOWN))
    return pl.when(instant.dt.year() < FIRST_KNOWN.year).then(early).otherwise(local_time(instant, zone_name))


def calendar_instant(local: dt.datetime, found: dt.tzinfo) -> dt.datetime:
    """The instant of a wall-clock time as ``SimpleDateFormat`` reads it.

    Of two instants it is the later, a time in a gap moves on by the gap, and before 1900 the offset is that of 1900.
    """
    if local < FIRST_KNOWN:
        return local.replace(tzinfo=dt.timezone(found.utcoffset(FIRST_KNOWN) or dt.timedelta()))
    before, after = (found.utcoffset(local.replace(fold=fold)) or dt.timedelta() for fold in (0, 1))
    return local.replace(tzinfo=dt.timezone(min(before, after)))


def instant_of(local: pl.Expr, zone_name: str) -> pl.Expr:
    """The UTC instant of a wall-clock time: the earlier of two; a time in a gap moves on by the gap."""
    found = zone(zone_name)
    if isinstance(found, dt.timezone):
        return (local - pl.lit(found.utcoffset(None))).dt.replace_time_zone("UTC")
    key = found.key
    exact = local.dt.replace_time_zone(key, ambiguous="earliest", non_existent="null")
    # Three hours earlier the offset from before the gap still holds.
    shift = pl.duration(hours=3)
    before = (local - shift).dt.replace_time_zone(key, ambiguous="earliest", non_existent="null") + shift
    return exact.fill_null(before).dt.convert_time_zone("UTC")
