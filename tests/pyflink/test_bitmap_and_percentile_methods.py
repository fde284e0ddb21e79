"""Bitmaps, percentiles, hash codes and objects by methods of expressions, as SQL has them."""

from __future__ import annotations

import pytest

import drey

drey.use("embedded")

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)
from pyflink.table.expressions import array, col, lit, object_of  # noqa: E402


@pytest.fixture(params=["streaming", "batch"])
def table(request):
    settings = EnvironmentSettings.new_instance()
    chosen = settings.in_batch_mode() if request.param == "batch" else settings.in_streaming_mode()
    t_env = TableEnvironment.create(chosen.build())
    row = DataTypes.ROW([DataTypes.FIELD("k", DataTypes.STRING()), DataTypes.FIELD("n", DataTypes.INT())])
    return t_env.from_elements([("a", 1), ("a", 3), ("a", 10), ("b", 3), ("b", None)], row)


def last_rows(table):
    """The rows that remain after all changes."""
    rows = []
    with table.execute().collect() as changes:
        for change in changes:
            if change.get_row_kind().name in ("DELETE", "UPDATE_BEFORE"):
                rows.remove(tuple(change))
            else:
                rows.append(tuple(change))
    return sorted(rows, key=repr)


def test_percentiles_of_groups(table):
    found = table.group_by(col("k")).select(
        col("k"),
        col("n").percentile(0.25),
        col("n").percentile(array(0.0, 0.5)),
        col("n").percentile(1, col("n")),
    )
    assert last_rows(found) == [("a", 2.0, [1.0, 3.0], 10.0), ("b", 3.0, [3.0, 3.0], 3.0)]


def test_bitmaps_of_groups_and_of_those(table):
    grouped = table.group_by(col("k")).select(col("k"), col("n").bitmap_build_agg().alias("b"))
    shown = grouped.select(col("k"), col("b").bitmap_to_string(), col("b").bitmap_cardinality())
    assert last_rows(shown) == [("a", "{1,3,10}", 3), ("b", "{3}", 1)]
    joined = grouped.select(
        col("b").bitmap_or_agg().bitmap_to_array(),
        col("b").bitmap_and_agg().bitmap_to_array(),
        col("b").bitmap_xor_cardinality_agg(),
    )
    assert last_rows(joined) == [([1, 3, 10], [3], 2)]


def test_a_bitmap_goes_through_bytes(table):
    bitmap = array(col("n"), 70000, -1).bitmap_build()
    back = bitmap.bitmap_to_bytes().bitmap_from_bytes().bitmap_xor(array(lit(-1)).bitmap_build())
    assert last_rows(table.where(col("n") == 10).select(back.bitmap_to_string())) == [("{10,70000}",)]


def test_objects(table):
    user = object_of("com.example.User", "name", col("k"), "count", col("n"))
    found = table.where(col("n") == 10).select(user.object_update("name", "z").get("name"), user.get("count"))
    assert last_rows(found) == [("z", 10)]
