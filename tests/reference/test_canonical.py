"""The canonical forms, the reading of families and the comparison, without an engine."""

import datetime
from decimal import Decimal

import pytest
from canonical import canonical, travels_as_text
from comparing import expression_mismatch, same_value
from evaluation import Line, column_types
from families import expand


@pytest.mark.parametrize(
    ("value", "type_text", "expected"),
    [
        (None, "INT", None),
        (5, "BIGINT NOT NULL", 5),
        (True, "BOOLEAN", True),
        (Decimal("1.5"), "DECIMAL(10, 2)", "1.50"),
        (Decimal("-99999999999999999999.999999999999999999"), "DECIMAL(38, 18) NOT NULL", None),
        (Decimal(0), "DECIMAL(5, 0)", "0"),
        (float("nan"), "DOUBLE", "nan"),
        (1e-5, "DOUBLE", "1e-05"),
        (bytearray(b"\x00\xff"), "BYTES", "00ff"),
        (datetime.time(1, 2, 3), "TIME(0)", "01:02:03"),
        ("2024-02-29", "DATE", "2024-02-29"),
        ("{b=2, a=1}", "MAP<STRING, INT>", "{a=1, b=2}"),
        ("[1, NULL]", "ARRAY<INT>", "[1, NULL]"),
    ],
)
def test_value_has_one_form_per_type(value: object, type_text: str, expected: object) -> None:
    assert canonical(value, type_text) == (str(value) if expected is None and value is not None else expected)


@pytest.mark.parametrize(
    ("value", "type_text"), [(1, "DOUBLE"), (1.0, "INT"), (True, "INT"), (1, "BOOLEAN"), (1, "DECIMAL(3, 0)")]
)
def test_value_of_another_class_is_refused(value: object, type_text: str) -> None:
    with pytest.raises(TypeError, match="must not be a Python"):
        canonical(value, type_text)


def test_types_that_pyflink_harms_travel_as_text() -> None:
    assert travels_as_text("TIMESTAMP_LTZ(3)")
    assert travels_as_text("ROW<`a` INT, `b` STRING> NOT NULL")
    assert not travels_as_text("VARCHAR(10) NOT NULL")


def test_types_of_columns_are_read_from_the_schema() -> None:
    schema = "(\n  `a` INT NOT NULL,\n  `b c` MAP<STRING, DECIMAL(3, 1)>,\n  `d` ROW<`x` INT>\n)"
    assert column_types(schema) == ["INT NOT NULL", "MAP<STRING, DECIMAL(3, 1)>", "ROW<`x` INT>"]


def test_groups_of_a_line_multiply_and_bars_can_be_escaped() -> None:
    assert expand("{{a|b}} + {{1|2}}") == ["a + 1", "a + 2", "b + 1", "b + 2"]
    assert expand(r"x {{\|\||+}} y") == ["x || y", "x + y"]


def test_suffix_restricts_the_rows() -> None:
    line = Line.parse("1 / n @ id=4")
    assert line.query(line.sql) == "SELECT 1 / n FROM samples WHERE id=4"
    assert line.text == "1 / n @ id=4"


def test_doubles_may_differ_in_the_last_digits_only() -> None:
    assert same_value("0.30000000000000004", "0.3", "DOUBLE")
    assert not same_value("0.3001", "0.3", "DOUBLE")
    assert not same_value("-0.0", "0.0", "DOUBLE")
    assert not same_value("0.30", "0.3", "DECIMAL(3, 2)")
    assert not same_value(1, True, "INT")


def test_a_mismatch_names_type_and_values() -> None:
    recorded = {"sql": "i", "type": "INT", "values": [1]}
    assert expression_mismatch(recorded, recorded) is None
    text = expression_mismatch(recorded, {"sql": "i", "type": "BIGINT", "values": [1]})
    assert text == "expected INT [1]\n  actual BIGINT [1]"
    failed = {"sql": "i", "error": "X: y", "phase": "run"}
    assert "actual the error (run) X: y" in (expression_mismatch(recorded, failed) or "")
    assert "expected the error (run) X: y" in (expression_mismatch(failed, recorded) or "")
