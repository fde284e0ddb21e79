"""Job graph to execution graph: vertices, exchanges, slots, regions, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from drey.errors import JobError, OptionError
from drey.graph.job_graph import GRAPH_VERSION, InputEdge, JobGraph, OperatorSpec
from drey.runtime.configuration import default_max_parallelism, max_parallelism
from drey.runtime.exchange.partitioners import partitioner
from drey.runtime.exchange.partitioners.rebalance import rescale_targets
from drey.runtime.scheduling.building import build_execution_graph
from drey.runtime.scheduling.execution_graph import EXCHANGES
from tests.doubles.graphs import row_type

ROW = row_type(k="INT", v="BIGINT")


def op(number, *inputs, kind="calc", **fields):
    """An operator that reads ``(operator, exchange)`` pairs or operators by ``forward``."""
    edges = tuple(
        InputEdge(*one, keys=("k",) if one[1] == "hash" else ()) if isinstance(one, tuple) else InputEdge(one)
        for one in inputs
    )
    given = {"params": {}, **fields}
    return OperatorSpec(number, f"u{number}", f"Op{number}", kind, inputs=edges, output=ROW, **given)


def build(*operators, restored=None, **options):
    given = {key.replace("__", "-").replace("_", "."): str(value) for key, value in options.items()}
    return build_execution_graph(JobGraph("job", operators), given, restored)


def group_by():
    """source -> calc -> hash -> aggregate -> sink."""
    return op(1, kind="source"), op(2, 1), op(3, (2, "hash"), kind="group-aggregate"), op(4, 3, kind="sink")


def chains(graph):
    return [vertex.operators for vertex in graph.vertices]


def kinds(graph):
    return [(one.producer, one.consumer, one.kind) for one in graph.exchanges]


def test_at_parallelism_one_the_whole_job_is_one_task_without_exchanges():
    refusing = op(5, kind="source", slot_sharing_group="b", chaining="never")
    graph = build(*group_by(), refusing, op(6, 5, (4, "rebalance"), kind="sink"))
    assert chains(graph) == [(1, 2, 3, 4, 5, 6)]
    assert graph.exchanges == ()
    assert graph.single_task
    assert (graph.workers, graph.regions, graph.max_parallelism) == (1, (("1-0",),), 128)


def test_exchanges_part_vertices_and_subtasks_share_workers():
    graph = build(*group_by(), parallelism_default=3)
    assert chains(graph) == [(1, 2), (3, 4)]
    (exchange,) = graph.exchanges
    assert (exchange.kind, exchange.keys, exchange.producers, exchange.consumers) == ("hash", ("k",), 3, 3)
    assert (exchange.source, exchange.target, exchange.input, exchange.max_parallelism) == (1, 2, 0, 128)
    assert graph.workers == 3
    assert [(t.id, t.slot) for t in graph.tasks] == [(f"{v}-{i}", i) for v in (1, 2) for i in range(3)]
    assert graph.task("2-1").name == "Op3 -> Op4 (2/3)"
    assert graph.vertex_of(4).id == 2
    assert graph.inputs_of(2) == graph.outputs_of(1) == (exchange,)


def test_what_reads_everything_runs_once_and_what_is_behind_it_stays_with_it():
    graph = build(
        op(1, kind="source"), op(2, (1, "global"), kind="sort-limit"), op(3, 2), op(4, 3, kind="sink"),
        parallelism_default=4,
    )  # fmt: skip
    assert chains(graph) == [(1,), (2, 3, 4)]
    assert [vertex.parallelism for vertex in graph.vertices] == [4, 1]
    assert kinds(graph) == [(1, 2, "global")]
    assert graph.workers == 4


@pytest.mark.parametrize(
    "sink",
    [
        {"kind": "collect"},
        {"kind": "sink", "params": {"table": {"overwrite": True, "options": {}}}},
        {"kind": "sink", "params": {"table": {"options": {"sink.partition-commit.policy.kind": "success-file"}}}},
    ],
)  # fmt: skip
def test_sinks_that_must_run_once_get_the_rows_by_rebalance(sink):
    graph = build(op(1, kind="source"), op(2, 1, **sink), parallelism_default=2)
    assert kinds(graph) == [(1, 2, "rebalance")]
    assert [vertex.parallelism for vertex in graph.vertices] == [2, 1]


def test_batch_queries_run_once_and_everything_behind_them_too():
    graph = build(op(1, kind="batch-query"), op(2, 1, kind="sink"), parallelism_default=8)
    assert graph.single_task


def test_an_operators_own_parallelism_counts_and_forward_between_different_ones_is_rebalance():
    graph = build(op(1, kind="source", parallelism=2), op(2, 1, parallelism=4), op(3, 2))
    assert chains(graph) == [(1,), (2, 3)]
    assert kinds(graph) == [(1, 2, "rebalance")]


def test_edges_between_single_subtasks_collapse_beside_parallel_ones():
    graph = build(
        op(1, kind="source", parallelism=1), op(2, (1, "hash"), parallelism=1), op(3, (2, "hash"), parallelism=2)
    )  # fmt: skip
    assert chains(graph) == [(1, 2), (3,)]
    assert kinds(graph) == [(2, 3, "hash")]


def test_a_vertex_has_several_sources_and_inputs():
    graph = build(
        op(1, kind="source"), op(2, kind="source"), op(3, 1, 2, kind="union"), op(4, (3, "hash")),
        parallelism_default=2,
    )  # fmt: skip
    assert chains(graph) == [(1, 2, 3), (4,)]


def test_a_vertex_never_waits_for_itself():
    # 1 -> 3 directly and 1 -> hash -> 2 -> 3: were all three one vertex, it would read its own output.
    graph = build(op(1, kind="source"), op(2, (1, "hash")), op(3, 1, 2, kind="union"), parallelism_default=2)
    assert chains(graph) == [(1, 3), (2,)] or chains(graph) == [(1,), (2, 3)]
    home = {operator: vertex.id for vertex in graph.vertices for operator in vertex.operators}
    assert all(home[e.producer] < home[e.consumer] for e in graph.exchanges)
    assert [e.kind for e in graph.exchanges] == ["hash", "forward"]


def test_a_self_join_reads_one_source_twice_through_one_exchange_each():
    graph = build(op(1, kind="source"), op(2, (1, "hash"), (1, "hash"), kind="join"), parallelism_default=2)
    assert [(e.id, e.producer, e.consumer, e.input) for e in graph.exchanges] == [(1, 1, 2, 0), (2, 1, 2, 1)]


@pytest.mark.parametrize(
    ("fields", "options"),
    [({"chaining": "never"}, {}), ({"slot_sharing_group": "b"}, {}),
     ({}, {"pipeline_operator__chaining_enabled": "false"})],
)  # fmt: skip
def test_what_must_not_be_chained_is_connected_subtask_by_subtask(fields, options):
    graph = build(op(1, kind="source"), op(2, 1, **fields), parallelism_default=2, **options)
    assert chains(graph) == [(1,), (2,)]
    (exchange,) = graph.exchanges
    assert exchange.kind == "forward"


@pytest.mark.parametrize(
    ("chaining", "apart"),
    [
        ("always", [(1, 2, 3)]),
        ("head", [(1,), (2, 3)]),
        ("tail", [(1, 2), (3,)]),
        ("never", [(1,), (2,), (3,)]),
    ],
)
def test_an_operator_may_be_apart_from_what_comes_before_or_behind_it(chaining, apart):
    graph = build(op(1, kind="source"), op(2, 1, chaining=chaining), op(3, 2), parallelism_default=2)
    assert chains(graph) == apart


def test_slot_sharing_groups_have_workers_of_their_own():
    graph = build(
        op(1, kind="source", parallelism=2),
        op(2, 1, parallelism=3, slot_sharing_group="b"),
        op(3, (2, "hash"), parallelism=1),
    )
    assert graph.workers == 5
    assert [task.slot for task in graph.tasks] == [0, 1, 2, 3, 4, 0]


def test_pipelines_that_nothing_connects_are_regions_of_their_own():
    graph = build(
        op(1, kind="source"), op(2, (1, "hash"), kind="sink"),
        op(3, kind="source"), op(4, 3, kind="sink"),
        parallelism_default=2,
    )  # fmt: skip
    assert graph.regions == (("1-0", "1-1", "2-0", "2-1"), ("3-0", "3-1"))


def test_two_pipelines_into_one_sink_are_one_region():
    graph = build(
        op(1, kind="source"), op(2, kind="source"), op(3, (1, "hash"), (2, "hash"), kind="join"),
        parallelism_default=2,
    )  # fmt: skip
    assert len(graph.regions) == 1


@pytest.mark.parametrize(("producers", "consumers"), [(2, 4), (4, 2), (3, 5), (5, 3), (1, 3), (3, 3)])
def test_rescale_connects_neighbours_evenly(producers, consumers):
    fed = [list(rescale_targets(one, producers, consumers)) for one in range(producers)]
    assert {target for targets in fed for target in targets} == set(range(consumers))
    assert max(map(len, fed)) - min(map(len, fed)) <= 1
    assert fed == sorted(fed)


def test_every_exchange_but_custom_has_a_partitioner():
    for kind in EXCHANGES - {"custom"}:
        assert partitioner(kind, ("k",), 2, 1, 2, 128)


def test_other_exchanges_connect_everybody():
    graph = build(op(1, kind="source", parallelism=2), op(2, (1, "broadcast"), parallelism=3))
    (exchange,) = graph.exchanges
    assert (exchange.producers, exchange.consumers) == (2, 3)


@pytest.mark.parametrize(
    ("parallelism", "groups"),
    [(1, 128), (85, 128), (86, 256), (128, 256), (171, 256), (172, 512), (21845, 32768), (32768, 32768)],
)
def test_key_groups_where_none_are_configured_are_flinks(parallelism, groups):
    assert default_max_parallelism(parallelism) == groups


def test_the_number_of_key_groups_comes_from_the_option_the_snapshot_or_the_widest_operator():
    assert max_parallelism({}) == 128
    wide = op(1, kind="source"), op(2, (1, "hash"), parallelism=100)
    assert build(*wide).max_parallelism == 256
    assert build(*wide, restored=128).max_parallelism == 128
    assert build(*wide, restored=128, pipeline_max__parallelism=300).max_parallelism == 300
    graph = build(op(1, kind="source"), op(2, (1, "hash"), parallelism=2, max_parallelism=7))
    assert graph.exchanges[0].max_parallelism == 7
    assert (graph.key_groups(1), graph.key_groups(2)) == (128, 7)


def test_more_subtasks_than_key_groups_are_refused_in_flinks_words():
    with pytest.raises(JobError) as caught:
        build(op(1, kind="source", parallelism=172), pipeline_max__parallelism=4)
    assert caught.value.message == (
        "Vertex Op1's parallelism (172) is higher than the max parallelism (4). "
        "Please lower the parallelism or increase the max parallelism."
    )


@pytest.mark.parametrize(
    ("operators", "options", "error", "message"),
    [
        ((op(1, parallelism=0),), {}, JobError, "the parallelism of 'Op1' is 0"),
        ((op(1),), {"parallelism_default": "0"}, OptionError, "invalid value '0' for option 'parallelism.default'"),
        ((op(1), op(2, (1, "rebalence"))), {}, JobError,
         "operator 'Op2' reads through the unknown exchange 'rebalence'"),
        ((op(1, 2), op(2)), {}, JobError, "operator 'Op1' reads operator 2, which is not before it"),
        ((op(1, max_parallelism=32769),), {}, JobError, "the max parallelism of 'Op1' is 32769"),
    ],
)  # fmt: skip
def test_bad_graphs_are_refused(operators, options, error, message):
    with pytest.raises(error) as caught:
        build(*operators, **options)
    assert caught.value.message == message


def test_an_unknown_exchange_offers_the_nearest():
    with pytest.raises(JobError) as caught:
        build(op(1), op(2, (1, "rebalence")))
    assert caught.value.hint == "did you mean 'rebalance' or 'rescale'?"


def test_sql_jobs_have_a_default_of_their_own():
    options = {"table_exec_resource_default__parallelism": 3, "parallelism_default": 2}
    assert build(op(1, kind="source"), **options).vertices[0].parallelism == 3


def test_unknown_operators_and_tasks_are_named():
    graph = build(*group_by())
    with pytest.raises(JobError, match="no operator 9"):
        graph.vertex_of(9)
    with pytest.raises(JobError, match="no task 9-9"):
        graph.task("9-9")


def test_the_new_fields_of_operators_survive_json_and_old_graphs_are_read():
    spec = op(1, kind="source", parallelism=2, max_parallelism=64, slot_sharing_group="b", chaining="never")
    graph = JobGraph("job", (spec, op(2, (1, "hash"))))
    assert JobGraph.from_json(graph.to_json()) == graph
    old = json.loads(graph.to_json())
    assert old["version"] == GRAPH_VERSION
    old["version"] = 2
    old["operators"][0]["chaining"], old["operators"][1]["chaining"] = False, True
    assert JobGraph.from_json(json.dumps(old)) == graph
    old["version"] = 1
    for one in old["operators"]:
        for key in ("parallelism", "max_parallelism", "slot_sharing_group", "chaining"):
            del one[key]
    read = JobGraph.from_json(json.dumps(old))
    plain = replace(
        spec, parallelism=None, max_parallelism=None, slot_sharing_group="default", chaining="always"
    )
    assert read.operators == (plain, graph.operators[1])
