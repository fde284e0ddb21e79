"""Tables of Python values: every form of rows and schema."""

import datetime
import decimal

from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment

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


def attempt(label, action):
    """Whether an action passes; classes and texts of errors are not compared."""
    try:
        action()
    except Exception:
        print(label, "fails")
    else:
        print(label, "passes")


show(t_env.from_elements([(1, "a", 2.5), (2, None, None)]))
show(t_env.from_elements([(1, "a"), (2, "b")], ["x", "y"]))
show(t_env.from_elements([(1, "a"), (2, "b")], ["x"]))
show(t_env.from_elements([[1, "a"], [2, "b"]], ["x", "y"]))
show(t_env.from_elements([Row(1, "a"), Row(2, "b")], ["x", "y"]))
show(t_env.from_elements([Row(x=1, y="a"), Row(x=2, y="b")]))
show(t_env.from_elements([{"x": 1, "y": "a"}, {"x": 2, "y": "b"}]))
show(t_env.from_elements([{"y": 1, "x": "a"}]))
show(t_env.from_elements([(True, bytearray(b"array"))], ["b", "a"]))
show(
    t_env.from_elements(
        [(decimal.Decimal("1.50"), datetime.date(2024, 1, 2), datetime.time(3, 4, 5))], ["n", "d", "t"]
    )
)
show(t_env.from_elements([([1, 2], {"k": 1.5}, Row(1, "n"), ("t", 2))], ["a", "m", "r", "t"]))
show(t_env.from_elements([([[1], []], [{"k": [True]}])], ["nested", "maps"]))
show(t_env.from_elements([(1, ["x"]), (None, [])], ["a", "b"]))
show(t_env.from_elements([1, 2, 3], DataTypes.BIGINT()))
show(t_env.from_elements(["a", "b"], DataTypes.STRING()))
show(t_env.from_elements([[1], [2, 3]], DataTypes.ARRAY(DataTypes.INT())))
row_type = DataTypes.ROW(
    [DataTypes.FIELD("id", DataTypes.BIGINT()), DataTypes.FIELD("s", DataTypes.STRING())]
)
show(t_env.from_elements([(1, "a"), [2, "b"], Row(3, "c")], row_type))
show(t_env.from_elements([{"s": "a", "id": 1}], row_type))
show(t_env.from_elements([Row(s="a", id=1)], row_type))
show(
    t_env.from_elements(
        [(1, "a")],
        DataTypes.ROW(
            [
                DataTypes.FIELD("id", DataTypes.BIGINT().not_null()),
                DataTypes.FIELD("s", DataTypes.STRING(False)),
            ]
        ),
    )
)
show(t_env.from_elements([], row_type))
show(t_env.from_elements(((i, str(i)) for i in range(3)), ["i", "s"]))
attempt("no rows, no types", lambda: t_env.from_elements([], ["a"]))
attempt("text for a number", lambda: t_env.from_elements([("x", "a")], row_type))
attempt("number for a text", lambda: t_env.from_elements([(1, 2)], row_type))
attempt("too few values", lambda: t_env.from_elements([(1,)], row_type))
attempt("mixed types", lambda: t_env.from_elements([(1,), ("a",)], ["a"]))
attempt(
    "null where none is",
    lambda: t_env.from_elements(
        [(None, "a")],
        DataTypes.ROW(
            [DataTypes.FIELD("id", DataTypes.BIGINT().not_null()), DataTypes.FIELD("s", DataTypes.STRING())]
        ),
    ),
)
attempt(
    "tiny out of range",
    lambda: t_env.from_elements([(300,)], DataTypes.ROW([DataTypes.FIELD("t", DataTypes.TINYINT())])),
)
attempt("schema is a text", lambda: t_env.from_elements([(1,)], "a INT"))
