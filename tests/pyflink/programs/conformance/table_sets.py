"""Set operations, order, offset and fetch."""

from pyflink.table import EnvironmentSettings, TableEnvironment
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


left = t_env.from_elements([(1, "a"), (2, "b"), (2, "b"), (None, None), (3, "c")], ["i", "s"])
right = t_env.from_elements([(2, "b"), (3, "x"), (None, None), (None, None)], ["j", "t"])


def rows(table):
    with table.execute().collect() as found:
        return sorted(map(tuple, found), key=repr)


def ordered(table):
    with table.execute().collect() as found:
        return list(map(tuple, found))


print(rows(left.union(right)))
print(rows(left.union_all(right)))
print(rows(left.intersect(right)))
print(rows(left.intersect_all(right)))
print(rows(left.minus(right)))
print(rows(left.minus_all(right)))
print(rows(left.union_all(left).minus_all(right)))
left.union_all(right).print_schema()
print(ordered(left.order_by(col("i"))))
print(ordered(left.order_by(col("i").desc, col("s"))))
print(ordered(left.order_by(col("s").asc, col("i").desc)))
print(ordered(left.order_by(col("i") % 2, col("i"))))
print(ordered(left.order_by(col("i")).fetch(2)))
print(ordered(left.order_by(col("i").desc).offset(1).fetch(2)))
print(ordered(left.order_by(col("i").desc).limit(2)))
print(ordered(left.order_by(col("i").desc).limit(2, 1)))
print(len(rows(left.limit(3))))
print(len(rows(left.fetch(10))))
print(rows(left.order_by(col("i")).limit(0)))
wide = t_env.from_elements([(1, 2, 3)], ["a", "b", "c"])
text = t_env.from_elements([("1", "2")], ["a", "b"])
longs = t_env.from_elements([(1.5, "z")], ["a", "b"])
for label, wrong in [
    ("more columns", lambda: left.union_all(wide)),
    ("other types", lambda: left.union_all(text)),
    ("minus of other types", lambda: left.minus(text)),
]:
    try:
        wrong()
    except Exception:
        print(label, "fails")
    else:
        print(label, "passes")
print(rows(left.union_all(longs)))
