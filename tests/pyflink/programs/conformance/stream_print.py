"""What ``print`` writes for values of each type."""

import datetime
from decimal import Decimal

from pyflink.common import Row, RowKind, Types
from pyflink.datastream import StreamExecutionEnvironment

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)


def show(values, type_info=None):
    env.from_collection(values, type_info).print()
    env.execute()
    print("--")


show([1, "a", 2.5, None, (1, "b"), [1, 2], {"a": 1}, Row(1, "x"), Row(a=1, b="x"), True, Decimal("1.10")])
show([datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5)])
show([(1, "a"), (2, None)], Types.TUPLE([Types.INT(), Types.STRING()]))
show([(1, ("a", 2.0))], Types.TUPLE([Types.INT(), Types.TUPLE([Types.STRING(), Types.DOUBLE()])]))
show([(1, "a"), (2, None)], Types.ROW([Types.INT(), Types.STRING()]))
show([Row(1, "a"), Row.of_kind(RowKind.DELETE, 2, "b")], Types.ROW_NAMED(["i", "s"], [Types.INT(), Types.STRING()]))
show([(1, Row(2, 3.0))], Types.ROW([Types.INT(), Types.ROW([Types.INT(), Types.DOUBLE()])]))
show([1.0, 1.5, 1e10, 1e-5, 123456789.125, 0.001, float("inf")], Types.DOUBLE())
show([1.0, 0.1], Types.FLOAT())
show([True, False], Types.BOOLEAN())
show([1, -5], Types.LONG())
show(["a", "b c"], Types.STRING())
show([(1, True, 2.0, None)], Types.TUPLE([Types.INT(), Types.BOOLEAN(), Types.DOUBLE(), Types.STRING()]))
env.from_collection([[1, 2], []]).map(lambda x: x, Types.LIST(Types.INT())).print()
env.execute()
show([{"a": 1}], Types.MAP(Types.STRING(), Types.INT()))
show([Decimal("1.50"), Decimal("100")], Types.BIG_DEC())
show([datetime.date(2020, 1, 2)], Types.SQL_DATE())
show([datetime.datetime(2020, 1, 2, 3, 4, 5), datetime.datetime(2020, 1, 2, 3, 4, 5, 678000)], Types.SQL_TIMESTAMP())
numbers = env.from_collection([1, 2, 3])
numbers.print("n")
env.execute("named")
print("--")
numbers.key_by(lambda x: x % 2).print()
env.execute()
print("--")
numbers.map(lambda x: x / 2, Types.DOUBLE()).print()
env.execute()
