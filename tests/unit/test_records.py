"""Records behave as frozen dataclasses do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import ClassVar

import pytest

from drey.records import record


@record
class Base:
    place: int = field(compare=False, repr=False, kw_only=True)


@record
class Pair(Base):
    left: int
    right: list[int] = field(default_factory=list)
    name: str = "p"


def test_value() -> None:
    pair = Pair(1, place=7)
    assert (pair.left, pair.right, pair.name, pair.place) == (1, [], "p", 7)
    assert repr(pair) == "Pair(left=1, right=[], name='p')"
    assert [f.name for f in fields(pair)] == ["place", "left", "right", "name"]
    assert replace(pair, left=2) == Pair(2, place=7)


def test_equality_ignores_what_is_not_compared() -> None:
    assert Pair(1, place=1) == Pair(1, place=2)
    assert Pair(1, place=1) != Pair(2, place=1)
    assert Pair(1, place=1) != Base(place=1)
    assert hash(Base(place=1)) == hash(Base(place=2))


def test_frozen() -> None:
    pair = Pair(1, place=1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'left'"):
        pair.left = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'other'"):
        pair.other = 2  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'left'"):
        del pair.left
    assert pair == Pair(1, place=1)


@record
class Named(Pair):
    kind: ClassVar[str] = "named"
    name: str = "n"

    def __hash__(self) -> int:
        return 7


@record
class Plain(Named):
    kind = "plain"


def test_what_a_class_adds_or_changes() -> None:
    assert Named(1, place=1).name == Plain(1, place=1).name == "n"
    assert Plain.__init__ is Named.__init__
    assert Plain(1, place=1) != Named(1, place=1)
    assert hash(Named(1, place=1)) == 7
    assert repr(Plain(1, place=1)) == "Plain(left=1, right=[], name='n')"


def test_copies() -> None:
    pair = Pair(1, [2], place=3)
    assert copy.deepcopy(pair) == pair
    assert pickle.loads(pickle.dumps(pair)) == pair


@record
class Measured:
    width: int
    area: int = field(init=False, compare=False)
    unit: str = field(init=False, default="m")
    values: tuple[int, ...] = ()
    notes: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "area", self.width**2)


def test_fields_that_are_no_parameters() -> None:
    measured = Measured(3, values=(1,))
    assert measured.values == (1,)
    assert (measured.area, measured.unit, measured.notes) == (9, "m", [])
    assert Measured(1).notes is not measured.notes


def test_wrong_arguments() -> None:
    for _ in range(2):  # the first call of a class compiles its constructor
        with pytest.raises(TypeError, match=r"Measured.__init__\(\) missing 1 required"):
            Measured()  # type: ignore[call-arg]
        with pytest.raises(TypeError, match=r"Pair.__init__\(\) missing 1 required keyword-only"):
            Pair(1)  # type: ignore[call-arg]
