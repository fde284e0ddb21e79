"""Streams of collections through stateless functions, printed and collected."""

import datetime
from decimal import Decimal

from pyflink.common import Row, Types
from pyflink.datastream import FilterFunction, FlatMapFunction, MapFunction, StreamExecutionEnvironment

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)


class Twice(MapFunction):
    def map(self, value):
        return value * 2


class Even(FilterFunction):
    def filter(self, value):
        return value % 2 == 0


class Upto(FlatMapFunction):
    def flat_map(self, value):
        for one in range(value):
            yield one


def show(stream):
    print(stream.get_name() if type(stream).__name__ == "DataStream" else "-")
    with stream.execute_and_collect() as values:
        for value in values:
            print(type(value).__name__, repr(value))


numbers = env.from_collection([1, 2, 3, 4])
show(numbers)
show(numbers.map(lambda x: x + 1))
show(numbers.map(Twice()))
show(numbers.filter(Even()).map(str))
show(numbers.flat_map(Upto()))
show(numbers.flat_map(lambda x: [x] * x).filter(lambda x: x != 2))
show(env.from_collection([1, 2, 3], Types.INT()).map(lambda x: (x, str(x)), Types.TUPLE([Types.INT(), Types.STRING()])))
show(env.from_collection([1, 2, 3], Types.INT()).map(lambda x: Row(x, str(x)), Types.ROW_NAMED(["a", "b"], [Types.INT(), Types.STRING()])))
show(env.from_collection([(1, "a"), (2, "b")], Types.TUPLE([Types.INT(), Types.STRING()])))
show(env.from_collection([(1, "a"), (2, "b")], Types.ROW([Types.INT(), Types.STRING()])).map(lambda r: (type(r).__name__, r[1])))
show(env.from_collection([(1, "a"), (2, "b")]).map(lambda r: type(r).__name__))
show(env.from_collection([1.5, 2.0], Types.DOUBLE()).map(lambda x: x * 2, Types.DOUBLE()))
show(env.from_collection([1, 2], Types.LONG()).map(lambda x: [x, x], Types.LIST(Types.LONG())))
show(env.from_collection([1, 2], Types.LONG()).map(lambda x: {str(x): x}, Types.MAP(Types.STRING(), Types.LONG())))
show(env.from_collection([datetime.date(2020, 1, 2)], Types.SQL_DATE()))
show(env.from_collection([Decimal("1.50")], Types.BIG_DEC()))
print(numbers.map(str).execute_and_collect(limit=2))
print(numbers.map(str).execute_and_collect("a job", 3))
print(env.from_collection(["x"]).get_type(), numbers.map(str, Types.STRING()).get_type())
print(numbers.union(env.from_collection([7]).map(lambda x: x)).get_type())
