"""Functions of dates and times; the expected values and types are Flink's, in Europe/Berlin."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from scalar_calls import Typed, both, call

from drey.errors import EvaluationError, ValidationError
from drey.functions.definition import EvaluationContext, ScalarFunction
from drey.functions.temporal.datetime_parse import parse_with
from drey.functions.temporal.rounding import ceil_temporal, floor_temporal

BERLIN = EvaluationContext(time_zone="Europe/Berlin")
NULL = Typed(None, "STRING")
NULL_TS = Typed(None, "TIMESTAMP(3)")
FLOOR = ScalarFunction("FLOOR", lambda c: c.types[0], floor_temporal)
CEIL = ScalarFunction("CEIL", lambda c: c.types[0], ceil_temporal)


def ts(text: str) -> Typed:
    value = dt.datetime.fromisoformat(text)
    return Typed(value, f"TIMESTAMP({6 if value.microsecond % 1000 else 3}) NOT NULL")


def ltz(text: str) -> Typed:
    """A wall-clock time of Berlin as an instant."""
    from zoneinfo import ZoneInfo

    value = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    return Typed(value.astimezone(dt.UTC), "TIMESTAMP_LTZ(3) NOT NULL")


def date(text: str) -> Typed:
    return Typed(dt.date.fromisoformat(text), "DATE NOT NULL")


def time(text: str) -> Typed:
    return Typed(dt.time.fromisoformat(text), "TIME(0) NOT NULL")


MONTHS = Typed(14, "INTERVAL YEAR TO MONTH NOT NULL")
HOURS = Typed(30 * 3_600_000, "INTERVAL DAY TO SECOND NOT NULL")
MINUS_HOURS = Typed(-30 * 3_600_000, "INTERVAL DAY TO SECOND NOT NULL")

EXTRACTS: list[tuple[str, Typed, int]] = [
    ("YEAR", date("2020-02-29"), 2020),
    ("QUARTER", date("2020-02-29"), 1),
    ("MONTH", date("2020-02-29"), 2),
    ("WEEK", date("2021-01-03"), 53),
    ("DAY", date("2020-02-29"), 29),
    ("DOW", date("2021-01-03"), 1),
    ("DOY", date("2020-12-31"), 366),
    ("ISODOW", date("2021-01-03"), 7),
    ("ISOYEAR", date("2021-01-03"), 2020),
    ("EPOCH", date("2021-01-03"), 1609632000),
    ("DECADE", date("2021-01-03"), 202),
    ("CENTURY", date("2000-01-03"), 20),
    ("CENTURY", date("2001-01-03"), 21),
    ("MILLENNIUM", date("2001-01-03"), 3),
    ("HOUR", date("2021-01-03"), 0),
    ("HOUR", ts("2021-01-03 04:05:06.789"), 4),
    ("MINUTE", ts("2021-01-03 04:05:06.789"), 5),
    ("SECOND", ts("2021-01-03 04:05:06.789"), 6),
    ("MILLISECOND", ts("2021-01-03 04:05:06.789"), 789),
    ("MICROSECOND", ts("2021-01-03 04:05:06.789123"), 789123),
    ("NANOSECOND", ts("2021-01-03 04:05:06.789123"), 789123000),
    ("EPOCH", ts("2021-01-03 04:05:06.789"), 1609646706),
    ("EPOCH", ltz("2021-01-03 04:05:06.789"), 1609646706),
    ("HOUR", ltz("2021-01-03 04:05:06.789"), 4),
    ("DAY", ltz("2021-01-03 00:05:06.789"), 3),
    ("HOUR", time("04:05:06"), 4),
    ("SECOND", time("04:05:06"), 6),
    ("MILLISECOND", Typed(dt.time(4, 5, 6, 123000), "TIME(3) NOT NULL"), 123),
    ("YEAR", MONTHS, 1),
    ("MONTH", MONTHS, 2),
    ("DAY", HOURS, 1),
    ("HOUR", HOURS, 6),
    ("HOUR", MINUS_HOURS, -6),
    ("MILLISECOND", Typed(3500, "INTERVAL DAY TO SECOND NOT NULL"), 500),
]


@pytest.mark.parametrize(("unit", "value", "expected"), EXTRACTS)
def test_extract(unit: str, value: Typed, expected: int) -> None:
    found, type_ = both("EXTRACT", value, options=(unit,), context=BERLIN)
    assert found == expected
    assert str(type_) == "BIGINT NOT NULL"


def test_extract_of_null_is_null() -> None:
    assert both("EXTRACT", NULL_TS, options=("DAY",))[0] is None


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("YEAR", date("2020-01-02"), 2020),
        ("DAYOFYEAR", date("2020-01-02"), 2),
        ("DAYOFMONTH", date("2020-01-02"), 2),
        ("DAYOFWEEK", date("2020-01-05"), 1),
        ("DAYOFWEEK", date("2020-01-04"), 7),
        ("HOUR", time("03:04:05"), 3),
        ("SECOND", ts("2020-01-02 03:04:05"), 5),
    ],
)
def test_functions_named_after_units(name: str, value: Typed, expected: int) -> None:
    assert both(name, value)[0] == expected


def test_units_that_a_type_has_not_are_errors() -> None:
    with pytest.raises(ValidationError, match="unit DAY can not be applied to time variable"):
        call("EXTRACT", time("04:05:06"), options=("DAY",))
    with pytest.raises(ValidationError, match="unknown unit 'FORTNIGHT'"):
        call("EXTRACT", time("04:05:06"), options=("FORTNIGHT",))


DAY = "2021-08-18"
MOMENT = "2021-08-18 12:44:31.789"
ROUNDED: list[tuple[ScalarFunction, Typed, str, Typed]] = [
    (FLOOR, time("12:44:31"), "MINUTE", time("12:44:00")),
    (FLOOR, time("12:44:31"), "HOUR", time("12:00:00")),
    (CEIL, time("12:44:31"), "MINUTE", time("12:45:00")),
    (CEIL, time("12:44:00"), "MINUTE", time("12:44:00")),
    (FLOOR, date(DAY), "YEAR", date("2021-01-01")),
    (FLOOR, date(DAY), "QUARTER", date("2021-07-01")),
    (FLOOR, date(DAY), "MONTH", date("2021-08-01")),
    (FLOOR, date(DAY), "WEEK", date("2021-08-15")),
    (FLOOR, date(DAY), "HOUR", date("2021-08-18")),
    (FLOOR, date(DAY), "DECADE", date("2020-01-01")),
    (FLOOR, date(DAY), "CENTURY", date("2001-01-01")),
    (FLOOR, date("2000-08-18"), "CENTURY", date("1901-01-01")),
    (FLOOR, date("2000-08-18"), "MILLENNIUM", date("1001-01-01")),
    (CEIL, date(DAY), "YEAR", date("2022-01-01")),
    (CEIL, date(DAY), "MONTH", date("2021-09-01")),
    (CEIL, date("2021-08-01"), "MONTH", date("2021-08-01")),
    (CEIL, date(DAY), "WEEK", date("2021-08-22")),
    (CEIL, date("2021-08-15"), "WEEK", date("2021-08-15")),
    (CEIL, date(DAY), "DECADE", date("2030-01-01")),
    (CEIL, date(DAY), "CENTURY", date("2101-01-01")),
    (CEIL, date("2000-08-18"), "CENTURY", date("2001-01-01")),
    (FLOOR, ts(MOMENT), "YEAR", ts("2021-01-01")),
    (FLOOR, ts(MOMENT), "WEEK", ts("2021-08-15")),
    (FLOOR, ts(MOMENT), "DAY", ts("2021-08-18")),
    (FLOOR, ts(MOMENT), "HOUR", ts("2021-08-18 12:00:00")),
    (FLOOR, ts(MOMENT), "SECOND", ts("2021-08-18 12:44:31")),
    (FLOOR, ts("2021-08-18 12:44:31.789123"), "MILLISECOND", ts("2021-08-18 12:44:31.789")),
    (CEIL, ts(MOMENT), "QUARTER", ts("2021-10-01")),
    (CEIL, ts("2021-08-01 12:44:31.789"), "MONTH", ts("2021-08-01")),
    (CEIL, ts(MOMENT), "WEEK", ts("2021-08-22")),
    (CEIL, ts(MOMENT), "DAY", ts("2021-08-19")),
    (CEIL, ts(MOMENT), "SECOND", ts("2021-08-18 12:44:32")),
    (CEIL, ts("2021-08-18 12:44:31"), "SECOND", ts("2021-08-18 12:44:31")),
    (CEIL, ts("2021-08-18 12:44:31.789123"), "MILLISECOND", ts("2021-08-18 12:44:31.790")),
    (CEIL, ts("2021-08-18 12:44:31.000123"), "SECOND", ts("2021-08-18 12:44:31")),
    (FLOOR, ts("1960-08-18 12:44:31.789"), "HOUR", ts("1960-08-18 12:00:00")),
    (FLOOR, ltz("2021-08-18 01:44:31.789"), "DAY", ltz("2021-08-18")),
    (CEIL, ltz("2021-08-18 01:44:31.789"), "DAY", ltz("2021-08-19")),
    (FLOOR, ltz("2021-08-18 01:44:31.789"), "MONTH", ltz("2021-08-01")),
]


@pytest.mark.parametrize(("function", "value", "unit", "expected"), ROUNDED)
def test_rounding(function: ScalarFunction, value: Typed, unit: str, expected: Typed) -> None:
    found, type_ = both(function, value, options=(unit,), context=BERLIN)
    assert found == expected.value
    assert type_ == value.type


ADDED: list[tuple[str, int, Typed, Typed, str]] = [
    ("YEAR", 1, date("2020-02-29"), date("2021-02-28"), "DATE NOT NULL"),
    ("QUARTER", 1, date("2020-02-29"), date("2020-05-29"), "DATE NOT NULL"),
    ("MONTH", -1, date("2020-03-31"), date("2020-02-29"), "DATE NOT NULL"),
    ("WEEK", 1, date("2020-03-31"), date("2020-04-07"), "DATE NOT NULL"),
    ("DAY", 1, date("2020-03-31"), date("2020-04-01"), "DATE NOT NULL"),
    ("HOUR", 1, date("2020-03-31"), ts("2020-03-31 01:00:00"), "TIMESTAMP(6) NOT NULL"),
    ("SECOND", 1, time("23:59:59"), time("00:00:00"), "TIME(0) NOT NULL"),
    ("HOUR", 25, time("23:59:59"), time("00:59:59"), "TIME(0) NOT NULL"),
    ("DAY", 1, time("23:59:59"), time("23:59:59"), "TIME(0) NOT NULL"),
    ("MONTH", 1, ts("2020-01-31 01:02:03.456"), ts("2020-02-29 01:02:03.456"), "TIMESTAMP(3) NOT NULL"),
    (
        "SECOND",
        1,
        ltz("2021-08-18 01:44:31.789"),
        ltz("2021-08-18 01:44:32.789"),
        "TIMESTAMP_LTZ(3) NOT NULL",
    ),
    ("DAY", 1, ltz("2021-03-27 02:30:00"), ltz("2021-03-28 03:30:00"), "TIMESTAMP_LTZ(3) NOT NULL"),
    ("MONTH", 1, ltz("2021-02-28 02:30:00"), ltz("2021-03-28 03:30:00"), "TIMESTAMP_LTZ(3) NOT NULL"),
]


@pytest.mark.parametrize(("unit", "amount", "value", "expected", "type_"), ADDED)
def test_timestampadd(unit: str, amount: int, value: Typed, expected: Typed, type_: str) -> None:
    found, result = both("TIMESTAMP_ADD", amount, value, options=(unit,), context=BERLIN)
    assert found == expected.value
    assert str(result) == type_


def test_timestampadd_of_null() -> None:
    value, type_ = both("TIMESTAMP_ADD", Typed(None, "INT"), ts("2020-01-31 01:02:03"), options=("DAY",))
    assert value is None
    assert str(type_) == "TIMESTAMP(3)"


def test_timestampadd_widens_the_fraction() -> None:
    start = Typed(dt.datetime(2020, 1, 31, 1, 2, 3), "TIMESTAMP(0) NOT NULL")
    value, type_ = both("TIMESTAMP_ADD", 1, start, options=("MILLISECOND",))
    assert value == dt.datetime(2020, 1, 31, 1, 2, 3, 1000)
    assert str(type_) == "TIMESTAMP(3) NOT NULL"


DIFFERENCES: list[tuple[str, Typed, Typed, int]] = [
    ("DAY", ts("2003-01-02 10:00:00"), ts("2003-01-03 09:00:00"), 0),
    ("DAY", ts("2003-01-02 10:00:00"), ts("2003-01-03 10:00:00"), 1),
    ("DAY", ts("2003-01-03 10:00:00"), ts("2003-01-02 10:00:01"), 0),
    ("HOUR", ts("2003-01-03 10:00:00"), ts("2003-01-02 10:00:01"), -23),
    ("MINUTE", ts("2003-01-03 10:00:00"), ts("2003-01-02 10:00:01"), -1439),
    ("SECOND", ts("2003-01-03 10:00:00"), ts("2003-01-02 10:00:01.500"), -86398),
    ("MONTH", ts("2003-01-31 10:00:00"), ts("2003-02-28 10:00:00"), 1),
    ("MONTH", ts("2003-01-31 10:00:00"), ts("2003-03-31 09:00:00"), 1),
    ("MONTH", ts("2003-03-31 10:00:00"), ts("2003-02-28 10:00:00"), -1),
    ("MONTH", ts("2003-03-28 10:00:00"), ts("2003-02-28 09:00:00"), -2),
    ("MONTH", ts("2003-02-28 10:00:00"), ts("2003-03-28 09:00:00"), 0),
    ("YEAR", ts("2004-02-29 10:00:00"), ts("2005-02-28 10:00:00"), 1),
    ("QUARTER", ts("2004-02-29 10:00:00"), ts("2005-02-28 10:00:00"), 4),
    ("WEEK", ts("2004-02-29 10:00:00"), ts("2005-02-28 10:00:00"), 52),
    ("DAY", date("2004-02-29"), date("2005-02-28"), 365),
    ("MONTH", date("2004-02-29"), date("2005-02-28"), 12),
    ("HOUR", date("2004-02-29"), ts("2004-03-01 01:30:00"), 25),
    ("HOUR", ts("2004-03-01 01:30:00"), date("2004-02-29"), -25),
    ("HOUR", time("10:00:00"), time("12:30:00"), 2),
    ("SECOND", ts("1900-03-01 01:30:00"), ts("2004-03-01 01:30:00"), -1012976896),
    ("SECOND", ltz("2021-03-28 01:00:00"), ltz("2021-03-28 04:00:00"), 7200),
]


@pytest.mark.parametrize(("unit", "start", "end", "expected"), DIFFERENCES)
def test_timestampdiff(unit: str, start: Typed, end: Typed, expected: int) -> None:
    found, type_ = both("TIMESTAMP_DIFF", start, end, options=(unit,), context=BERLIN)
    assert found == expected
    assert str(type_) == "INT NOT NULL"


def test_overlaps() -> None:
    hour = Typed(3_600_000, "INTERVAL DAY TO SECOND NOT NULL")
    day = Typed(86_400_000, "INTERVAL DAY TO SECOND NOT NULL")
    assert both("TEMPORAL_OVERLAPS", time("02:55:00"), hour, time("03:30:00"), hour)[0] is True
    assert both("TEMPORAL_OVERLAPS", time("02:55:00"), time("03:20:00"), time("03:30:00"), hour)[0] is False
    touching = (ts("2020-01-01"), ts("2020-01-02"), ts("2020-01-02"), ts("2020-01-03"))
    assert both("TEMPORAL_OVERLAPS", *touching)[0] is True
    assert both("TEMPORAL_OVERLAPS", date("2020-01-01"), day, date("2020-01-03"), day)[0] is False


AFTERNOON = ts("2020-01-02 13:04:05.678123")
TEXTS: list[tuple[str, tuple[Any, ...], str | None]] = [
    ("DATE_FORMAT", (ts("2020-01-02 03:04:05.678"), "yyyy-MM-dd HH:mm:ss.SSS"), "2020-01-02 03:04:05.678"),
    ("DATE_FORMAT", (AFTERNOON, "yyyy/M/d H:m:s SSSSSS"), "2020/1/2 13:4:5 678123"),
    (
        "DATE_FORMAT",
        (AFTERNOON, "yy MMM MMMM E EEEE a hh h k K D w W u e F"),
        "20 Jan January Thu Thursday PM 01 1 13 1 2 1 1 2020 5 2",
    ),
    ("DATE_FORMAT", (AFTERNOON, "G Q q QQQ L LLL c"), "AD 1 1 Q1 1 Jan 5"),
    ("DATE_FORMAT", (AFTERNOON, "uuuu-MM-dd'T'HH"), "2020-01-02T13"),
    ("DATE_FORMAT", (AFTERNOON, "S"), "6"),
    ("DATE_FORMAT", (AFTERNOON, "YYYY"), "2020"),
    ("DATE_FORMAT", (AFTERNOON, ""), ""),
    ("DATE_FORMAT", (ltz("2020-01-02 13:04:05"), "yyyy-MM-dd HH:mm"), "2020-01-02 13:04"),
    ("DATE_FORMAT", ("2020-01-02 13:04:05", "yyyy"), "2020"),
    ("DATE_FORMAT", ("2020-01-02", "yyyy"), None),
    ("DATE_FORMAT", (NULL_TS, "yyyy"), None),
    ("CONVERT_TZ", ("1970-01-01 00:00:00", "UTC", "America/Los_Angeles"), "1969-12-31 16:00:00"),
    ("CONVERT_TZ", ("bad", "UTC", "America/Los_Angeles"), None),
    ("CONVERT_TZ", ("1970-01-01 00:00:00", "UTC", "GMT+08:00"), "1970-01-01 08:00:00"),
    ("CONVERT_TZ", ("1970-01-01 00:00:00", "nope", "Asia/Shanghai"), "1970-01-01 08:00:00"),
    ("FROM_UNIXTIME", (44,), "1970-01-01 01:00:44"),
    ("FROM_UNIXTIME", (44, "yyyy:MM"), "1970:01"),
    ("FROM_UNIXTIME", (1577934245, "EEE, d MMM yyyy HH:mm:ss Z"), "Thu, 2 Jan 2020 04:04:05 +0100"),
    ("FROM_UNIXTIME", (1577934245, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"), "2020-01-02T04:04:05.000+01:00"),
    ("FROM_UNIXTIME", (1577934245, "u z w"), "4 CET 1"),
    ("FROM_UNIXTIME", (-1,), "1970-01-01 00:59:59"),
    ("FROM_UNIXTIME", (Typed(None, "BIGINT"),), None),
]


@pytest.mark.parametrize(("name", "operands", "expected"), TEXTS)
def test_text_of_time(name: str, operands: tuple[Any, ...], expected: str | None) -> None:
    found, type_ = both(name, *operands, context=BERLIN)
    assert found == expected
    assert str(type_) == "STRING"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("bad", "Unknown pattern letter: b"), ("XXX", "Unsupported field: OffsetSeconds"), ("z", "ZoneId")],
)
def test_date_format_fails_on_what_a_pattern_asks_in_vain(pattern: str, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        call("DATE_FORMAT", AFTERNOON, pattern)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


PARSED: list[tuple[str, tuple[Any, ...], Any, str]] = [
    ("UNIX_TIMESTAMP", ("2020-01-01 00:00:00",), 1577833200, "BIGINT NOT NULL"),
    ("UNIX_TIMESTAMP", ("2020-01-01", "yyyy-MM-dd"), 1577833200, "BIGINT NOT NULL"),
    ("UNIX_TIMESTAMP", ("2020-1-2", "yyyy-MM-dd"), 1577919600, "BIGINT NOT NULL"),
    ("UNIX_TIMESTAMP", ("2020-13-02", "yyyy-MM-dd"), 1609542000, "BIGINT NOT NULL"),
    (
        "UNIX_TIMESTAMP",
        ("02/Jan/2020:03:04:05 +0100", "dd/MMM/yyyy:HH:mm:ss Z"),
        1577930645,
        "BIGINT NOT NULL",
    ),
    ("UNIX_TIMESTAMP", ("bad",), -(2**63), "BIGINT NOT NULL"),
    ("UNIX_TIMESTAMP", ("2020-01-01 00:00:00.9",), 1577833200, "BIGINT NOT NULL"),
    ("UNIX_TIMESTAMP", ("2020-01-01 00:00:00 +0100", "yyyy-MM-dd HH:mm:ss X"), 1577833200, "BIGINT NOT NULL"),
    ("TO_DATE", ("2020-01-02",), dt.date(2020, 1, 2), "DATE"),
    ("TO_DATE", ("2020-1-2",), dt.date(2020, 1, 2), "DATE"),
    ("TO_DATE", ("bad",), None, "DATE"),
    ("TO_DATE", ("2020-01-02 10:00:00",), dt.date(2020, 1, 2), "DATE"),
    ("TO_DATE", ("02/01/2020", "dd/MM/yyyy"), dt.date(2020, 1, 2), "DATE"),
    ("TO_DATE", ("2020-13-45", "yyyy-MM-dd"), dt.date(2021, 2, 14), "DATE"),
    ("TO_DATE", ("2020-01-02 10:00", "yyyy-MM-dd"), dt.date(2020, 1, 2), "DATE"),
    ("TO_DATE", ("20200102", "yyyyMMdd"), dt.date(2020, 1, 2), "DATE"),
    ("TO_DATE", ("2 Jan 2020", "d MMM yyyy"), dt.date(2020, 1, 2), "DATE"),
    ("TO_DATE", ("2020-05",), dt.date(2020, 5, 1), "DATE"),
    ("TO_DATE", ("2020-05-06T00:00:00",), None, "DATE"),
    ("TO_DATE", ("2020", "yyyy"), dt.date(2020, 1, 1), "DATE"),
    ("TO_DATE", ("2020-02-30",), None, "DATE"),
    ("TO_DATE", ("",), None, "DATE"),
    ("TO_DATE", (NULL,), None, "DATE"),
    ("TO_TIMESTAMP", ("2020-01-02 03:04:05",), dt.datetime(2020, 1, 2, 3, 4, 5), "TIMESTAMP(3)"),
    (
        "TO_TIMESTAMP",
        ("2020-01-02 03:04:05.123456",),
        dt.datetime(2020, 1, 2, 3, 4, 5, 123000),
        "TIMESTAMP(3)",
    ),
    ("TO_TIMESTAMP", ("2020-01-02",), dt.datetime(2020, 1, 2), "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("2020-01-02T03:04:05",), None, "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("20200102030405", "yyyyMMddHHmmss"), dt.datetime(2020, 1, 2, 3, 4, 5), "TIMESTAMP(3)"),
    (
        "TO_TIMESTAMP",
        ("2020-01-02 25:00:00", "yyyy-MM-dd HH:mm:ss"),
        dt.datetime(2020, 1, 3, 1),
        "TIMESTAMP(3)",
    ),
    ("TO_TIMESTAMP", ("2020-13-02 05:00:00", "yyyy-MM-dd HH:mm:ss"), None, "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("2020-01-02 03:04:05", "nope"), None, "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("20/01/02", "yy/MM/dd"), dt.datetime(2020, 1, 2), "TIMESTAMP(3)"),
    (
        "TO_TIMESTAMP",
        ("2020-01-02T03:04:05Z", "yyyy-MM-dd'T'HH:mm:ssX"),
        dt.datetime(2020, 1, 2, 3, 4, 5),
        "TIMESTAMP(3)",
    ),
    (
        "TO_TIMESTAMP",
        ("2020-01-02T03:04:05+02:00", "yyyy-MM-dd'T'HH:mm:ssXXX"),
        dt.datetime(2020, 1, 2, 3, 4, 5),
        "TIMESTAMP(3)",
    ),
    ("TO_TIMESTAMP", ("bad",), None, "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("02.01.2020 03", "dd.MM.yyyy HH"), dt.datetime(2020, 1, 2, 3), "TIMESTAMP(3)"),
    (
        "TO_TIMESTAMP",
        ("2020-01-02 03:04:05.123456", "yyyy-MM-dd HH:mm:ss.SSSSSS"),
        dt.datetime(2020, 1, 2, 3, 4, 5, 123000),
        "TIMESTAMP(3)",
    ),
    (
        "TO_TIMESTAMP",
        ("2020-01-02 03:04:05.1", "yyyy-MM-dd HH:mm:ss.SSS"),
        dt.datetime(2020, 1, 2, 3, 4, 5, 100000),
        "TIMESTAMP(3)",
    ),
    ("TO_TIMESTAMP", ("2020-01-02 03:04:05", "yyyy-MM-dd"), dt.datetime(2020, 1, 2, 3, 4, 5), "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("2020-01-02", "yyyy-MM-dd HH:mm:ss"), dt.datetime(2020, 1, 2), "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("2020-02-30 00:00:00",), dt.datetime(2020, 2, 29), "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("2020-1-2 3:4:5",), dt.datetime(2020, 1, 2, 3, 4, 5), "TIMESTAMP(3)"),
    ("TO_TIMESTAMP", ("5 PM 2020-01-02", "h a yyyy-MM-dd"), dt.datetime(2020, 1, 2, 17), "TIMESTAMP(3)"),
    ("TO_TIMESTAMP_LTZ", (100, 0), utc("1970-01-01 00:01:40"), "TIMESTAMP_LTZ(3)"),
    ("TO_TIMESTAMP_LTZ", (100, 3), utc("1970-01-01 00:00:00.100"), "TIMESTAMP_LTZ(3)"),
    ("TO_TIMESTAMP_LTZ", (100,), utc("1970-01-01 00:00:00.100"), "TIMESTAMP_LTZ(3)"),
    ("TO_TIMESTAMP_LTZ", (100, 6), utc("1970-01-01 00:00:00.000100"), "TIMESTAMP_LTZ(6)"),
    ("TO_TIMESTAMP_LTZ", (1.5, 0), utc("1970-01-01 00:00:01.500"), "TIMESTAMP_LTZ(3)"),
    ("TO_TIMESTAMP_LTZ", (Typed(None, "BIGINT"), 3), None, "TIMESTAMP_LTZ(3)"),
    ("TO_TIMESTAMP_LTZ", ("2020-01-02 03:04:05",), utc("2020-01-02 03:04:05"), "TIMESTAMP_LTZ(3)"),
    (
        "TO_TIMESTAMP_LTZ",
        ("2020-01-02 03:04:05", "yyyy-MM-dd HH:mm:ss", "Asia/Tokyo"),
        utc("2020-01-01 18:04:05"),
        "TIMESTAMP_LTZ(3)",
    ),
]


@pytest.mark.parametrize(("name", "operands", "expected", "type_"), PARSED)
def test_time_from_text_and_numbers(name: str, operands: tuple[Any, ...], expected: Any, type_: str) -> None:
    found, result = call(name, *operands, context=BERLIN)
    assert found == [expected]
    assert str(result) == type_
    if name != "TO_TIMESTAMP_LTZ":
        assert both(name, *operands, context=BERLIN)[0] == expected


def test_columns_mix_texts_of_the_pattern_and_others() -> None:
    import polars as pl

    from drey.functions.definition import KernelCall
    from drey.functions.temporal.parse import FUNCTIONS
    from drey.types import logical as t

    function = next(f for f in FUNCTIONS if f.name == "TO_TIMESTAMP")
    texts = ["2020-01-02 03:04:05", None, "2020-1-2 3:4:5", "bad", "2020-02-30 00:00:00"]
    kernel = KernelCall([pl.col("c")], (t.string_type(),), t.TimestampType(3))
    out = pl.DataFrame({"c": texts}).select(function.kernel(kernel))["c"].to_list()
    moment = dt.datetime(2020, 1, 2, 3, 4, 5)
    assert out == [moment, None, moment, None, dt.datetime(2020, 2, 29)]


def test_to_timestamp_ltz_fails_on_other_texts_and_zones() -> None:
    with pytest.raises(EvaluationError, match="Text 'bad' could not be parsed at index 0"):
        call("TO_TIMESTAMP_LTZ", "bad")
    with pytest.raises(ValidationError, match="unknown time-zone ID: nope"):
        call("TO_TIMESTAMP_LTZ", "2020-01-02 03:04:05", "yyyy-MM-dd HH:mm:ss", "nope")


NOW = dt.datetime(2024, 2, 3, 23, 30, 15, 987654, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "expected", "type_"),
    [
        ("CURRENT_DATE", dt.date(2024, 2, 4), "DATE NOT NULL"),
        ("CURRENT_TIME", dt.time(0, 30, 15), "TIME(0) NOT NULL"),
        ("LOCAL_TIME", dt.time(0, 30, 15), "TIME(0) NOT NULL"),
        ("CURRENT_TIMESTAMP", NOW.replace(microsecond=987000), "TIMESTAMP_LTZ(3) NOT NULL"),
        ("NOW", NOW.replace(microsecond=987000), "TIMESTAMP_LTZ(3) NOT NULL"),
        ("LOCAL_TIMESTAMP", dt.datetime(2024, 2, 4, 0, 30, 15, 987000), "TIMESTAMP(3) NOT NULL"),
    ],
)
def test_bounded_jobs_take_the_time_of_their_start(name: str, expected: Any, type_: str) -> None:
    context = EvaluationContext(time_zone="Europe/Berlin", now=NOW, streaming=False)
    found, result = call(name, context=context, rows=2)
    assert found == [expected] * 2
    assert str(result) == type_


@pytest.mark.parametrize("name", ["CURRENT_TIMESTAMP", "CURRENT_ROW_TIMESTAMP", "PROCTIME"])
def test_streaming_jobs_read_the_clock(name: str) -> None:
    before = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    found, _ = call(name, context=EvaluationContext(now=NOW), rows=2)
    assert all(before <= value <= dt.datetime.now(dt.UTC) for value in found)


def test_two_digit_years_of_simple_patterns_lie_between_80_years_ago_and_20_ahead() -> None:
    this_year = dt.date.today().year
    for ahead in (-79, -1, 0, 19):
        year = this_year + ahead
        parsed = parse_with(f"{year % 100:02d}-01-02", "yy-MM-dd", simple=True)
        assert parsed is not None
        assert parsed.local == dt.datetime(year, 1, 2)
