"""The fixed tables that all recorded expressions and queries read: ``samples`` and ``orders``.

``samples`` has eight rows with the edge cases of every type. Its columns come from a source, so that
no planner folds an expression over them. Types whose values don't survive the way from Python to
Flink unharmed (nanoseconds, instants) are made by the view from text and milliseconds. ``ts3`` and
``ts6`` reach from 1600 to 9999, ``ts9`` only over the years that fit 64-bit nanoseconds (1678 to 2261).
``orders`` is the file ``data/orders.csv``, read by the filesystem connector.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

_EMOJI = "a\U0001f98ab"


def _fields(types: Any) -> list[tuple[str, Any, list[Any]]]:
    """Name, type and the eight values of every column of the source."""
    date, time, big = datetime.date, datetime.time, 2**63 - 1
    row = types.ROW([types.FIELD("a", types.INT()), types.FIELD("b", types.STRING())])
    inf, nan = float("inf"), float("nan")
    return [
        ("id", types.INT().not_null(), [1, 2, 3, 4, 5, 6, 7, 8]),
        ("bo", types.BOOLEAN(), [True, False, None, True, False, True, False, None]),
        ("ti", types.TINYINT(), [1, 127, -128, 0, None, -7, 42, 5]),
        ("si", types.SMALLINT(), [2, 32767, -32768, 0, None, -7, 300, 5]),
        ("i", types.INT(), [3, 2**31 - 1, -(2**31), 0, None, -7, 70000, 5]),
        ("bi", types.BIGINT(), [4, big, -big - 1, 0, None, -7, 5_000_000_000, 5]),
        ("n", types.INT(), [2, 3, -1, 0, None, 1, 5, -3]),
        ("f", types.FLOAT(), [1.5, 3.4028234663852886e38, -0.0, 0.0, None, nan, 1e-10, -2.25]),
        ("d", types.DOUBLE(), [2.5, 1.7976931348623157e308, -0.0, inf, None, nan, 1e-10, -123456.789]),
        ("x", types.DOUBLE(), [0.5, -0.5, 1.0, 0.0, None, -1.0, 0.25, 2.0]),
        (
            "dec2",
            types.DECIMAL(10, 2),
            [Decimal(v) if v else None for v in ["1.50", "99999999.99", "-99999999.99", "0.00"]]
            + [None, Decimal("-7.25"), Decimal("2.55"), Decimal("12.34")],
        ),
        (
            "dec18",
            types.DECIMAL(38, 18),
            [
                Decimal("1.000000000000000001"),
                Decimal("99999999999999999999.999999999999999999"),
                Decimal("-99999999999999999999.999999999999999999"),
                Decimal("0.000000000000000000"),
                None,
                Decimal("-0.500000000000000000"),
                Decimal("2.500000000000000000"),
                Decimal("123.456000000000000000"),
            ],
        ),
        (
            "dec0",
            types.DECIMAL(5, 0),
            [
                Decimal(1),
                Decimal(99999),
                Decimal(-99999),
                Decimal(0),
                None,
                Decimal(-7),
                Decimal(25),
                Decimal(7),
            ],
        ),
        ("c", types.CHAR(5), ["abcde", "AB   ", "     ", "12345", None, "-7   ", "x\u00e9y z", "  ab "]),
        ("vc", types.VARCHAR(10), ["hello", "Hello", "", " pad ", None, "-7", "ten chars!", "true"]),
        (
            "s",
            types.STRING(),
            [
                "Apache Flink",
                "",
                "  spaced  ",
                _EMOJI,
                None,
                "gr\u00fc\u00dfe \u4f60\u597d",
                "a,b,,c",
                "100%_x\\y",
            ],
        ),
        ("s2", types.STRING(), ["Fl", "", " ", "\U0001f98a", "x", "\u4f60", ",", None]),
        (
            "num_s",
            types.STRING(),
            ["12", "-3.75", " 42 ", "abc", None, "1e3", "99999999999999999999", ""],
        ),
        (
            "date_s",
            types.STRING(),
            [
                "2024-02-29",
                "2024-02-29 12:34:56.789",
                "2024-2-9",
                "not a date",
                None,
                "1969-07-20T20:17:40",
                "2023-02-29",
                "20240229",
            ],
        ),
        (
            "bool_s",
            types.STRING(),
            ["true", "FALSE", "t", "yes", None, "0", " true ", "maybe"],
        ),
        (
            "b",
            types.BYTES(),
            [
                bytearray(b"abc"),
                bytearray(b""),
                bytearray(b"\x00\xff\x80"),
                bytearray(b"Flink"),
                None,
                bytearray("\u00e9".encode()),
                bytearray(b"12"),
                bytearray(b"\n"),
            ],
        ),
        (
            "dt",
            types.DATE(),
            [
                date(2024, 2, 29),
                date(1970, 1, 1),
                date(1969, 12, 31),
                date(2000, 1, 31),
                None,
                date(9999, 12, 31),
                date(1600, 2, 29),
                date(2023, 1, 1),
            ],
        ),
        (
            "tm",
            types.TIME(),
            [
                time(0, 0, 0),
                time(23, 59, 59),
                time(12, 34, 56),
                time(1, 0, 0),
                None,
                time(13, 0, 1),
                time(9, 9, 9),
                time(12, 0, 0),
            ],
        ),
        (
            "ts_s",
            types.STRING(),
            [
                "2024-02-29 12:34:56.123456789",
                "1970-01-01 00:00:00.000000000",
                "1969-12-31 23:59:59.999999999",
                "2000-01-31 00:00:00.500000000",
                None,
                "9999-12-31 23:59:59.999999999",
                "1600-02-29 01:02:03.000000001",
                "2023-03-12 02:30:00.100000000",
            ],
        ),
        (
            "ts9_s",
            types.STRING(),
            [
                "2024-02-29 12:34:56.123456789",
                "1970-01-01 00:00:00.000000000",
                "1969-12-31 23:59:59.999999999",
                "2000-01-31 00:00:00.500000000",
                None,
                "2261-12-31 23:59:59.999999999",
                "1700-02-28 01:02:03.000000001",
                "2023-03-12 02:30:00.100000000",
            ],
        ),
        (
            "ltz_ms",
            types.BIGINT(),
            [1709210096123, 0, -1, 949276800500, None, 253402300799999, -11671081077000, 1678617000100],
        ),
        (
            "arr_i",
            types.ARRAY(types.INT()),
            [[1, 2, 3], [], [3, None, 1, 3], [0], None, [None], [-5, 7], [5, 5]],
        ),
        (
            "arr_s",
            types.ARRAY(types.STRING()),
            [["a", "b"], [], ["x", None, ""], ["\U0001f98a"], None, [None], ["b", "a", "b"], ["1", "2"]],
        ),
        (
            "map_si",
            types.MAP(types.STRING(), types.INT()),
            [{"a": 1, "b": 2}, {}, {"x": 9, "a": -1}, {"": 0}, None, {"k": -1}, {"a": 7}, {"z": 26}],
        ),
        (
            "r",
            row,
            [(1, "one"), (None, None), (-3, ""), (0, _EMOJI), None, (6, None), (None, "seven"), (8, "eight")],
        ),
        (
            "json_s",
            types.STRING(),
            [
                '{"a": 1, "b": {"c": [1, 2.5, "x"]}, "t": true, "n": null}',
                "{}",
                '[1, [2, 3], {"a": "q"}]',
                '"text"',
                None,
                "not json",
                '{"a": "1", "arr": [], "e": "\\u00e9\\n\\"q\\""}',
                '{"a": {"a": {"a": 3}}, "x y": 5, "big": 12345678901234567890}',
            ],
        ),
        ("i_nn", types.INT().not_null(), [1, -1, 0, 100, 7, -2147483648, 2147483647, 42]),
        ("s_nn", types.STRING().not_null(), ["a", "", "B", "zz", "null", "\u00e9", " ", "a"]),
        ("d_nn", types.DOUBLE().not_null(), [1.0, -1.5, 0.0, 1e20, 0.1, 3.0, -0.25, 100.0]),
        ("bo_nn", types.BOOLEAN().not_null(), [True, False, True, False, True, False, True, False]),
    ]


SAMPLES_VIEW = """
SELECT *,
  CAST(ts_s AS TIMESTAMP(3)) AS ts3,
  CAST(ts_s AS TIMESTAMP(6)) AS ts6,
  CAST(ts9_s AS TIMESTAMP(9)) AS ts9,
  TO_TIMESTAMP_LTZ(ltz_ms, 3) AS ltz3
FROM samples_source
"""

ORDERS_TABLE = """
CREATE TEMPORARY TABLE orders (
  order_id INT NOT NULL,
  customer STRING,
  region STRING,
  product VARCHAR(20),
  quantity INT,
  units SMALLINT,
  flag TINYINT,
  total BIGINT,
  price DECIMAL(10, 2),
  rate DOUBLE,
  weight FLOAT,
  paid BOOLEAN,
  order_date DATE,
  order_time TIME,
  created TIMESTAMP(3)
) WITH (
  'connector' = 'filesystem',
  'path' = '{path}',
  'format' = 'csv',
  'csv.null-literal' = 'NULL'
)
"""


def register_samples(t_env: Any, types: Any) -> None:
    """Create the view ``samples``; ``types`` is ``pyflink.table.DataTypes``."""
    fields = _fields(types)
    schema = types.ROW([types.FIELD(name, data_type) for name, data_type, _ in fields])
    rows = list(zip(*(values for _, _, values in fields), strict=True))
    t_env.create_temporary_view("samples_source", t_env.from_elements(rows, schema))
    t_env.create_temporary_view("samples", t_env.sql_query(SAMPLES_VIEW))


def register_orders(t_env: Any) -> None:
    """Create the table ``orders`` over ``data/orders.csv``."""
    t_env.execute_sql(ORDERS_TABLE.format(path=HERE / "data" / "orders.csv"))
