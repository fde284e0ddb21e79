"""Tables described in Python: columns of every kind, watermarks, keys, formats."""

from pyflink.table import (
    DataTypes,
    EnvironmentSettings,
    FormatDescriptor,
    Schema,
    TableDescriptor,
    TableEnvironment,
)
from pyflink.table.expressions import col, concat, if_then_else, lit, to_timestamp

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")


def show(table):
    """The columns with their types and, ordered by the rows, their values."""
    schema = table.get_resolved_schema()
    with table.execute().collect() as found:
        rows = sorted(map(tuple, found), key=repr)
    columns = list(zip(*rows, strict=False)) or [()] * schema.get_column_count()
    for name, type_, values in zip(
        schema.get_column_names(), schema.get_column_data_types(), columns, strict=False
    ):
        print(name, type_, list(values))


def attempt(label, action):
    """Whether an action passes; classes and texts of errors are not compared."""
    try:
        action()
    except Exception:
        print(label, "fails")
    else:
        print(label, "passes")


schema = (
    Schema.new_builder()
    .column("id", DataTypes.BIGINT().not_null())
    .column("ts", "TIMESTAMP(3)")
    .column("amount", DataTypes.DECIMAL(10, 2))
    .column_by_expression("twice", "id * 2")
    .column_by_metadata("meta", DataTypes.STRING(), "key", True)
    .watermark("ts", "ts - INTERVAL '5' SECOND")
    .primary_key("id")
    .build()
)
print(schema)
print(Schema.new_builder().from_schema(schema).column("more", "INT").build())
print(Schema.new_builder().from_fields(["a", "b"], [DataTypes.INT(), DataTypes.STRING()]).build())
print(
    Schema.new_builder()
    .from_row_data_type(
        DataTypes.ROW(
            [DataTypes.FIELD("x", DataTypes.INT()), DataTypes.FIELD("y", DataTypes.ARRAY(DataTypes.STRING()))]
        )
    )
    .build()
)
print(
    Schema.new_builder().column("a", DataTypes.INT()).primary_key_named("k", "a").build()
    == Schema.new_builder().column("a", DataTypes.INT()).primary_key_named("k", "a").build()
)
descriptor = (
    TableDescriptor.for_connector("filesystem")
    .schema(Schema.new_builder().column("a", "INT").column("b", "STRING").build())
    .format(FormatDescriptor.for_format("csv").option("field-delimiter", "|").build())
    .partitioned_by("b")
    .comment("text")
    .build()
)
print(descriptor)
print(sorted(descriptor.get_options().items()), descriptor.get_partition_keys(), descriptor.get_comment())
print(FormatDescriptor.for_format("json").option("a", "b").build())

numbers = (
    TableDescriptor.for_connector("datagen")
    .schema(
        Schema.new_builder()
        .column("id", DataTypes.BIGINT())
        .column_by_expression("twice", "id * 2")
        .column_by_expression("label", "CONCAT('n', CAST(id AS STRING))")
        .build()
    )
    .option("fields.id.kind", "sequence")
    .option("fields.id.start", "1")
    .option("fields.id.end", "4")
    .option("number-of-rows", "4")
    .build()
)
show(t_env.from_descriptor(numbers))
t_env.create_temporary_table("numbers", numbers)
show(t_env.sql_query("SELECT twice FROM numbers WHERE label <> 'n2'"))
print(t_env.from_path("numbers").get_resolved_schema().get_column_names())
by_expressions = (
    TableDescriptor.for_connector("datagen")
    .schema(
        Schema.new_builder()
        .column("id", DataTypes.BIGINT())
        .column_by_expression("twice", col("id") * 2)
        .column_by_expression("label", concat("n", col("id").cast(DataTypes.STRING())).upper_case)
        .column_by_expression("big", if_then_else(col("id") > 2, True, False))
        .column_by_expression("ts", to_timestamp("2024-01-01 00:00:00"))
        .watermark("ts", col("ts") - lit(5).seconds)
        .build()
    )
    .option("fields.id.kind", "sequence")
    .option("fields.id.start", "1")
    .option("fields.id.end", "4")
    .option("number-of-rows", "4")
    .build()
)
t_env.create_temporary_table("by_expressions", by_expressions)
show(t_env.from_path("by_expressions"))
show(t_env.sql_query("SELECT COUNT(*) AS c, MAX(twice) AS m FROM by_expressions WHERE big"))
values = t_env.from_elements([(1, "x")], ["a", "b"])
blackhole = (
    TableDescriptor.for_connector("blackhole")
    .schema(Schema.new_builder().column("a", "BIGINT").column("b", "STRING").build())
    .build()
)
values.execute_insert(blackhole).wait()
values.insert_into(blackhole).execute().wait()
t_env.create_table(
    "keyed",
    TableDescriptor.for_connector("blackhole")
    .schema(Schema.new_builder().column("a", "BIGINT NOT NULL").column("b", "STRING").primary_key("a").build())
    .build(),
)
print(t_env.execute_sql("DESCRIBE keyed").get_resolved_schema().get_column_names())
t_env.execute_sql("DESCRIBE keyed").print()
rowtime = (
    Schema.new_builder()
    .column("ts", "TIMESTAMP(3) NOT NULL")
    .column("amount", DataTypes.DECIMAL(10, 2))
    .column_by_metadata("meta", DataTypes.STRING(), "key", True)
    .watermark("ts", "ts")
    .build()
)
t_env.create_temporary_table("copied", TableDescriptor.for_connector("blackhole").schema(rowtime).build())
for row in t_env.execute_sql("DESCRIBE copied").collect():
    print(tuple(row)[:5])
attempt(
    "unknown computed",
    lambda: t_env.create_table(
        "w1",
        TableDescriptor.for_connector("blackhole")
        .schema(Schema.new_builder().column("a", "INT").column_by_expression("b", "nothing + 1").build())
        .build(),
    ),
)
attempt(
    "unknown key",
    lambda: t_env.create_table(
        "w2",
        TableDescriptor.for_connector("blackhole")
        .schema(Schema.new_builder().column("a", "INT").primary_key("z").build())
        .build(),
    ),
)
attempt(
    "watermark on an int",
    lambda: t_env.create_table(
        "w3",
        TableDescriptor.for_connector("blackhole")
        .schema(Schema.new_builder().column("a", "INT").watermark("a", "a").build())
        .build(),
    ),
)
attempt(
    "column twice",
    lambda: t_env.create_table(
        "w4",
        TableDescriptor.for_connector("blackhole")
        .schema(Schema.new_builder().column("a", "INT").column("a", "INT").build())
        .build(),
    ),
)
attempt("two keys", lambda: Schema.new_builder().column("a", "INT").primary_key("a").primary_key("a"))
attempt("fields without types", lambda: Schema.new_builder().from_fields(["a", "b"], [DataTypes.INT()]))
attempt(
    "no connector",
    lambda: t_env.from_descriptor(
        TableDescriptor.for_managed().schema(Schema.new_builder().column("a", "INT").build()).build()
    ),
)
