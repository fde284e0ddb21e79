"""The key index against a dictionary, and key groups."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.runtime.state.key_groups import (
    hash_version,
    key_group_range,
    key_groups,
    key_hashes,
    subtask_of,
)
from drey.runtime.state.key_index import KeyIndex
from drey.runtime.state.postings import Postings

SCHEMAS: dict[str, tuple[dict[str, Any], st.SearchStrategy[tuple[Any, ...]]]] = {
    "bigint": ({"a": pl.Int64}, st.tuples(st.none() | st.integers(-5, 5) | st.just(-(2**63)))),
    "double": (
        {"a": pl.Float64},
        st.tuples(st.none() | st.sampled_from([0.0, -0.0, 1.5, math.nan, math.inf, -math.inf])),
    ),
    "string": ({"a": pl.String}, st.tuples(st.none() | st.sampled_from(["", "a", "b", "a" * 40]))),
    "boolean and string": (
        {"a": pl.Boolean, "b": pl.String},
        st.tuples(st.none() | st.booleans(), st.none() | st.sampled_from(["x", "y"])),
    ),
    "decimal": (
        {"a": pl.Decimal(10, 2), "b": pl.Int8},
        st.tuples(st.none() | st.integers(-3, 3).map(Decimal), st.none() | st.integers(-2, 2)),
    ),
    "list": ({"a": pl.List(pl.Int64)}, st.tuples(st.none() | st.lists(st.integers(0, 2), max_size=2))),
}


def plain(row: tuple[Any, ...]) -> Any:
    """A key as a dictionary sees it: NaN equals NaN, -0.0 is not 0.0."""
    return tuple(repr(v) if isinstance(v, float) else tuple(v) if isinstance(v, list) else v for v in row)


@pytest.mark.parametrize("name", SCHEMAS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_it_behaves_as_a_dictionary(name: str, data: st.DataObject) -> None:
    schema, row = SCHEMAS[name]
    index = KeyIndex(pl.DataFrame(schema=schema).schema)
    known: dict[Any, int] = {}
    for _ in range(data.draw(st.integers(1, 5))):
        batch = data.draw(st.lists(row, min_size=1, max_size=12))
        frame = pl.DataFrame(batch, schema=schema, orient="row")
        assert index.lookup(frame).tolist() == [known.get(plain(r), -1) for r in batch]
        slots, added = index.lookup_or_insert(frame)
        new = list(dict.fromkeys(plain(r) for r in batch if plain(r) not in known))
        assert len(added) == len(new)
        for key, slot in zip(batch, slots.tolist(), strict=True):
            assert known.setdefault(plain(key), slot) == slot
        assert {known[key] for key in new} == set(added.tolist())
        assert [plain(r) for r in index.keys(slots).rows()] == [plain(r) for r in batch]
        gone = data.draw(st.lists(st.sampled_from(sorted(known.values())), unique=True))
        index.delete(np.array(gone, dtype=np.int64))
        known = {key: slot for key, slot in known.items() if slot not in gone}
        assert sorted(known.values()) == index.live_slots().tolist()
        assert len(index) == len(known)


def test_many_keys_grow_the_table_and_deletes_are_cleaned_up() -> None:
    index = KeyIndex({"k": pl.Int64()})
    generator = np.random.default_rng(1)
    for turn in range(8):
        keys = generator.permutation(np.arange(turn * 30_000, turn * 30_000 + 60_000))
        slots, _ = index.lookup_or_insert(pl.DataFrame({"k": keys}))
        assert len(np.unique(slots)) == 60_000
        index.delete(slots[keys < (turn + 1) * 30_000])
        assert len(index) == 30_000
        assert (index.keys(index.live_slots())["k"] >= (turn + 1) * 30_000).all()
    assert index.capacity < 300_000


def test_colliding_hashes_are_told_apart_by_their_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "drey.runtime.state.key_index.combine", lambda hashes, height: np.zeros(height, np.uint64)
    )
    index = KeyIndex({"k": pl.String()})
    slots, added = index.lookup_or_insert(pl.DataFrame({"k": ["a", "b", "a", "c"]}))
    assert slots.tolist() == [0, 1, 0, 2]
    index.delete(slots[1:2])
    assert index.lookup(pl.DataFrame({"k": ["c", "b"]})).tolist() == [2, -1]
    assert len(added) == 3


def test_an_empty_batch_finds_nothing() -> None:
    index = KeyIndex({"k": pl.Int64()})
    assert index.lookup(pl.DataFrame({"k": []}, schema={"k": pl.Int64})).tolist() == []
    assert [len(part) for part in index.lookup_or_insert(pl.DataFrame(schema={"k": pl.Int64}))] == [0, 0]


def test_new_keys_are_numbered_in_order_of_appearance() -> None:
    index = KeyIndex({"k": pl.Int64()})
    slots, added = index.lookup_or_insert(pl.DataFrame({"k": [7, 3, 7, 5]}))
    assert slots.tolist() == [0, 1, 0, 2]
    assert added.tolist() == [0, 1, 2]


def test_key_groups_do_not_depend_on_the_integer_type() -> None:
    narrow, wide = (
        key_hashes(pl.DataFrame({"k": pl.Series([1, None, -7], dtype=t)})) for t in (pl.Int8, pl.Int64)
    )
    assert (narrow == wide).all()
    assert key_groups(wide, 128).tolist() == [44, 21, 126]


@pytest.mark.parametrize(("parallelism", "maximum"), [(1, 128), (3, 128), (7, 100), (128, 128)])
def test_ranges_and_owners_of_key_groups_agree(parallelism: int, maximum: int) -> None:
    owners = subtask_of(np.arange(maximum, dtype=np.int32), parallelism, maximum)
    for subtask in range(parallelism):
        assert (
            list(key_group_range(subtask, parallelism, maximum)) == np.flatnonzero(owners == subtask).tolist()
        )


def test_the_hash_version_names_polars_only_where_its_hash_is_used() -> None:
    assert hash_version([pl.Int64(), pl.Datetime("ms")]) == "murmur64-1"
    assert pl.__version__ in hash_version([pl.Int64(), pl.String()])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(data=st.data())
def test_postings_behave_as_a_multimap(data: st.DataObject) -> None:
    postings, known = Postings(), dict[int, int]()
    for _ in range(data.draw(st.integers(1, 8))):
        free = [e for e in range(12) if e not in known]
        new = data.draw(st.lists(st.sampled_from(free), unique=True)) if free else []
        owners = [data.draw(st.integers(0, 3)) for _ in new]
        postings.add(np.array(new, dtype=np.int64), np.array(owners, dtype=np.int64))
        known.update(zip(new, owners, strict=True))
        if data.draw(st.booleans()):
            postings._rebuild()
        gone = data.draw(st.lists(st.sampled_from(sorted(known)), unique=True)) if known else []
        postings.remove(np.array(gone, dtype=np.int64))
        known = {e: o for e, o in known.items() if e not in gone}
        asked = data.draw(st.lists(st.integers(0, 5), unique=True))
        which, entries = postings.find(np.array(asked, dtype=np.int64))
        found = sorted(zip((asked[w] for w in which.tolist()), entries.tolist(), strict=True))
        assert found == sorted((o, e) for e, o in known.items() if o in asked)


@pytest.mark.parametrize("part", [7, 510])
def test_loaded_keys_are_found_where_the_probe_table_wraps_around(part: int) -> None:
    wrapped = 0
    for seed in range(20):
        keys = np.random.default_rng(seed).permutation(1024)[:510] + seed * 10_000
        index = KeyIndex({"k": pl.Int64()})
        for start in range(0, len(keys), part):
            index.load(pl.DataFrame({"k": keys[start : start + part]}), len(keys))
        assert index.lookup(pl.DataFrame({"k": keys})).tolist() == list(range(len(keys)))
        assert index.lookup(pl.DataFrame({"k": keys + 5000})).tolist() == [-1] * len(keys)
        first = int(index._table[0])
        wrapped += first > 0 and index._home(index.hashes(np.array([first - 1])))[0] > 512
        index.delete(np.arange(0, 510, 2))
        found, added = index.lookup_or_insert(pl.DataFrame({"k": keys}))
        assert len(added) == 255
        assert found[1::2].tolist() == list(range(1, 510, 2))
    assert wrapped
