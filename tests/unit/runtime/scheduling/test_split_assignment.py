"""Which reader gets which split, event by event and in random interleavings."""

from __future__ import annotations

import random
from collections import Counter, deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.connectors.api import SourceSplit
from drey.runtime.scheduling.split_assignment import (
    Assign,
    NoMoreSplits,
    SplitAssignment,
    SplitAssignmentSnapshot,
)


def splits(*numbers):
    return tuple(SourceSplit(f"s{number:02}") for number in numbers)


def given_out(instructions):
    return {
        one.subtask: [split.id for split in one.splits] for one in instructions if isinstance(one, Assign)
    }


# --- pull


def test_a_reader_that_asks_gets_one_split():
    source = SplitAssignment(2)
    assert source.discovered(splits(1, 2, 3), "e1", final=True) == []
    assert source.reader_ready(1) == [Assign(1, splits(1))]
    assert source.reader_ready(0) == [Assign(0, splits(2))]
    assert source.reader_ready(1) == [Assign(1, splits(3))]
    assert source.reader_ready(0) == [NoMoreSplits(0)]
    assert source.reader_ready(1) == [NoMoreSplits(1)]
    assert source.reader_ready(1) == []


def test_readers_that_ask_early_wait_their_turn():
    source = SplitAssignment(3)
    assert source.reader_ready(2) == source.reader_ready(0) == source.reader_ready(1) == []
    assert source.reader_ready(2) == []
    assert source.discovered(splits(1, 2), "e1", final=False) == [
        Assign(2, splits(1)),
        Assign(0, splits(2)),
    ]
    assert source.discovered((), "e2", final=True) == [NoMoreSplits(1)]


def test_without_any_split_everybody_ends():
    source = SplitAssignment(2)
    source.reader_ready(0)
    assert source.discovered((), None, final=True) == [NoMoreSplits(0)]
    assert source.reader_ready(1) == [NoMoreSplits(1)]


def test_what_a_reader_began_comes_first_after_a_restore():
    snapshot = SplitAssignmentSnapshot("e1", splits(1, 2), final=True)
    begun = SourceSplit("s09", {"offset": 5})
    source = SplitAssignment.restored(snapshot, [begun], readers=1)
    assert source.begin() == []
    assert source.final
    assert source.reader_ready(0) == [Assign(0, (begun,))]
    assert source.reader_ready(0) == [Assign(0, splits(1))]


def test_a_snapshot_has_what_no_reader_holds():
    source = SplitAssignment(1)
    source.reader_ready(0)
    source.discovered(splits(1, 2, 3), {"seen": 3}, final=False)
    assert source.snapshot() == SplitAssignmentSnapshot({"seen": 3}, splits(2, 3), final=False)


# --- eager


def test_all_splits_are_spread_at_once_by_the_order_of_their_ids():
    source = SplitAssignment(3, eager=True)
    out = source.discovered(splits(5, 2, 1, 4, 3), "e1", final=False)
    assert given_out(out) == {0: ["s01", "s04"], 1: ["s02", "s05"], 2: ["s03"]}
    assert source.snapshot().unassigned == ()


def test_new_splits_go_to_the_readers_with_the_fewest():
    source = SplitAssignment(3, eager=True)
    source.discovered(splits(1, 2, 3, 4), "e1", final=False)
    assert given_out(source.discovered(splits(9, 8), "e2", final=False)) == {1: ["s08"], 2: ["s09"]}
    assert given_out(source.discovered(splits(7), "e3", final=False)) == {0: ["s07"]}


def test_a_bounded_eager_source_tells_everybody_at_once():
    source = SplitAssignment(2, eager=True)
    out = source.discovered(splits(1), "e1", final=True)
    assert out == [Assign(0, splits(1)), NoMoreSplits(0), NoMoreSplits(1)]
    assert source.reader_ready(0) == []


@pytest.mark.parametrize("readers", [1, 2, 3, 7])
def test_a_restore_spreads_evenly_over_any_number_of_readers(readers):
    held = [SourceSplit(f"s{number:02}", {"offset": number}) for number in (4, 2, 5, 1, 3)]
    source = SplitAssignment.restored(SplitAssignmentSnapshot("e1", splits(6)), held, readers, eager=True)
    out = given_out(source.begin())
    assert sorted(split for share in out.values() for split in share) == [f"s{n:02}" for n in range(1, 7)]
    sizes = [len(out.get(reader, ())) for reader in range(readers)]
    assert max(sizes) - min(sizes) <= 1
    assert out[0][0] == "s01"


# --- a consistent cut


class Barrier:
    def __init__(self, number):
        self.number = number


class Reader:
    """Reads records of its splits one by one, in the order of its channel."""

    def __init__(self):
        self.channel = deque()
        self.held: dict[str, int] = {}  # split id: records read
        self.read: list[tuple[str, int]] = []
        self.asked = False
        self.ended = False


SIZE = 3
"""Records in a split."""


class Job:
    """A source in miniature: an enumerator, readers behind ordered channels, and a sink that counts."""

    def __init__(self, count, readers, eager, rng):
        self.rng, self.eager, self.count = rng, eager, count
        self.hidden = [f"s{number:02}" for number in range(count)]
        self.assignment = SplitAssignment(readers, eager)
        self.readers = [Reader() for _ in range(readers)]
        self.committed: Counter = Counter()
        self.checkpoints: dict[int, dict] = {}
        self.complete = None
        self.number = 0

    def carry_out(self, instructions):
        for one in instructions:
            self.readers[one.subtask].channel.append(one)

    def discover(self):
        count = self.rng.randint(0, len(self.hidden))
        found, self.hidden = self.hidden[:count], self.hidden[count:]
        final = not self.hidden
        self.carry_out(
            self.assignment.discovered([SourceSplit(one) for one in found], list(self.hidden), final)
        )

    def trigger(self):
        self.number += 1
        self.checkpoints[self.number] = {
            "ours": self.assignment.snapshot(),
            "held": {},
            "read": [],
            "acks": 0,
        }
        for reader in self.readers:
            reader.channel.append(Barrier(self.number))

    def receive(self, reader):
        if not reader.channel:
            return
        item = reader.channel.popleft()
        match item:
            case Assign():
                for split in item.splits:
                    assert split.id not in reader.held
                    reader.held[split.id] = split.position.get("offset", 0)
            case NoMoreSplits():
                reader.ended = True
            case Barrier():
                checkpoint = self.checkpoints[item.number]
                assert not checkpoint["held"].keys() & reader.held.keys(), "a split is in two places"
                checkpoint["held"] |= dict(reader.held)
                checkpoint["read"] += reader.read
                reader.read = []
                checkpoint["acks"] += 1
                if checkpoint["acks"] == len(self.readers):
                    self.complete = item.number
                    self.committed.update(checkpoint["read"])

    def work(self, subtask):
        reader = self.readers[subtask]
        if reader.held:
            split = self.rng.choice(sorted(reader.held))
            reader.read.append((split, reader.held[split]))
            reader.held[split] += 1
            if reader.held[split] == SIZE:
                del reader.held[split]
            reader.asked = False
        elif not reader.asked and not reader.ended:
            reader.asked = True
            self.carry_out(self.assignment.reader_ready(subtask))

    def crash(self, readers):
        """Everything is lost but the newest complete checkpoint; so many readers continue."""
        self.readers = [Reader() for _ in range(readers)]
        if self.complete is None:
            self.hidden = [f"s{number:02}" for number in range(self.count)]
            self.assignment = SplitAssignment(readers, self.eager)
            return
        checkpoint = self.checkpoints[self.complete]
        held = [SourceSplit(one, {"offset": offset}) for one, offset in checkpoint["held"].items()]
        self.hidden = list(checkpoint["ours"].enumerator or [])
        if checkpoint["ours"].enumerator is None:
            self.hidden = [f"s{number:02}" for number in range(self.count)]
        self.assignment = SplitAssignment.restored(checkpoint["ours"], held, readers, self.eager)
        self.carry_out(self.assignment.begin())

    @property
    def done(self):
        return all(reader.ended and not reader.held and not reader.channel for reader in self.readers)


STEPS = st.lists(
    st.sampled_from(["discover", "trigger", "crash", *["receive", "work"] * 4]), min_size=5, max_size=120
)


@settings(max_examples=400, deadline=None)
@given(STEPS, st.integers(0, 6), st.integers(1, 3), st.booleans(), st.integers(0, 2**32))
def test_no_split_is_lost_and_none_doubled_in_any_interleaving(steps, count, readers, eager, seed):
    rng = random.Random(seed)
    job = Job(count, readers, eager, rng)
    for step in steps:
        match step:
            case "discover":
                if not job.assignment.final:
                    job.discover()
            case "trigger":
                job.trigger()
            case "crash":
                job.crash(rng.randint(1, 3))
            case "receive":
                job.receive(rng.choice(job.readers))
            case "work":
                job.work(rng.randrange(len(job.readers)))
    while not (job.assignment.final and job.done):
        if not job.assignment.final:
            job.discover()
        for subtask, reader in enumerate(job.readers):
            job.receive(reader)
            job.work(subtask)
    job.trigger()
    for reader in job.readers:
        job.receive(reader)
    assert job.committed == Counter(
        {(f"s{split:02}", record): 1 for split in range(count) for record in range(SIZE)}
    )
