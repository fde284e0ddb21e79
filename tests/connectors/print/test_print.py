"""Sinks that show rows: print, test-sink, blackhole; and the text of rows. The texts are those of Flink 2.3."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from drey.connectors.registry import table_factory
from drey.connectors.test_sink import take_texts
from drey.errors import OptionError
from drey.types.row_text import row_texts
from drey.types.type_parser import parse_type

KINDS = pl.Series([0, 1, 2, 3], dtype=pl.Int8)


@pytest.fixture
def write(spec, frame):
    def run(columns, rows, kinds, options):
        writer = table_factory(options["connector"]).create_sink(spec(columns, options)).create_writer()
        writer.write(frame(columns, rows), kinds)
        writer.close()

    return run


FOUR = [(1, "a"), (2, None), (3, "b, c"), (4, "")]


def test_print_writes_a_line_per_change(write, capsys):
    write("a INT, b STRING", FOUR, KINDS, {"connector": "print", "print-identifier": "ID"})
    assert capsys.readouterr().out == "ID> +I[1, a]\nID> -U[2, null]\nID> +U[3, b, c]\nID> -D[4, ]\n"


def test_print_without_identifier_to_the_error_stream(write, capsys):
    write("a INT, b STRING", FOUR[:1], None, {"connector": "print", "standard-error": "true"})
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "+I[1, a]\n")


def test_print_refuses_unknown_options(spec):
    with pytest.raises(OptionError, match="did you mean 'print-identifier'"):
        spec("a INT", {"connector": "print", "print-identifer": "x"})


def test_the_test_sink_counts_texts(write):
    take_texts()
    write("a INT", [(1,), (1,), (2,), (3,)], None, {"connector": "test-sink"})
    write("a INT", [(5,)], pl.Series([2], dtype=pl.Int8), {"connector": "test-sink"})
    assert sorted(take_texts()) == ["+I[1]", "+I[1]", "+I[2]", "+I[3]", "+U[5]"]
    assert take_texts() == []


def test_the_blackhole_takes_everything(write):
    write("a INT, b STRING", FOUR, KINDS, {"connector": "blackhole"})


ALL = (
    "a INT, b STRING, c DOUBLE, d FLOAT, e DECIMAL(20, 10), f BOOLEAN, g BYTES, h DATE, i TIME(3), j TIMESTAMP(3), "
    "k TIMESTAMP_LTZ(3), l ARRAY<INT>, m MAP<STRING, INT>, n ROW<x INT, y STRING>, o ARRAY<ROW<x INT>>, "
    "p MULTISET<STRING>, q MAP<STRING, ROW<x DOUBLE>>"
)


def entry(key, value):
    return {"key": key, "value": value}


def test_the_text_of_every_type(frame):
    moment = dt.datetime(2020, 1, 2, 12, 13, 14, 100000)
    rows = [
        (1, "x", 1.5, 1.5, Decimal("1E-7"), True, b"x\xff", moment.date(), dt.time(12, 13), moment, moment, [1, 1],
         [entry("k", 1), entry("l", None)], {"x": 1, "y": "x"}, [{"x": 1}], [entry("x", 1)],
         [entry("z", {"x": 1.5})]),
        (None,) * 17,
    ]  # fmt: skip
    first, second = row_texts(frame(ALL, rows), parse_type(f"ROW<{ALL}>"))
    assert first == (
        "+I[1, x, 1.5, 1.5, 1.000E-7, true, [120, -1], 2020-01-02, 12:13, 2020-01-02T12:13:14.100, "
        "2020-01-02T12:13:14.100Z, [1, 1], {k=1, l=null}, +I[1, x], [+I[1]], {x=1}, {z=+I[1.5]}]"
    )
    assert second == "+I[" + ", ".join(["null"] * 17) + "]"


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("DOUBLE", 1e20, "1.0E20"),
        ("DOUBLE", 1e7, "1.0E7"),
        ("DOUBLE", 9999999.0, "9999999.0"),
        ("DOUBLE", 1e-3, "0.001"),
        ("DOUBLE", 9.99e-4, "9.99E-4"),
        ("DOUBLE", -0.0, "-0.0"),
        ("DOUBLE", 1234567.125, "1234567.125"),
        ("DOUBLE", 12345678.125, "1.2345678125E7"),
        ("DOUBLE", float("nan"), "NaN"),
        ("DOUBLE", float("-inf"), "-Infinity"),
        ("FLOAT", 1.1, "1.1"),
        ("FLOAT", 1e10, "1.0E10"),
        ("DECIMAL(20, 10)", Decimal(100), "100.0000000000"),
        ("DECIMAL(20, 10)", Decimal(0), "0E-10"),
        ("TIME(0)", dt.time(0, 0), "00:00"),
        ("TIMESTAMP(3)", dt.datetime(2020, 1, 2), "2020-01-02T00:00"),
        ("TIMESTAMP(6)", dt.datetime(1969, 12, 31, 23, 59, 59, 999999), "1969-12-31T23:59:59.999999"),
        ("TIMESTAMP_LTZ(3)", dt.datetime(2020, 1, 2), "2020-01-02T00:00:00Z"),
        ("INTERVAL DAY TO SECOND(3)", 90_061_500, "PT25H1M1.5S"),
        ("INTERVAL DAY TO SECOND(3)", 0, "PT0S"),
        ("INTERVAL YEAR TO MONTH", 14, "P1Y2M"),
        ("ARRAY<TIMESTAMP(3)>", [dt.datetime(2020, 1, 2, 3, 4, 5)], "[2020-01-02T03:04:05]"),
    ],
)
def test_the_text_of_a_value(frame, type_, value, text):
    assert row_texts(frame(f"a {type_}", [(value,)]), parse_type(f"ROW<a {type_}>")).to_list() == [
        f"+I[{text}]"
    ]
