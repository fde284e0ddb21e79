"""Every data type that vectorised functions and data frames take, in and out, with missing values."""

import datetime
import decimal

import pandas as pd
from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment
from pyflink.table.expressions import col
from pyflink.table.udf import udf

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")


def plain(value):
    """The value with rows as tuples and bytes of one class."""
    if isinstance(value, list):
        return list(map(plain, value))
    if type(value).__name__ == "Row":
        return tuple(map(plain, value))
    return bytes(value) if isinstance(value, bytearray) else value


def show(label, make):
    """The columns with their types and values, or that it fails."""
    try:
        table = make()
        schema = table.get_resolved_schema()
        with table.execute().collect() as found:
            rows = sorted((tuple(map(plain, row)) for row in found), key=repr)
    except Exception:
        print(label, "fails")
        return
    types = schema.get_column_data_types()
    for name, type_, values in zip(schema.get_column_names(), types, zip(*rows, strict=False), strict=False):
        print(label, name, type_, list(values))


FIELDS = [
    ("flag", DataTypes.BOOLEAN(), True),
    ("tiny", DataTypes.TINYINT(), -128),
    ("small", DataTypes.SMALLINT(), 32767),
    ("number", DataTypes.INT(), -2147483648),
    ("big", DataTypes.BIGINT(), 1234567890123),
    ("single", DataTypes.FLOAT(), 1.5),
    ("double", DataTypes.DOUBLE(), 0.1),
    ("exact", DataTypes.DECIMAL(38, 18), decimal.Decimal("12345678901234567890.123456789012345678")),
    ("text", DataTypes.STRING(), "täxt"),
    ("data", DataTypes.BYTES(), bytearray(b"\x00\xff")),
    ("day", DataTypes.DATE(), datetime.date(1969, 12, 31)),
    ("clock", DataTypes.TIME(), datetime.time(23, 59, 58)),
    ("moment", DataTypes.TIMESTAMP(3), datetime.datetime(2024, 1, 2, 3, 4, 5, 678000)),
    ("list", DataTypes.ARRAY(DataTypes.STRING()), ["a", "c"]),
    ("numbers", DataTypes.ARRAY(DataTypes.INT()), [1, 2]),
]
table = t_env.from_elements(
    [(1, *(value for _, _, value in FIELDS)), (2, *(None for _ in FIELDS))],
    DataTypes.ROW([DataTypes.FIELD("id", DataTypes.INT()), *(DataTypes.FIELD(n, t) for n, t, _ in FIELDS)]),
)
same = [udf(lambda s: s, result_type=t, func_type="pandas")(col(n)).alias(n) for n, t, _ in FIELDS]
show("same", lambda: table.select(col("id"), *same))
missing = udf(lambda s: s.isnull(), result_type="BOOLEAN", func_type="pandas")
show("missing", lambda: table.select(col("id"), *(missing(col(n)).alias(n) for n, _, _ in FIELDS[:13])))
counted = udf(lambda s: pd.Series([len(s)] * len(s)), result_type="BIGINT", func_type="pandas")
show("counted", lambda: table.select(counted(col("id"))))

frame = pd.DataFrame(
    {
        "i8": pd.Series([1, -1], dtype="int8"),
        "i16": pd.Series([1, -1], dtype="int16"),
        "i32": pd.Series([1, -1], dtype="int32"),
        "i64": pd.Series([1, -1], dtype="int64"),
        "f32": pd.Series([1.5, None], dtype="float32"),
        "f64": pd.Series([1.5, None], dtype="float64"),
        "b": [True, False],
        "s": ["a", None],
        "o": pd.Series(["x", "y"], dtype=object),
        "data": [b"ab", None],
        "d": [decimal.Decimal("1.50"), None],
        "day": [datetime.date(2024, 1, 2), None],
        "clock": [datetime.time(1, 2, 3), None],
        "ts": pd.to_datetime(["2024-01-02 03:04:05.678", None]),
        "list": [[1, 2], None],
    }
)
numbers = ["i8", "i16", "i32", "i64", "f32", "f64", "b"]
show("numbers from pandas", lambda: t_env.from_pandas(frame[numbers]))
show("others from pandas", lambda: t_env.from_pandas(frame.drop(columns=numbers)))
