"""Process functions: state of every kind, timers, side outputs, time."""

from pyflink.common import Duration, Time, Types, WatermarkStrategy
from pyflink.common.watermark_strategy import TimestampAssigner
from pyflink.datastream import (
    AggregateFunction,
    KeyedProcessFunction,
    OutputTag,
    ProcessFunction,
    RuntimeContext,
    StreamExecutionEnvironment,
)
from pyflink.datastream.state import (
    AggregatingStateDescriptor,
    ListStateDescriptor,
    MapStateDescriptor,
    ReducingStateDescriptor,
    ValueStateDescriptor,
)

env = StreamExecutionEnvironment.get_execution_environment()
env.set_parallelism(1)


def show(title, stream):
    with stream.execute_and_collect() as values:
        print(title, [value for value in values])


class Average(AggregateFunction):
    def create_accumulator(self):
        return 0, 0

    def add(self, value, accumulator):
        return accumulator[0] + value, accumulator[1] + 1

    def get_result(self, accumulator):
        return accumulator[0] / accumulator[1]

    def merge(self, acc_a, acc_b):
        return acc_a[0] + acc_b[0], acc_a[1] + acc_b[1]


class EveryState(KeyedProcessFunction):
    def open(self, runtime_context: RuntimeContext):
        self.value = runtime_context.get_state(ValueStateDescriptor("value", Types.INT()))
        self.list = runtime_context.get_list_state(ListStateDescriptor("list", Types.INT()))
        self.map = runtime_context.get_map_state(MapStateDescriptor("map", Types.INT(), Types.STRING()))
        self.sum = runtime_context.get_reducing_state(
            ReducingStateDescriptor("sum", lambda a, b: a + b, Types.INT())
        )
        self.average = runtime_context.get_aggregating_state(
            AggregatingStateDescriptor("average", Average(), Types.PICKLED_BYTE_ARRAY())
        )

    def process_element(self, value, ctx: "KeyedProcessFunction.Context"):
        key, number = value
        if number < 0:
            for state in (self.value, self.list, self.map, self.sum, self.average):
                state.clear()
        before = [
            self.value.value(),
            list(self.list.get()),
            sorted(self.map.items()),
            self.map.get(number),
            self.map.contains(number),
            self.map.is_empty(),
            self.sum.get(),
            self.average.get() if number > 10 else None,
        ]
        self.value.update(number)
        self.list.add(number)
        if number == 4:
            self.list.update([4, 4])
            self.list.add_all([5, 6])
        self.map.put(number, str(number))
        self.map.put(100, "x")
        if self.map.contains(1):
            self.map.remove(1)
        self.sum.add(number)
        self.average.add(number)
        yield str((ctx.get_current_key(), number, before, self.value.value(), list(self.list.get()),
                   sorted(self.map.keys()), sorted(self.map.values()), self.sum.get(), self.average.get()))


rows = [("a", 1), ("a", 2), ("b", 10), ("a", 4), ("a", -1), ("b", 20)]
show("states", env.from_collection(rows).key_by(lambda x: x[0]).process(EveryState(), Types.STRING()))


class Second(TimestampAssigner):
    def extract_timestamp(self, value, record_timestamp):
        return value[1]


class Timers(KeyedProcessFunction):
    def process_element(self, value, ctx: "KeyedProcessFunction.Context"):
        service = ctx.timer_service()
        service.register_event_time_timer(value[1] + 10)
        service.register_event_time_timer(value[1] + 10)
        service.register_event_time_timer(value[1] + 11)
        service.delete_event_time_timer(value[1] + 11)
        yield "element", ctx.get_current_key(), value[1], ctx.timestamp(), service.current_watermark()

    def on_timer(self, timestamp, ctx: "KeyedProcessFunction.OnTimerContext"):
        if timestamp == 11:
            ctx.timer_service().register_event_time_timer(200)
        yield "timer", ctx.get_current_key(), timestamp, ctx.timestamp(), ctx.time_domain().name


events = [("a", 1), ("b", 5), ("a", 3), ("c", 2), ("a", 100)]
for strategy in (
    WatermarkStrategy.for_monotonous_timestamps(),
    WatermarkStrategy.for_bounded_out_of_orderness(Duration.of_millis(5)),
):
    stream = env.from_collection(events).assign_timestamps_and_watermarks(
        strategy.with_timestamp_assigner(Second())
    )
    show("timers", stream.key_by(lambda x: x[0]).process(Timers()))

late, odd = OutputTag("late", Types.STRING()), OutputTag("odd")


class Split(ProcessFunction):
    def process_element(self, value, ctx: "ProcessFunction.Context"):
        if value > 3:
            yield late, f"late {value}"
        elif value % 2:
            yield odd, (value, "odd")
        else:
            yield value


main = env.from_collection([1, 2, 3, 4, 5, 2]).process(Split(), Types.INT())
lates, odds = main.get_side_output(late), main.get_side_output(odd)
show("main", main)
show("late", lates)
show("odd", odds)


class Context(ProcessFunction):
    def open(self, runtime_context: RuntimeContext):
        self.facts = (
            runtime_context.get_number_of_parallel_subtasks(),
            runtime_context.get_index_of_this_subtask(),
            runtime_context.get_attempt_number(),
            runtime_context.get_job_parameter("none", "default"),
        )
        try:
            runtime_context.get_state(ValueStateDescriptor("v", Types.INT()))
        except Exception as error:
            self.facts += (str(error),)

    def process_element(self, value, ctx: "ProcessFunction.Context"):
        yield self.facts
        yield ctx.timestamp(), ctx.timer_service().current_watermark()
        if value == 2:
            return
        yield value
        try:
            ctx.timer_service().register_event_time_timer(3)
        except Exception as error:
            yield str(error)

    def close(self):
        pass


show("context", env.from_collection([1, 2]).process(Context()))


class Nothing(ProcessFunction):
    def process_element(self, value, ctx):
        if value > 1:
            return [value, value]


show("list or none", env.from_collection([1, 2]).process(Nothing()))


class Wall(KeyedProcessFunction):
    def process_element(self, value, ctx):
        now = ctx.timer_service().current_processing_time()
        ctx.timer_service().register_processing_time_timer(now + 100_000_000)
        yield value, now > 1_600_000_000_000, ctx.timestamp()

    def on_timer(self, timestamp, ctx):
        yield "never", ctx.time_domain().name


show("wall", env.from_collection([1, 2]).key_by(lambda x: x).process(Wall()))
