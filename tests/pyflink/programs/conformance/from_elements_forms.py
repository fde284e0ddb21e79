"""Tables of elements in every form: tuples, lists, rows, dictionaries, named tuples and single values."""

import datetime
import decimal
from collections import namedtuple

from pyflink.table import DataTypes, EnvironmentSettings, Row, TableEnvironment
from pyflink.table.expressions import row

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")


def plain(value):
    """The value with rows as tuples and bytes of one class."""
    if isinstance(value, list):
        return list(map(plain, value))
    if type(value).__name__ == "Row":
        return tuple(map(plain, value))
    return bytes(value) if isinstance(value, bytearray) else value


def show(label, make):
    """The columns with their types and, ordered by the rows, their values; or that it fails."""
    try:
        table = make()
        schema = table.get_resolved_schema()
        with table.execute().collect() as found:
            rows = sorted((tuple(map(plain, one)) for one in found), key=repr)
    except Exception:
        print(label, "fails")
        return
    columns = list(zip(*rows, strict=False)) or [()] * schema.get_column_count()
    types = schema.get_column_data_types()
    print(label)
    for name, type_, values in zip(schema.get_column_names(), types, columns, strict=False):
        print(" ", name, type_, list(values))


Point = namedtuple("Point", ["x", "label"])
ROW = DataTypes.ROW([DataTypes.FIELD("x", DataTypes.INT()), DataTypes.FIELD("label", DataTypes.STRING())])
make = t_env.from_elements
show("tuples without names", lambda: make([(1, "a"), (2, "b")]))
show("tuples and names", lambda: make([(1, "a"), (2, None)], ["x", "label"]))
show("tuples and fewer names", lambda: make([(1, "a")], ["x"]))
show("tuples and a schema", lambda: make([(1, "a"), (None, None)], ROW))
show("lists", lambda: make([[1, "a"], [2, "b"]], ["x", "label"]))
show("named rows and a schema", lambda: make([Row(label="a", x=1)], ROW))
show("named tuples", lambda: make([Point(1, "a"), Point(2, "b")]))
show("named tuples and a schema", lambda: make([Point(1, "a")], ROW))
show("dictionaries", lambda: make([{"x": 1, "label": "a"}, {"x": 2, "label": "b"}]))
show("dictionaries and a schema", lambda: make([{"x": 1, "label": "a"}, {"label": "b"}], ROW))
show("a set of tuples", lambda: make(((1, "a"), (2, "b")), ["x", "label"]))
show("single values without a type", lambda: make([1, 2, 3]))
show("a type for a list of one", lambda: make([(1,), (2,)], DataTypes.ROW([DataTypes.FIELD("n", DataTypes.SMALLINT())])))
show("nothing", lambda: make([], ROW))
show("nothing without a schema", lambda: make([]))
show("elements that are None", lambda: make([None, (1, "a")], ROW))
show("a number after a missing value", lambda: make([(None, "a"), (1, None)], ["x", "label"]))
show("an integer and a float", lambda: make([(1,), (1.5,)], ["x"]))
show("an integer and a text", lambda: make([(1,), ("a",)], ["x"]))
show("rows of other lengths", lambda: make([(1, "a"), (2,)], ["x", "label"]))
show("a value of another type", lambda: make([("a", "b")], ROW))
show("a number that is too large", lambda: make([(2**40, "b")], ROW))
show("unverified", lambda: make([(1, "a")], ROW, verify_schema=False))
show("missing where it may not", lambda: make([(None,)], DataTypes.ROW([DataTypes.FIELD("n", DataTypes.INT(False))])))
show("expressions", lambda: make([row(1, "abc", 2.0), row(2, "def", 3.0)], DataTypes.ROW([
    DataTypes.FIELD("a", DataTypes.INT()), DataTypes.FIELD("b", DataTypes.STRING()), DataTypes.FIELD("c", DataTypes.FLOAT()),
])))
for value in (
    True,
    2**40,
    1.5,
    "text",
    bytearray(b"ab"),
    decimal.Decimal("1.25"),
    datetime.date(2024, 1, 2),
    datetime.time(1, 2, 3),
    [1, 2],
    ["a", "b"],
    {"k": 1},
    (1, "in"),
    [(1, "x")],
    [[1.5]],
    {"k": [1]},
):
    show("inferred", lambda value=value: make([(value,)]))
