"""CAST and TRY_CAST: the texts, roundings and messages of Flink 2.3."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.functions.expression_runner import Columns, evaluate, value_of

from drey.errors import EvaluationError, ValidationError

D = Decimal

VALUES: list[tuple[str, str, Any]] = [
    ("CAST(1e0 AS STRING)", "STRING NOT NULL", "1.0"),
    ("CAST(1e7 AS STRING)", "STRING NOT NULL", "1.0E7"),
    ("CAST(1e-3 AS STRING)", "STRING NOT NULL", "0.001"),
    ("CAST(1e-4 AS STRING)", "STRING NOT NULL", "1.0E-4"),
    ("CAST(123456789.125e0 AS STRING)", "STRING NOT NULL", "1.23456789125E8"),
    ("CAST(-1.5e300 AS STRING)", "STRING NOT NULL", "-1.5E300"),
    ("CAST(CAST(0.1 AS FLOAT) AS STRING)", "STRING NOT NULL", "0.1"),
    ("CAST(CAST('NaN' AS DOUBLE) AS STRING)", "STRING NOT NULL", "NaN"),
    ("CAST(1e0 / 0 AS STRING)", "STRING NOT NULL", "Infinity"),
    ("CAST(1.10 AS STRING)", "STRING NOT NULL", "1.10"),
    ("CAST(0.0000000001 AS STRING)", "STRING NOT NULL", "0.0000000001"),
    ("CAST(TRUE AS STRING)", "STRING NOT NULL", "TRUE"),
    ("CAST(TRUE AS CHAR(2))", "CHAR(2) NOT NULL", "TR"),
    ("CAST('abc' AS CHAR(5))", "CHAR(5) NOT NULL", "abc  "),
    ("CAST('äöü' AS VARCHAR(2))", "VARCHAR(2) NOT NULL", "äö"),
    ("CAST(2147483647 AS VARCHAR(3))", "VARCHAR(3) NOT NULL", "214"),
    ("CAST(TIME '12:00:00.500' AS STRING)", "STRING NOT NULL", "12:00:00.5"),
    ("CAST(CAST('12:00:00' AS TIME(3)) AS STRING)", "STRING NOT NULL", "12:00:00.0"),
    ("CAST(TIMESTAMP '2024-01-01 00:00:00' AS STRING)", "STRING NOT NULL", "2024-01-01 00:00:00"),
    ("CAST(TIMESTAMP '2024-01-01 00:00:00.12' AS STRING)", "STRING NOT NULL", "2024-01-01 00:00:00.12"),
    ("CAST(CAST('2024-01-01' AS TIMESTAMP(6)) AS STRING)", "STRING NOT NULL", "2024-01-01 00:00:00.000000"),
    ("CAST(INTERVAL '1 02:03:04.567' DAY TO SECOND AS STRING)", "STRING NOT NULL", "+1 02:03:04.567"),
    ("CAST(INTERVAL '-14' MONTH AS STRING)", "STRING NOT NULL", "-1-02"),
    ("CAST(ARRAY[1.5, NULL] AS STRING)", "STRING NOT NULL", "[1.5, NULL]"),
    ("CAST(ROW(ROW(1, 'a'), MAP['k', ARRAY[1]], TRUE) AS STRING)", "STRING NOT NULL", "((1, a), {k=[1]}, TRUE)"),
    ("CAST(ARRAY[1, 2] AS CHAR(10))", "CHAR(10) NOT NULL", "[1, 2]    "),
    ("CAST(ARRAY[X'41'] AS STRING)", "STRING NOT NULL", "[A]"),
    ("CAST('12.9' AS INT)", "INT NOT NULL", 12),
    ("CAST(' -12.9 ' AS INT)", "INT NOT NULL", -12),
    ("CAST('.' AS INT)", "INT NOT NULL", 0),
    ("CAST('-128' AS TINYINT)", "TINYINT NOT NULL", -128),
    ("CAST(2147483647 AS SMALLINT)", "SMALLINT NOT NULL", -1),
    ("CAST(2.5e20 AS INT)", "INT NOT NULL", 2147483647),
    ("CAST(-2.5e20 AS BIGINT)", "BIGINT NOT NULL", -9223372036854775808),
    ("CAST(2500e0 AS TINYINT)", "TINYINT NOT NULL", -60),
    ("CAST(CAST('NaN' AS DOUBLE) AS INT)", "INT NOT NULL", 0),
    ("CAST(12345678901234567890123456789012345678 AS BIGINT)", None, None),
    ("CAST('1e3' AS DOUBLE)", "DOUBLE NOT NULL", 1000.0),
    ("CAST('1d' AS DOUBLE)", "DOUBLE NOT NULL", 1.0),
    ("CAST('Infinity' AS DOUBLE)", "DOUBLE NOT NULL", float("inf")),
    ("CAST(2.5e0 AS DECIMAL(5, 0))", "DECIMAL(5, 0) NOT NULL", D(3)),
    ("CAST(CAST(1.1 AS FLOAT) AS DECIMAL(10, 5))", "DECIMAL(10, 5) NOT NULL", D("1.10000")),
    ("CAST('1.005' AS DECIMAL(5, 2))", "DECIMAL(5, 2) NOT NULL", D("1.01")),
    ("CAST('1e3' AS DECIMAL(5, 1))", "DECIMAL(5, 1) NOT NULL", D("1000.0")),
    ("CAST(12.35 AS DECIMAL(3, 1))", "DECIMAL(3, 1) NOT NULL", D("12.4")),
    ("CAST(-12.34 AS INT)", "INT NOT NULL", -12),
    ("CAST(TRUE AS DECIMAL(5, 2))", "DECIMAL(5, 2) NOT NULL", D("1.00")),
    ("CAST(0.5 AS BOOLEAN)", "BOOLEAN NOT NULL", True),
    ("CAST('YES' AS BOOLEAN)", "BOOLEAN NOT NULL", True),
    ("CAST('2024-1-2' AS DATE)", "DATE NOT NULL", dt.date(2024, 1, 2)),
    ("CAST('2024' AS DATE)", "DATE NOT NULL", dt.date(2024, 1, 1)),
    ("CAST('2024-01-02 10:00:00' AS DATE)", "DATE NOT NULL", dt.date(2024, 1, 2)),
    ("CAST('12:34' AS TIME)", "TIME(0) NOT NULL", dt.time(12, 34)),
    ("CAST('12:34:56.789' AS TIME)", "TIME(0) NOT NULL", dt.time(12, 34, 56)),
    ("CAST('2024-02-30 3:4:5' AS TIMESTAMP(3))", "TIMESTAMP(3) NOT NULL", dt.datetime(2024, 2, 29, 3, 4, 5)),
    ("CAST('9999-12-31 23:59:59.999' AS TIMESTAMP(3))", "TIMESTAMP(3) NOT NULL",
     dt.datetime(9999, 12, 31, 23, 59, 59, 999000)),
    ("CAST('2024-01-02 03:04:05.987654321' AS TIMESTAMP(0))", "TIMESTAMP(0) NOT NULL", dt.datetime(2024, 1, 2, 3, 4, 5)),
    ("CAST(DATE '2024-01-02' AS TIMESTAMP(3))", "TIMESTAMP(3) NOT NULL", dt.datetime(2024, 1, 2)),
    ("CAST(TIME '12:00:00' AS TIMESTAMP(3))", "TIMESTAMP(3) NOT NULL", dt.datetime(1970, 1, 1, 12)),
    ("CAST('äöü' AS BINARY(3))", "BINARY(3) NOT NULL", "äöü".encode()[:3]),
    ("CAST(X'0102' AS BINARY(3))", "BINARY(3) NOT NULL", b"\x01\x02\x00"),
    ("CAST(X'0102' AS VARBINARY(1))", "VARBINARY(1) NOT NULL", b"\x01"),
    ("CAST(ARRAY['1', '2'] AS ARRAY<INT>)", "ARRAY<INT> NOT NULL", [1, 2]),
    ("CAST(ROW('1', 2) AS ROW<a INT, b STRING>)", "ROW<`a` INT, `b` STRING> NOT NULL", {"a": 1, "b": "2"}),
    ("CAST(MAP['1', '2'] AS MAP<INT, BIGINT>)", "MAP<INT, BIGINT> NOT NULL", [{"key": 1, "value": 2}]),
    ("TRY_CAST('x' AS INT)", "INT", None),
    ("TRY_CAST('2024-13-01' AS DATE)", "DATE", None),
    ("TRY_CAST(ARRAY['1', 'x'] AS ARRAY<INT>)", "ARRAY<INT>", None),
    ("CAST(NULL AS INT)", "INT", None),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "type_", "value"), [case for case in VALUES if case[1] is not None])
def test_cast(sql: str, type_: str, value: Any) -> None:
    assert value_of(sql) == (type_, value)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("CAST('x1' AS INT)", "For input string: 'x1'. Invalid character found."),
        ("CAST('300' AS TINYINT)", "For input string: '300'. Overflow."),
        ("CAST('' AS INT)", "For input string: ''. Input is empty."),
        ("CAST('-' AS INT)", "For input string: '-'. Input has only positive or negative symbol."),
        ("CAST('inf' AS DOUBLE)", 'For input string: "inf"'),
        ("CAST('' AS DOUBLE)", "empty String"),
        ("CAST('1234.5' AS DECIMAL(3, 1))", "For input string: '1234.5'. Overflow."),
        ("CAST(' TRUE ' AS BOOLEAN)", "Cannot parse ' TRUE ' as BOOLEAN."),
        ("CAST('2024-13-02' AS DATE)", "For input string: '2024-13-02'."),
        ("CAST('24:00:00' AS TIME)", "Invalid time format: '24:00:00'. Expected format: HH:mm:ss[.fff] where "
         "HH is 00-23, mm is 00-59, ss is 00-59"),
        ("CAST('x1' AS TIMESTAMP(3))", "Text 'x1' could not be parsed at index 0"),
        ("CAST('2024-01-02T03:04:05' AS TIMESTAMP(3))",
         "Text '2024-01-02T03:04:05' could not be parsed, unparsed text found at index 10"),
        ("CAST('2024-01-02 25:04:05' AS TIMESTAMP(3))", "Invalid value for HourOfDay (valid values 0 - 23): 25"),
        ("CAST(ARRAY['1', 'x'] AS ARRAY<INT>)", "For input string: 'x'. Invalid character found."),
    ],
)  # fmt: skip
def test_failing_cast(sql: str, message: str) -> None:
    with pytest.raises(EvaluationError) as error:
        evaluate(sql)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "sql",
    ["CAST(1 AS DATE)", "CAST(1 AS TIMESTAMP(3))", "CAST(DATE '2024-01-01' AS INT)", "CAST(1 AS BYTES)",
     "CAST(X'41' AS INT)", "CAST(ARRAY[1] AS INT)", "CAST(ROW(1, 2) AS ROW<a INT>)", "CAST('a' AS ARRAY<INT>)"],
)  # fmt: skip
def test_casts_that_do_not_exist(sql: str) -> None:
    with pytest.raises(ValidationError, match="cast function cannot convert"):
        evaluate(sql)


def test_number_with_too_many_digits_is_null() -> None:
    columns: Columns = {"i": ("INT", [1, 12345, None]), "x": ("DOUBLE", [1.5, 1e300, None])}
    assert evaluate("CAST(i AS DECIMAL(5, 2))", columns)[1] == [D("1.00"), None, None]
    assert evaluate("CAST(x AS DECIMAL(5, 2))", columns)[1] == [D("1.50"), None, None]


def test_session_time_zone() -> None:
    zone = "America/Los_Angeles"
    columns: Columns = {"t": ("TIMESTAMP(3)", [dt.datetime(2023, 3, 12, 2, 30), dt.datetime(2024, 7, 1, 12)])}
    _, instants = evaluate("CAST(t AS TIMESTAMP_LTZ(3))", columns, zone)
    assert instants == [
        dt.datetime(2023, 3, 12, 10, 30, tzinfo=dt.UTC),
        dt.datetime(2024, 7, 1, 19, tzinfo=dt.UTC),
    ]
    _, texts = evaluate("CAST(CAST(t AS TIMESTAMP_LTZ(3)) AS STRING)", columns, zone)
    assert texts == ["2023-03-12 03:30:00.000", "2024-07-01 12:00:00.000"]
    _, dates = evaluate("CAST(CAST(t AS TIMESTAMP_LTZ(3)) AS DATE)", columns, zone)
    assert dates == [dt.date(2023, 3, 12), dt.date(2024, 7, 1)]
