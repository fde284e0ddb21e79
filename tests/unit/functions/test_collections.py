"""Functions on arrays and maps, and hashes; the expected values and types are Flink's."""

from __future__ import annotations

from typing import Any

import pytest
from scalar_calls import Typed, both, call

from drey.errors import EvaluationError, ValidationError

NO_INT = Typed(None, "INT")
NO_INTS = Typed(None, "ARRAY<INT>")


def ints(*values: int | None) -> Typed:
    element = "INT" if None in values else "INT NOT NULL"
    return Typed(list(values), f"ARRAY<{element}> NOT NULL")


def texts(*values: str | None) -> Typed:
    return Typed(list(values), "ARRAY<CHAR(1)> NOT NULL")


def entries(**values: int) -> Typed:
    return Typed(pairs(**values), "MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL")


def pairs(**values: int) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in values.items()]


INTS = "ARRAY<INT NOT NULL> NOT NULL"
CASES: list[tuple[str, tuple[Any, ...], Any, str]] = [
    ("CARDINALITY", (ints(1, 2),), 2, "INT NOT NULL"),
    ("CARDINALITY", (entries(a=1),), 1, "INT NOT NULL"),
    ("CARDINALITY", (NO_INTS,), None, "INT"),
    ("ARRAY_ELEMENT", (ints(1),), 1, "INT NOT NULL"),
    ("ARRAY_ELEMENT", (Typed([], "ARRAY<INT> NOT NULL"),), None, "INT"),
    ("ARRAY_APPEND", (ints(1, 2), 3), [1, 2, 3], INTS),
    ("ARRAY_APPEND", (ints(1, 2), NO_INT), [1, 2, None], "ARRAY<INT>"),
    ("ARRAY_APPEND", (NO_INTS, 1), None, "ARRAY<INT>"),
    ("ARRAY_PREPEND", (ints(1, 2), 3), [3, 1, 2], INTS),
    ("ARRAY_CONTAINS", (ints(1, 2), 2), True, "BOOLEAN NOT NULL"),
    ("ARRAY_CONTAINS", (ints(1, 2), NO_INT), False, "BOOLEAN NOT NULL"),
    ("ARRAY_CONTAINS", (ints(1, None), NO_INT), True, "BOOLEAN NOT NULL"),
    ("ARRAY_CONTAINS", (NO_INTS, 1), None, "BOOLEAN"),
    ("ARRAY_DISTINCT", (ints(1, 2, 1, 3),), [1, 2, 3], INTS),
    ("ARRAY_DISTINCT", (ints(1, None, 1, None),), [1, None], "ARRAY<INT> NOT NULL"),
    ("ARRAY_POSITION", (ints(3, 2, 1), 1), 3, "INT NOT NULL"),
    ("ARRAY_POSITION", (ints(3, 2, 1), 7), 0, "INT NOT NULL"),
    ("ARRAY_POSITION", (ints(3, None), NO_INT), None, "INT"),
    ("ARRAY_REMOVE", (ints(1, 2, 1), 1), [2], INTS),
    ("ARRAY_REMOVE", (ints(1, None, 1), NO_INT), [1, 1], "ARRAY<INT> NOT NULL"),
    ("ARRAY_REVERSE", (ints(1, 2, 3),), [3, 2, 1], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), 2), [2, 3, 4], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), 2, 3), [2, 3], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), -2), [3, 4], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), -3, -2), [2, 3], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), 0, 2), [1, 2], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), 3, 2), [], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), 2, 9), [2, 3, 4], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), -9, 2), [1, 2], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), 9), [], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), 1, 0), [1], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), 1, -9), [], INTS),
    ("ARRAY_SLICE", (ints(1, 2, 3, 4), NO_INT), None, "ARRAY<INT NOT NULL>"),
    ("ARRAY_SORT", (ints(3, 1, 2),), [1, 2, 3], INTS),
    ("ARRAY_SORT", (ints(3, 1, 2), False), [3, 2, 1], INTS),
    ("ARRAY_SORT", (texts("c", None, "a"),), [None, "a", "c"], "ARRAY<CHAR(1)> NOT NULL"),
    ("ARRAY_SORT", (texts("c", None, "a"), False), ["c", "a", None], "ARRAY<CHAR(1)> NOT NULL"),
    ("ARRAY_SORT", (texts("c", None, "a"), False, True), [None, "c", "a"], "ARRAY<CHAR(1)> NOT NULL"),
    ("ARRAY_SORT", (texts("c", None, "a"), True, False), ["a", "c", None], "ARRAY<CHAR(1)> NOT NULL"),
    ("ARRAY_SORT", (ints(3, 1), Typed(None, "BOOLEAN")), None, "ARRAY<INT NOT NULL>"),
    ("ARRAY_UNION", (ints(1, 2, 2), ints(2, 3)), [1, 2, 3], INTS),
    ("ARRAY_UNION", (ints(1, 2), NO_INTS), None, "ARRAY<INT>"),
    ("ARRAY_CONCAT", (ints(1, 2), ints(2, 3)), [1, 2, 2, 3], INTS),
    ("ARRAY_CONCAT", (ints(1, 2),), [1, 2], INTS),
    ("ARRAY_CONCAT", (ints(1, 2), NO_INTS), None, "ARRAY<INT>"),
    ("ARRAY_EXCEPT", (ints(1, 2, 2, 3), ints(2)), [1, 3], INTS),
    ("ARRAY_EXCEPT", (ints(1, 1, 2), ints(2)), [1], INTS),
    ("ARRAY_INTERSECT", (ints(1, 2, 2, 3), ints(2, 3, 4)), [2, 3], INTS),
    ("ARRAY_MAX", (ints(1, 3, 2),), 3, "INT"),
    ("ARRAY_MAX", (ints(1, None),), 1, "INT"),
    ("ARRAY_MIN", (ints(1, 3, None),), 1, "INT"),
    ("ARRAY_MAX", (texts("a", "b"),), "b", "CHAR(1)"),
    ("ARRAY_MAX", (Typed([], "ARRAY<INT> NOT NULL"),), None, "INT"),
    ("ARRAY_JOIN", (texts("a", "b"), ","), "a,b", "STRING NOT NULL"),
    ("ARRAY_JOIN", (texts("a", None, "b"), ","), "a,b", "STRING NOT NULL"),
    ("ARRAY_JOIN", (texts("a", None, "b"), ",", "x"), "a,x,b", "STRING NOT NULL"),
    ("ARRAY_JOIN", (texts("a", None, "b"), ",", Typed(None, "STRING")), None, "STRING"),
    ("MAP_KEYS", (entries(a=1, b=2),), ["a", "b"], "ARRAY<CHAR(1) NOT NULL> NOT NULL"),
    ("MAP_KEYS", (Typed(None, "MAP<STRING, INT>"),), None, "ARRAY<STRING>"),
    ("MAP_VALUES", (entries(a=1, b=2),), [1, 2], "ARRAY<INT NOT NULL> NOT NULL"),
    (
        "MAP_ENTRIES",
        (entries(a=1),),
        [{"key": "a", "value": 1}],
        "ARRAY<ROW<`key` CHAR(1) NOT NULL, `value` INT NOT NULL>> NOT NULL",
    ),
    (
        "MAP_FROM_ARRAYS",
        (texts("a", "b"), ints(1, 2)),
        pairs(a=1, b=2),
        "MAP<CHAR(1), INT NOT NULL> NOT NULL",
    ),
    ("MAP_FROM_ARRAYS", (texts("a", "a"), ints(1, 2)), pairs(a=2), "MAP<CHAR(1), INT NOT NULL> NOT NULL"),
    (
        "MAP_UNION",
        (entries(a=1, c=3), entries(a=2)),
        pairs(a=2, c=3),
        "MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL",
    ),
    ("MD5", ("a",), "0cc175b9c0f1b6a831c399e269772661", "CHAR(32) NOT NULL"),
    ("MD5", (Typed(None, "STRING"),), None, "CHAR(32)"),
    ("SHA1", ("a",), "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", "CHAR(40) NOT NULL"),
    (
        "SHA2",
        ("a", 224),
        "abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5",
        "VARCHAR(128) NOT NULL",
    ),
    ("SHA2", ("a", NO_INT), None, "VARCHAR(128)"),
]


@pytest.mark.parametrize(("name", "operands", "expected", "type_"), CASES)
def test_value_and_type(name: str, operands: tuple[Any, ...], expected: Any, type_: str) -> None:
    value, found = both(name, *operands)
    assert value == expected
    assert str(found) == type_


@pytest.mark.parametrize(("name", "size"), [("SHA224", 56), ("SHA256", 64), ("SHA384", 96), ("SHA512", 128)])
def test_digests_fill_their_type(name: str, size: int) -> None:
    value, type_ = both(name, "a")
    assert len(value) == size
    assert str(type_) == f"CHAR({size}) NOT NULL"


def test_nested_elements_compare_by_value() -> None:
    nested = Typed([[1], [2], [1]], "ARRAY<ARRAY<INT>> NOT NULL")
    assert both("ARRAY_DISTINCT", nested)[0] == [[1], [2]]
    assert both("ARRAY_CONTAINS", nested, Typed([2], "ARRAY<INT> NOT NULL"))[0] is True


@pytest.mark.parametrize("constant", [True, False])
@pytest.mark.parametrize(
    ("name", "operands", "message"),
    [
        ("ARRAY_ELEMENT", (ints(1, 2),), "Array has more than one element"),
        ("MAP_FROM_ARRAYS", (texts("a", "b"), ints(1)), "length of the keys array 2"),
        ("SHA2", ("a", 100), "Unsupported algorithm"),
    ],
)
def test_failures(name: str, operands: tuple[Any, ...], message: str, constant: bool) -> None:
    with pytest.raises(EvaluationError, match=message):
        call(name, *operands, constant=constant)


@pytest.mark.parametrize(
    ("name", "operands"),
    [
        ("ARRAY_APPEND", (ints(1), 4.5)),
        ("ARRAY_CONTAINS", (ints(1), "a")),
        ("ARRAY_JOIN", (ints(1, 2), ",")),
        ("ARRAY_UNION", (ints(1), texts("a"))),
    ],
)
def test_elements_of_another_kind_are_errors(name: str, operands: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError, match=f"invalid arguments for function '{name}'"):
        call(name, *operands)
