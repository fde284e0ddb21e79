"""Readers follow what a step takes: from fetch to fetch another size, and a position behind every piece."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import polars as pl
import pytest

from drey.connectors.api import Fetched, ReaderContext, Source, SourceSplit
from drey.rex.nodes import RexCall, RexInputRef, RexLiteral
from drey.types import logical as t

ROWS = 700
COLUMNS = "a BIGINT, b STRING"
FRAME = pl.select(a=pl.int_range(ROWS), b=pl.lit("text ") + pl.int_range(ROWS).cast(pl.String))
SIZES = (1, 40, 7, 200, 3)
FIRST_HALF = RexCall(
    "LESS_THAN",
    (RexInputRef(0, type=t.BigIntType()), RexLiteral(ROWS // 2, type=t.BigIntType())),
    type=t.BooleanType(),
)


def files(form: str, directory: Path) -> dict[str, str]:
    {
        "csv": lambda path: FRAME.write_csv(path, include_header=False),
        "json": FRAME.write_ndjson,
        "parquet": FRAME.write_parquet,
    }[form](directory / "f")
    return {"connector": "filesystem", "path": str(directory / "f"), "format": form}


def database(directory: Path) -> dict[str, str]:
    connection = sqlite3.connect(directory / "db")
    connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)")
    connection.executemany("INSERT INTO t VALUES (?, ?)", FRAME.rows())
    connection.commit()
    connection.close()
    return {"connector": "jdbc", "url": f"jdbc:sqlite:{directory / 'db'}", "table-name": "t"}


TABLES: dict[str, Callable[[Path], dict[str, str]]] = {
    "csv": lambda directory: files("csv", directory),
    "json": lambda directory: files("json", directory),
    "parquet": lambda directory: files("parquet", directory),
    "jdbc": database,
}
EXACT = {"parquet", "jdbc"}
"""What is decoded or fetched at once is handed over in pieces."""

AHEAD = 3
"""Blocks of a file of records that are read before the first of them is handed over."""

UNKNOWN = 4
"""The most rows that 32 bytes have here: so much is read for a row as long as nothing is known of rows."""


def fetches(source: Source, splits: list[SourceSplit] | None = None) -> Iterator[tuple[int, Fetched]]:
    """What a source gives, with the number of rows that was asked for."""
    reader = source.create_reader()
    reader.open(ReaderContext())
    reader.assign(source.create_enumerator().discover() if splits is None else splits)
    for size in cycle(SIZES):
        fetched = reader.fetch(size, 0.05)
        if fetched is None:
            break
        yield size, fetched
    reader.close()


def allowed_heights(name: str, asked: list[int]) -> list[int]:
    """The most rows that each piece may have."""
    if name in EXACT:
        return asked
    # A block is cut by the bytes that a row had in the one before, and one row more may have fitted in.
    later = [size + 1 for size in asked[1:]]
    return [*[SIZES[0] * UNKNOWN] * AHEAD, *later][: len(asked)]


@pytest.mark.parametrize("filters", [(), (FIRST_HALF,)], ids=["all", "filtered"])
@pytest.mark.parametrize("name", TABLES)
def test_pieces_follow_the_size_and_every_position_continues_behind_its_piece(
    tmp_path: Path, source: Callable[..., Source], name: str, filters: tuple[RexCall, ...]
) -> None:
    made = source(COLUMNS, TABLES[name](tmp_path), filters=filters)
    pieces = list(fetches(made))
    everything = [row for _, one in pieces for row in one.data.rows()]
    assert everything == FRAME.rows()[: ROWS // 2 if filters else ROWS]
    heights = [one.data.height for _, one in pieces]
    allowed = allowed_heights(name, [asked for asked, _ in pieces])
    assert all(height <= most for height, most in zip(heights, allowed, strict=True)), (heights, allowed)
    # They grow again, too; to less than was asked for, where rows have become longer.
    assert max(heights) >= max(SIZES) / 2, heights
    seen = 0
    for _, one in pieces:
        seen += one.data.height
        if one.split is not None:
            rest = [row for _, further in fetches(made, [one.split]) for row in further.data.rows()]
            assert rest == everything[seen:]


@pytest.mark.parametrize("name", ["csv", "json"])
def test_a_single_row_can_be_had_of_a_file_of_records(
    tmp_path: Path, source: Callable[..., Source], name: str
) -> None:
    reader = source(COLUMNS, TABLES[name](tmp_path)).create_reader()
    reader.assign([SourceSplit(str(tmp_path / "f"))])
    heights = []
    while (one := reader.fetch(1, 0.05)) is not None:
        heights.append(one.data.height)
    assert sum(heights) == ROWS
    assert max(heights) <= 4
