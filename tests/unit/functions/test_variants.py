"""The text of a VARIANT, and values inside of it; the expected texts are those of Flink's ``JSON_STRING``."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scalar_calls import Typed, both

from drey.errors import EvaluationError
from drey.functions.json.text import JsonError
from drey.functions.json.variant_text import element_of, field_of, variant_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**38) + 1, 10**38 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("-0", "0"),
        ("1.50", "1.5"),
        ("100.0", "100"),
        ("-0.0", "0"),
        ("-0.50", "-0.5"),
        ("9" * 38, "9" * 38),
        ("1" + "0" * 38, "1.0E38"),
        ("0." + "1" * 38, "0." + "1" * 38),
        ("0." + "1" * 39, "0.1111111111111111"),
        ("12345678901234567890.123456789012345678", "12345678901234567890.123456789012345678"),
        ("1234567890123456789012.1234567890123456789", "1.2345678901234568E21"),
        ("1e5", "100000.0"),
        ("-0e0", "-0.0"),
        ("1e400", "Infinity"),
    ],
)
def test_a_number_has_one_spelling(number: str, expected: str) -> None:
    assert variant_text(number, False) == expected
    assert variant_text(f'{{"a": [{number}]}}', False) == f'{{"a":[{expected}]}}'


@given(VALUES)
def test_the_text_reads_as_the_value_and_as_itself(value: Any) -> None:
    text = variant_text(json.dumps(value, indent=1), False)
    assert json.loads(text) == value
    assert variant_text(text, True) == text


@given(VALUES)
def test_what_is_inside_stands_in_the_text(value: Any) -> None:
    for key, inner in value.items() if isinstance(value, dict) else ():
        assert field_of(variant_text(json.dumps(value), False), key) == variant_text(json.dumps(inner), False)
    for index, inner in enumerate(value if isinstance(value, list) else (), start=1):
        found = element_of(variant_text(json.dumps(value), False), index)
        assert found == variant_text(json.dumps(inner), False)


def test_keys_are_in_the_order_of_java() -> None:
    assert variant_text('{"\uffff": 1, "\U0001f98a": 2, "z": 3, "Z": 4}', False) == (
        '{"Z":4,"z":3,"\U0001f98a":2,"\uffff":1}'
    )


def test_half_of_a_surrogate_pair_is_a_question_mark() -> None:
    assert variant_text('["\\ud83e\\udd8a", "\\ud83e", "\\udd8ax"]', False) == '["\U0001f98a","?","?x"]'


def test_a_key_comes_twice_only_where_it_may() -> None:
    assert variant_text('{"a": 1, "b": 2, "a": 3}', True) == '{"a":3,"b":2}'
    with pytest.raises(JsonError, match="'a' twice"):
        variant_text('[{"a": 1, "b": 2, "a": 3}]', False)


def test_a_missing_value_is_null() -> None:
    assert field_of('{"a":1}', "b") is None
    assert field_of("{}", "a") is None
    assert [element_of("[1,2]", index) for index in (-1, 0, 3)] == [None, None, None]
    assert element_of("[]", 1) is None


@pytest.mark.parametrize("variant", ["1", '"{"', "null", "true", "-1.5", "Infinity"])
def test_a_scalar_has_nothing_inside(variant: str) -> None:
    with pytest.raises(EvaluationError, match="requires an object variant"):
        field_of(variant, "a")
    with pytest.raises(EvaluationError, match="requires an array variant"):
        element_of(variant, 1)


def test_values_behind_infinity_are_found() -> None:
    text = variant_text('{"a": [1e400, -1e400], "b": "x"}', False)
    assert text == '{"a":[Infinity,-Infinity],"b":"x"}'
    assert field_of(text, "b") == '"x"'
    assert element_of(field_of(text, "a") or "", 2) == "-Infinity"


def test_types() -> None:
    text = Typed("1", "STRING")
    assert [str(both(name, text)[1]) for name in ("PARSE_JSON", "TRY_PARSE_JSON")] == ["VARIANT"] * 2
    assert [str(both(name, "1")[1]) for name in ("PARSE_JSON", "TRY_PARSE_JSON")] == [
        "VARIANT NOT NULL",
        "VARIANT",
    ]


@pytest.mark.parametrize("text", ["", "{", "[1,]", "nul", "NaN", '{"a": 1, "a": 2}'])
def test_what_is_no_json(text: str) -> None:
    assert both("TRY_PARSE_JSON", text)[0] is None
    with pytest.raises(EvaluationError, match="Failed to parse json string") as caught:
        both("PARSE_JSON", text)
    assert "hint: TRY_PARSE_JSON returns NULL" in str(caught.value)


@pytest.mark.parametrize("name", ["PARSE_JSON", "TRY_PARSE_JSON"])
@pytest.mark.parametrize("depth", [600, 5000])
def test_deep_nesting_is_no_null(name: str, depth: int) -> None:
    with pytest.raises(EvaluationError, match="nested too deeply") as caught:
        both(name, "[" * depth + "]" * depth)
    assert "hint" not in str(caught.value)


@pytest.mark.parametrize("name", ["PARSE_JSON", "TRY_PARSE_JSON"])
def test_null_is_no_answer_to_whether_keys_may_repeat(name: str) -> None:
    nothing = Typed(None, "BOOLEAN")
    with pytest.raises(EvaluationError, match=f"second argument of {name}"):
        both(name, "1", nothing)
    assert both(name, Typed(None, "STRING"), nothing)[0] is None
