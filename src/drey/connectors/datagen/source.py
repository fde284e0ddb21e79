"""The generating source: one split, whose position is the number of the next row and the seed.

The values of a row depend on the seed and on where its batch starts, so a restored reader continues sequences
exactly and makes other random values.
"""

from __future__ import annotations

import threading
import time

import numpy as np
import polars as pl

from drey.connectors.api.source import (
    Fetched,
    FixedSplitEnumerator,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
)
from drey.connectors.datagen.generators import ColumnGenerator
from drey.types.logical import RowType
from drey.types.polars_types import polars_schema

_SPLIT = "datagen"


class DatagenEnumerator(FixedSplitEnumerator):
    """One split."""

    def splits(self) -> list[SourceSplit]:
        seed = int(np.random.SeedSequence().entropy % 2**63)  # type: ignore[operator]
        return [SourceSplit(_SPLIT, {"row": 0, "seed": seed})]


class DatagenReader(SourceReader):
    """Makes rows no faster than allowed: one second's rows at once, then at the rate."""

    def __init__(
        self, row_type: RowType, columns: dict[str, ColumnGenerator], rows: int | None, per_second: int
    ) -> None:
        self._schema = polars_schema(row_type)
        self._columns = columns
        self._rows = rows
        self._per_second = per_second
        self._split: SourceSplit | None = None
        self._started: float | None = None
        self._made = 0
        self._awake = threading.Event()

    def assign(self, splits: list[SourceSplit]) -> None:
        for split in splits:
            self._split = split

    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        split = self._split
        if split is None:
            return None
        row, seed = split.position["row"], split.position["seed"]
        left = max_rows if self._rows is None else min(max_rows, self._rows - row)
        count = min(left, self._allowed(timeout)) if left > 0 else 0
        if count == 0 and left > 0:
            return None
        frame = self._generate(np.random.default_rng([seed, row]), row, count)
        self._made += count
        ended = self._rows is not None and row + count >= self._rows
        self._split = None if ended else SourceSplit(split.id, {"row": row + count, "seed": seed})
        return Fetched(frame, self._split, split.id)

    def _generate(self, random: np.random.Generator, row: int, count: int) -> pl.DataFrame:
        if not count:
            return pl.DataFrame(schema=self._schema)
        return pl.DataFrame(
            [
                self._columns[name].generate(random, row, count).cast(dtype).alias(name)
                for name, dtype in self._schema.items()
            ]
        )

    def _allowed(self, timeout: float) -> int:
        """How many rows may come now; waits up to ``timeout`` seconds for the first."""
        now = time.monotonic()
        if self._started is None:
            self._started = now
        allowed = int(self._per_second * (1 + now - self._started)) - self._made
        if allowed > 0:
            return allowed
        # A hundredth of a second's rows at least, so that batches don't become single rows.
        self._awake.clear()
        self._awake.wait(min(timeout, max(0.01, 1 / self._per_second)))
        return max(int(self._per_second * (1 + time.monotonic() - self._started)) - self._made, 0)

    def wake_up(self) -> None:
        self._awake.set()


class DatagenSource(Source):
    """A generated table."""

    def __init__(
        self, row_type: RowType, columns: dict[str, ColumnGenerator], rows: int | None, per_second: int
    ) -> None:
        self._arguments = (row_type, columns, rows, per_second)

    def create_enumerator(self) -> SplitEnumerator:
        return DatagenEnumerator()

    def create_reader(self) -> SourceReader:
        return DatagenReader(*self._arguments)
