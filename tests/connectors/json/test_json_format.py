"""What json lines mean, and the bytes that are written. Expected values are those of Flink 2.3."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.connectors.api.format import FormatSpec, Origin, RecordDecodingFormat, RecordEncodingFormat
from drey.connectors.formats.json import JsonFormatFactory
from drey.errors import ConnectorError, MalformedRecordError, OptionError, UnsupportedError
from drey.types.polars_types import polars_schema
from drey.types.type_parser import parse_type


@pytest.fixture(autouse=True, params=["few", "many"])
def few_or_many(request, monkeypatch):
    """Few lines are read and written in another way than many: both have to be right."""
    if request.param == "many":
        monkeypatch.setattr("drey.connectors.formats.json.decoder._FEW", 0)
        monkeypatch.setattr("drey.connectors.formats.json.encoder._FEW", 0)


IGNORE = {"ignore-parse-errors": "true"}
ISO = {"timestamp-format.standard": "ISO-8601"}

CASES = [
    ("a INT, b STRING, c DOUBLE", '{"a":1,"b":"x","c":1.5}\n{"b":2,"a":"3","c":"4.5"}\n{"a":null}\n{}\n{"a":1.0,"z":9}\n',
     {}, [(1, "x", 1.5), (3, "2", 4.5), (None, None, None), (None, None, None), (1, None, None)]),
    ("a INT", '{"a":1.5}\n{"a":1e2}\n{"a":" 7 "}\n{"a":null}', {}, [(1,), (100,), (7,), (None,)]),
    ("a INT", '{"a":true}\n{"a":"x"}\n{"a":[1]}\n{"a":99999999999}\n{"a":""}\n', IGNORE, [(None,)] * 5),
    ("a STRING", '{"a":1.50}\n{"a":1e2}\n{"a":true}\n{"a":[1, {"x": 2}]}\n{"a":{"q":1.10,"r":[1e5,1e-9,1E400]}}\n{"a":"\\u00e9\\n"}\n', {},
     [("1.50",), ("1e2",), ("true",), ('[1,{"x":2}]',), ('{"q":1.1,"r":[100000.0,1.0E-9,"Infinity"]}',), ("é\n",)]),
    ("a STRING", '{"a":"1.50"}\n{"a":"[1, 2]"}\n{"a":"12"}\n', {}, [("1.50",), ("[1, 2]",), ("12",)]),
    ("a BOOLEAN", '{"a":true}\n{"a":"TRUE"}\n{"a":1}\n{"a":"x"}\n{"a":[1]}\n', {}, [(True,), (True,), (False,), (False,), (False,)]),
    ("a DOUBLE", '{"a":"Infinity"}\n{"a":1e400}\n{"a":"5"}\n{"a":NaN}\n', IGNORE, [(float("inf"),), (float("inf"),), (5.0,)]),
    ("a DECIMAL(5,2)", '{"a":1.5}\n{"a":"1.005"}\n{"a":1e2}\n{"a":" 7 "}\n{"a":99999999999}\n', {},
     [(Decimal("1.5"),), (Decimal("1.01"),), (Decimal(100),), (Decimal(7),), (None,)]),
    ("a DECIMAL(30,2)", '{"a":1234567890123456789012.345}\n', {}, [(Decimal("1234567890123456789012.35"),)]),
    ("a TINYINT, b SMALLINT", '{"a":300,"b":3.9}\n{"a":3,"b":40000}\n{"a":-128,"b":5}\n', IGNORE, [(None, None), (3, None), (-128, 5)]),
    ("a BIGINT", '{"a":12345678901234567890}\n{"a":-0}\n{"a":01}\n{"a":+1}\n{"a":.5}\n', IGNORE, [(None,), (0,)]),
    ("a FLOAT", '{"a":1.5}\n', {}, [(1.5,)]),
    ("a INT, b INT", '{"a":1,"b":"q"}\n{"a":x}\nzz\n\n{"a":2}\n[1]\n5\n', IGNORE, [(1, None), (2, None)]),
    ("a INT", '{"a":1} {"a":2}\n{"a":3}{"a":4}\n', {}, [(1,), (3,)]),
    ("a INT", '[{"a":1},{"a":2}]\n', {}, [(1,), (2,)]),
    ("a INT", '{"a":[{}\n{}]}\n{"a":2},{"a":3}\n{"a":"4\n,","a":5}\n', IGNORE, [(None,), (2,)]),
    ("a INT", '{"a":1,"a":2}\n{"A":3}\r\n', {}, [(1,), (None,)]),
    ("a TIMESTAMP(3), b TIMESTAMP(6)", '{"a":"2020-01-02 12:13:14.5","b":"2020-01-02 12:13:14"}\n', {},
     [(dt.datetime(2020, 1, 2, 12, 13, 14, 500000), dt.datetime(2020, 1, 2, 12, 13, 14))]),
    ("a TIMESTAMP(3)", '{"a":"2020-01-02T12:13:14.5"}\n{"a":"2020-01-02 12:13"}\n{"a":"2020-01-02T12:13:14Z"}\n{"a":1577966400000}\n', IGNORE,
     [(None,)] * 4),
    ("a TIMESTAMP(3)", '{"a":"2020-01-02T12:13:14.5"}\n{"a":"2020-01-02T12:13"}\n{"a":"2020-01-02 12:13:14"}\n', {**IGNORE, **ISO},
     [(dt.datetime(2020, 1, 2, 12, 13, 14, 500000),), (dt.datetime(2020, 1, 2, 12, 13),), (None,)]),
    ("a DATE, b TIME(3), c BYTES", '{"a":"2020-01-02","b":"12:13:14.123","c":"aGk="}\n{"a":"2020-1-2","b":"12:13"}\n{"a":18000,"b":"12:13:14Z"}\n', IGNORE,
     [(dt.date(2020, 1, 2), dt.time(12, 13, 14, 123000), b"hi"), (None, None, None), (None, None, None)]),
    ("a ARRAY<INT>, m MAP<STRING, INT>, r ROW<x INT, y ARRAY<STRING>>",
     '{"a":[1,null,"3"],"m":{"k":1,"l":null},"r":{"x":1,"y":["p"]}}\n{"a":[],"m":{},"r":{}}\n{"r":{"x":"zz"}}\n{"a":5}\n', IGNORE,
     [([1, None, 3], [{"key": "k", "value": 1}, {"key": "l", "value": None}], {"x": 1, "y": ["p"]}),
      ([], [], {"x": None, "y": None}), (None, None, {"x": None, "y": None}), (None, None, None)]),
    ("r ROW<ts TIMESTAMP(3), n TINYINT>", '{"r":{"ts":"2020-01-02 03:04:05","n":5}}\n', {}, [({"ts": dt.datetime(2020, 1, 2, 3, 4, 5), "n": 5},)]),
    ("a STRING, b STRING", '{"a":"x\ty","b":"\x01"}\n', {}, [("x\ty", "\x01")]),
    ("m MULTISET<STRING>", '{"m":{"k":2}}\n', {}, [([{"key": "k", "value": 2}],)]),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "data", "options", "expected"), CASES)
def test_rows(decode, columns, data, options, expected):
    assert decode("json", columns, data, options=options).data.rows() == expected


def test_only_projected_columns_are_looked_at(decode):
    assert decode("json", "a INT, b INT", '{"a":"x","b":1}\n', "b").data.rows() == [(1,)]


@pytest.mark.parametrize(
    ("data", "options", "detail"),
    [
        ('{"a":1}\n{"a":x}\n', {}, 'line 2: Expecting value: line 1 column 6 (char 5)\n{"a":x}'),
        ('{"a":1}\n\n{"a":"q"}\n', {}, "line 3: fail to deserialize at field: a: q"),
        ('{"a":1,\n"b":2}\n', {}, "line 1: "),
        ("null\n", {}, "line 1: expected an object"),
        (b'{"a":"\xff"}\n', {}, "line 1: "),
        ('{"a":1}\n{}\n', {"fail-on-missing-field": "true"}, "line 2: field 'a' is missing"),
    ],
)
def test_malformed_lines_are_shown(decode, data, options, detail):
    with pytest.raises(MalformedRecordError) as error:
        decode("json", "a INT", data, options=options)
    assert f"f.txt, {detail}" in str(error.value)


def test_one_bad_line_in_a_large_chunk_leaves_the_rest(decode):
    lines = [f'{{"a":{i},"b":"v{i}"}}' for i in range(20000)]
    lines[12345] = '{"a":'
    decoded = decode("json", "a INT, b STRING", "\n".join(lines) + "\n", options=IGNORE)
    assert (decoded.data.height, decoded.skipped, decoded.lines) == (19999, 1, 20000)
    with pytest.raises(MalformedRecordError, match="line 12346"):
        decode("json", "a INT, b STRING", "\n".join(lines) + "\n")


def test_null_is_not_missing(decode):
    options = {"fail-on-missing-field": "true"}
    assert decode("json", "a INT", '{"a":null}\n', options=options).data.rows() == [(None,)]


def test_bad_options(decode):
    with pytest.raises(OptionError, match="shouldn't both be true"):
        decode("json", "a INT", "{}", options={**IGNORE, "fail-on-missing-field": "true"})
    with pytest.raises(OptionError, match=r"did you mean 'json.ignore-parse-errors'"):
        decode("json", "a INT", "{}", options={"ignore-parse-error": "true"})
    with pytest.raises(OptionError, match="one of 'SQL', 'ISO-8601'"):
        decode("json", "a INT", "{}", options={"timestamp-format.standard": "RFC"})
    with pytest.raises(UnsupportedError, match="non-string as key type"):
        decode("json", "m MAP<INT, INT>", "{}")


def test_scalars_are_written(encode):
    rows = [
        (1, 'x"é\n/\\\t\x01', 1.5, Decimal("0.0000001"), True, b"abc", 1.1),
        (None, "", 1e20, Decimal(100), False, b"", 1e10),
        (2, None, float("nan"), None, None, None, None),
    ]
    columns = "a INT, b STRING, c DOUBLE, d DECIMAL(20, 10), e BOOLEAN, f BYTES, g FLOAT"
    assert encode("json", columns, rows).decode().splitlines() == [
        '{"a":1,"b":"x\\"é\\n/\\\\\\t\\u0001","c":1.5,"d":1E-7,"e":true,"f":"YWJj","g":1.1}',
        '{"a":null,"b":"","c":1.0E20,"d":1E+2,"e":false,"f":"","g":1.0E10}',
        '{"a":2,"b":null,"c":"NaN","d":null,"e":null,"f":null,"g":null}',
    ]


def test_names_and_nulls_are_written(encode):
    rows = [("1%", None), (None, 2)]
    assert encode("json", '`a"%s` STRING, `b%` INT', rows) == (
        b'{"a\\"%s":"1%","b%":null}\n{"a\\"%s":null,"b%":2}\n'
    )


def test_plain_decimals_and_no_nulls(encode):
    options = {"encode.decimal-as-plain-number": "true", "encode.ignore-null-fields": "true"}
    rows = [(Decimal("0.0000001"), None), (Decimal(100), 2), (None, None)]
    written = encode("json", "d DECIMAL(20, 10), b INT", rows, options)
    assert written == b'{"d":0.0000001000}\n{"d":100.0000000000,"b":2}\n{}\n'


@pytest.mark.parametrize(("options", "separator"), [({}, " "), (ISO, "T")])
def test_times_are_written(encode, options, separator):
    moment = dt.datetime(2020, 1, 2, 12, 13, 14, 123400)
    rows = [(moment.date(), dt.time(12, 13, 14), moment, moment.replace(microsecond=0))]
    written = encode("json", "a DATE, b TIME(0), d TIMESTAMP(6), e TIMESTAMP_LTZ(3)", rows, options).decode()
    assert written == (
        f'{{"a":"2020-01-02","b":"12:13:14","d":"2020-01-02{separator}12:13:14.1234",'
        f'"e":"2020-01-02{separator}12:13:14Z"}}\n'
    )


def entry(key, value):
    return {"key": key, "value": value}


def test_nested_values_are_written(encode):
    rows = [
        ([1, 2], {"x": 1, "y": "p"}, [entry("k", 1), entry("l", 2)]),
        (None, {"x": None, "y": "q"}, [entry("k", None)]),
        ([], None, None),
        ([None], None, []),
    ]
    written = encode("json", "a ARRAY<INT>, b ROW<x INT, y STRING>, m MAP<STRING, INT>", rows).decode()
    assert written.splitlines() == [
        '{"a":[1,2],"b":{"x":1,"y":"p"},"m":{"k":1,"l":2}}',
        '{"a":null,"b":{"x":null,"y":"q"},"m":{"k":null}}',
        '{"a":[],"b":null,"m":null}',
        '{"a":[null],"b":null,"m":{}}',
    ]


@pytest.mark.parametrize(
    ("mode", "expected"), [("DROP", b'{"m":{"l":2}}\n'), ("LITERAL", b'{"m":{"none":1,"l":2}}\n')]
)
def test_null_keys(encode, mode, expected):
    options = {"map-null-key.mode": mode, "map-null-key.literal": "none"}
    rows = [([entry(None, 1), entry("l", 2)],)]
    assert encode("json", "m MAP<STRING, INT>", rows, options) == expected
    with pytest.raises(ConnectorError, match="null keys"):
        encode("json", "m MAP<STRING, INT>", rows)


COLUMNS = parse_type("ROW<a BIGINT, b STRING, c DOUBLE, d ARRAY<STRING>, e ROW<x STRING>>")
SPEC = FormatSpec(COLUMNS, {}, COLUMNS.names)
DECODING, ENCODING = JsonFormatFactory().decoding(SPEC), JsonFormatFactory().encoding(SPEC)
assert isinstance(DECODING, RecordDecodingFormat)
assert isinstance(ENCODING, RecordEncodingFormat)
texts = st.one_of(st.none(), st.text(max_size=8))
tables = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)),
        texts,
        st.one_of(st.none(), st.floats(allow_nan=False)),
        st.one_of(st.none(), st.lists(texts, max_size=3)),
        st.fixed_dictionaries({"x": texts}),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=150)
@given(tables)
def test_what_is_written_is_read(rows):
    frame = pl.DataFrame(rows, schema=polars_schema(COLUMNS), orient="row")
    assert DECODING.decode(ENCODING.encode(frame), Origin("f")).data.rows() == frame.rows()
