"""The raw format: one column, one line."""

from __future__ import annotations

import polars as pl
import pytest

from drey.errors import ConnectorError, MalformedRecordError, OptionError, ValidationError

CASES = [
    ("a STRING", 'x y\n\n"z",1\r\nw', {}, ["x y", "", '"z",1', "w"]),
    ("a BYTES", b"ab\ncd\n", {}, [b"ab", b"cd"]),
    ("a INT", b"\x00\x00\x00\x05\n\xff\xff\xff\xff\n", {}, [5, -1]),
    ("a INT", b"\x05\x00\x00\x00\n", {"endianness": "little-endian"}, [5]),
    ("a BIGINT", b"\x00" * 7 + b"\x07\n", {}, [7]),
    ("a DOUBLE", b"\x3f\xf8\x00\x00\x00\x00\x00\x00\n", {}, [1.5]),
    ("a BOOLEAN", b"\x01\n\x00\n", {}, [True, False]),
    ("a STRING", b"\xe9\n", {"charset": "ISO-8859-1"}, ["é"]),
    ("a STRING", b"\xff\n", {}, ["\ufffd"]),
]


@pytest.mark.parametrize(("columns", "data", "options", "expected"), CASES)
def test_values(decode, columns, data, options, expected):
    decoded = decode("raw", columns, data, options=options)
    assert decoded.data.to_dict(as_series=False) == {"a": expected}
    assert decoded.lines == len(expected)


@pytest.mark.parametrize(
    ("columns", "values", "options", "expected"),
    [
        ("a STRING", ["x", "é", ""], {}, "x\né\n\n".encode()),
        ("a STRING", ["é"], {"charset": "ISO-8859-1"}, b"\xe9\n"),
        ("a INT", [1, -1], {}, b"\x00\x00\x00\x01\n\xff\xff\xff\xff\n"),
        ("a INT", [1], {"endianness": "little-endian"}, b"\x01\x00\x00\x00\n"),
        ("a BYTES", [b"\x00a"], {}, b"\x00a\n"),
        ("a BOOLEAN", [True], {}, b"\x01\n"),
    ],
)
def test_written_bytes(encode, columns, values, options, expected):
    assert encode("raw", columns, [(value,) for value in values], options) == expected


def test_what_is_refused(decode, encode):
    with pytest.raises(ValidationError, match="single physical column"):
        decode("raw", "a STRING, b INT", "x\n")
    with pytest.raises(ValidationError, match="doesn't support DATE"):
        decode("raw", "a DATE", "x\n")
    with pytest.raises(MalformedRecordError, match="DOUBLE type is not 8") as error:
        decode("raw", "a DOUBLE", b"abcdefgh\nabcd\n")
    assert "line 2" in error.value.detail
    with pytest.raises(ConnectorError, match="can't write null"):
        encode("raw", "a STRING", [(None,)])
    with pytest.raises(OptionError, match=r"unsupported 'raw.charset' name: x-y"):
        decode("raw", "a STRING", "x\n", options={"charset": "x-y"})
    with pytest.raises(OptionError, match="one of 'big-endian', 'little-endian'"):
        decode("raw", "a STRING", "x\n", options={"endianness": "middle"})


def test_lines_from_files(tmp_path, read):
    (tmp_path / "log").write_text("".join(f"line {i}\n" for i in range(5000)))
    options = {"connector": "filesystem", "path": str(tmp_path), "format": "raw"}
    assert read("line STRING", options) == [(f"line {i}",) for i in range(5000)]
    assert pl.Series(read("line STRING", options, limit=1)).len() == 1
