"""Encodings, URLs, PRINTF and TYPEOF; the expected values and types are Flink's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from scalar_calls import Typed, both, call

from drey.errors import EvaluationError

NULL = Typed(None, "STRING")
URL = "http://u:p@facebook.com:80/path/p1.php?query=1&k=v#Ref1"

CASES: list[tuple[str, tuple[Any, ...], Any, str]] = [
    ("FROM_BASE64", ("aGVsbG8=",), "hello", "STRING NOT NULL"),
    ("FROM_BASE64", ("aGVsbG8",), "hello", "STRING NOT NULL"),
    ("FROM_BASE64", ("/w==",), "\ufffd", "STRING NOT NULL"),
    ("FROM_BASE64", ("",), "", "STRING NOT NULL"),
    ("TO_BASE64", ("hello",), "aGVsbG8=", "STRING NOT NULL"),
    ("TO_BASE64", (NULL,), None, "STRING"),
    ("DECODE", (b"hello", "UTF-8"), "hello", "STRING NOT NULL"),
    ("DECODE", (b"\xff", "UTF-8"), "\ufffd", "STRING NOT NULL"),
    ("DECODE", (b"\xff", "ISO-8859-1"), "ÿ", "STRING NOT NULL"),
    ("DECODE", (b"\x00h", "UTF-16"), "h", "STRING NOT NULL"),
    ("ENCODE", ("he", "UTF-16"), b"\xfe\xff\x00h\x00e", "BYTES NOT NULL"),
    ("ENCODE", ("h", "UTF-16LE"), b"h\x00", "BYTES NOT NULL"),
    ("ENCODE", ("hé", "ISO-8859-1"), b"h\xe9", "BYTES NOT NULL"),
    ("ENCODE", ("h你", "US-ASCII"), b"h?", "BYTES NOT NULL"),
    ("INET_ATON", ("127.0.0.1",), 2130706433, "BIGINT"),
    ("INET_ATON", ("127.1",), 2130706433, "BIGINT"),
    ("INET_ATON", ("1.2.3",), 16908291, "BIGINT"),
    ("INET_ATON", ("256.0.0.1",), None, "BIGINT"),
    ("INET_ATON", ("",), None, "BIGINT"),
    ("INET_ATON", (" 1.2.3.4",), None, "BIGINT"),
    ("INET_ATON", ("01.02.03.04",), 16909060, "BIGINT"),
    ("INET_NTOA", (2130706433,), "127.0.0.1", "STRING"),
    ("INET_NTOA", (-1,), None, "STRING"),
    ("INET_NTOA", (4294967296,), None, "STRING"),
    ("URL_ENCODE", ("a b&c=é*~",), "a+b%26c%3D%C3%A9*%7E", "STRING"),
    ("URL_DECODE", ("a+b%26c%3D%C3%A9",), "a b&c=é", "STRING"),
    ("URL_DECODE", ("%zz",), None, "STRING"),
    ("URL_DECODE", ("%",), None, "STRING"),
    ("URL_DECODE", ("%ff",), "\ufffd", "STRING"),
    ("PARSE_URL", (URL, "HOST"), "facebook.com", "STRING"),
    ("PARSE_URL", (URL, "PATH"), "/path/p1.php", "STRING"),
    ("PARSE_URL", (URL, "QUERY"), "query=1&k=v", "STRING"),
    ("PARSE_URL", (URL, "REF"), "Ref1", "STRING"),
    ("PARSE_URL", (URL, "PROTOCOL"), "http", "STRING"),
    ("PARSE_URL", (URL, "FILE"), "/path/p1.php?query=1&k=v", "STRING"),
    ("PARSE_URL", (URL, "AUTHORITY"), "u:p@facebook.com:80", "STRING"),
    ("PARSE_URL", (URL, "USERINFO"), "u:p", "STRING"),
    ("PARSE_URL", (URL, "NOPE"), None, "STRING"),
    ("PARSE_URL", (URL, "QUERY", "k"), "v", "STRING"),
    ("PARSE_URL", (URL, "HOST", "k"), None, "STRING"),
    ("PARSE_URL", ("http://f.com", "QUERY"), None, "STRING"),
    ("PARSE_URL", ("http://f.com", "PATH"), "", "STRING"),
    ("PARSE_URL", ("http://f.com", "USERINFO"), None, "STRING"),
    ("PARSE_URL", ("http://f.com/a?", "QUERY"), "", "STRING"),
    ("PARSE_URL", ("http://f.com/a?", "FILE"), "/a?", "STRING"),
    ("PARSE_URL", ("foo", "HOST"), None, "STRING"),
    ("PARSE_URL", ("foo://x/y", "HOST"), None, "STRING"),
    ("PARSE_URL", ("HTTPS://X.Com/y", "PROTOCOL"), "https", "STRING"),
    ("PARSE_URL", ("HTTPS://X.Com/y", "HOST"), "X.Com", "STRING"),
    ("PARSE_URL", ("mailto:a@b.c", "PATH"), "a@b.c", "STRING"),
    ("PARSE_URL", ("file:/a/b", "HOST"), "", "STRING"),
    ("PARSE_URL", ("file:/a/b", "AUTHORITY"), None, "STRING"),
    ("PRINTF", ("%s-%d", "a", 5), "a-5", "STRING"),
    ("PRINTF", ("no args",), "no args", "STRING"),
    (
        "PRINTF",
        ("%5d|%-5d|%05d|%,d|%+d|%(d", 42, 42, 42, 1234567, 5, -7),
        "   42|42   |00042|1,234,567|+5|(7)",
        "STRING",
    ),
    ("PRINTF", ("%x %X %o", 255, 255, 8), "ff FF 10", "STRING"),
    ("PRINTF", ("%x", -1), "ffffffff", "STRING"),
    (
        "PRINTF",
        ("%.2f %8.3f %e %g", 3.14159, 2.5, 12345.678, 0.0001234),
        "3.14    2.500 1.234568e+04 0.000123400",
        "STRING",
    ),
    ("PRINTF", ("%.1f", 0.25), "0.3", "STRING"),
    ("PRINTF", ("%b %S|%-5s|%10s", True, "up", "ab", "cd"), "true UP|ab   |        cd", "STRING"),
    ("PRINTF", ("%c", 97), "a", "STRING"),
    ("PRINTF", ("%2$s %1$s", "a", "b"), "b a", "STRING"),
    ("PRINTF", ("%s %<s %s", "a", "b"), "a a b", "STRING"),
    ("PRINTF", ("%s %s", 1e10, 1.5), "1.0E10 1.5", "STRING"),
    ("PRINTF", ("%s", dt.date(2020, 1, 1)), "18262", "STRING"),
    ("PRINTF", ("%s", dt.datetime(2020, 1, 1)), "2020-01-01T00:00", "STRING"),
    ("PRINTF", ("%s", dt.datetime(2020, 1, 1, 0, 0, 10, 500000)), "2020-01-01T00:00:10.500", "STRING"),
    ("PRINTF", ("%s", dt.time(1, 2, 3)), "3723000", "STRING"),
    ("PRINTF", ("%s", Decimal("1.50")), "1.50", "STRING"),
    ("PRINTF", ("%s", NULL), "null", "STRING"),
    ("PRINTF", ("%d", Typed(None, "INT")), "null", "STRING"),
    ("PRINTF", (NULL, 1), None, "STRING"),
    ("PRINTF", ("%s %s", "a"), None, "STRING"),
    ("PRINTF", ("%d", "a"), None, "STRING"),
    ("PRINTF", ("%D", 5), None, "STRING"),
    ("PRINTF", ("%y", 1), None, "STRING"),
    ("PRINTF", ("100%", 1), None, "STRING"),
    ("PRINTF", ("%5.2f", Decimal("3.14")), None, "STRING"),
    ("TYPE_OF", ("a",), "CHAR(1) NOT NULL", "STRING"),
    ("TYPE_OF", (Typed(None, "ARRAY<INT>"),), "ARRAY<INT>", "STRING"),
    ("TYPE_OF", (1, True), "INT NOT NULL", "STRING"),
]


@pytest.mark.parametrize(("name", "operands", "expected", "type_"), CASES)
def test_value_and_type(name: str, operands: tuple[Any, ...], expected: Any, type_: str) -> None:
    value, found = both(name, *operands)
    assert value == expected
    assert str(found) == type_


@pytest.mark.parametrize("constant", [True, False])
@pytest.mark.parametrize(
    ("name", "operands", "message"),
    [
        ("FROM_BASE64", ("!!",), "Illegal base64 character 21"),
        ("DECODE", (b"\xff", "nope"), "unsupported encoding 'nope'"),
        ("ENCODE", ("h", "nope"), "unsupported encoding 'nope'"),
    ],
)
def test_failures(name: str, operands: tuple[Any, ...], message: str, constant: bool) -> None:
    with pytest.raises(EvaluationError, match=message):
        call(name, *operands, constant=constant)
