"""Python functions that fail, and whose results are of another type."""

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col
from pyflink.table.udf import udf

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


values = t_env.from_elements([(1,), (2,)], ["i"])


def result(type_, f):
    """An action that runs a function with a result type."""
    return lambda: list(values.select(udf(f, result_type=type_)(col("i"))).execute().collect())


def failing(i):
    """Divides by zero."""
    return i / 0


attempt("raises", result(DataTypes.BIGINT(), failing))
attempt("text as a number", result(DataTypes.BIGINT(), lambda i: "text"))
attempt("number as a text", result(DataTypes.STRING(), lambda i: i))
attempt("list as a number", result(DataTypes.BIGINT(), lambda i: [i]))
attempt("number as a list", result(DataTypes.ARRAY(DataTypes.BIGINT()), lambda i: i))
attempt(
    "too few arguments",
    lambda: list(values.select(udf(lambda a, b: a, result_type="BIGINT")(col("i"))).execute().collect()),
)
attempt("no function", lambda: udf(5, result_type="BIGINT"))
attempt("wrong func_type", lambda: udf(lambda i: i, result_type="BIGINT", func_type="other"))
attempt("input types that are none", lambda: udf(lambda i: i, input_types=[5], result_type="BIGINT"))
attempt(
    "too many input types",
    lambda: list(
        values.select(udf(lambda i: i, input_types=["BIGINT", "BIGINT"], result_type="BIGINT")(col("i")))
        .execute()
        .collect()
    ),
)
attempt("registering a plain function", lambda: t_env.create_temporary_function("f", lambda i: i))
