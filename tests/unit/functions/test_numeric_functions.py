"""Mathematical, rounding, random, radix, conditional and value functions."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.functions.expression_runner import Columns, evaluate, value_of

from drey.errors import EvaluationError, ValidationError

D = Decimal

VALUES: list[tuple[str, str, Any]] = [
    ("POWER(5, 2)", "DOUBLE NOT NULL", 25.0),
    ("SQRT(-1)", "DOUBLE NOT NULL", math.nan),
    ("LN(0)", "DOUBLE NOT NULL", -math.inf),
    ("LOG10(1000)", "DOUBLE NOT NULL", 3.0),
    ("LOG2(5)", "DOUBLE NOT NULL", 2.321928094887362),
    ("LOG(2, 8)", "DOUBLE NOT NULL", 3.0),
    ("COT(0)", "DOUBLE NOT NULL", math.inf),
    ("ATAN2(1.5, 2)", "DOUBLE NOT NULL", math.atan2(1.5, 2)),
    ("DEGREES(5)", "DOUBLE NOT NULL", 286.4788975654116),
    ("PI()", "DOUBLE NOT NULL", math.pi),
    ("ABS(-2147483648)", "INT NOT NULL", -2147483648),
    ("ABS(-12.34)", "DECIMAL(4, 2) NOT NULL", D("12.34")),
    ("SIGN(-2.50)", "DECIMAL(3, 2) NOT NULL", D("-1.00")),
    ("CEIL(12.34)", "DECIMAL(4, 0) NOT NULL", D(13)),
    ("FLOOR(-2.5e0)", "DOUBLE NOT NULL", -3.0),
    ("CEIL(CAST(99.5 AS DECIMAL(3, 1)))", "DECIMAL(3, 0) NOT NULL", D(100)),
    ("ROUND(3.14159, 2)", "DECIMAL(4, 2) NOT NULL", D("3.14")),
    ("ROUND(3.14159, -1)", "DECIMAL(2, 0) NOT NULL", D(0)),
    ("ROUND(1.005e0, 2)", "DOUBLE NOT NULL", 1.01),
    ("ROUND(-2.5e0)", "DOUBLE NOT NULL", -3.0),
    ("ROUND(314.159e0, -2)", "DOUBLE NOT NULL", 300.0),
    ("ROUND(2147483647, -3)", "INT NOT NULL", -2147483296),
    ("TRUNCATE(-42.345, 2)", "DECIMAL(5, 2) NOT NULL", D("-42.34")),
    ("TRUNCATE(3.14159e0, 2)", "DOUBLE NOT NULL", 3.14),
    ("BIN(5)", "STRING NOT NULL", "101"),
    ("BIN(-7)", "STRING NOT NULL", "1" * 61 + "001"),
    ("HEX(-7)", "STRING NOT NULL", "FFFFFFFFFFFFFFF9"),
    ("HEX('ä')", "STRING NOT NULL", "C3A4"),
    ("UNHEX('0a0B')", "BYTES", b"\n\x0b"),
    ("UNHEX('FAB')", "BYTES", b"\x00\xab"),
    ("UNHEX('zz')", "BYTES", None),
    ("RAND(1)", "DOUBLE NOT NULL", 0.7308781907032909),
    ("RAND_INTEGER(1, 10)", "INT NOT NULL", 5),
    ("CASE WHEN TRUE THEN 1 ELSE 2.5 END", "DECIMAL(11, 1) NOT NULL", D("1.0")),
    ("CASE WHEN FALSE THEN 'a' ELSE 'bcd' END", "VARCHAR(3) NOT NULL", "bcd"),
    ("CASE 2 WHEN 1 THEN 'x' WHEN 2 THEN 'yy' ELSE NULL END", "VARCHAR(2)", "yy"),
    ("COALESCE(CAST(NULL AS INT), 1.5)", "DECIMAL(11, 1) NOT NULL", D("1.5")),
    ("IFNULL(CAST(NULL AS STRING), 'abc')", "STRING NOT NULL", "abc"),
    ("NULLIF('abc', 'abc')", "CHAR(3)", None),
    ("NULLIF(1, 2)", "INT", 1),
    ("IF(1 > 2, 1, 2.5)", "DECIMAL(11, 1) NOT NULL", D("2.5")),
    ("GREATEST(1, 2.5)", "DECIMAL(11, 1) NOT NULL", D("2.5")),
    ("LEAST('b', 'a')", "CHAR(1) NOT NULL", "a"),
    ("GREATEST(1, CAST(NULL AS INT))", "INT", None),
    ("GREATEST(CAST('NaN' AS DOUBLE), 1e0)", "DOUBLE NOT NULL", math.nan),
    ("IS_ALPHA('äb')", "BOOLEAN NOT NULL", True),
    ("IS_DIGIT('1.5')", "BOOLEAN NOT NULL", False),
    ("IS_DECIMAL(' 1e5')", "BOOLEAN NOT NULL", True),
    ("IS_DECIMAL('x')", "BOOLEAN NOT NULL", False),
    ("ARRAY[1, 2.5]", "ARRAY<DECIMAL(11, 1) NOT NULL> NOT NULL", [D("1.0"), D("2.5")]),
    ("ARRAY[1, NULL]", "ARRAY<INT> NOT NULL", [1, None]),
    ("ARRAY[ARRAY[1], ARRAY[2, 3]]", "ARRAY<ARRAY<INT NOT NULL> NOT NULL> NOT NULL", [[1], [2, 3]]),
    ("MAP['a', 1, 'bcd', 2]", "MAP<VARCHAR(3) NOT NULL, INT NOT NULL> NOT NULL",
     [{"key": "a", "value": 1}, {"key": "bcd", "value": 2}]),
    ("ROW(1, 'a')", "ROW<`EXPR$0` INT NOT NULL, `EXPR$1` CHAR(1) NOT NULL> NOT NULL", {"EXPR$0": 1, "EXPR$1": "a"}),
    ("ARRAY[1, 2][2]", "INT", 2),
    ("ARRAY[1, 2][3]", "INT", None),
    ("MAP['a', 1]['a']", "INT", 1),
    ("MAP['a', 1]['b']", "INT", None),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "type_", "value"), VALUES)
def test_value(sql: str, type_: str, value: Any) -> None:
    found_type, found = value_of(sql)
    assert found_type == type_
    if isinstance(value, float):
        assert math.isnan(found) if math.isnan(value) else found == value
    else:
        assert found == value


COLUMNS: Columns = {
    "n": ("INT", [2, 5, None]),
    "d": ("DOUBLE", [2.345, -0.25, None]),
    "arr": ("ARRAY<INT>", [[1, 2], [3], None]),
    "m": ("MAP<STRING, INT>", [[{"key": "a", "value": 1}], [], None]),
    "k": ("STRING", ["a", "a", "a"]),
    "r": ("ROW<x INT, y STRING>", [{"x": 1, "y": "z"}, {"x": None, "y": None}, None]),
    "de": ("DECIMAL(38, 18)", [D("99999999999999999999.999999999999999999"), D("-0.5"), None]),
}


@pytest.mark.parametrize(
    ("sql", "type_", "values"),
    [
        ("arr[n]", "INT", [2, None, None]),
        ("arr[n - 5]", "INT", [None, None, None]),
        ("m[k]", "INT", [1, None, None]),
        ("m['a']", "INT", [1, None, None]),
        ("r.x", "INT", [1, None, None]),
        ("r['y']", "STRING", ["z", None, None]),
        ("r[1]", "INT", [1, None, None]),
        ("ROUND(d, 2)", "DOUBLE", [2.35, -0.25, None]),
        ("ROUND(d, n)", "DOUBLE", [2.35, -0.25, None]),
        ("ROUND(n, -1)", "INT", [0, 10, None]),
        ("CEIL(de)", "DECIMAL(38, 0)", [D(10) ** 20, D(0), None]),
        ("ROUND(de, 1)", "DECIMAL(22, 1)", [D(10) ** 20, D("-0.5"), None]),
        ("COALESCE(n, 0)", "INT NOT NULL", [2, 5, 0]),
        ("ARRAY[n, 1]", "ARRAY<INT> NOT NULL", [[2, 1], [5, 1], [None, 1]]),
        ("MAP[k, n, 'a', 7]", "MAP<STRING, INT> NOT NULL", [[{"key": "a", "value": 7}]] * 3),
        ("IS_DECIMAL(n)", "BOOLEAN NOT NULL", [True, True, True]),
    ],
)
def test_columns(sql: str, type_: str, values: list[Any]) -> None:
    assert evaluate(sql, COLUMNS) == (type_, values)


def test_rounding_of_what_is_not_finite_fails() -> None:
    with pytest.raises(EvaluationError, match="Character N is neither a decimal digit number"):
        evaluate("ROUND(CAST('NaN' AS DOUBLE), 1)")


def test_array_index_starts_at_one() -> None:
    with pytest.raises(ValidationError, match="index starting at 1 but was 0"):
        evaluate("arr[0]", COLUMNS)


def test_unknown_field_names_what_is_near() -> None:
    with pytest.raises(ValidationError, match="no field 'xx'") as error:
        evaluate("r.xx", COLUMNS)
    assert error.value.hint == "did you mean 'x'?"


def test_random_values_differ_by_row_and_stay_in_range() -> None:
    rows: Columns = {"n": ("INT", list(range(1, 201)))}
    numbers = evaluate("RAND()", rows)[1]
    assert len(set(numbers)) == 200
    assert all(0 <= number < 1 for number in numbers)
    assert all(0 <= number < n for n, number in enumerate(evaluate("RAND_INTEGER(n)", rows)[1], start=1))
    uuids = evaluate("UUID()", rows)[1]
    assert len(set(uuids)) == 200
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) for text in uuids)
