"""The bytes that csv writes. The expected bytes are those of Flink 2.3."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

STRINGS = ["x", "a,b", 'q"r', "", None, "l\nm", " s ", "é", "#h", "a;b", "a'b", "\t", "1+2"]


def test_quoting(encode):
    written = encode("csv", "a INT, b STRING", list(enumerate(STRINGS)))
    assert written.decode() == (
        '0,x\n1,"a,b"\n2,"q""r"\n3,\n4,\n5,"l\nm"\n6," s "\n7,é\n8,"#h"\n9,a;b\n10,"a\'b"\n11,"\t"\n12,"1+2"\n'
    )


def test_texts_longer_than_24_characters_are_quoted(encode):
    assert (
        encode("csv", "a STRING", [("x" * 24,), ("y" * 25,)]).decode() == "x" * 24 + '\n"' + "y" * 25 + '"\n'
    )


@pytest.mark.parametrize(
    ("options", "rows", "expected"),
    [
        ({"null-literal": "n/a"}, [(1, "x"), (5, None), (6, "")], "1,x\n5,n/a\n6,\n"),
        ({"disable-quote-character": "true"}, [(1, 'x"y'), (5, "a,b")], '1,x"y\n5,a,b\n'),
        (
            {"escape-character": "\\"},
            [(1, 'x"y'), (5, "a,b"), (6, "a\\b")],
            '1,"x""y"\n5,"a,b"\n6,"a\\\\b"\n',
        ),
        (
            {"quote-character": "'", "field-delimiter": "|"},
            [(1, 'x"y'), (6, "a|b"), (7, "a'b")],
            "1|'x\"y'\n6|'a|b'\n7|'a''b'\n",
        ),
    ],
)
def test_options(encode, options, rows, expected):
    assert encode("csv", "a INT, b STRING", rows, options).decode() == expected


def test_numbers_and_bytes(encode):
    rows = [
        (1.5, 2.5, Decimal("0.0000001"), True, b"abc"),
        (1e20, 1e10, Decimal(100), False, None),
        (1e-5, 1.0, None, None, b""),
    ]
    written = encode("csv", "a DOUBLE, b FLOAT, c DECIMAL(20, 10), d BOOLEAN, e BYTES", rows)
    assert written.decode() == "1.5,2.5,1E-7,true,YWJj\n1.0E20,1.0E10,1E+2,false,\n1.0E-5,1.0,,,\n"


def test_plain_decimals(encode):
    rows = [(Decimal(1000),), (Decimal("0.0000001"),)]
    written = encode("csv", "a DECIMAL(20, 10)", rows, {"write-bigdecimal-in-scientific-notation": "false"})
    assert written == b"1000\n0.0000001\n"


def test_times(encode):
    rows = [
        (
            dt.date(2020, 1, 2),
            dt.time(12, 13, 14),
            dt.datetime(2020, 1, 2, 12, 13, 14),
            dt.datetime(2020, 1, 2, 12, 13, 14, 123400),
            dt.datetime(2020, 1, 2, 12, 13, 14, 500000, tzinfo=dt.UTC),
        )
    ]
    written = encode("csv", "a DATE, b TIME(0), c TIMESTAMP(3), d TIMESTAMP(6), e TIMESTAMP_LTZ(3)", rows)
    assert written.decode() == (
        '2020-01-02,12:13:14,"2020-01-02 12:13:14","2020-01-02 12:13:14.1234","2020-01-02 12:13:14.5Z"\n'
    )


def test_nested_values(encode):
    rows = [
        ([1, 2], {"x": 1, "y": "p"}, ["a,b", "c"]),
        ([], {"x": 2, "y": "q"}, None),
        ([3], None, [None, "x"]),
    ]
    written = encode("csv", "a ARRAY<INT>, b ROW<x INT, y STRING>, c ARRAY<STRING>", rows)
    assert written.decode() == '1;2,1;p,"a,b;c"\n,2;q,\n3,,;x\n'
