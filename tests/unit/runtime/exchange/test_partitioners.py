"""Partitioners: nothing is lost or doubled, keys stay together and in order, Flink's pointwise distribution."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.errors import JobError
from drey.runtime.elements import ROW_KIND, ChangelogBatch, ObjectBatch
from drey.runtime.exchange import partitioner
from drey.runtime.exchange.partitioners import CustomPartitioner, RebalancePartitioner
from drey.runtime.exchange.partitioners.rebalance import rescale_targets
from drey.runtime.state.key_groups import key_groups, key_hashes, subtask_of
from drey.runtime.state.object_keys import object_key_groups

ROWS = st.lists(
    st.tuples(
        st.integers(-5, 5), st.sampled_from(["a", "b", "", "something longer than a view"]) | st.none()
    ),
    max_size=60,
)
WAYS = ["hash", "rebalance", "rescale", "global", "shuffle", "forward"]


def batch_of(rows: list[tuple[int, str | None]]) -> ChangelogBatch:
    data = pl.DataFrame(rows, schema={"n": pl.Int64, "s": pl.String}, orient="row")
    kinds = pl.Series(ROW_KIND, [position % 4 for position in range(len(rows))], dtype=pl.Int8)
    return ChangelogBatch(data.with_row_index("at").with_columns(kinds))


def counted(batches: list[ChangelogBatch]) -> Counter[Any]:
    return Counter(row for batch in batches for row in batch.data.iter_rows())


@settings(deadline=None, max_examples=60)
@given(rows=ROWS, channels=st.integers(1, 7), way=st.sampled_from(WAYS))
def test_parts_together_are_the_input(rows: list[tuple[int, str | None]], channels: int, way: str) -> None:
    batch = batch_of(rows)
    spread = partitioner(way, ["s"], channels, 0, channels, 128)
    parts = list(spread.split(batch))
    assert counted([part for _, part in parts]) == counted([batch])
    assert all(len(part) for _, part in parts)
    assert {channel for channel, _ in parts} <= set(spread.connected)
    for _, part in parts:
        assert part.data["at"].is_sorted()


@settings(deadline=None, max_examples=60)
@given(rows=ROWS, channels=st.integers(1, 7), keys=st.sampled_from([["s"], ["n"], [1, 2], ["s", "n"]]))
def test_a_key_goes_to_the_subtask_that_owns_its_group(
    rows: list[tuple[int, str | None]], channels: int, keys: list[Any]
) -> None:
    spread = partitioner("hash", keys, channels, 0, 1, 128)
    for channel, part in spread.split(batch_of(rows)):
        names = [part.data.columns[key] if isinstance(key, int) else key for key in keys]
        owners = subtask_of(key_groups(key_hashes(part.data.select(names)), 128), channels, 128)
        assert set(owners.tolist()) == {channel}


def test_a_hash_of_no_keys_is_the_first_group() -> None:
    batch = batch_of([(1, "a"), (2, "b")])
    assert [(c, len(p)) for c, p in partitioner("hash", [], 3, 0, 1, 128).split(batch)] == [(0, 2)]


def test_broadcast_sends_all_rows_to_all() -> None:
    batch = batch_of([(1, "a"), (2, "b")])
    parts = list(partitioner("broadcast", [], 3, 0, 1, 128).split(batch))
    assert [channel for channel, _ in parts] == [0, 1, 2]
    assert all(part.data.equals(batch.data) for _, part in parts)


def test_rebalance_cuts_large_batches_and_deals_small_ones() -> None:
    large = ChangelogBatch(pl.DataFrame({"a": range(10_001)}))
    spread = RebalancePartitioner(4, first=1)
    assert [(c, len(p)) for c, p in spread.split(large)] == [(1, 2500), (2, 2500), (3, 2500), (0, 2501)]
    small = ChangelogBatch(pl.DataFrame({"a": range(10)}))
    assert [channel for _ in range(5) for channel, _ in spread.split(small)] == [1, 2, 3, 0, 1]


@pytest.mark.parametrize(
    ("upstream", "downstream", "targets"),
    [
        (2, 4, [[0, 1], [2, 3]]),
        (4, 2, [[0], [0], [1], [1]]),
        (3, 2, [[0], [1], [1]]),
        (2, 3, [[0, 1], [2]]),
        (3, 3, [[0], [1], [2]]),
    ],
)
def test_rescale_connects_as_flink_does(upstream: int, downstream: int, targets: list[list[int]]) -> None:
    assert [list(rescale_targets(s, upstream, downstream)) for s in range(upstream)] == targets


@given(upstream=st.integers(1, 20), downstream=st.integers(1, 20))
def test_rescale_leaves_no_subtask_out(upstream: int, downstream: int) -> None:
    ranges = [rescale_targets(subtask, upstream, downstream) for subtask in range(upstream)]
    assert all(len(one) for one in ranges)
    fed = [target for one in ranges for target in one]
    assert set(fed) == set(range(downstream))
    assert fed == sorted(fed)


def test_shuffle_is_even_and_repeats_with_its_seed() -> None:
    batch = ChangelogBatch(pl.DataFrame({"a": range(10_000)}))
    first = {c: p.data["a"].to_list() for c, p in partitioner("shuffle", [], 4, 7, 8, 128).split(batch)}
    second = {c: p.data["a"].to_list() for c, p in partitioner("shuffle", [], 4, 7, 8, 128).split(batch)}
    assert first == second
    assert all(2_200 < len(rows) < 2_800 for rows in first.values())


def test_custom_sends_values_to_the_channels_that_they_name() -> None:
    batch = ObjectBatch(["a", "b", "c", "d"], [1, 2, 3, 4], [0, 1, 1, 2])
    parts = dict(CustomPartitioner(3).split(batch))
    assert parts == {
        0: ObjectBatch(["a"], [1], [0]),
        1: ObjectBatch(["b", "c"], [2, 3], [1, 1]),
        2: ObjectBatch(["d"], [4], [2]),
    }


@pytest.mark.parametrize("bad", [3, -1, "1", None, 0.5])
def test_custom_refuses_what_is_no_channel(bad: object) -> None:
    with pytest.raises(JobError, match="a value names a channel that doesn't exist"):
        list(CustomPartitioner(3).split(ObjectBatch(["a"], None, [bad])))


def test_rebalance_deals_objects_out_one_by_one() -> None:
    spread = RebalancePartitioner(3, first=1)
    first = dict(spread.split(ObjectBatch(["a", "b", "c", "d"], [1, 2, 3, 4], [5, 6, 7, 8])))
    assert first == {
        1: ObjectBatch(["a", "d"], [1, 4], [5, 8]),
        2: ObjectBatch(["b"], [2], [6]),
        0: ObjectBatch(["c"], [3], [7]),
    }
    assert dict(spread.split(ObjectBatch(["e"]))) == {2: ObjectBatch(["e"])}
    assert dict(spread.split(ObjectBatch(["f", "g"]))) == {0: ObjectBatch(["f"]), 1: ObjectBatch(["g"])}


def test_objects_go_by_their_keys_where_the_state_of_the_key_is() -> None:
    keys = ["a", 5, ("x", 1), "a", None, 5]
    batch = ObjectBatch(list(range(6)), None, keys)
    parts = dict(partitioner("hash", (), 3, 0, 1, 128).split(batch))
    assert sorted(value for part in parts.values() for value in part.values) == list(range(6))
    for channel, part in parts.items():
        groups = object_key_groups(part.keys, 128)
        assert (subtask_of(groups, 3, 128) == channel).all()


def test_unknown_and_impossible_exchanges_are_errors() -> None:
    with pytest.raises(JobError, match="did you mean 'rebalance'"):
        partitioner("rebalanced", [], 2, 0, 2, 128)
    with pytest.raises(JobError, match="a forward exchange can't connect 2 subtasks with 3"):
        partitioner("forward", [], 3, 0, 2, 128)
