"""Every data type into and out of a Python function."""

import datetime
import decimal

from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment
from pyflink.table.expressions import col
from pyflink.table.udf import udf

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")


def plain(value):
    """The value with rows as tuples and bytes of one class."""
    if isinstance(value, (list, tuple)):
        return type(value)(map(plain, value)) if isinstance(value, list) else tuple(map(plain, value))
    if type(value).__name__ == "Row":
        return tuple(map(plain, value))
    return bytes(value) if isinstance(value, bytearray) else value


def show(table):
    """The columns with their types and, ordered by the rows, their values."""
    schema = table.get_resolved_schema()
    with table.execute().collect() as found:
        rows = sorted((tuple(map(plain, row)) for row in found), key=repr)
    columns = list(zip(*rows, strict=False)) or [()] * schema.get_column_count()
    for name, type_, values in zip(
        schema.get_column_names(), schema.get_column_data_types(), columns, strict=False
    ):
        print(name, type_, list(values))


cases = [
    ("flag", DataTypes.BOOLEAN(), True),
    ("tiny", DataTypes.TINYINT(), -128),
    ("small", DataTypes.SMALLINT(), 32767),
    ("number", DataTypes.INT(), -2147483648),
    ("big", DataTypes.BIGINT(), 9223372036854775807),
    ("single", DataTypes.FLOAT(), 1.5),
    ("double", DataTypes.DOUBLE(), 0.1),
    ("exact", DataTypes.DECIMAL(38, 18), decimal.Decimal("123456789012345678.123456789012345678")),
    ("text", DataTypes.STRING(), "täxt"),
    ("bytes", DataTypes.BYTES(), bytearray(b"\x00\xff")),
    ("day", DataTypes.DATE(), datetime.date(2024, 2, 29)),
    ("clock", DataTypes.TIME(), datetime.time(23, 59, 58)),
    ("moment", DataTypes.TIMESTAMP(3), datetime.datetime(2024, 1, 2, 3, 4, 5, 678000)),
    ("list", DataTypes.ARRAY(DataTypes.STRING()), ["a", "c"]),
    ("lists", DataTypes.ARRAY(DataTypes.ARRAY(DataTypes.INT())), [[1], []]),
    ("map", DataTypes.MAP(DataTypes.STRING(), DataTypes.BIGINT()), {"a": 1}),
    (
        "row",
        DataTypes.ROW([DataTypes.FIELD("a", DataTypes.INT()), DataTypes.FIELD("b", DataTypes.STRING())]),
        Row(1, "x"),
    ),
]


def seen(value):
    """What a function gets."""
    return f"{type(value).__name__} {value!r}"


table = t_env.from_elements(
    [tuple(value for _, _, value in cases), (None,) * 13 + tuple(value for _, _, value in cases[13:])],
    DataTypes.ROW([DataTypes.FIELD(name, type_) for name, type_, _ in cases]),
)
show(
    table.select(*[udf(seen, result_type=DataTypes.STRING())(col(name)).alias(name) for name, _, _ in cases])
)
show(
    table.select(
        *[udf(lambda value: value, result_type=type_)(col(name)).alias(name) for name, type_, _ in cases]
    )
)
numbers = t_env.from_elements([(1,), (2,)], ["i"])
made = {
    "list": (DataTypes.ARRAY(DataTypes.BIGINT()), lambda i: [i, i + 1]),
    "map": (DataTypes.MAP(DataTypes.STRING(), DataTypes.BIGINT()), lambda i: {"k": i}),
    "row": (
        DataTypes.ROW([DataTypes.FIELD("a", DataTypes.BIGINT()), DataTypes.FIELD("b", DataTypes.STRING())]),
        lambda i: Row(i, str(i)),
    ),
    "tuple": (
        DataTypes.ROW([DataTypes.FIELD("a", DataTypes.BIGINT()), DataTypes.FIELD("b", DataTypes.STRING())]),
        lambda i: (i, "t"),
    ),
    "rows": (
        DataTypes.ARRAY(DataTypes.ROW([DataTypes.FIELD("a", DataTypes.BIGINT())])),
        lambda i: [Row(i), Row(0)],
    ),
    "decimal": (DataTypes.DECIMAL(10, 2), lambda i: decimal.Decimal(i) / 4),
    "moment": (DataTypes.TIMESTAMP(3), lambda i: datetime.datetime(2024, 1, i)),
    "day": (DataTypes.DATE(), lambda i: datetime.date(2024, 1, i)),
    "clock": (DataTypes.TIME(), lambda i: datetime.time(i, 30)),
    "integer_double": (DataTypes.DOUBLE(), lambda i: i / 2),
    "none": (DataTypes.BIGINT(), lambda i: None),
    "some": (DataTypes.STRING(), lambda i: "x" if i == 1 else None),
}
show(
    numbers.select(
        col("i"), *[udf(f, result_type=type_)(col("i")).alias(name) for name, (type_, f) in made.items()]
    )
)
