"""Every data type in and out of a table."""

import datetime
import decimal

from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment
from pyflink.table.expressions import row

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


fields = [
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
    ("bytes", DataTypes.BYTES(), bytearray(b"\x00\xff")),
    ("day", DataTypes.DATE(), datetime.date(1582, 10, 20)),
    ("clock", DataTypes.TIME(), datetime.time(23, 59, 58)),
    ("millis", DataTypes.TIME(3), datetime.time(1, 2, 3, 456000)),
    ("moment", DataTypes.TIMESTAMP(3), datetime.datetime(2024, 1, 2, 3, 4, 5, 678000)),
    ("micros", DataTypes.TIMESTAMP(6), datetime.datetime(2024, 1, 2, 3, 4, 5, 678000)),
    ("list", DataTypes.ARRAY(DataTypes.STRING()), ["a", "c"]),
    ("lists", DataTypes.ARRAY(DataTypes.ARRAY(DataTypes.INT())), [[1], []]),
    ("map", DataTypes.MAP(DataTypes.STRING(), DataTypes.DOUBLE()), {"a": 1.5, "b": 2.5}),
    ("maps", DataTypes.MAP(DataTypes.BIGINT(), DataTypes.ARRAY(DataTypes.INT())), {7: [1, 2]}),
    (
        "row",
        DataTypes.ROW(
            [DataTypes.FIELD("a", DataTypes.INT()), DataTypes.FIELD("b", DataTypes.ARRAY(DataTypes.STRING()))]
        ),
        Row(1, ["x"]),
    ),
    (
        "rows",
        DataTypes.ARRAY(
            DataTypes.ROW([DataTypes.FIELD("a", DataTypes.INT()), DataTypes.FIELD("d", DataTypes.DATE())])
        ),
        [Row(1, datetime.date(2024, 1, 1)), Row(2, datetime.date(2024, 1, 2))],
    ),
]
schema = DataTypes.ROW([DataTypes.FIELD(name, type_) for name, type_, _ in fields])
table = t_env.from_elements([tuple(value for _, _, value in fields), (None,) * 16 + tuple(value for _, _, value in fields[16:])], schema)
table.print_schema()
show(table)
table.execute().print()
for found in table.execute().collect():
    print(found.get_row_kind())
    print(found[0], len(found), list(found)[:3])
    print([type(plain(value)).__name__ for value in found])
