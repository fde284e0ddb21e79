"""Vectorised Python functions."""

import pandas as pd
from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col, lit
from pyflink.table.udf import ScalarFunction, udf

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
    [(1, 1.5, "a", True), (2, 2.5, "b", False), (3, 0.0, "c", None)], ["i", "d", "s", "b"]
)


@udf(result_type=DataTypes.BIGINT(), func_type="pandas")
def add(i, j):
    """Adds two series."""
    assert isinstance(i, pd.Series)
    return i + j


@udf(result_type="STRING", func_type="pandas")
def shout(s):
    """Upper case."""
    return s.str.upper()


@udf(
    result_type=DataTypes.ROW(
        [DataTypes.FIELD("a", DataTypes.BIGINT()), DataTypes.FIELD("b", DataTypes.DOUBLE())]
    ),
    func_type="pandas",
)
def pair(i, d):
    """A row from a data frame."""
    return pd.DataFrame({"a": i, "b": d * 2})


class Scaled(ScalarFunction):
    """A class."""

    def open(self, function_context):
        """Sets the factor."""
        self.factor = 10.0

    def eval(self, d):
        """Scales."""
        return d * self.factor


@udf(result_type="BIGINT")
def row_wise(i):
    """A function of single rows."""
    return i + 1


scaled = udf(Scaled(), result_type=DataTypes.DOUBLE(), func_type="pandas")
i, d, s = col("i"), col("d"), col("s")
show(
    values.select(
        i,
        add(i, i).alias("add"),
        add(add(i, i), i).alias("nested"),
        shout(s).alias("shout"),
        scaled(d).alias("scaled"),
        add(i, lit(5).cast(DataTypes.BIGINT())).alias("constant"),
        udf(lambda x: x.notna(), result_type=DataTypes.BOOLEAN(), func_type="pandas")(s).alias("notna"),
    )
)
show(values.select(i, row_wise(add(i, i)).alias("row_of_pandas"), add(row_wise(i), i).alias("pandas_of_row")))
show(values.where(add(i, i) > 3))
show(values.select(pair(i, d).alias("p")))
show(values.select(pair(i, d).get("b").alias("b")))
t_env.create_temporary_system_function("add_series", add)
show(t_env.sql_query(f"SELECT add_series(i, i) AS a FROM {values}"))
