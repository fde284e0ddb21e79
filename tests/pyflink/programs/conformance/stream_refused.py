"""What streams and their environment refuse before a job starts."""

from pyflink.common import Duration, Types, WatermarkStrategy
from pyflink.datastream import StreamExecutionEnvironment

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)
numbers = env.from_collection([1, 2], Types.INT())
texts = env.from_collection(["a"], Types.STRING())
pairs = env.from_collection([(1, "a")], Types.TUPLE([Types.INT(), Types.STRING()]))
mapped = numbers.map(lambda x: x, Types.INT())


def fresh():
    return StreamExecutionEnvironment.get_execution_environment()


for name, call in {
    "environment's parallelism 0": lambda: fresh().set_parallelism(0),
    "environment's parallelism -1": lambda: fresh().set_parallelism(-1),
    "environment's parallelism -5": lambda: fresh().set_parallelism(-5),
    "environment's max parallelism 0": lambda: fresh().set_max_parallelism(0),
    "environment's max parallelism 32768": lambda: fresh().set_max_parallelism(32768),
    "environment's max parallelism 32769": lambda: fresh().set_max_parallelism(32769),
    "parallelism 0": lambda: mapped.set_parallelism(0),
    "parallelism -1": lambda: mapped.set_parallelism(-1),
    "parallelism -3": lambda: mapped.set_parallelism(-3),
    "parallelism 2": lambda: mapped.set_parallelism(2),
    "max parallelism 0": lambda: mapped.set_max_parallelism(0),
    "max parallelism 32768": lambda: mapped.set_max_parallelism(32768),
    "max parallelism 32769": lambda: mapped.set_max_parallelism(32769),
    "parallelism 2 of a collection": lambda: numbers.set_parallelism(2),
    "parallelism 1 of a collection": lambda: numbers.set_parallelism(1),
    "uid hash of three digits": lambda: mapped.set_uid_hash("abc"),
    "uid hash of 32 digits": lambda: mapped.set_uid_hash("0123456789abcdef0123456789abcdef"),
    "union of the same type": lambda: numbers.union(mapped, numbers),
    "union of INT and STRING": lambda: numbers.union(texts),
    "union of INT and any object": lambda: numbers.union(numbers.map(str)),
    "project 1, 0": lambda: pairs.project(1, 0),
    "project 2": lambda: pairs.project(2),
    "project -1": lambda: pairs.project(-1),
    "project a stream of numbers": lambda: numbers.project(0),
    "idleness of nothing": lambda: WatermarkStrategy.no_watermarks().with_idleness(Duration.of_millis(0)),
    "idleness of a second": lambda: WatermarkStrategy.no_watermarks().with_idleness(Duration.of_seconds(1)),
}.items():
    try:
        call()
        print(name, "passes")
    except Exception:
        print(name, "is refused")
for limit in (0, -1):
    try:
        numbers.execute_and_collect(limit=limit)
        print("limit", limit, "passes")
    except Exception:
        print("limit", limit, "is refused")
