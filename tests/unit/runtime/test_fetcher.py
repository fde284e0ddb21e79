"""The fetcher thread: bounds of its queue, coalescing, splits before rows, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest

from drey.connectors.api import Fetched, Source, SourceReader, SourceSplit, SplitEnumerator, SplitReader
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.operators.source import SourceDriver
from drey.runtime.tasks.fetcher import Discovered, Ended, QueueLimits, SourceFetcher, SourcePosition
from drey.runtime.tasks.mailbox import Mailbox
from tests.doubles.graphs import GraphBuilder, eventually, row_type

FRAME = pl.DataFrame({"a": range(100)})


class Counting(Source):
    """Batches of 100 rows without end, or ``count`` of them; counts what it has read."""

    def __init__(self, count: int | None) -> None:
        self.count = count
        self.read = 0
        self.closed = False

    def create_enumerator(self) -> SplitEnumerator:
        return Once()

    def create_reader(self) -> SourceReader:
        return CountingReader(self)


class Once(SplitEnumerator):
    returned = False

    def discover(self) -> list[SourceSplit]:
        found = [] if self.returned else [SourceSplit("s", {"at": 0})]
        self.returned = True
        return found

    def snapshot(self) -> bool:
        return self.returned

    def restore(self, state: bool) -> None:
        self.returned = state


class CountingReader(SplitReader):
    def __init__(self, source: Counting) -> None:
        super().__init__()
        self.source = source

    def read(self, split: SourceSplit, max_rows: int) -> Iterator[Fetched]:
        at = split.position["at"]
        while self.source.count is None or at < self.source.count:
            at += 1
            self.source.read = at
            done = at == self.source.count
            yield Fetched(FRAME, None if done else SourceSplit("s", {"at": at}), "s")

    def close(self) -> None:
        self.source.closed = True


def fetcher(source: Counting, limits: QueueLimits, restored: SourcePosition | None = None) -> SourceFetcher:
    made = SourceFetcher("t", source, restored, Mailbox(), 1000, limits)
    made.start()
    return made


@pytest.mark.parametrize("limits", [QueueLimits(rows=500), QueueLimits(size=int(5 * FRAME.estimated_size()))])
def test_the_queue_is_bounded_and_stop_frees_the_reader(limits):
    source = Counting(None)
    one = fetcher(source, limits)
    eventually(lambda: source.read == 6)
    assert [type(item) for item in one.take()] == [Discovered, *[Fetched] * 5]
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
    assert [type(item) for item in taken] == [Discovered, Fetched, Fetched, Fetched, Ended]
    one.stop()


def test_what_is_taken_at_once_is_bounded():
    source = Counting(25)
    one = fetcher(source, QueueLimits())
    eventually(lambda: source.closed)
    assert [len(one.take()) for _ in range(3)] == [11, 10, 6]
    one.stop()


def test_a_restored_source_reads_on_from_its_split_and_discovers_nothing_again():
    source = Counting(5)
    one = fetcher(source, QueueLimits(), SourcePosition((SourceSplit("s", {"at": 3}),), True))
    eventually(lambda: source.closed)
    *fetched, ended = one.take()
    assert [item.split and item.split.position for item in fetched] == [{"at": 4}, None]
    assert ended == Ended()
    one.stop()


def test_a_snapshot_from_before_the_first_discovery_starts_afresh():
    graph = GraphBuilder()
    source = graph.rows(FRAME, row_type(a="BIGINT"))
    spec = graph.operators[source - 1]
    first = SourceDriver(spec, {}, OperatorMetrics(), Mailbox(), 1000)
    second = SourceDriver(spec, graph.resources, OperatorMetrics(), Mailbox(), 1000)
    second.restore(first.snapshot())
    second.start()
    rows = 0
    while not second.ended:
        eventually(lambda: second.ready)
        rows += sum(len(batch) for batch in second.poll())
    assert rows == 100
    second.stop()
