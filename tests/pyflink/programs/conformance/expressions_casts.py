"""Casts and typed literals."""

import decimal

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col, lit, null_of

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")


def plain(value):
    """The value, immutable: bytes of either class."""
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


values = t_env.from_elements(
    [(1, 12, "34", 5.75, decimal.Decimal("1.25"), "2024-01-02 03:04:05"), (2, None, None, None, None, None)],
    DataTypes.ROW(
        [
            DataTypes.FIELD("id", DataTypes.INT()),
            DataTypes.FIELD("i", DataTypes.INT()),
            DataTypes.FIELD("s", DataTypes.STRING()),
            DataTypes.FIELD("d", DataTypes.DOUBLE()),
            DataTypes.FIELD("n", DataTypes.DECIMAL(10, 2)),
            DataTypes.FIELD("ts", DataTypes.STRING()),
        ]
    ),
)
i, s, d, n, ts = col("i"), col("s"), col("d"), col("n"), col("ts")
show(
    values.select(
        col("id"),
        i.cast(DataTypes.BIGINT()).alias("bigint"),
        i.cast(DataTypes.TINYINT()).alias("tinyint"),
        i.cast(DataTypes.SMALLINT()).alias("smallint"),
        i.cast(DataTypes.FLOAT()).alias("float"),
        i.cast(DataTypes.DOUBLE()).alias("double"),
        i.cast(DataTypes.DECIMAL(10, 3)).alias("decimal"),
        i.cast(DataTypes.STRING()).alias("string"),
        i.cast(DataTypes.CHAR(3)).alias("char"),
        i.cast(DataTypes.VARCHAR(1)).alias("varchar"),
        i.cast(DataTypes.BOOLEAN()).alias("boolean"),
        s.cast(DataTypes.INT()).alias("from_string"),
        s.cast(DataTypes.BYTES()).alias("bytes"),
        d.cast(DataTypes.INT()).alias("from_double"),
        d.cast(DataTypes.STRING()).alias("double_string"),
        d.cast(DataTypes.DECIMAL(5, 1)).alias("double_decimal"),
        n.cast(DataTypes.INT()).alias("from_decimal"),
        n.cast(DataTypes.STRING()).alias("decimal_string"),
        ts.cast(DataTypes.TIMESTAMP(3)).alias("timestamp"),
        ts.cast(DataTypes.DATE()).alias("date"),
        ts.cast(DataTypes.TIMESTAMP(3)).cast(DataTypes.TIME()).alias("time"),
        ts.try_cast(DataTypes.INT()).alias("try_cast"),
        s.try_cast(DataTypes.BIGINT()).alias("try_cast_good"),
    )
)
show(
    values.select(
        lit(1).alias("int"),
        lit(3000000000).alias("long"),
        lit(1.5).alias("float"),
        lit("text").alias("text"),
        lit(True).alias("bool"),
        lit(b"ab").alias("binary"),
        lit(decimal.Decimal("12.340")).alias("decimal"),
        lit(3000000000, DataTypes.BIGINT().not_null()).alias("typed"),
        lit("x", DataTypes.CHAR(5, False)).alias("char"),
        lit(None, DataTypes.INT()).alias("null_int"),
        null_of(DataTypes.STRING()).alias("null_of"),
        lit(1.5, DataTypes.DOUBLE(False)).alias("double"),
    ).limit(1)
)
