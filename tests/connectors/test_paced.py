"""The ``paced`` connector: pieces, limits and positions."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from drey.connectors.api import SourceSplit, TableSpec
from drey.connectors.registry import table_factory
from drey.errors import OptionError
from drey.testing.paced import hold
from drey.types.logical import RowType
from drey.types.type_parser import parse_type

ROW = RowType.of(("v", parse_type("BIGINT")), nullable=False)


@pytest.fixture
def spec(tmp_path: Path) -> TableSpec:
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "a.csv").write_text("".join(f"{v}\n" for v in range(10)))
    options = {
        "connector": "paced",
        "paced.connector": "filesystem",
        "paced.rows": "3",
        "paced.control": str(tmp_path / "control"),
        "path": str(tmp_path / "input"),
        "format": "csv",
    }
    return TableSpec("t", options, ROW)


def read(spec: TableSpec, splits: list[SourceSplit], rows: int | None) -> tuple[list[int], list[SourceSplit]]:
    """What a new reader gives of splits before it waits, and the splits behind it."""
    hold(Path(spec.options["paced.control"]), rows)
    reader = table_factory("paced").create_source(spec, {}).create_reader()
    reader.assign(splits)
    left = {split.id: split for split in splits}
    frames = []
    while left and (fetched := reader.fetch(100, 0.02)) is not None:
        assert fetched.data.height <= 3
        frames.append(fetched.data)
        left.pop(fetched.split_id) if fetched.split is None else left.update(
            {fetched.split_id: fetched.split}
        )
    reader.close()
    return pl.concat(frames)["v"].to_list() if frames else [], list(left.values())


def test_a_held_source_goes_on_from_its_position(spec: TableSpec) -> None:
    table_factory("paced").validate(spec)
    splits = table_factory("paced").create_source(spec, {}).create_enumerator().discover()
    assert read(spec, splits, 0) == ([], splits)
    first, splits = read(spec, splits, 4)
    second, splits = read(spec, splits, 10)
    assert (first, second) == ([0, 1, 2, 3], [4, 5, 6, 7, 8, 9])
    assert len(splits) == 1, "a held split doesn't end"
    assert read(spec, splits, None) == ([], [])


def test_options_of_both_are_checked(spec: TableSpec) -> None:
    for key in ("paced.rowz", "pathh"):
        wrong = TableSpec("t", {**spec.options, key: "1"}, ROW)
        with pytest.raises(OptionError, match=key):
            table_factory("paced").validate(wrong)
