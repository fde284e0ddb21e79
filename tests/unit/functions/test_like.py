"""LIKE, ILIKE and SIMILAR TO; the expected values are Flink's."""

from __future__ import annotations

import pytest
from scalar_calls import Typed, both, call

from drey.errors import EvaluationError

NULL = Typed(None, "STRING")

CASES: list[tuple[str, tuple[object, ...], bool | None]] = [
    ("LIKE", ("a", "a%"), True),
    ("LIKE", ("a\nb", "a%b"), True),
    ("LIKE", ("axb", r"a\_b"), False),
    ("LIKE", (r"a\xb", r"a\_b"), True),
    ("LIKE", ("a_b", "a$_b", "$"), True),
    ("LIKE", ("axb", "a$_b", "$"), False),
    ("LIKE", ("a%b", "a$%b", "$"), True),
    ("LIKE", ("a😀", "a_"), True),
    ("LIKE", ("a😀", "a__"), False),
    ("LIKE", ("", ""), True),
    ("LIKE", ("", "%"), True),
    ("LIKE", ("a.c", "a.%"), True),
    ("LIKE", ("abc", "a.%"), False),
    ("LIKE", ("abc", "%b%"), True),
    ("LIKE", ("abc", "%c"), True),
    ("LIKE", ("abc", "_b_"), True),
    ("LIKE", ("abc", "a%c%"), True),
    ("LIKE", (NULL, "a"), None),
    ("LIKE", ("a", NULL), None),
    ("LIKE", (NULL, "%"), None),
    ("ILIKE", ("ABC", "a%"), True),
    ("SIMILAR", ("abc", "a(b|x)c"), True),
    ("SIMILAR", ("abc", "%b%"), True),
    ("SIMILAR", ("abc", "a_c"), True),
    ("SIMILAR", ("abc", "b"), False),
    ("SIMILAR", ("abbb", "ab{2,3}"), True),
    ("SIMILAR", ("a.c", r"a\.c"), False),
    ("SIMILAR", ("a%c", "a$%c", "$"), True),
    ("SIMILAR", ("a1", "a[[:DIGIT:]]"), True),
    ("SIMILAR", ("ab", "a[a-c]+"), True),
    ("SIMILAR", ("ab", "a[^b]"), False),
    ("SIMILAR", ("abc", "a.c"), True),
    ("SIMILAR", ("a^", "a^"), False),
    ("SIMILAR", ("ab", "a?b*"), True),
    ("SIMILAR", ("a+c", r"a\+c", "\\"), True),
]


@pytest.mark.parametrize(("name", "operands", "expected"), CASES)
def test_patterns(name: str, operands: tuple[object, ...], expected: bool | None) -> None:
    value, type_ = both(name, *operands)
    assert value is expected
    assert str(type_) == ("BOOLEAN" if NULL in operands else "BOOLEAN NOT NULL")


@pytest.mark.parametrize("constant", [True, False])
@pytest.mark.parametrize(
    ("name", "operands", "message"),
    [
        ("LIKE", ("ab", "a$", "$"), r"Invalid escape sequence 'a\$', 1"),
        ("LIKE", ("ab", "a$b", "$"), r"Invalid escape sequence 'a\$b', 1"),
        ("LIKE", ("ab", "ab", "$$"), r"Invalid escape character '\$\$'"),
        ("SIMILAR", ("a_c", "a[_]c"), r"Invalid regular expression 'a\[_\]c'"),
        ("SIMILAR", ("ab", "(a"), r"Invalid regular expression '\(a'"),
    ],
)
def test_malformed_patterns_fail(name: str, operands: tuple[str, ...], message: str, constant: bool) -> None:
    with pytest.raises(EvaluationError, match=message):
        call(name, *operands, constant=constant)
