"""What STATE_TTL hints do to job graphs, to the state of the operators in them, and what wrong ones say."""

from __future__ import annotations

import pytest

from drey.errors import ValidationError
from drey.functions.definition import EvaluationContext
from drey.graph.job_graph import JobGraph, OperatorSpec
from drey.planner.plan import logical as rel
from drey.planner.planner import compile_job
from drey.pyflink.table import EnvironmentSettings, TableEnvironment
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.registry import operator_class
from drey.session.functions import pickle_function
from drey.testing.operators import change_list, changes
from tests.operators.timed import Change, ManualClock

TABLE = "CREATE TABLE orders (k BIGINT, v BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '1')"
LOOKED_UP = (
    "CREATE TABLE dim (id BIGINT, name STRING) WITH ('connector' = 'jdbc', 'url' = 'jdbc:sqlite:/nowhere.db', "
    "'table-name' = 'dim')"
)
MINUTE = 60_000


def graph(sql: str, ttl: str = "0 s", batch: bool = False) -> JobGraph:
    """The job of a query."""
    made = EnvironmentSettings.in_batch_mode() if batch else EnvironmentSettings.in_streaming_mode()
    t_env = TableEnvironment.create(made)
    t_env.get_config().set("table.exec.state.ttl", ttl)
    for table in (TABLE, LOOKED_UP):
        t_env.execute_sql(table)
    t_env.execute_sql("CREATE TABLE clicks (k BIGINT, seen AS PROCTIME()) WITH ('connector' = 'datagen')")
    plan = rel.LogicalCollectSink(t_env.sql_query(sql)._relation.node)
    options = {"table.exec.state.ttl": ttl, "drey.batch.polars-query": "false"}
    return JobGraph.from_json(
        compile_job("j", [plan], t_env._session.context, pickle_function, options).to_json()
    )


def aggregates(made: JobGraph) -> list[OperatorSpec]:
    return [one for one in made.operators if one.kind == "group-aggregate"]


class Grouped:
    """The one aggregate of a query over ``orders``, with a clock.

    Args:
        sql: The query.
        ttl: ``table.exec.state.ttl``.
    """

    def __init__(self, sql: str, ttl: str) -> None:
        made = graph(sql, ttl)
        (spec,) = aggregates(made)
        below = next(one for one in made.operators if one.id == spec.inputs[0].operator)
        self.clock = ManualClock()
        context = OperatorContext(spec, (below.output,), EvaluationContext(), made.options, clock=self.clock)
        self.operator = operator_class(spec.kind)(context)

    def out(self, key: int) -> list[Change]:
        return change_list(self.operator.process(changes([("+I", (key,))], "k BIGINT")))  # type: ignore[arg-type]


def counting(hint: str) -> str:
    return f"SELECT {hint} k, COUNT(*) AS n FROM orders GROUP BY k"


@pytest.mark.parametrize("option", ["0 s", "1 min", "10 min"])
def test_state_is_forgotten_by_the_hint_whatever_the_option_says(option: str) -> None:
    grouped = Grouped(counting("/*+ STATE_TTL('orders' = '3 min') */"), option)
    assert grouped.out(1) == [("+I", (1, 1))]
    grouped.clock.now += 3 * MINUTE - 1
    assert grouped.out(1) == [("-U", (1, 1)), ("+U", (1, 2))]
    grouped.clock.now += 3 * MINUTE
    assert grouped.out(1) == [("+I", (1, 1))]


def test_a_hint_of_no_time_keeps_state_for_ever() -> None:
    grouped = Grouped(counting("/*+ STATE_TTL('orders' = '0 s') */"), "1 min")
    grouped.out(1)
    grouped.clock.now += 1000 * MINUTE
    assert grouped.out(1) == [("-U", (1, 1)), ("+U", (1, 2))]


def test_distinct_rows_are_forgotten_by_the_hint() -> None:
    grouped = Grouped("SELECT /*+ STATE_TTL('orders' = '3 min') */ DISTINCT k FROM orders", "0 s")
    assert grouped.out(1) == [("+I", (1,))]
    grouped.clock.now += 3 * MINUTE
    assert grouped.out(1) == [("+I", (1,))]


def test_batch_jobs_have_no_time_to_live() -> None:
    (spec,) = aggregates(graph(counting("/*+ STATE_TTL('orders' = '3 min') */"), batch=True))
    assert "state_ttl" not in spec.params


@pytest.mark.parametrize(
    ("sql", "ttls"),
    [
        pytest.param(counting(""), [None], id="none"),
        pytest.param(counting("/*+ STATE_TTL('orders' = '1 d') */"), [86_400_000], id="group"),
        pytest.param(counting("/*+ STATE_TTL('orders' = '400 micros') */"), [0], id="below a millisecond"),
        pytest.param(
            "SELECT /*+ STATE_TTL('orders' = '2 min') */ DISTINCT n FROM "
            "(SELECT /*+ STATE_TTL('orders' = '1 min') */ k, COUNT(*) AS n FROM orders GROUP BY k) AS orders",
            [MINUTE, 2 * MINUTE],
            id="blocks",
        ),
        pytest.param(
            "SELECT /*+ STATE_TTL('orders' = '1 min') */ DISTINCT COUNT(*) AS n FROM orders GROUP BY k",
            [MINUTE, None],
            id="the distinct rows of groups",
        ),
        pytest.param(
            "SELECT /*+ STATE_TTL('orders' = '1 min') */ k FROM orders UNION SELECT v FROM orders",
            [None],
            id="union",
        ),
        pytest.param(
            "SELECT /*+ STATE_TTL('o' = '1 min') */ SUM(v) FROM orders AS o GROUP BY GROUPING SETS ((k), ())",
            [MINUTE],
            id="grouping sets",
        ),
        pytest.param(
            "SELECT /*+ STATE_TTL('c' = '1 min', 'dim' = '2 min') */ name, COUNT(*) FROM clicks AS c JOIN dim "
            "FOR SYSTEM_TIME AS OF c.seen ON c.k = dim.id GROUP BY name",
            [None],
            id="lookup join",
        ),
        pytest.param(
            "SELECT /*+ STATE_TTL('x' = '1 min'), STATE_TTL('x' = '2 min') */ DISTINCT k FROM "
            "(SELECT k FROM orders UNION ALL SELECT v FROM orders) AS x",
            [MINUTE],
            id="the first hint",
        ),
    ],
)
def test_operators_have_times_of_their_own(sql: str, ttls: list[int | None]) -> None:
    assert [one.params.get("state_ttl") for one in aggregates(graph(sql))] == ttls


def test_a_hint_can_be_set_changed_and_dropped_between_runs() -> None:
    hints = ("", "/*+ STATE_TTL('orders' = '1 d') */", "/*+ STATE_TTL('orders' = '2 d') */")
    found = {tuple((one.uid, one.name) for one in graph(counting(hint)).operators) for hint in hints}
    assert len(found) == 1, "operators that find their state again"


def test_aggregates_with_other_times_are_not_shared() -> None:
    hinted = counting("/*+ STATE_TTL('orders' = '1 d') */")
    assert len(aggregates(graph(f"{hinted} UNION ALL {counting('')}"))) == 2
    assert len(aggregates(graph(f"{hinted} UNION ALL {hinted}"))) == 1


@pytest.mark.parametrize(
    ("sql", "message", "hint"),
    [
        (
            counting("/*+ STATE_TTL('order' = '1 d') */"),
            "The options of following hints cannot match the name of input tables or views: `order` in `STATE_TTL`",
            "did you mean 'orders'?",
        ),
        (
            "SELECT /*+ STATE_TTL('orders' = '1 d') */ k, COUNT(*) FROM orders AS o GROUP BY k",
            "The options of following hints cannot match the name of input tables or views: `orders` in `STATE_TTL`",
            "name one of FROM: o",
        ),
        (
            "SELECT /*+ STATE_TTL('orders' = '1 d') */ DISTINCT k FROM (SELECT k FROM orders)",
            "The options of following hints cannot match the name of input tables or views: `orders` in `STATE_TTL`",
            "give what stands in FROM an alias",
        ),
        (
            "SELECT /*+ STATE_TTL('nothing' = '1 d') */ c.k, name FROM clicks AS c JOIN dim "
            "FOR SYSTEM_TIME AS OF c.seen ON c.k = dim.id",
            "The options of following hints cannot match the name of input tables or views: `nothing` in `STATE_TTL`",
            "name one of FROM: c, dim",
        ),
        (
            counting("/*+ STATE_TTL('orders' = 'soon') */"),
            "Invalid STATE_TTL hint value: 'soon'",
            "write STATE_TTL('table' = '1 d')",
        ),
        (
            counting("/*+ STATE_TLL('orders' = '1 d') */"),
            "unknown hint 'STATE_TLL'",
            "did you mean 'STATE_TTL'?",
        ),
    ],
)
def test_wrong_hints_are_underlined_and_say_what_is_right(sql: str, message: str, hint: str) -> None:
    with pytest.raises(ValidationError) as caught:
        graph(sql)
    error = caught.value
    assert (error.message, error.hint) == (message, hint)
    assert error.position is not None
    assert error.position.text[error.position.start : error.position.end].startswith("STATE_T")
