"""The fetcher thread: bounds of its queue, coalescing, splits that are assigned, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl
import pytest

from drey.connectors.api import (
    Fetched,
    ReaderContext,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    SplitReader,
)
from drey.runtime.configuration import evaluation_context
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.source import ReadingSettings, SourceDriver
from drey.runtime.tasks.fetcher import Ended, QueueLimits, SourceFetcher
from drey.runtime.tasks.mailbox import Mailbox
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import eventually

FRAME = pl.DataFrame({"a": range(100)})


class Counting(Source):
    """Batches of 100 rows without end, or ``count`` of them; counts what it has read."""

    def __init__(self, count: int | None) -> None:
        self.count = count
        self.read = 0
        self.closed = False

    def create_enumerator(self) -> SplitEnumerator:
        raise AssertionError("a fetcher only reads")

    def create_reader(self) -> SourceReader:
        return CountingReader(self)


class CountingReader(SplitReader):
    def __init__(self, source: Counting) -> None:
        super().__init__()
        self.source = source

    def read(self, split: SourceSplit, max_rows: Callable[[], int]) -> Iterator[Fetched]:
        at = split.position["at"]
        while self.source.count is None or at < self.source.count:
            at += 1
            self.source.read = at
            done = at == self.source.count
            yield Fetched(FRAME, None if done else SourceSplit("s", {"at": at}), "s")

    def close(self) -> None:
        self.source.closed = True


def fetcher(source: Counting, limits: QueueLimits, at: int = 0) -> SourceFetcher:
    made = SourceFetcher("t", source, ReaderContext(), Mailbox(), lambda: 1000, limits)
    made.assign([SourceSplit("s", {"at": at})])
    made.no_more_splits()
    made.start()
    return made


@pytest.mark.parametrize("limits", [QueueLimits(rows=500), QueueLimits(size=int(5 * FRAME.estimated_size()))])
def test_the_queue_is_bounded_and_stop_frees_the_reader(limits):
    source = Counting(None)
    one = fetcher(source, limits)
    eventually(lambda: source.read == 6)
    assert [type(item) for item in one.take()] == [Fetched] * 5
    eventually(lambda: source.read >= 10)
    assert source.read <= 12
    one.stop()
    assert source.closed


def test_one_piece_passes_however_large():
    source = Counting(3)
    one = fetcher(source, QueueLimits(rows=10))
    taken = []
    while not any(isinstance(item, Ended) for item in taken):
        eventually(lambda: one.ready)
        taken += one.take()
    assert [type(item) for item in taken] == [Fetched, Fetched, Fetched, Ended]
    one.stop()


def test_what_is_taken_at_once_is_bounded():
    source = Counting(25)
    one = fetcher(source, QueueLimits())
    eventually(lambda: source.closed)
    assert [len(one.take()) for _ in range(3)] == [10, 10, 6]
    one.stop()


def test_a_split_is_read_on_from_its_position():
    source = Counting(5)
    one = fetcher(source, QueueLimits(), at=3)
    eventually(lambda: source.closed)
    *fetched, ended = one.take()
    assert [item.split and item.split.position for item in fetched] == [{"at": 4}, None]
    assert ended == Ended()
    one.stop()


def test_a_reader_without_splits_asks_once_and_ends_only_when_told():
    asked = []
    one = SourceFetcher(
        "t", Counting(2), ReaderContext(), Mailbox(), lambda: 1000, wants_splits=lambda: asked.append(1)
    )
    one.start()
    eventually(lambda: asked == [1])
    assert not one.ready
    one.assign([SourceSplit("s", {"at": 0})])
    eventually(lambda: len(asked) == 2)
    assert [type(item) for item in one.take()] == [Fetched, Fetched]
    one.no_more_splits()
    eventually(lambda: one.ready)
    assert one.take() == [Ended()]
    assert asked == [1, 1]
    one.stop()


def test_assigned_splits_are_state_before_a_row_of_them_is_taken():
    graph = GraphBuilder()
    source = graph.rows(FRAME, row_type(a="BIGINT"))
    context = OperatorContext(
        graph.operators[source - 1], (), evaluation_context({}), {}, resources=graph.resources
    )
    driver = SourceDriver(context, Mailbox(), ReadingSettings(1000))
    assert driver.snapshot(1) == []
    split = SourceSplit("s0", {"at": 40, "end": 100})
    driver.assign([split])
    driver.no_more_splits()
    assert driver.snapshot(2) == [split]
    driver.start()
    rows = 0
    while not driver.ended:
        eventually(lambda: driver.ready)
        rows += sum(len(batch) for batch in driver.poll())
    assert rows == 60
    assert driver.snapshot(3) == []
    driver.stop()
