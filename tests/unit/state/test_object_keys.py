"""Keys that Python calls equal are one key, to key groups and to a database."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest

from drey.runtime.state.object_keys import key_bytes, object_key_groups
from drey.types.row import Row

Point = namedtuple("Point", "x y")


class Number(IntEnum):
    ONE = 1


class Word(StrEnum):
    A = "a"


def word() -> str:
    return "".join(["wo", "rd"])


NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)
EQUAL: dict[str, list[Hashable]] = {
    "one": [1, 1.0, True, Decimal("1.00"), Number.ONE],
    "fraction": [1.5, Decimal("1.500")],
    "large": [10**400, Decimal(10) ** 400],
    "small": [Decimal("1E-5000"), Decimal("10E-5001")],
    "infinite": [float("inf"), Decimal("inf")],
    "zero": [0, -0.0, Decimal("-0")],
    "text": ["a", Word.A],
    "tuple": [(1, "a"), (1.0, "a"), Point(1, "a")],
    "row": [Row(1, 2.0), Row(1.0, 2)],
    "named row": [Row(a=1, b=True), Row(a=1, b=1)],
    "shared": [Row(w, w) for w in [word()]] + [Row(word(), word())],
    "set": [frozenset([8, 0]), frozenset([0, 8.0]), frozenset([0, 8])],
    "moment": [NOON, NOON.astimezone(timezone(timedelta(hours=5)))],
}
DIFFERENT: list[Hashable] = [
    *(some[0] for some in EQUAL.values()), "1", b"1", ("1",), (1,), ("1", ""), ((1, 2),), ((1,), 2), None, "", b"", (),
    frozenset(), float("-inf"), 2**64, -(2**64), NOON.replace(tzinfo=None), Row("a", 1), Row(x="a", y=1), "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("keys", EQUAL.values(), ids=EQUAL.keys())
def test_equal_keys_are_one_key(keys: list[Hashable]) -> None:
    assert len(set(keys)) == 1
    assert len({key_bytes(key) for key in keys}) == 1
    assert len({int(object_key_groups([key], 1 << 15)[0]) for key in keys}) == 1


def test_different_keys_are_different() -> None:
    assert len(set(DIFFERENT)) == len(DIFFERENT)
    assert len({key_bytes(key) for key in DIFFERENT}) == len(DIFFERENT)
    assert len(set(object_key_groups(DIFFERENT, 1 << 15).tolist())) > 0.9 * len(DIFFERENT)
