"""What csv texts mean. The expected rows are those of Flink 2.3."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from drey.errors import MalformedRecordError, OptionError, UnsupportedError

IGNORE = {"ignore-parse-errors": "true"}

CASES = [
    ("a INT, b STRING, c DOUBLE", "1,x,2.5\n2,y,3\n", {}, [(1, "x", 2.5), (2, "y", 3.0)]),
    ("a INT, b STRING", "1,x", {}, [(1, "x")]),
    ("a INT, b STRING", "1,x,9\n2,y\n", IGNORE, [(2, "y")]),
    ("a INT, b STRING, c DOUBLE", "1,x\n2\n3,z,1.5\n", IGNORE, [(1, "x", None), (2, None, None), (3, "z", 1.5)]),
    ("a INT, b STRING", "zz,x\n2,y\n", IGNORE, [(None, "x"), (2, "y")]),
    ("a INT, b STRING", "2,\n3\n", IGNORE, [(2, ""), (3, None)]),
    ("a STRING, b STRING", ',""\n"",\n', {}, [("", ""), ("", "")]),
    ("b STRING", "x\n\ny\n", {}, [("x",), ("",), ("y",)]),
    ("b STRING", 'x\n  \n"a""b"\n"q\nr"\n', {}, [("x",), ("  ",), ('a"b',), ("q\nr",)]),
    ("a INT, b STRING", ' 1 , x \n" 2 "," y "\n', {}, [(1, " x "), (2, " y ")]),
    ("a BIGINT, b DOUBLE, c FLOAT", " 1 , 2.5 , 3.5 \n+5,+5.5,1e3\n", {}, [(1, 2.5, 3.5), (5, 5.5, 1000.0)]),
    ("a TINYINT", "200\n1\n", IGNORE, [(None,), (1,)]),
    ("a BIGINT", "\n5\n1_000\n 1\n٣\n0x10\n-0\n--1\n+\n", IGNORE,
     [(None,), (5,), (None,), (1,), (3,), (None,), (0,), (None,), (None,)]),
    ("a DOUBLE", "Infinity\n-Infinity\n1d\n0x1p3\n.5\n5.\n1e400\n", {},
     [(float("inf"),), (float("-inf"),), (1.0,), (8.0,), (0.5,), (5.0,), (float("inf"),)]),
    ("a DOUBLE", "inf\nnan\nINFINITY\n1_0\n", IGNORE, [(None,), (None,), (None,), (None,)]),
    ("a BOOLEAN", "true\nTRUE\n false \nyes\n1\n\n", {}, [(True,), (True,), (False,), (False,), (False,), (False,)]),
    ("a DECIMAL(5,2)", "1.234\n1.235\n-1.235\n1e2\n.5\n5.\n+1\n123456\n", {},
     [(Decimal("1.23"),), (Decimal("1.24"),), (Decimal("-1.24"),), (Decimal(100),), (Decimal("0.5"),),
      (Decimal(5),), (Decimal(1),), (None,)]),
    ("a DECIMAL(5,2)", "1.245\n", {}, [(Decimal("1.25"),)]),
    ("a DATE", "2020-01-02\n2020-1-2\n2020-02-30\n", {},
     [(dt.date(2020, 1, 2),), (dt.date(2020, 1, 2),), (dt.date(2020, 3, 1),)]),
    ("a DATE", "20200102\nx\n 2020-01-02\n2020-13-01\n10000-01-01\n", IGNORE, [(None,)] * 5),
    ("a TIME(0)", "12:13:14\n12:13:14.5\n12:13\n", {}, [(dt.time(12, 13, 14),), (dt.time(12, 13, 14),), (dt.time(12, 13),)]),
    ("a TIME(3)", "12:13:14.123\n25:00:00\n1:2:3\n 12:13:14\n24:00:00\n", IGNORE,
     [(dt.time(12, 13, 14, 123000),), (None,), (None,), (None,), (None,)]),
    ("a TIMESTAMP(3)", "2020-01-02 12:13:14\n2020-01-02 12:13:14.1\n2020-01-02 12:13:14.123456\n 2020-01-02 12:13:14\n", {},
     [(dt.datetime(2020, 1, 2, 12, 13, 14),), (dt.datetime(2020, 1, 2, 12, 13, 14, 100000),),
      (dt.datetime(2020, 1, 2, 12, 13, 14, 123000),), (dt.datetime(2020, 1, 2, 12, 13, 14),)]),
    ("a TIMESTAMP(3)", "2020-02-30 12:13:14\n2020-01-02 12:13:14.\n2020-01-02 24:00:00\n", {},
     [(dt.datetime(2020, 2, 29, 12, 13, 14),), (dt.datetime(2020, 1, 2, 12, 13, 14),), (dt.datetime(2020, 1, 3),)]),
    ("a TIMESTAMP(3)", "2020-01-02T12:13:14\n2020-01-02 12:13\n2020-01-02\n2020-1-2 1:2:3\n2020-01-02 12:13:14Z\n",
     IGNORE, [(None,)] * 5),
    ("a ARRAY<INT>, b STRING", "1;2;3,x\n,y\n1,z\n1; 2,w\n", {}, [([1, 2, 3], "x"), ([], "y"), ([1], "z"), ([1, 2], "w")]),
    ("a ARRAY<STRING>", 'a;b; c\n"x;y"\n""\n', {}, [(["a", "b", " c"],), (["x", "y"],), ([],)]),
    ("a ARRAY<STRING>", "a|b\n", {"array-element-delimiter": "|"}, [(["a", "b"],)]),
    ("a ROW<x INT, y STRING>", "1;b;c\n", {}, [({"x": 1, "y": "b"},)]),
    ("a BYTES", "aGVsbG8=\n", {}, [(b"hello",)]),
    ("a DATE, b TIME, c BYTES, d DECIMAL(3,1), e DECIMAL(3,1)", "2020-01-02,12:13:14,aGVsbG8=,1e1,.55\n", {},
     [(dt.date(2020, 1, 2), dt.time(12, 13, 14), b"hello", Decimal(10), Decimal("0.6"))]),
    ("a VARCHAR(2), b CHAR(3)", "abcd,a\n", {}, [("abcd", "a")]),
    ("a INT, b STRING", "1,x\n  # c\n#z\n2,y # d\n", {"allow-comments": "true"}, [(1, "x"), (2, "y # d")]),
    ("a STRING, b STRING", "#1,c\n #z,e\n", {}, [("#1", "c"), (" #z", "e")]),
    ("a INT, b STRING", 'NULL,NULL\n1,"NULL"\n2,x\n', {"null-literal": "NULL"}, [(None, None), (1, None), (2, "x")]),
    ("a INT, b STRING", ",x\n2,\n", {"null-literal": ""}, [(None, "x"), (2, None)]),
    ("a INT, b STRING", ',\n2,""\n', {"empty-string-as-null": "true"}, [(None, None), (2, None)]),
    ("a INT, b STRING", '1,"x"y\n2,z\n', IGNORE, [(2, "z")]),
    ("a INT, b STRING", '1,x"y\n2,"z"\n', {}, [(1, 'x"y'), (2, "z")]),
    ("a INT, b STRING", '1, "x"\n2,"z" \n', {}, [(1, ' "x"'), (2, "z")]),
    ("a INT, b STRING", '1,x\\,y\n2,"a\\"b"\n3,a\\nb\n4,\\"q\n5,a\\\\b\n', {"escape-character": "\\"},
     [(1, "x,y"), (2, 'a"b'), (3, "a\nb"), (4, '"q'), (5, "a\\b")]),
    ("a INT, b STRING", "1,x\r\n2,y\r\n", {}, [(1, "x"), (2, "y")]),
    ("a INT, b STRING", "1,x\r2,y\r", {}, [(1, "x"), (2, "y")]),
    ("a INT, b STRING", "1,x,\n2,y,\n", {}, [(1, "x"), (2, "y")]),
    ("a INT, b STRING", "1,x,3\n2,y,\n", {"ignore-trailing-unmappable": "true"}, [(1, "x"), (2, "y")]),
    ("a INT, b STRING", ' 1 , x y \n2," z "\n', {"trim-spaces": "true"}, [(1, "x y"), (2, " z ")]),
    ("a STRING, b STRING", '"a" , "b" \n"c" ,d\n', {"trim-spaces": "true"}, [("a", "b"), ("c", "d")]),
    ("a INT, b STRING", "1;x\n", {"field-delimiter": ";"}, [(1, "x")]),
    ("a INT, b STRING", "1\tx\n", {"field-delimiter": "\\t"}, [(1, "x")]),
    ("a INT, b STRING", "1\u00a6x\n", {"field-delimiter": "\u00a6"}, [(1, "x")]),
    ("a INT, b STRING", "1,'x,y'\n2,\"z\n", {"quote-character": "'"}, [(1, "x,y"), (2, '"z')]),
    ("a INT, b STRING", '1,"x\n2,"z"\n', {"disable-quote-character": "true"}, [(1, '"x'), (2, '"z"')]),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "data", "options", "expected"), CASES)
def test_rows(decode, columns, data, options, expected):
    assert decode("csv", columns, data, options=options).data.rows() == expected


def test_nan(decode):
    assert decode("csv", "a DOUBLE", "NaN\n1\n").data["a"].is_nan().to_list() == [True, False]


@pytest.mark.parametrize(
    ("columns", "data", "options", "detail"),
    [
        (
            "a INT, b STRING, c DOUBLE",
            "1,x,1\n1,x\n",
            {},
            "line 2: row length mismatch: 3 fields expected but was 2",
        ),
        ("a INT, b STRING", "1,x,9\n2,y\n", {}, "line 1: expected 2 fields, found 3"),
        (
            "a INT, b STRING",
            "1,x\n2,y,\n",
            {"allow-trailing-comma": "false"},
            "line 2: expected 2 fields, found 3",
        ),
        ("a INT, b STRING", "1\n", {"fail-on-missing-columns": "true"}, "line 1: not enough fields"),
        ("a INT, b STRING", "1,x\n,y\n", {}, "line 2: field 'a' is no INT: ''"),
        ("a INT, b STRING", "1,x\n\n2,y\n", {}, "line 2: row length mismatch"),
        ("a INT", "1\n1.0\n", {}, "line 2: field 'a' is no INT: '1.0'"),
        ("a INT", "99999999999\n", {}, "line 1: field 'a' is no INT"),
        ("a DECIMAL(5,2)", "1.2\n 7 \n", {}, "line 2: field 'a' is no DECIMAL(5, 2): ' 7 '"),
        ("a INT, b STRING", '1,"q\nr"\n2,"x\n', {}, "line 3: missing closing quote"),
        ("a INT, b STRING", '1,"x"y\n', {}, "line 1: expected ',' or the end of the line"),
        ("a INT, b STRING", b"1,\xff\xfe\n", {}, "from 1 on"),
        ("a ARRAY<INT>", "1;;2\n", {}, "line 1: field 'a' is no ARRAY<INT>"),
    ],
)
def test_malformed_records_are_shown(decode, columns, data, options, detail):
    with pytest.raises(MalformedRecordError) as error:
        decode("csv", columns, data, options=options)
    assert f"f.txt, {detail}" in str(error.value).replace("in the lines from", "from")


def test_the_text_of_a_malformed_line_is_shown(decode):
    with pytest.raises(MalformedRecordError, match="7,oops,1"):
        decode("csv", "a INT, b INT", "1,2\n7,oops,1\n")


@pytest.mark.parametrize(
    ("data", "wanted", "expected"),
    [
        ("1,x,7\n2,y,8\n", "c,a", [(7, 1), (8, 2)]),
        ("1,x,zz\n2,y,1\n", "a", [(1,), (2,)]),
        ("1\n2,y,1\n", "b", [(None,), ("y",)]),
        ("1,x\n2,y\n", "a", [(1,), (2,)]),
    ],
)
def test_only_projected_columns_are_looked_at(decode, data, wanted, expected):
    assert decode("csv", "a INT, b STRING, c INT", data, wanted).data.rows() == expected


def test_too_many_fields_are_an_error_under_a_projection_too(decode):
    with pytest.raises(MalformedRecordError, match="line 2"):
        decode("csv", "a INT, b STRING", "1,x\n2,y,1\n", "a")


def test_one_bad_line_in_a_large_chunk_leaves_the_rest(decode):
    lines = [f"{i},v{i}" for i in range(20000)]
    lines[12345] = "a,b,c"
    decoded = decode("csv", "a INT, b STRING", "\n".join(lines) + "\n", options=IGNORE)
    assert (decoded.data.height, decoded.skipped, decoded.lines) == (19999, 1, 20000)
    with pytest.raises(MalformedRecordError, match="line 12346"):
        decode("csv", "a INT, b STRING", "\n".join(lines) + "\n")


def test_bad_options(decode):
    with pytest.raises(OptionError, match=r"did you mean 'csv.field-delimiter'"):
        decode("csv", "a INT", "1", options={"field-delimeter": ";"})
    with pytest.raises(OptionError, match="single character"):
        decode("csv", "a INT", "1", options={"quote-character": "''"})
    with pytest.raises(OptionError, match=r"'csv.array-element-delimiter' must be a single character"):
        decode("csv", "a ARRAY<INT>", "1::2", options={"array-element-delimiter": "::"})
    with pytest.raises(OptionError, match="contradict"):
        decode("csv", "a INT", "1", options={"quote-character": "'", "disable-quote-character": "true"})
    with pytest.raises(UnsupportedError, match="MAP"):
        decode("csv", "a MAP<STRING, INT>", "1")
