"""Arrays, maps and rows over columns."""

from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment
from pyflink.table.expressions import array, col, map_, row

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


values = t_env.from_elements(
    [
        (1, [3, 1, 2, 1], {"a": 1, "b": 2}, Row("x", 1), ["q", "r"]),
        (2, [9], {"d": 1}, Row("n", 4), ["u"]),
        (3, [], {}, Row("z", 3), ["w"]),
        (4, [6, 5], {"c": 8}, Row("y", 2), ["b", "a"]),
    ],
    DataTypes.ROW(
        [
            DataTypes.FIELD("id", DataTypes.INT()),
            DataTypes.FIELD("a", DataTypes.ARRAY(DataTypes.INT())),
            DataTypes.FIELD("m", DataTypes.MAP(DataTypes.STRING(), DataTypes.INT())),
            DataTypes.FIELD(
                "r",
                DataTypes.ROW(
                    [DataTypes.FIELD("f", DataTypes.STRING()), DataTypes.FIELD("g", DataTypes.INT())]
                ),
            ),
            DataTypes.FIELD("t", DataTypes.ARRAY(DataTypes.STRING())),
        ]
    ),
)
a, m, r, t = col("a"), col("m"), col("r"), col("t")
show(
    values.select(
        col("id"),
        a.cardinality.alias("cardinality"),
        m.cardinality.alias("map_cardinality"),
        a.at(1).alias("at"),
        a[2].alias("item"),
        m.at("a").alias("map_at"),
        m["b"].alias("map_item"),
        r.get("f").alias("field"),
        r.g.alias("field_attribute"),
        array(1, 2, col("id")).alias("array"),
        map_("k", col("id"), "l", 9).cardinality.alias("map"),
        map_("k", col("id"), "l", 9).at("k").alias("map_value"),
        row("a", col("id")).alias("row"),
        row("a", col("id")).get(1).alias("row_get"),
        a.array_contains(1).alias("array_contains"),
        a.array_position(1).alias("array_position"),
        a.array_remove(1).alias("array_remove"),
        a.array_append(7).alias("array_append"),
        a.array_prepend(7).alias("array_prepend"),
        a.array_max().alias("array_max"),
        a.array_min().alias("array_min"),
        a.array_union(array(1, 8)).alias("array_union"),
        a.array_except(array(1)).alias("array_except"),
        a.array_intersect(array(1, 5)).alias("array_intersect"),
        m.map_keys.cardinality.alias("map_keys"),
        m.map_values.cardinality.alias("map_values"),
        m.map_entries.cardinality.alias("map_entries"),
        array(5).element.alias("element"),
        r.alias("whole_row"),
        m.alias("whole_map"),
    )
)
show(values.select(col("id"), r.flatten).alias("id", "f", "g"))
