"""Reading files: where they are found, what they hold, and how reading is resumed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import zlib

import polars as pl
import pytest

from drey.connectors.registry import table_factory
from drey.errors import ConnectorError, MalformedRecordError, OptionError, UnsupportedError
from drey.rex.nodes import RexCall, RexInputRef, RexLiteral
from drey.types import logical as t

COLUMNS = "a INT, b STRING"


def csv_table(path, **more):
    return {"connector": "filesystem", "path": str(path), "format": "csv", **more}


@pytest.fixture
def tree(tmp_path):
    """Files at several depths, hidden ones among them."""
    files = {
        "one.csv": "1,x\n",
        "sub/two.csv": "2,y\n",
        "sub/deep/three.csv": "3,z\n",
        ".hidden.csv": "9,h\n",
        "_SUCCESS": "",
        "_temporary/four.csv": "9,t\n",
        ".staging/five.csv": "9,s\n",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


def test_a_directory_is_read_with_all_below_it_but_what_is_hidden(tree, read):
    assert sorted(read(COLUMNS, csv_table(tree))) == [(1, "x"), (2, "y"), (3, "z")]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("one.csv", [1]),
        ("sub", [2, 3]),
        ("*.csv", [1]),
        ("sub/*", [2, 3]),
        ("s?b/two.csv", [2]),
        ("**/t*.csv", [2, 3]),
    ],
)
def test_files_and_patterns(tree, read, path, expected):
    assert sorted(row[0] for row in read(COLUMNS, csv_table(tree / path))) == expected


def test_urls_and_regular_expressions(tree, read):
    assert read(COLUMNS, csv_table(f"file://{tree}/one.csv")) == [(1, "x")]
    assert read(COLUMNS, csv_table(f"file:{tree}/one.csv")) == [(1, "x")]
    assert read(COLUMNS, csv_table(tree, **{"source.path.regex-pattern": ".*/t[wh][a-z]*[.]csv"})) == [
        (3, "z"),
        (2, "y"),
    ]


def test_what_is_not_there(tmp_path, read):
    with pytest.raises(ConnectorError, match="file does not exist") as error:
        read(COLUMNS, csv_table(tmp_path / "sub" / "nothing.csv"))
    assert f"'{tmp_path}' exists" in str(error.value)
    with pytest.raises(ConnectorError, match="no file matches"):
        read(COLUMNS, csv_table(tmp_path / "*.csv"))
    with pytest.raises(UnsupportedError, match="'s3'"):
        read(COLUMNS, csv_table("s3://bucket/x"))
    with pytest.raises(OptionError, match=r"did you mean 'source.monitor-interval'"):
        read(COLUMNS, csv_table(tmp_path, **{"source.monitor-intervall": "1 s"}))
    with pytest.raises(OptionError, match="did you mean 'csv'"):
        read(COLUMNS, {**csv_table(tmp_path), "format": "csvv"})


COMPRESSORS = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".deflate": zlib.compress,
}


@pytest.mark.parametrize("suffix", COMPRESSORS)
def test_compressed_files_are_read_and_resumed(tmp_path, source, fetch, suffix):
    content = "".join(f"{i},text {i}\n" for i in range(30000))
    (tmp_path / f"f.csv{suffix}").write_bytes(COMPRESSORS[suffix](content.encode()))
    table = source(COLUMNS, csv_table(tmp_path))
    fetched = fetch(table, max_rows=1000)
    rows = [row for one in fetched for row in one.data.rows()]
    assert rows == [(i, f"text {i}") for i in range(30000)]
    first = fetched[0]
    assert first.split is not None
    resumed = [row for one in fetch(table, [first.split]) for row in one.data.rows()]
    assert first.data.rows() + resumed == rows


def test_a_damaged_file_is_named(tmp_path, read):
    (tmp_path / "f.csv.gz").write_bytes(gzip.compress(b"1,x\n" * 10000)[:-20])
    with pytest.raises(ConnectorError, match=r"f\.csv\.gz"):
        read(COLUMNS, csv_table(tmp_path))


def test_reading_resumes_behind_every_batch(tmp_path, source, fetch):
    lines = [f'{i},"line\n{i}, ""q"""' if i % 7 == 0 else f"{i},v{i}" for i in range(40000)]
    (tmp_path / "f.csv").write_text("\ufeff" + "\n".join(lines))
    table = source(COLUMNS, csv_table(tmp_path))
    fetched = fetch(table, max_rows=3000)
    assert len(fetched) > 3
    everything = [row for one in fetched for row in one.data.rows()]
    assert everything == [(i, f'line\n{i}, "q"' if i % 7 == 0 else f"v{i}") for i in range(40000)]
    seen = 0
    for one in fetched:
        seen += one.data.height
        if one.split is not None:
            assert [
                r for f in fetch(table, [one.split], max_rows=50000) for r in f.data.rows()
            ] == everything[seen:]


def test_the_line_of_a_malformed_record_counts_from_the_files_start(tmp_path, source, fetch):
    lines = [f"{i},v" for i in range(100000)]
    lines[90000] = "broken,v"
    (tmp_path / "f.csv").write_text("\n".join(lines))
    with pytest.raises(MalformedRecordError, match=r"f\.csv, line 90001: field 'a' is no INT: 'broken'"):
        fetch(source(COLUMNS, csv_table(tmp_path)), max_rows=1000)


def test_an_unclosed_quote_does_not_eat_memory(tmp_path, source, fetch, monkeypatch):
    monkeypatch.setattr("drey.connectors.filesystem.blocks._LARGEST_RECORD", 1 << 20)
    (tmp_path / "f.csv").write_text('1,"x\n' + "2,y\n" * 2_000_000)
    with pytest.raises(MalformedRecordError, match="a record does not end"):
        fetch(source(COLUMNS, csv_table(tmp_path)), max_rows=1000)


def test_skipped_records_are_counted(tmp_path, source, fetch):
    (tmp_path / "f.csv").write_text("1,x\n1,2,3\n2,y\n")
    fetched = fetch(source(COLUMNS, csv_table(tmp_path, **{"csv.ignore-parse-errors": "true"})))
    assert sum(one.skipped for one in fetched) == 1


@pytest.fixture
def partitioned(tmp_path):
    for day, hour, content in [
        ("2020-01-01", "1", "1,x\n"),
        ("2020-01-02", "2", "2,y\n"),
        ("2020-01-02", "__DEFAULT_PARTITION__", "3,z\n"),
    ]:
        folder = tmp_path / f"day={day}" / f"h%3Dour={hour}"
        folder.mkdir(parents=True)
        (folder / "part-0").write_text(content)
    return tmp_path


PARTITIONED = "a INT, day DATE, b STRING, `h=our` INT"


def test_partition_columns_come_from_directories(partitioned, read):
    rows = read(PARTITIONED, csv_table(partitioned), partition_keys=("day", "h=our"))
    assert sorted((a, str(day), b, hour) for a, day, b, hour in rows) == [
        (1, "2020-01-01", "x", 1),
        (2, "2020-01-02", "y", 2),
        (3, "2020-01-02", "z", None),
    ]
    assert sorted(read(PARTITIONED, csv_table(partitioned), partition_keys=("day", "h=our"), projection=("h=our",)), key=str) == [
        (1,), (2,), (None,),
    ]  # fmt: skip


def call(name, index, type_, value):
    return RexCall(
        name, (RexInputRef(index, type=type_), RexLiteral(value, type=type_)), type=t.BooleanType()
    )


def test_partitions_that_no_row_can_satisfy_are_not_opened(partitioned, source):
    wanted = call("EQUALS", 3, t.IntType(), 2)
    table = source(PARTITIONED, csv_table(partitioned), partition_keys=("day", "h=our"), filters=(wanted,))
    splits = table.create_enumerator().discover()
    assert [os.path.basename(os.path.dirname(split.id)) for split in splits] == ["h%3Dour=2"]


def test_a_partition_value_of_the_wrong_type_is_an_error(tmp_path, read):
    (tmp_path / "p=x").mkdir()
    (tmp_path / "p=x" / "f").write_text("1\n")
    with pytest.raises(ConnectorError, match="partition value 'x' of key 'p' is no INT"):
        read("a INT, p INT", csv_table(tmp_path), partition_keys=("p",))
    (tmp_path / "f").write_text("1\n")
    with pytest.raises(ConnectorError, match=r"lies in no directory 'p=...'"):
        read("a INT, p STRING", csv_table(tmp_path / "f"), partition_keys=("p",))


def test_filters_leave_rows_out(tmp_path, read):
    (tmp_path / "f.csv").write_text("".join(f"{i},v{i % 3}\n" for i in range(10)))
    both = RexCall(
        "AND",
        (call("GREATER_THAN", 0, t.IntType(), 4), call("EQUALS", 1, t.string_type(), "v0")),
        type=t.BooleanType(),
    )
    assert read(COLUMNS, csv_table(tmp_path), filters=(both,), projection=("b",)) == [("v0",), ("v0",)]
    unknown = call("SOMETHING", 0, t.IntType(), 4)
    assert len(read(COLUMNS, csv_table(tmp_path), filters=(unknown,))) == 10


def test_metadata_columns(tmp_path, read, spec):
    file = tmp_path / "f.csv"
    file.write_text("1,x\n")
    os.utime(file, (1577966400.25, 1577966400.25))
    metadata = tuple(
        table_factory("filesystem").source_abilities(spec(COLUMNS, csv_table(tmp_path))).metadata.items()
    )
    rows = read(COLUMNS, csv_table(tmp_path), projection=("a",), metadata=metadata)
    assert rows[0][:4] == (1, str(file), "f.csv", 4)
    assert rows[0][4].isoformat() == "2020-01-02T12:00:00.250000+00:00"


def test_a_limit_stops_early(tmp_path, source, fetch):
    (tmp_path / "f.csv").write_text("".join(f"{i},v\n" for i in range(300000)))
    fetched = fetch(source(COLUMNS, csv_table(tmp_path), limit=5), max_rows=1000)
    assert [one.data["a"].to_list() for one in fetched] == [[0, 1, 2, 3, 4]]
    assert fetched[0].split is None


def test_new_files_are_found_while_watching(tmp_path, source, fetch):
    (tmp_path / "1.csv").write_text("1,x\n")
    table = source(COLUMNS, csv_table(tmp_path, **{"source.monitor-interval": "50 ms"}))
    enumerator = table.create_enumerator()
    assert enumerator.interval == 0.05
    assert [os.path.basename(s.id) for s in enumerator.discover()] == ["1.csv"]
    (tmp_path / "2.csv").write_text("2,y\n")
    assert [os.path.basename(s.id) for s in enumerator.discover()] == ["2.csv"]
    assert enumerator.discover() == []
    restored = table.create_enumerator()
    restored.restore(enumerator.snapshot())
    (tmp_path / "3.csv").write_text("3,z\n")
    assert [os.path.basename(s.id) for s in restored.discover()] == ["3.csv"]


def test_boundedness(spec):
    factory = table_factory("filesystem")
    assert factory.source_abilities(spec(COLUMNS, csv_table("/x"))).bounded
    assert not factory.source_abilities(
        spec(COLUMNS, csv_table("/x", **{"source.monitor-interval": "1 s"}))
    ).bounded
    with pytest.raises(OptionError, match=r"'source\.monitor-interval' must be longer than nothing"):
        spec(COLUMNS, csv_table("/x", **{"source.monitor-interval": "0 s"}))


def test_an_empty_file_has_no_rows_and_exact_types(tmp_path, source, fetch):
    (tmp_path / "f.csv").write_text("")
    (fetched,) = fetch(source("a INT, b DECIMAL(10, 2)", csv_table(tmp_path)))
    assert fetched.data.schema == {"a": pl.Int32(), "b": pl.Decimal(10, 2)}
    assert fetched.data.height == 0
