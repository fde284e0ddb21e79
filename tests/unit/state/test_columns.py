"""What state columns keep in memory."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from drey.runtime.state.columns import HeapColumn
from tests.doubles.memory import resident

BATCHES, ROWS, KEPT = 100, 65_536, 8


def texts(batch: int) -> pl.Series:
    return pl.Series(range(batch, batch + ROWS)).cast(pl.String).str.pad_start(40, "0")


def mixed(batch: int) -> pl.Series:
    """Short texts first, which lie in the column itself, and then the long ones."""
    short = pl.Series([f"{batch} {row}" for row in range(KEPT)])
    return pl.concat([short, texts(batch)], rechunk=True)


@pytest.mark.parametrize(
    "made",
    [
        texts,
        mixed,
        lambda batch: texts(batch).cast(pl.Binary),
        lambda batch: texts(batch).reshape((-1, 1)).arr.to_list(),
    ],
    ids=["string", "short string", "binary", "list"],
)
def test_a_value_does_not_keep_the_batch_that_it_came_with(made) -> None:
    column = HeapColumn(made(0).dtype)
    column.grow(BATCHES * KEPT)
    expected = []
    before = resident()
    for batch in range(BATCHES):
        kept = made(batch).head(KEPT)
        column.scatter(np.arange(batch * KEPT, (batch + 1) * KEPT), kept)
        expected += kept.to_list()
    assert resident() - before < BATCHES * ROWS * 40 / 4
    assert column.gather(np.arange(BATCHES * KEPT)).to_list() == expected


def test_values_that_come_few_at_once_take_no_more_than_their_size() -> None:
    count = 60_000
    column = HeapColumn(pl.String())
    column.grow(count)
    values = texts(0)[:count]
    before = resident()
    for slot in range(0, count, 3):
        column.scatter(np.arange(slot, slot + 3), values.gather(range(slot, slot + 3)))
    assert resident() - before < 500 * count
    assert column.gather(np.arange(count)).to_list() == values.to_list()


def test_nulls_and_empty_texts_stay_what_they_are() -> None:
    column = HeapColumn(pl.String())
    column.grow(3)
    values = pl.Series([None, "", "longer than twelve bytes"])
    column.scatter(np.arange(3), values)
    assert column.gather(np.arange(3)).to_list() == values.to_list()
