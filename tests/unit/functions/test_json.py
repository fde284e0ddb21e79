"""JSON functions; the expected values and types are Flink's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from scalar_calls import Typed, both, call

from drey.errors import EvaluationError, UnsupportedError, ValidationError

NULL = Typed(None, "STRING")
NO_INT = Typed(None, "INT")
ITEMS = '{"a":[{"b":1,"c":"x"},{"b":2}]}'


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ('{"a":1}', "VALUE", True),
        ("1", "VALUE", True),
        ("abc", "VALUE", False),
        ('"a"', "SCALAR", True),
        ("[1]", "ARRAY", True),
        ("[1]", "OBJECT", False),
        ("{}", "OBJECT", True),
        ("{}", "SCALAR", False),
        ("null", "SCALAR", True),
        ("", "VALUE", False),
        ("{a:1}", "VALUE", False),
        ("1 2", "VALUE", True),
        ('{"a":1,}', "VALUE", False),
        ("NaN", "VALUE", False),
        ("01", "VALUE", False),
        (NULL, "VALUE", False),
    ],
)
def test_is_json(text: Any, kind: str, expected: bool) -> None:
    value, type_ = both("IS_JSON", text, options=(kind,))
    assert value is expected
    assert both("IS_NOT_JSON", text, options=(kind,))[0] is not expected
    assert str(type_) == "BOOLEAN NOT NULL"


@pytest.mark.parametrize(
    ("text", "path", "options", "expected"),
    [
        ('{"a":true}', "$.a", (), True),
        ('{"a":true}', "$.b", (), False),
        ('{"a":[{"b":1}]}', "$.a[0].b", (), True),
        ('{"a":true}', "strict $.b", ("TRUE ON ERROR",), True),
        ('{"a":true}', "lax $.b", ("TRUE ON ERROR",), False),
        ("bad", "$.a", (), False),
        ("bad", "$.a", ("TRUE ON ERROR",), True),
        ("bad", "$.a", ("UNKNOWN ON ERROR",), None),
        ('{"a":null}', "$.a", (), False),
        ('{"a":[]}', "$.a[*]", (), True),
        ('{"a":1}', "$.x[?(@.y)]", (), False),
        (NULL, "$.a", (), None),
    ],
)
def test_json_exists(text: Any, path: str, options: tuple[str, ...], expected: bool | None) -> None:
    value, type_ = both("JSON_EXISTS", text, path, options=options)
    assert value is expected
    assert str(type_) == "BOOLEAN"


VALUES: list[tuple[Any, str, Any]] = [
    ('{"a":true}', "$.a", "true"),
    ('{"a":1.50}', "$.a", "1.50"),
    ('{"a":1e3}', "$.a", "1E+3"),
    ('{"a":1.0E-10}', "$.a", "1.0E-10"),
    ('{"a":100000000000000000000}', "$.a", "100000000000000000000"),
    ('{"a":"x"}', "$.a", "x"),
    ('{"a":"\\u00e9\\n"}', "$.a", "é\n"),
    ('{"a":{"b":1}}', "$.a", None),
    ('{"a":[1]}', "$.a", None),
    ('{"a":null}', "$.a", None),
    ('{"a":1}', "$.b", None),
    ('{"a":1}', "strict $.b", None),
    ("bad", "$.b", None),
    (NULL, "$.b", None),
    ('{"a":[1,2,3]}', "$.a[1]", "2"),
    ('{"a":[1,2,3]}', "$.a[*]", None),
    ('{"a":[1,2,3]}', "$.a[0:2]", None),
    ('{"a b":1}', "$['a b']", "1"),
    ("[1,2]", "$[-1]", "2"),
    ("[1,2]", "$[9]", None),
    ('{"a":[1,2,3]}', "$.a.length()", "3"),
    (ITEMS, "$.a[?(@.b==2)].b", None),
    ('"x"', "$", "x"),
    ("1", "$", "1"),
    ('{"a":1}', "a", "1"),
    ('{"a":1}', "$.", None),
    ('{"a":1}', "bad path", None),
]


@pytest.mark.parametrize(("text", "path", "expected"), VALUES)
def test_json_value(text: Any, path: str, expected: Any) -> None:
    value, type_ = both("JSON_VALUE", text, path)
    assert value == expected
    assert str(type_) == "STRING"


BOTH_DEFAULTS = ("DEFAULT ON EMPTY", "DEFAULT ON ERROR")


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('{"a":1}', "strict $.b", "r"),
        ('{"a":1}', "lax $.b", "e"),
        ('{"a":{"b":1}}', "lax $.a", "e"),
        ('{"a":{"b":1}}', "strict $.a", "r"),
        ('{"a":null}', "lax $.a", "e"),
        ('{"a":null}', "strict $.a", "r"),
        ("bad", "$.b", "r"),
        ('{"a":1}', "$.a", "1"),
    ],
)
def test_json_value_defaults(text: str, path: str, expected: str) -> None:
    assert both("JSON_VALUE", text, path, "e", "r", options=BOTH_DEFAULTS)[0] == expected
    assert both("JSON_VALUE", text, path, "r", "e", options=BOTH_DEFAULTS[::-1])[0] == expected


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ('{"a":1}', "INT", 1),
        ('{"a":1.5}', "DOUBLE", 1.5),
        ('{"a":true}', "BOOLEAN", True),
        ('{"b":true}', "BOOLEAN", None),
    ],
)
def test_json_value_returning(text: str, type_: str, expected: Any) -> None:
    value, found = both("JSON_VALUE", text, "$.a", options=(f"RETURNING {type_}",))
    assert value == expected
    assert str(found) == type_


def test_json_value_returning_a_default() -> None:
    options = ("RETURNING INT", "DEFAULT ON EMPTY")
    assert both("JSON_VALUE", '{"a":1}', "lax $.b", 5, options=options)[0] == 5
    assert both("JSON_VALUE", '{"a":1}', "$.b", 5, options=options)[0] is None
    with pytest.raises(UnsupportedError, match="type BIGINT for RETURNING"):
        call("JSON_VALUE", "{}", "$.a", options=("RETURNING BIGINT",))


QUERIES: list[tuple[str, str, tuple[str, ...], Any]] = [
    (ITEMS, "$.a[?(@.b==2)].b", (), "[2]"),
    (ITEMS, "$.a[?(@.b > 1 && @.b < 5)]", (), '[{"b":2}]'),
    (ITEMS, "$.a[?(@.c == 'x')]", (), '[{"b":1,"c":"x"}]'),
    (ITEMS, "$.a[?(@.c == 'y' || @.b == 2)]", (), '[{"b":2}]'),
    (ITEMS, "$..b", (), "[1,2]"),
    (ITEMS, "$.a[*].b", (), "[1,2]"),
    (ITEMS, "$.a[*].c", (), '["x"]'),
    (ITEMS, "lax $.a[*].c", (), '["x"]'),
    ('{"a":{"b":1}}', "$.a", (), '{"b":1}'),
    ('{"a":[1, 2]}', "$.a", (), "[1,2]"),
    ('{"a":[1,2,3]}', "$.a[0:2]", (), "[1,2]"),
    ('{"a":[1,2,3]}', "$.a[0,2]", (), "[1,3]"),
    ('{"a":{"x":1,"y":2}}', "$.a.*", (), "[1,2]"),
    ('{"a":1}', "$.a", (), None),
    ('{"a":1}', "$.a", ("WITH WRAPPER",), "[1]"),
    ('{"a":[1]}', "$.a", ("WITH WRAPPER",), "[[1]]"),
    ('{"a":[1]}', "$.a", ("WITH CONDITIONAL WRAPPER",), "[1]"),
    ('{"a":1}', "$.a", ("WITH CONDITIONAL ARRAY WRAPPER",), "[1]"),
    ('{"a":{"b":1}}', "$.a", ("WITH CONDITIONAL ARRAY WRAPPER",), '[{"b":1}]'),
    ('{"a":"x"}', "$.a", ("WITH UNCONDITIONAL WRAPPER",), '["x"]'),
    ('{"a":null}', "$.a", ("WITH WRAPPER",), None),
    ('{"a":1}', "$.b", (), None),
    ('{"a":1}', "lax $.b", ("EMPTY ARRAY ON EMPTY",), "[]"),
    ('{"a":1}', "lax $.b", ("EMPTY OBJECT ON EMPTY",), "{}"),
    ('{"a":1}', "strict $.b", ("EMPTY OBJECT ON EMPTY", "EMPTY ARRAY ON ERROR"), "[]"),
    ('{"a":1}', "$.a", ("EMPTY OBJECT ON EMPTY", "EMPTY ARRAY ON ERROR"), "[]"),
    ('{"a":1}', "lax $.a", ("EMPTY ARRAY ON EMPTY", "EMPTY OBJECT ON ERROR"), "[]"),
    ('{"a":null}', "lax $.a", ("EMPTY ARRAY ON EMPTY", "EMPTY OBJECT ON ERROR"), "[]"),
    ('{"a":null}', "strict $.a", ("EMPTY ARRAY ON EMPTY", "EMPTY OBJECT ON ERROR"), "{}"),
    ('{"a":1}', "$.a", ("ERROR ON EMPTY",), None),
    ("bad", "$.a", ("EMPTY OBJECT ON ERROR",), "{}"),
    ('{"a":["x","y"]}', "$.a", ("RETURNING ARRAY<STRING>",), ["x", "y"]),
    ('{"a":[1,2]}', "$.a", ("RETURNING ARRAY<STRING>",), ["1", "2"]),
    ('{"a":{"y":1}}', "$.a", ("RETURNING ARRAY<STRING>",), None),
    ('{"z":1.50,"a":{"c":"é/\\"","b":null}}', "$", (), '{"a":{"b":null,"c":"é/\\""},"z":1.50}'),
]


@pytest.mark.parametrize(("text", "path", "options", "expected"), QUERIES)
def test_json_query(text: str, path: str, options: tuple[str, ...], expected: Any) -> None:
    value, type_ = both("JSON_QUERY", text, path, options=options)
    assert value == expected
    assert str(type_) == ("ARRAY<STRING>" if "RETURNING ARRAY<STRING>" in options else "STRING")


@pytest.mark.parametrize("constant", [True, False])
@pytest.mark.parametrize(
    ("name", "text", "path", "options", "message"),
    [
        ("JSON_EXISTS", "bad", "$.a", ("ERROR ON ERROR",), "Expecting value"),
        ("JSON_VALUE", "{}", "lax $.b", ("ERROR ON EMPTY",), "Empty result of JSON_VALUE function"),
        ("JSON_VALUE", "{}", "strict $.b", ("ERROR ON ERROR",), "No results for path"),
        ("JSON_VALUE", '{"b":{}}', "strict $.b", ("ERROR ON ERROR",), "requires scalar value"),
        ("JSON_VALUE", '{"b":"1"}', "$.b", ("RETURNING INT",), 'can\'t return "1" as INT'),
        ("JSON_QUERY", "{}", "lax $.b", ("ERROR ON EMPTY",), "Empty result of JSON_QUERY function"),
        ("JSON_QUERY", "{}", "strict $.b", ("ERROR ON ERROR",), "No results for path"),
        ("JSON_QUERY", '{"b":1}', "$.b", ("ERROR ON ERROR",), "requires array or object value"),
    ],
)
def test_errors_that_are_asked_for(
    name: str, text: str, path: str, options: tuple[str, ...], message: str, constant: bool
) -> None:
    with pytest.raises(EvaluationError, match=message):
        call(name, text, path, options=options, constant=constant)


MOMENT = dt.datetime(2020, 1, 2, 3, 4, 5, 678000)


@pytest.mark.parametrize(
    ("operand", "expected"),
    [
        (1, "1"),
        ('a"b', '"a\\"b"'),
        ("é😀/", '"é😀/"'),
        (Decimal("1.50"), "1.50"),
        (1.0, "1.0"),
        (1e20, "1.0E+20"),
        (1e-7, "1.0E-7"),
        (1.23456789012345e15, "1.23456789012345E+15"),
        (Typed(1.1, "FLOAT NOT NULL"), "1.100000023841858"),
        (True, "true"),
        (MOMENT, '"2020-01-02T03:04:05.678"'),
        (dt.datetime(2020, 1, 1), '"2020-01-01T00:00:00"'),
        (MOMENT.replace(tzinfo=dt.UTC), '"2020-01-02T03:04:05.678Z"'),
        (b"abc", '"YWJj"'),
        (Typed([1, 2], "ARRAY<INT> NOT NULL"), "[1,2]"),
        (Typed([{"key": "a", "value": 1}], "MAP<STRING, INT> NOT NULL"), '{"a":1}'),
        (Typed({"y": 1, "x": None}, "ROW<y INT, x STRING> NOT NULL"), '{"x":null,"y":1}'),
    ],
)
def test_json_string(operand: Any, expected: str) -> None:
    value, type_ = both("JSON_STRING", operand)
    assert value == expected
    assert str(type_) == "STRING NOT NULL"


def test_json_string_of_null_is_null() -> None:
    assert both("JSON_STRING", NO_INT)[0] is None


@pytest.mark.parametrize("operand", [dt.date(2020, 1, 2), Typed([], "MAP<INT, INT>")])
def test_types_without_json_form(operand: Any) -> None:
    with pytest.raises(ValidationError, match="invalid arguments for function 'JSON_STRING'"):
        call("JSON_STRING", operand)


OBJECTS: list[tuple[tuple[Any, ...], tuple[str, ...], tuple[str, ...], str]] = [
    ((), (), (), "{}"),
    (("a", 1, "b", "x"), (), (), '{"a":1,"b":"x"}'),
    (("a", NO_INT), (), (), '{"a":null}'),
    (("a", NO_INT), ("NULL ON NULL",), (), '{"a":null}'),
    (("a", NO_INT), ("ABSENT ON NULL",), (), "{}"),
    (("a", '{"b":1}'), (), ("", "JSON_OBJECT"), '{"a":{"b":1}}'),
    (("a", "1"), (), ("", "JSON_STRING"), '{"a":"1"}'),
    (("a", '{"x": 1}'), (), ("", "JSON"), '{"a":{"x":1}}'),
    (("b", 1, "a", 2, "b", 3), (), (), '{"a":2,"b":3}'),
]


@pytest.mark.parametrize(("operands", "options", "callees", "expected"), OBJECTS)
def test_json_object(
    operands: tuple[Any, ...], options: tuple[str, ...], callees: tuple[str, ...], expected: str
) -> None:
    for constant in (True, False):
        values, type_ = call("JSON_OBJECT", *operands, options=options, callees=callees, constant=constant)
        assert values == [expected]
        assert str(type_) == "STRING NOT NULL"


@pytest.mark.parametrize(
    ("operands", "options", "callees", "expected"),
    [
        ((), (), (), "[]"),
        ((1, "x", NO_INT), (), (), '[1,"x"]'),
        ((1, NO_INT), ("NULL ON NULL",), (), "[1,null]"),
        (("[1]", Decimal("1.5"), True), (), ("JSON_ARRAY", "", ""), "[[1],1.5,true]"),
        (('{"a":1}', "[1, 2]"), (), ("JSON_OBJECT", "JSON"), '[{"a":1},[1,2]]'),
    ],
)
def test_json_array(
    operands: tuple[Any, ...], options: tuple[str, ...], callees: tuple[str, ...], expected: str
) -> None:
    for constant in (True, False):
        values, _ = call("JSON_ARRAY", *operands, options=options, callees=callees, constant=constant)
        assert values == [expected]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("JSON_QUOTE", 'a"b\\/é', '"a\\"b\\\\\\/\\u00e9"'),
        ("JSON_QUOTE", "a\n\x01", '"a\\n\x01"'),
        ("JSON_QUOTE", "", '""'),
        ("JSON_UNQUOTE", '"abc"', "abc"),
        ("JSON_UNQUOTE", "abc", "abc"),
        ("JSON_UNQUOTE", '"a\\u00e9\\n"', "aé\n"),
        ("JSON_UNQUOTE", '"a', '"a'),
        ("JSON_UNQUOTE", "[1]", "[1]"),
        ("JSON_UNQUOTE", '"\\ud83d"', "?"),
        ("JSON_UNQUOTE", '"a\\x"', '"a\\x"'),
        ("JSON_UNQUOTE", NULL, None),
    ],
)
def test_quoting(name: str, text: Any, expected: Any) -> None:
    assert both(name, text)[0] == expected
