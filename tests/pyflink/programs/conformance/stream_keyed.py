"""Keyed streams: reduce, rolling aggregates and keyed functions."""

from pyflink.common import Row, Types
from pyflink.datastream import MapFunction, ReduceFunction, RuntimeContext, StreamExecutionEnvironment
from pyflink.datastream.state import ValueStateDescriptor

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)
PAIR = Types.TUPLE([Types.STRING(), Types.INT()])
pairs = [("a", 3), ("b", 5), ("a", 1), ("b", 7), ("a", 2)]


def show(stream):
    with stream.execute_and_collect() as values:
        print([value for value in values])


class Sum(ReduceFunction):
    def reduce(self, value1, value2):
        return value1[0], value1[1] + value2[1]


class Count(MapFunction):
    def open(self, runtime_context: RuntimeContext):
        self.count = runtime_context.get_state(ValueStateDescriptor("count", Types.LONG()))

    def map(self, value):
        n = (self.count.value() or 0) + 1
        self.count.update(n)
        return value[0], n


stream = env.from_collection(pairs, PAIR)
keyed = stream.key_by(lambda x: x[0], Types.STRING())
show(keyed.reduce(lambda a, b: (a[0], a[1] + b[1])))
show(keyed.reduce(Sum()))
show(keyed.sum(1))
show(keyed.min(1))
show(keyed.max(1))
show(keyed.min_by(1))
show(keyed.max_by(1))
show(keyed.map(Count()))
show(keyed.filter(lambda x: x[1] > 2))
show(keyed.flat_map(lambda x: [x[0]] * x[1]).map(lambda s: s.upper()))
show(env.from_collection(pairs).key_by(lambda x: x[0]).sum(1))
show(env.from_collection([1, 2, 3, 4, 5]).key_by(lambda x: x % 2).sum())
show(env.from_collection([Row(k="a", v=1), Row(k="a", v=5)], Types.ROW_NAMED(["k", "v"], [Types.STRING(), Types.INT()])).key_by(lambda r: r.k).sum("v"))
show(keyed.union(env.from_collection([("c", 1)], PAIR)).filter(lambda x: x[0] == "c"))
show(keyed.key_by(lambda x: x[1] % 2).sum(1))
for name, call in {
    "name": lambda: keyed.name("x"),
    "uid": lambda: keyed.uid("x"),
    "get_name": lambda: keyed.get_name(),
    "set_parallelism": lambda: keyed.set_parallelism(1),
    "shuffle": lambda: keyed.shuffle(),
    "rebalance": lambda: keyed.rebalance(),
    "broadcast": lambda: keyed.broadcast(),
    "process": lambda: keyed.process(Count()),
    "map": lambda: stream.map(1),
    "filter": lambda: stream.filter("x"),
    "key_by": lambda: stream.key_by(3),
    "sum": lambda: keyed.sum(1.5),
    "project": lambda: env.from_collection([1]).project(0),
    "start_new_chain": lambda: keyed.start_new_chain(),
    "set_max_parallelism": lambda: keyed.set_max_parallelism(1),
    "cache": lambda: keyed.cache(),
}.items():
    try:
        call()
        print(name, "passes")
    except Exception as error:
        print(name, type(error).__name__, str(error).splitlines()[0] if type(error).__name__ != "Py4JJavaError" else "")
show(stream.project(1, 0))
