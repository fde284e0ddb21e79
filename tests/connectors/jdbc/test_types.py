"""Values of every type, written and read, and declared types that don't fit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from drey.connectors.registry import table_factory
from drey.errors import ConnectorError, UnsupportedError

UTC = dt.UTC
TYPES = {
    "TINYINT": [-128, 127],
    "SMALLINT": [-(2**15), 2**15 - 1],
    "INT": [-(2**31), 2**31 - 1],
    "BIGINT": [-(2**63), 2**63 - 1],
    "FLOAT": [0.0, -1.5, 0.10000000149011612, 1.1754943508222875e-38, 3.4028234663852886e38],
    "DOUBLE": [0.0, 0.1, -2.5, 1e-300, 1.7976931348623157e308, 5e-324],
    "DECIMAL(38, 0)": [Decimal(10**38 - 1), Decimal(-(10**38) + 1)],
    "DECIMAL(38, 18)": [Decimal("99999999999999999999.999999999999999999"), Decimal("-0.000000000000000001")],
    "DECIMAL(5, 2)": [Decimal("1.10"), Decimal("0.00"), Decimal("-999.99")],
    "BOOLEAN": [True, False],
    "STRING": ["", "x", "ключ 🐿", "it's \\ \" , \n\r\t", "NULL", "\\N", "{a}"],
    "VARCHAR(10)": ["", "1234567890"],
    "CHAR(3)": ["abc"],
    "BYTES": [b"", b"\x00\xff\\'", bytes(range(256))],
    "VARBINARY(4)": [b"\x00", b"abcd"],
    "DATE": [dt.date(1970, 1, 1), dt.date(2020, 2, 29), dt.date(9999, 12, 31), dt.date(1000, 1, 1)],
    "TIME(0)": [dt.time(0, 0), dt.time(23, 59, 59)],
    "TIME(3)": [dt.time(1, 2, 3, 4000)],
    "TIMESTAMP(0)": [dt.datetime(2020, 1, 2, 3, 4, 5)],
    "TIMESTAMP(3)": [dt.datetime(2020, 1, 2, 3, 4, 5, 678000), dt.datetime(1000, 1, 1), dt.datetime(9999, 12, 31)],
    "TIMESTAMP(6)": [dt.datetime(2020, 1, 2, 3, 4, 5, 678901), dt.datetime(1969, 12, 31, 23, 59, 59, 999999)],
    "TIMESTAMP_LTZ(3)": [dt.datetime(2020, 7, 2, 3, 4, 5, 678000, UTC), dt.datetime(1999, 1, 1, tzinfo=UTC)],
    "TIMESTAMP_LTZ(6)": [dt.datetime(2020, 1, 2, 3, 4, 5, 678901, UTC)],
}  # fmt: skip
ARRAYS = {
    "ARRAY<INT>": [[1, None, 3], [], [2**31 - 1]],
    "ARRAY<BIGINT>": [[2**63 - 1, -(2**63)]],
    "ARRAY<STRING>": [["a", "", None, 'q"u\\o,te{}', "NULL", "ключ"], []],
    "ARRAY<BOOLEAN>": [[True, None, False]],
    "ARRAY<DOUBLE>": [[0.1, 1e300, -2.5]],
    "ARRAY<DECIMAL(20, 2)>": [[Decimal("1.10"), Decimal("123456789012345678.99")]],
    "ARRAY<BYTES>": [[b"\x00\xff", b""]],
    "ARRAY<DATE>": [[dt.date(2020, 1, 2)]],
    "ARRAY<TIMESTAMP(6)>": [[dt.datetime(2020, 1, 2, 3, 4, 5, 678901), None]],
    "ARRAY<ARRAY<INT>>": [[[1, 2], [3, None]], []],
}


def there_and_back(database, spec, source, fetch, frame, type_, values):
    columns = f"id INT NOT NULL, v {type_}"
    rows = [(i, value) for i, value in enumerate([*values, None])]
    made = spec(columns, database.options("types"))
    factory = table_factory("jdbc")
    with pytest.raises(ConnectorError, match="does not exist") as error:
        factory.create_sink(made).create_writer()
    database.execute(error.value.hint.removeprefix("create it: "))
    sink = factory.create_sink(made)
    writer, committer = sink.create_writer(), sink.create_committer()
    writer.write(frame(columns, rows), None)
    committer.commit(writer.prepare_commit(1))
    writer.close()
    committer.close()
    fetched = fetch(source(columns, database.options("types")))
    found = [row for one in fetched for row in one.data.rows()]
    assert [one.data.schema for one in fetched] == [frame(columns, []).schema] * len(fetched)
    return rows, sorted(found)


@pytest.mark.parametrize("type_", TYPES)
def test_values_go_there_and_back(database, spec, source, fetch, frame, type_):
    written, found = there_and_back(database, spec, source, fetch, frame, type_, TYPES[type_])
    assert found == written


@pytest.mark.parametrize("type_", ARRAYS)
def test_arrays_go_there_and_back(postgresql, spec, source, fetch, frame, type_):
    written, found = there_and_back(postgresql, spec, source, fetch, frame, type_, ARRAYS[type_])
    assert found == written


def test_mysql_has_no_arrays(mysql, spec):
    with pytest.raises(UnsupportedError, match="MySQL has no type for ARRAY<INT>"):
        spec("a ARRAY<INT>", mysql.options("t"))


@pytest.mark.parametrize("type_", ["FLOAT", "DOUBLE"])
def test_not_a_number_and_infinity(postgresql, mysql, spec, source, fetch, frame, type_):
    values = [float("inf"), float("-inf"), float("nan")]
    _, found = there_and_back(postgresql, spec, source, fetch, frame, type_, values)
    assert [str(v) for _, v in found] == ["inf", "-inf", "nan", "None"]
    with pytest.raises(ConnectorError, match="MySQL has no NaN and no infinity") as error:
        there_and_back(mysql, spec, source, fetch, frame, type_, values)
    assert error.value.detail == "column 'v'"


MYSQL_COLUMNS = {
    "BIGINT UNSIGNED": ("DECIMAL(20, 0)", "18446744073709551615", Decimal(2**64 - 1)),
    "INT UNSIGNED": ("BIGINT", "4294967295", 2**32 - 1),
    "MEDIUMINT": ("INT", "-8388608", -8388608),
    "TINYINT(1)": ("BOOLEAN", "1", True),
    "BIT(1)": ("BOOLEAN", "b'1'", True),
    "BIT(9)": ("INT", "b'100000001'", 257),
    "YEAR": ("INT", "2020", 2020),
    "ENUM('a','b')": ("STRING", "'b'", "b"),
    "SET('a','b')": ("STRING", "'a,b'", "a,b"),
    "JSON": ("STRING", "'{\"a\": 1}'", '{"a": 1}'),
    "INT": ("STRING", "5", "5"),
    "DATETIME": ("DATE", "'2020-01-02'", None),
    "DATE": ("TIMESTAMP(3)", "'2020-01-02'", dt.datetime(2020, 1, 2)),
    "TIMESTAMP(6) NULL": ("TIMESTAMP(3)", "'2020-01-02 03:04:05.678999'", dt.datetime(2020, 1, 2, 3, 4, 5, 678000)),
    "TEXT CHARACTER SET latin1": ("STRING", "'é'", "é"),
    "BLOB": ("BYTES", "x'00ff'", b"\x00\xff"),
    "BINARY(3)": ("BYTES", "x'01'", b"\x01\x00\x00"),
}  # fmt: skip
POSTGRESQL_COLUMNS = {
    "NUMERIC": ("DECIMAL(10, 2)", "1.005", Decimal("1.01")),
    "SERIAL": ("INT", "5", 5),
    "UUID": ("STRING", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    "JSONB": ("STRING", "'{\"a\":1}'", '{"a": 1}'),
    "BOOLEAN": ("STRING", "true", "true"),
    "INTEGER": ("STRING", "5", "5"),
    "TEXT[]": ("STRING", "'{a,b}'", "{a,b}"),
    "INET": ("STRING", "'10.0.0.1'", "10.0.0.1/32"),
    "TIMESTAMP WITH TIME ZONE": ("TIMESTAMP(3)", "'2020-01-02 03:04:05+02'", dt.datetime(2020, 1, 2, 1, 4, 5)),
    "TIMESTAMP WITHOUT TIME ZONE": ("TIMESTAMP_LTZ(3)", "'2020-01-02 03:04:05'", dt.datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
    "CHAR(5)": ("STRING", "'a'", "a    "),
}  # fmt: skip


def one_value(database, read, declared, type_, literal):
    database.execute(f"CREATE TABLE one (v {declared})")
    database.execute(f"INSERT INTO one VALUES ({literal})")
    ((found,),) = read(f"v {type_}", database.options("one"))
    return found


@pytest.mark.parametrize("declared", [c for c in MYSQL_COLUMNS if MYSQL_COLUMNS[c][2] is not None])
def test_other_columns_of_mysql(mysql, read, declared):
    type_, literal, wanted = MYSQL_COLUMNS[declared]
    assert one_value(mysql, read, declared, type_, literal) == wanted


@pytest.mark.parametrize("declared", POSTGRESQL_COLUMNS)
def test_other_columns_of_postgresql(postgresql, read, declared):
    type_, literal, wanted = POSTGRESQL_COLUMNS[declared]
    assert one_value(postgresql, read, declared, type_, literal) == wanted


@pytest.mark.parametrize(
    ("declared", "type_"),
    [
        ("VARCHAR(10)", "INT"),
        ("INT", "TIMESTAMP(3)"),
        ("DATE", "BYTES"),
        ("TIMESTAMP", "DATE"),
        ("INT", "DATE"),
    ],
)
def test_a_type_that_does_not_fit_is_refused(database, spec, read, declared, type_):
    database.execute(f"CREATE TABLE t (v {declared})")
    with pytest.raises(ConnectorError, match="column 'v' of table 't' has another type") as error:
        read(f"v {type_}", database.options("t"))
    assert type_ in error.value.detail
    with pytest.raises(ConnectorError, match="has another type"):
        table_factory("jdbc").create_sink(spec(f"v {type_}", database.options("t"))).create_writer()


def test_a_value_that_is_too_large_for_its_type_is_an_error(database, read):
    database.execute("CREATE TABLE t (v BIGINT)")
    database.execute("INSERT INTO t VALUES (3000000000)")
    with pytest.raises(ConnectorError, match="a value of column 'v' is no INT") as error:
        read("v INT", database.options("t"))
    assert "3000000000" in error.value.detail


def test_zero_dates_of_mysql(mysql, read):
    mysql.execute("SET sql_mode = ''")
    mysql.execute("CREATE TABLE t (v DATETIME)")
    mysql.execute("INSERT INTO t VALUES ('0000-00-00 00:00:00')")
    with pytest.raises(ConnectorError, match="no TIMESTAMP"):
        read("v TIMESTAMP(3)", mysql.options("t"))
    options = mysql.options("t")
    options["url"] += "?zeroDateTimeBehavior=CONVERT_TO_NULL"
    assert read("v TIMESTAMP(3)", options) == [(None,)]


def test_a_timestamp_is_the_same_instant_for_sessions_in_other_zones(database, read):
    zoned = "TIMESTAMP NULL" if database.kind == "mysql" else "TIMESTAMPTZ"
    database.execute(f"CREATE TABLE t (v {zoned})")
    database.execute(
        "SET time_zone = '+05:30'" if database.kind == "mysql" else "SET timezone = 'Asia/Kolkata'"
    )
    database.execute("INSERT INTO t VALUES ('2020-01-02 05:30:00')")
    assert read("v TIMESTAMP_LTZ(3)", database.options("t")) == [(dt.datetime(2020, 1, 2, tzinfo=UTC),)]


@pytest.mark.parametrize("lengths", [[250, 251, 0], [252, 65_535, 3], [65_536, 1, 300], [17_000_000, 250]])
def test_long_values_next_to_short_ones(mysql, read, lengths):
    mysql.execute("SET GLOBAL max_allowed_packet = 67108864")
    mysql.empty()
    mysql.execute("CREATE TABLE t (id INT PRIMARY KEY, a LONGTEXT, b INT, c LONGBLOB)")
    for at, length in enumerate(lengths):
        mysql.execute(f"INSERT INTO t VALUES ({at}, REPEAT('x', {length}), {at}, REPEAT('y', {length}))")
    mysql.execute("INSERT INTO t VALUES (100, NULL, NULL, NULL)")
    found = read("a STRING, b INT, c BYTES", mysql.options("t"))
    assert found == [("x" * n, at, b"y" * n) for at, n in enumerate(lengths)] + [(None, None, None)]


def test_bytes_that_are_no_text(mysql, read):
    mysql.execute("CREATE TABLE t (v BLOB)")
    mysql.execute("INSERT INTO t VALUES ('ok'), (x'ff00')")
    with pytest.raises(ConnectorError, match="a value of column 'v' is no text") as error:
        read("v STRING", mysql.options("t"))
    assert "xff" in error.value.detail
