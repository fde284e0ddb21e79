"""Python functions inside a job: results, life cycle, and what a user sees when one fails."""

from __future__ import annotations

import threading
import traceback

import pandas as pd
import polars as pl
import pytest

from drey.errors import JobError, UserFunctionError
from drey.rex.nodes import RexInputRef, RexLiteral, RexNode, RexUdf
from drey.rex.serde import rex_to_json
from drey.runtime.jobs.client import JobHandle, submit
from drey.types.type_parser import parse_type
from drey.udf.function import UserFunction, dump, load
from tests.doubles.graphs import GraphBuilder, row_type
from tests.waiting import PATIENCE

ROW = row_type(a="BIGINT", b="STRING")
FRAME = pl.DataFrame({"a": [1, 2, None, 4], "b": ["x", "y", "z", None]})
A, B = RexInputRef(0, type=parse_type("BIGINT")), RexInputRef(1, type=parse_type("STRING"))


class Functions:
    """Collects functions and makes calls of them."""

    def __init__(self) -> None:
        self.dumped: dict[str, bytes] = {}

    def call(
        self, function, result: str, *operands: RexNode, name: str = "f", pandas: bool = False
    ) -> RexUdf:
        key = f"fn-{len(self.dumped)}"
        type_ = parse_type(result)
        self.dumped[key] = dump(UserFunction(name, function, type_, None, "pandas" if pandas else "general"))
        return RexUdf(key, name, operands, pandas, type=type_)

    def start(self, *calls: RexUdf, frame: pl.DataFrame = FRAME, forward=(), **options: str) -> JobHandle:
        graph = GraphBuilder()
        graph.functions = self.dumped
        source = graph.rows(frame, ROW, batch=options.pop("batch", "1000"))
        kept = {n: str(t) for n, t in zip(ROW.names, ROW.types, strict=True) if n in forward}
        output = row_type(**kept, **{f"r{i}": str(call.type) for i, call in enumerate(calls)})
        params = {"calls": [rex_to_json(call) for call in calls], "forward": list(forward)}
        graph.add("collect", {}, [graph.add("python-calc", params, [source], output)], output)
        return submit(graph.build(), options)

    def rows(self, *calls: RexUdf, **given) -> list[tuple]:
        handle = self.start(*calls, **given)
        frames = [batch.data for batch in handle.results()]
        handle.wait(PATIENCE)
        return pl.concat(frames).rows()


def lit(value, type_text: str) -> RexLiteral:
    return RexLiteral(value, type=parse_type(type_text))


def test_calls_of_calls_with_constants_and_forwarded_columns():
    fns = Functions()
    inner = fns.call(lambda a: None if a is None else a * 10, "BIGINT", A)
    outer = fns.call(lambda a, b, n: f"{a}{b}{n}", "STRING", inner, B, lit(5, "INT"))
    nothing = fns.call(lambda: 7, "INT")
    fixed = fns.call(lambda n: n + 1, "INT", lit(1, "INT"))
    assert fns.rows(outer, nothing, fixed, forward=["b"], batch="3") == [
        ("x", "10x5", 7, 2),
        ("y", "20y5", 7, 2),
        ("z", "Nonez5", 7, 2),
        (None, "40None5", 7, 2),
    ]


class Summing:
    """A function object that lives as PyFlink's do."""

    def open(self, context):
        self.offset = int(context.get_job_parameter("offset", "0"))
        self.counter = context.get_metric_group().add_group("mine").counter("calls")
        self.task = context.get_task_name()

    def eval(self, a):
        self.counter.inc()
        return (a or 0) + self.offset

    def close(self):
        Summing.closed = self.counter.get_count()


def test_open_close_job_parameters_and_metrics():
    fns = Functions()
    handle = fns.start(
        fns.call(Summing(), "BIGINT", A), **{"pipeline.global-job-parameters": "offset:100,other:1"}
    )
    assert [row for batch in handle.results() for row in batch.data.rows()] == [
        (101,),
        (102,),
        (100,),
        (104,),
    ]
    handle.wait(PATIENCE)
    assert handle.metrics().operators[1].counters.extra == {"mine.calls": 4}


class ShopError(Exception):
    pass


def explode(a, b):
    if b == "z":
        raise ShopError(f"no price for {b}")
    return a


def test_a_users_exception_surfaces_as_itself():
    fns = Functions()
    handle = fns.start(fns.call(explode, "BIGINT", A, B, name="price"))
    with pytest.raises(ShopError, match="no price for z") as caught:
        handle.wait(PATIENCE)
    assert handle.exception is caught.value
    (note,) = caught.value.__notes__
    assert note.startswith(f"in Python function 'price' ({__file__}:")
    assert note.endswith(", called with (None, 'z')")
    frames = traceback.extract_tb(handle.exception.__traceback__)
    assert frames[-1].name == "explode"
    own = fns.start(fns.call(explode, "BIGINT", A, B))
    own._job.done.wait(PATIENCE)
    assert [f.name for f in traceback.extract_tb(own.exception.__traceback__)] == ["explode"]
    assert own.exception.__cause__ is None


def stop(a):
    if a == 2:
        raise StopIteration("enough")
    return a


def test_stop_iteration_is_an_exception_like_others():
    fns = Functions()
    with pytest.raises(StopIteration, match="enough") as caught:
        fns.start(fns.call(stop, "BIGINT", A)).wait(PATIENCE)
    assert "called with (2)" in caught.value.__notes__[0]


def test_a_wrong_result_names_function_type_value_and_row():
    fns = Functions()
    handle = fns.start(fns.call(lambda a, b: b if a == 2 else 1, "BIGINT", A, B, name="wrong"))
    with pytest.raises(JobError) as caught:
        handle.wait(PATIENCE)
    text = str(caught.value)
    assert "the Python function 'wrong' must return BIGINT, but returned 'y' (str)" in text
    assert "called with (2, 'y')" in text
    assert isinstance(caught.value.__cause__, UserFunctionError)


def test_what_can_not_be_pickled_is_said():
    lock = threading.Lock()
    with pytest.raises(UserFunctionError, match="'locked' can't be pickled") as caught:
        dump(UserFunction("locked", lambda a: lock, parse_type("INT")))
    assert "'open'" in str(caught.value)
    with pytest.raises(UserFunctionError, match="can't be loaded"):
        load(b"\x80\x04nonsense")


def test_pandas_functions_get_series_and_nan_is_null():
    fns = Functions()
    doubled = fns.call(lambda a: a * 2, "BIGINT", A, pandas=True)
    nested = fns.call(lambda a, n: a + n, "DOUBLE", doubled, lit(1, "INT"), pandas=True)
    upper = fns.call(lambda b: b.str.upper(), "STRING", B, pandas=True)
    assert fns.rows(doubled, nested, upper) == [
        (2, 3.0, "X"),
        (4, 5.0, "Y"),
        (None, None, "Z"),
        (8, 9.0, None),
    ]


def test_pandas_rows_are_data_frames():
    fns = Functions()
    both = fns.call(lambda a, b: pd.DataFrame({"x": a, "y": b}), "ROW<x BIGINT, y STRING>", A, B, pandas=True)
    assert fns.rows(both)[:2] == [({"x": 1, "y": "x"},), ({"x": 2, "y": "y"},)]


def test_pandas_batch_size_is_kept_where_it_is_set():
    fns = Functions()
    sizes = fns.call(lambda a: pd.Series([len(a)] * len(a)), "INT", A, pandas=True)
    assert fns.rows(sizes) == [(4,)] * 4
    assert fns.rows(sizes, **{"python.fn-execution.arrow.batch.size": "3"}) == [(3,), (3,), (3,), (1,)]


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (
            lambda a: a[:2],
            "the result length '2' of pandas function 'f' is not equal to the input length '4'",
        ),
        (lambda a: 1, "must be pandas.Series or pandas.DataFrame, got int"),
        (lambda a: a.astype(str) + "x", "must return BIGINT, but returned a Series of"),
    ],
)
def test_pandas_results_are_checked(function, message):
    fns = Functions()
    with pytest.raises(JobError) as caught:
        fns.start(fns.call(function, "BIGINT", A, pandas=True)).wait(PATIENCE)
    assert message in str(caught.value)


def test_a_pandas_exception_surfaces_as_itself():
    fns = Functions()
    with pytest.raises(ZeroDivisionError) as caught:
        fns.start(fns.call(lambda a: a.map(lambda v: 1 // 0), "BIGINT", A, pandas=True)).wait(PATIENCE)
    assert "in Python function 'f'" in caught.value.__notes__[0]


def test_the_code_of_a_script_keeps_its_file():
    names: dict = {"__name__": "__main__"}
    exec(compile("def f(x):\n    return (lambda y: y + x)", "/home/you/job.py", "exec"), names)
    loaded = load(dump(UserFunction("f", names["f"], parse_type("INT")))).function
    assert loaded.__code__.co_filename == "/home/you/job.py"
    assert loaded(1).__code__.co_filename == "/home/you/job.py"
    assert loaded(1)(2) == 3
