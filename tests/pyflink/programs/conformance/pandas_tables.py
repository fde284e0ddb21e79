"""Tables from and to pandas."""

import datetime
import decimal

import pandas as pd
from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col

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


frame = pd.DataFrame({"i": [1, 2, 3], "f": [1.5, None, 2.5], "s": ["a", "b", None], "b": [True, False, True]})


def describe(made):
    print(
        list(made.columns),
        [str(one) for one in made.dtypes if one.kind != "O"],
        [one.kind for one in made.dtypes],
    )
    print(sorted(made.astype(object).where(made.notna(), None).itertuples(index=False, name=None), key=repr))


t_env.from_pandas(frame).print_schema()
show(t_env.from_pandas(frame))
show(t_env.from_pandas(frame, ["w", "x", "y", "z"]))
show(t_env.from_pandas(frame, [DataTypes.INT(), DataTypes.FLOAT(), DataTypes.STRING(), DataTypes.BOOLEAN()]))
show(
    t_env.from_pandas(
        frame[["i", "s"]],
        DataTypes.ROW([DataTypes.FIELD("n", DataTypes.SMALLINT()), DataTypes.FIELD("t", DataTypes.STRING())]),
    )
)
show(t_env.from_pandas(frame, splits_num=2).select(col("i") * 2))
describe(t_env.from_pandas(frame).to_pandas())
values = t_env.from_elements(
    [
        (
            1,
            1,
            1.5,
            "a",
            True,
            decimal.Decimal("1.50"),
            datetime.date(2024, 1, 2),
            datetime.datetime(2024, 1, 2, 3, 4, 5),
            [1, 2],
        ),
        (2, None, None, None, None, None, None, None, None),
    ],
    DataTypes.ROW(
        [
            DataTypes.FIELD("id", DataTypes.INT()),
            DataTypes.FIELD("i", DataTypes.INT()),
            DataTypes.FIELD("d", DataTypes.DOUBLE()),
            DataTypes.FIELD("s", DataTypes.STRING()),
            DataTypes.FIELD("b", DataTypes.BOOLEAN()),
            DataTypes.FIELD("n", DataTypes.DECIMAL(10, 2)),
            DataTypes.FIELD("day", DataTypes.DATE()),
            DataTypes.FIELD("ts", DataTypes.TIMESTAMP(3)),
            DataTypes.FIELD("a", DataTypes.ARRAY(DataTypes.INT())),
        ]
    ),
)
describe(values.drop_columns(col("a")).to_pandas())
describe(
    values.select(
        col("id"),
        col("id").cast(DataTypes.BIGINT()).alias("big"),
        col("id").cast(DataTypes.FLOAT()).alias("f"),
        col("id").cast(DataTypes.TINYINT()).alias("t"),
    ).to_pandas()
)
describe(values.group_by(col("b")).select(col("b"), col("id").sum.alias("sum")).to_pandas())
print([list(one) if one is not None else None for one in values.order_by(col("id")).to_pandas()["a"]])
