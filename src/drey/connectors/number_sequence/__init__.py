"""The ``number-sequence`` connector: the whole numbers from ``start`` to ``end``, both included.

DataStream's ``NumberSequenceSource`` reads it, and ``from_collection`` counts with it. Each parallel reader has one
part of the range; a split's position is the next number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import polars as pl

from drey.connectors.api.factory import SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.source import (
    Fetched,
    FixedSplitEnumerator,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    SplitReader,
)
from drey.options import ConfigOption

START = ConfigOption[int]("start", int, description="the first number")
END = ConfigOption[int]("end", int, description="the last number; before the first for no numbers")


class NumberEnumerator(FixedSplitEnumerator):
    """One split for each parallel reader, of about the same length."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__()
        self._start, self._end = start, end
        self._readers = 1

    def open(self, parallelism: int) -> None:
        self._readers = parallelism

    def splits(self) -> list[SourceSplit]:
        count = self._end - self._start + 1
        cuts = [self._start + count * i // self._readers for i in range(self._readers + 1)]
        return [
            SourceSplit(str(i), {"next": low, "end": high - 1})
            for i, (low, high) in enumerate(pairwise(cuts))
            if low < high
        ]


class NumberReader(SplitReader):
    """Makes the numbers of a split."""

    def __init__(self, spec: TableSpec) -> None:
        super().__init__()
        self._column = spec.row_type.names[0]

    def read(self, split: SourceSplit, max_rows: Callable[[], int]) -> Iterator[Fetched]:
        low, end = split.position["next"], split.position["end"]
        while True:
            high = min(low + max_rows(), end + 1)
            following = SourceSplit(split.id, {"next": high, "end": end}) if high <= end else None
            numbers = pl.int_range(low, high, dtype=pl.Int64, eager=True).alias(self._column)
            yield Fetched(numbers.to_frame(), following, split.id)
            if following is None:
                return
            low = high


class NumberSource(Source):
    """A range of numbers, configured."""

    def __init__(self, spec: TableSpec) -> None:
        self._spec = spec

    def create_enumerator(self) -> SplitEnumerator:
        options = self._spec.options
        return NumberEnumerator(START.require(options), END.require(options))

    def create_reader(self) -> SourceReader:
        return NumberReader(self._spec)


class NumberSequenceFactory(TableFactory):
    """``'connector' = 'number-sequence'``; made by programs, not by users' DDL."""

    identifier = "number-sequence"
    required = (START, END)

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        return SourceAbilities(bounded=True, projection=False)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        return NumberSource(spec)
