"""Python functions in every form of definition."""

import functools

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import call, col, lit
from pyflink.table.udf import ScalarFunction, udf

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


values = t_env.from_elements(
    [(1, "a"), (2, None), (None, "c")],
    DataTypes.ROW([DataTypes.FIELD("i", DataTypes.BIGINT()), DataTypes.FIELD("s", DataTypes.STRING())]),
)


class Opened(ScalarFunction):
    """A function with a state that it opens."""

    def __init__(self, step):
        self.step = step
        self.ready = None

    def open(self, function_context):
        """Called before the first row."""
        self.ready = True

    def close(self):
        """Called after the last row."""
        self.ready = None

    def eval(self, i):
        """Adds the step."""
        assert self.ready
        return None if i is None else i + self.step


class Callable:
    """An object that is called."""

    def __call__(self, i):
        return -1 if i is None else i * 100


def plain(i, j):
    """Takes two."""
    return (i or 0) + (j or 0)


@udf(result_type=DataTypes.BIGINT())
def decorated(i):
    """Decorated, with a type object."""
    return None if i is None else i * 2


@udf(result_type="BIGINT")
def decorated_by_text(i):
    """Decorated, with the text of a type."""
    return None if i is None else i * 3


@udf(input_types=[DataTypes.BIGINT(), DataTypes.STRING()], result_type=DataTypes.STRING())
def typed(i, s):
    """Decorated, with input types."""
    return f"{i}-{s}"


@udf(input_types=["BIGINT", "STRING"], result_type="STRING", name="named", deterministic=False)
def typed_by_text(i, s):
    """Decorated, with the texts of input types, a name and a promise that is not made."""
    return f"{i}+{s}"


@udf(result_type=DataTypes.STRING())
def nothing():
    """Takes nothing."""
    return "constant"


@udf(result_type=DataTypes.STRING())
def many(*args):
    """Takes any number."""
    return "|".join(map(str, args))


@udf(result_type=DataTypes.BIGINT())
def with_default(i, step=10):
    """Has a default."""
    return (i or 0) + step


opened = udf(Opened(5), result_type=DataTypes.BIGINT())
called = udf(Callable(), result_type=DataTypes.BIGINT())
partial = udf(functools.partial(plain, j=1000), result_type=DataTypes.BIGINT())
of_lambda = udf(lambda i: None if i is None else i + 0.5, result_type=DataTypes.DOUBLE())
of_function = udf(plain, result_type=DataTypes.BIGINT())
single = udf(lambda i: i, input_types=DataTypes.BIGINT(), result_type=DataTypes.BIGINT())
i, s = col("i"), col("s")
show(
    values.select(
        i,
        opened(i).alias("opened"),
        called(i).alias("called"),
        partial(i).alias("partial"),
        of_lambda(i).alias("of_lambda"),
        of_function(i, i).alias("of_function"),
        decorated(i).alias("decorated"),
        decorated_by_text(i).alias("decorated_by_text"),
        typed(i, s).alias("typed"),
        typed_by_text(i, s).alias("typed_by_text"),
        nothing().alias("nothing"),
        many(i, s, 1, "x", True, 2.5).alias("many"),
        many().alias("many_none"),
        with_default(i).alias("with_default"),
        with_default(i, 20).alias("with_step"),
        single(i).alias("single"),
        call(decorated, i).alias("by_call"),
        decorated(decorated(decorated(i))).alias("nested"),
        of_function(decorated(i), opened(i) + 1).alias("mixed"),
        (decorated(i) + decorated_by_text(i)).alias("sum"),
        decorated(lit(4).cast(DataTypes.BIGINT())).alias("constant"),
        decorated(i.if_null(7)).alias("of_builtin"),
        typed(i, s).upper_case.alias("in_builtin"),
        opened(i).is_null.alias("is_null"),
    )
)
show(values.where(decorated(i) > 2))
show(values.filter(decorated(i).is_null))
show(values.group_by(decorated(i).alias("k")).select(col("k"), col("s").count.alias("c")))
show(values.select(decorated(i).sum.alias("sum"), of_function(i, i).max.alias("max")))
show(values.group_by(s).select(s, decorated(i.sum).alias("of_sum")))
show(
    values.add_columns(decorated(i).alias("j"))
    .where(col("j") == 4)
    .select(col("j"), decorated(col("j")).alias("k"))
)
print(decorated(1) is not None, typed_by_text(i, s) is not None)
