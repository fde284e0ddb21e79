"""Numbers, booleans and texts on streams become what they are declared to be, or fail."""

from __future__ import annotations

from typing import Any

import pytest

from drey.types.stream_scalars import holds_for_all, scalar_converter


@pytest.mark.parametrize(
    ("kind", "values", "holds"),
    [
        ("INT", [], True),
        ("INT", [1, -(2**31), 2**31 - 1], True),
        ("INT", [1, 2**31], False),
        ("LONG", [2**31], True),
        ("BYTE", [-129], False),
        ("INT", [1, None], False),
        ("INT", [True], False),
        ("BOOLEAN", [True, None], True),
        ("BOOLEAN", [1], False),
        ("STRING", ["a", None], True),
        ("STRING", ["a", b"a"], False),
    ],
)
def test_a_list_is_looked_at_as_a_whole(kind: str, values: list[Any], holds: bool) -> None:
    check = holds_for_all({"kind": kind})
    assert check is not None
    assert check(values) is holds


def test_other_types_have_their_own_converters() -> None:
    assert holds_for_all({"kind": "DOUBLE"}) is None


@pytest.mark.parametrize(
    ("kind", "value", "made"),
    [("INT", 1.7, 1), ("INT", True, 1), ("INT", None, None), ("BOOLEAN", 2, True), ("STRING", None, None)],
)
def test_what_can_be_of_the_type_becomes_it(kind: str, value: Any, made: Any) -> None:
    found = scalar_converter({"kind": kind})(value)
    assert found == made
    assert type(found) is type(made)


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [
        ("INT", "1", TypeError),
        ("INT", 2**31, OverflowError),
        ("LONG", 2**63, OverflowError),
        ("BOOLEAN", "x", TypeError),
        ("STRING", 1, TypeError),
    ],
)
def test_what_cannot_is_refused(kind: str, value: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        scalar_converter({"kind": kind})(value)
