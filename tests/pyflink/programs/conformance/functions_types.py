"""Every data type into and out of functions of single rows, with missing values."""

import datetime
import decimal

from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment
from pyflink.table.expressions import col
from pyflink.table.udf import udf

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")
t_env.get_config().set("table.local-time-zone", "Europe/Berlin")


def plain(value):
    """The value with rows as tuples and bytes of one class."""
    if isinstance(value, list):
        return list(map(plain, value))
    if type(value).__name__ == "Row":
        return tuple(map(plain, value))
    if isinstance(value, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    return bytes(value) if isinstance(value, bytearray) else value


def show(table):
    """The columns with their types and their values, ordered by the rows."""
    schema = table.get_resolved_schema()
    with table.execute().collect() as found:
        rows = sorted((tuple(map(plain, row)) for row in found), key=repr)
    types = schema.get_column_data_types()
    for name, type_, values in zip(schema.get_column_names(), types, zip(*rows, strict=False), strict=False):
        print(name, type_, list(values))


PAIR = DataTypes.ROW([DataTypes.FIELD("a", DataTypes.INT()), DataTypes.FIELD("b", DataTypes.STRING())])
FIELDS = [
    ("flag", DataTypes.BOOLEAN(), True),
    ("tiny", DataTypes.TINYINT(), -128),
    ("small", DataTypes.SMALLINT(), 32767),
    ("number", DataTypes.INT(), -2147483648),
    ("big", DataTypes.BIGINT(), 9223372036854775807),
    ("single", DataTypes.FLOAT(), 1.5),
    ("double", DataTypes.DOUBLE(), 0.1),
    ("exact", DataTypes.DECIMAL(38, 18), decimal.Decimal("12345678901234567890.123456789012345678")),
    ("short", DataTypes.DECIMAL(5, 2), decimal.Decimal("1.2")),
    ("text", DataTypes.STRING(), "täxt"),
    ("data", DataTypes.BYTES(), bytearray(b"\x00\xff")),
    ("day", DataTypes.DATE(), datetime.date(1969, 12, 31)),
    ("clock", DataTypes.TIME(), datetime.time(23, 59, 58)),
    ("moment", DataTypes.TIMESTAMP(3), datetime.datetime(2024, 1, 2, 3, 4, 5, 678000)),
    ("list", DataTypes.ARRAY(DataTypes.STRING()), ["a", "c"]),
    ("lists", DataTypes.ARRAY(DataTypes.ARRAY(DataTypes.INT())), [[1], []]),
    ("map", DataTypes.MAP(DataTypes.STRING(), DataTypes.DOUBLE()), {"a": 1.5, "b": 2.5}),
    ("maps", DataTypes.MAP(DataTypes.BIGINT(), DataTypes.ARRAY(DataTypes.INT())), {7: [1, 2]}),
    ("pair", PAIR, Row(1, "x")),
    ("pairs", DataTypes.ARRAY(PAIR), [Row(1, "x"), Row(2, "y")]),
]
table = t_env.from_elements(
    [(1, *(value for _, _, value in FIELDS)), (2, *(None for _ in FIELDS))],
    DataTypes.ROW([DataTypes.FIELD("id", DataTypes.INT()), *(DataTypes.FIELD(n, t) for n, t, _ in FIELDS)]),
)


def describe(value):
    """The class of what a function is given, and its text."""
    name = type(value).__name__
    return f"{name} {plain(value)!r}" if name != "datetime" else f"{name} {value.isoformat()}"


text_of = udf(describe, result_type=DataTypes.STRING())
show(table.select(col("id"), *(text_of(col(name)).alias(name) for name, _, _ in FIELDS)))
gaps = t_env.from_elements(
    [(["a", None], Row(None, "x"))],
    DataTypes.ROW(
        [
            DataTypes.FIELD("a", DataTypes.ARRAY(DataTypes.STRING())),
            DataTypes.FIELD("r", PAIR),
        ]
    ),
)
show(gaps.select(*(text_of(col(name)).alias(name) for name in ("a", "r"))))
show(table.select(col("id"), *(udf(lambda v: v, result_type=t)(col(n)).alias(n) for n, t, _ in FIELDS)))
show(
    table.select(
        col("id"),
        *(
            udf(lambda v, given=value: given, result_type=type_)(col("id")).alias(name)
            for name, type_, value in FIELDS
        ),
        *(udf(lambda v: None, result_type=type_)(col("id")).alias("no_" + name) for name, type_, _ in FIELDS),
    )
)
others = {
    "a named row": (PAIR, Row(b="x", a=1)),
    "an integer for a double": (DataTypes.DOUBLE(), 3),
    "a boolean for a number": (DataTypes.INT(), True),
    "bytes": (DataTypes.BYTES(), b"ab"),
    "a float for a decimal": (DataTypes.DECIMAL(5, 2), 1.5),
    "an integer for a decimal": (DataTypes.DECIMAL(5, 2), 7),
    "a decimal of more digits": (DataTypes.DECIMAL(5, 2), decimal.Decimal("1.239")),
    "a datetime for a date": (DataTypes.DATE(), datetime.datetime(2024, 1, 2, 3, 4)),
}
for label, (type_, value) in others.items():
    made = table.where(col("id") == 1).select(udf(lambda v, given=value: given, result_type=type_)(col("id")))
    try:
        with made.execute().collect() as found:
            print(label, [tuple(map(plain, row)) for row in found])
    except Exception:
        print(label, "fails")
t_env.create_temporary_view("everything", table)
t_env.create_temporary_system_function("text_of", text_of)
show(
    t_env.sql_query("""
    SELECT id, text_of(CAST(text AS CHAR(6))) AS fixed,
        text_of(CAST(text AS VARCHAR(2))) AS cut, text_of(1) AS i, text_of('a') AS s, text_of(1.50) AS d,
        text_of(1e0) AS e, text_of(TRUE) AS b, text_of(DATE '2024-01-02') AS of_day, text_of(CAST(NULL AS INT)) AS n,
        text_of(TIMESTAMP '2024-01-02 03:04:05') AS ts, text_of(ARRAY[1, 2]) AS a
    FROM everything
    """)
)
