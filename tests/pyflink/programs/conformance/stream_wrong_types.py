"""Results of functions that are not of the declared type."""

from pyflink.common import Types
from pyflink.datastream import OutputTag, ProcessFunction, StreamExecutionEnvironment

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)


def attempt(name, stream):
    try:
        with stream.execute_and_collect() as values:
            print(name, list(values))
    except Exception:
        print(name, "is refused")


class Tagged(ProcessFunction):
    def process_element(self, value, ctx):
        yield OutputTag("nobody reads it", Types.INT()), value


for name, (value, type_info) in {
    "INT of a text": ("a", Types.INT()),
    "INT of a float": (1.7, Types.INT()),
    "INT of a bool": (True, Types.INT()),
    "INT of 2147483648": (2147483648, Types.INT()),
    "BYTE of 128": (128, Types.BYTE()),
    "LONG of 2147483648": (2147483648, Types.LONG()),
    "STRING of a number": (1, Types.STRING()),
}.items():
    attempt(name, env.from_collection([value]).map(lambda x: x, type_info))
attempt("STRING of a tag and a number", env.from_collection([1]).process(Tagged(), Types.STRING()))
