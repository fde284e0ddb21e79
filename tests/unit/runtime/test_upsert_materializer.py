"""The upsert materialiser against the row-by-row definition of Flink's operator."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.runtime.operators.upsert_materializer import UpsertMaterializer
from drey.types.changelog import RowKind
from tests.doubles.graphs import row_type

ROW = row_type(pk="BIGINT", uk="BIGINT", v="STRING")
SCHEMA = {"pk": pl.Int64, "uk": pl.Int64, "v": pl.String}
CHANGES = st.tuples(
    st.sampled_from([0, 1, 2, 3]), st.integers(0, 2), st.integers(0, 2), st.sampled_from(["x", "y", None])
)


def expected(batches, by_upsert_key: bool) -> list[dict[int, tuple]]:
    """The table after each batch, with the rows of each key in a list as Flink keeps them."""
    lists: dict[int, list[tuple]] = defaultdict(list)
    tables = []
    for batch in batches:
        for kind, *values in batch:
            row, rows = tuple(values), lists[values[0]]
            same = [r for r in rows if (r[1] == row[1] if by_upsert_key else r == row)]
            if RowKind(kind).is_add:
                if by_upsert_key and same:
                    rows[rows.index(same[0])] = row
                else:
                    rows.append(row)
            elif same:
                rows.remove(same[0])
        tables.append({key: rows[-1] for key, rows in lists.items() if rows})
    return tables


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CHANGES, min_size=1, max_size=8), max_size=6), st.booleans(), st.booleans())
def test_the_table_is_the_one_that_the_row_by_row_operator_keeps(batches, by_upsert_key, recover):
    def make() -> UpsertMaterializer:
        return UpsertMaterializer(ROW, ["pk"], ["pk", "uk"] if by_upsert_key else [])

    materializer = make()
    table: dict[int, tuple] = {}
    for batch, wanted in zip(batches, expected(batches, by_upsert_key), strict=True):
        if recover:
            rows, materializer = materializer.rows, make()
            materializer.restore(rows)
        frame = pl.DataFrame([one[1:] for one in batch], schema=SCHEMA, orient="row")
        kinds = pl.Series([one[0] for one in batch], dtype=pl.Int8)
        rows, out = materializer.apply(frame, kinds)
        for row, kind in zip(rows.rows(), out, strict=True):
            assert (row[0] in table) == (kind != RowKind.INSERT)
            if kind == RowKind.DELETE:
                assert table.pop(row[0]) == row
            else:
                assert table.get(row[0]) != row, "a change that changes nothing"
                table[row[0]] = row
        assert table == wanted


@pytest.mark.parametrize("upsert_keys", [[], ["uk"]])
def test_the_row_before_comes_back(upsert_keys):
    materializer = UpsertMaterializer(ROW, ["pk"], upsert_keys)

    def play(*changes):
        frame = pl.DataFrame([one[1:] for one in changes], schema=SCHEMA, orient="row")
        rows, kinds = materializer.apply(frame, pl.Series([one[0] for one in changes], dtype=pl.Int8))
        return [(RowKind(kind).short, *row) for kind, row in zip(kinds, rows.rows(), strict=True)]

    assert play((0, 1, 1, "a"), (0, 1, 2, "b")) == [("+I", 1, 2, "b")]
    assert play((3, 1, 2, "b")) == [("+U", 1, 1, "a")]
    assert play((3, 1, 1, "a")) == [("-D", 1, 1, "a")]
    assert materializer.rows.height == 0
