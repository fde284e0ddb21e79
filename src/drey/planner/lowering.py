"""Physical plan to job graph.

Each node becomes an operator; a region of a batch plan (see :mod:`drey.planner.batch_lowering`) becomes one
operator of kind ``batch-query``, whose params hold the region's nodes in topological order, each with the kind and
params that it has as an operator: ``{"nodes": [{"kind", "name", "params", "inputs": [position], "output"}]}``.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from drey.catalog.objects import UserFunction
from drey.connectors.api import TableSpec
from drey.connectors.data_stream import CONNECTOR, STREAM
from drey.errors import UnsupportedError, ValidationError
from drey.graph.job_graph import InputEdge, JobGraph, OperatorSpec, slot_sharing_group_of
from drey.graph.state_ttl import OWN_STATE_TTL
from drey.planner.batch_lowering import BatchRegions
from drey.planner.changelog import changelog_mode
from drey.planner.plan import physical as phys
from drey.planner.plan.logical import RelNode
from drey.planner.streams.lowering import StreamLowering
from drey.planner.streams.nodes import StreamEdge, StreamNode
from drey.planner.streams.tables import rows_params
from drey.rex.nodes import RexCall, RexNode, RexUdf, walk
from drey.rex.serde import aggregate_to_json, rex_to_json, row_type_to_json
from drey.types.logical import RowType
from drey.types.polars_types import polars_schema

Pickle = Callable[[UserFunction], bytes]


def _is_source_watermark(expression: RexNode) -> bool:
    return isinstance(expression, RexCall) and expression.name == "SOURCE_WATERMARK"


class Lowering:
    """Collects the operators of one job.

    Args:
        functions: The user functions that plans refer to, by key.
        pickle: Turns a user function into bytes for the graph.
        batch_queries: True if regions of the plan become Polars queries.
        streams: The streams that tables of the plans are made of, by name.
    """

    def __init__(
        self,
        functions: Mapping[str, UserFunction],
        pickle: Pickle,
        batch_queries: bool = False,
        streams: Mapping[str, StreamEdge] | None = None,
    ) -> None:
        self.functions = functions
        self.pickle = pickle
        self.specs: list[OperatorSpec] = []
        self.used_functions: dict[str, bytes] = {}
        self.resources: dict[str, bytes] = {}
        self._seen: list[tuple[RelNode, int]] = []
        self._batch_queries = batch_queries
        self._regions = BatchRegions((), {}, False)
        self._streams = streams or {}
        self._stream_lowering = StreamLowering(self.specs, self.used_functions, self.resources, self._lower)

    def graph(self, name: str, sinks: Sequence[RelNode], options: Mapping[str, str]) -> JobGraph:
        """The graph of a job with these sinks; equal parts of their plans are shared."""
        self._regions = BatchRegions(sinks, options, self._batch_queries)
        for sink in sinks:
            self._lower(sink)
        return JobGraph(name, tuple(self.specs), self.used_functions, self.resources, dict(options))

    def stream_graph(self, name: str, sinks: Sequence[StreamNode], options: Mapping[str, str]) -> JobGraph:
        """The graph of a DataStream program, which may have tables in it."""
        self._stream_lowering.add(sinks)
        return JobGraph(name, tuple(self.specs), self.used_functions, self.resources, dict(options))

    def _lower(self, node: RelNode) -> int:
        if isinstance(node, phys.PhysicalExchange):
            return self._lower(node.input)  # an edge, not an operator
        if isinstance(node, phys.PhysicalWatermarkAssigner) and _is_source_watermark(node.expression):
            return self._lower(node.input)  # the watermarks of the stream below pass through
        shared = not isinstance(node, phys.PhysicalSink | phys.PhysicalCollectSink)
        known = next((number for one, number in self._seen if one == node), None) if shared else None
        if known is not None:
            return known
        edges: tuple[InputEdge, ...] = ()
        if self._regions.is_root(node):
            nodes: list[dict[str, Any]] = []
            self._region(node, nodes)
            kind, params, title = "batch-query", {"nodes": nodes}, " -> ".join(one["name"] for one in nodes)
        else:
            edges = self._sink_edges(node) if isinstance(node, phys.PhysicalSink) else self._edges(node)
            stream = self._stream_of(node)
            if stream is not None:
                edges = (self._stream_lowering.edge(stream),)
            kind, params = self._operator(node)
            assert isinstance(node, phys.PhysicalNode)
            title = node.describe()
        number = len(self.specs) + 1
        self.specs.append(
            OperatorSpec(
                id=number,
                uid=f"{number}-{kind}-{hashlib.sha256(title.encode()).hexdigest()[:8]}",
                name=title,
                kind=kind,
                params=params,
                inputs=edges,
                output=node.row_type,
                parallelism=_own_parallelism(node),
                slot_sharing_group=slot_sharing_group_of(self.specs[edge.operator - 1] for edge in edges),
            )
        )
        if shared:
            self._seen.append((node, number))
        return number

    def _edges(self, node: RelNode) -> tuple[InputEdge, ...]:
        return tuple(self._edge(one) for one in node.inputs)

    def _sink_edges(self, sink: phys.PhysicalSink) -> tuple[InputEdge, ...]:
        """A sink with a parallelism of its own gets the changes of one key in one subtask, in their order."""
        if _own_parallelism(sink) is None or changelog_mode(sink.input).insert_only:
            return self._edges(sink)
        names = dict(zip(sink.spec.row_type.names, sink.input.row_type.names, strict=False))
        keys = tuple(names[name] for name in sink.spec.primary_key)
        return (InputEdge(self._lower(sink.input), "hash" if keys else "global", keys),)

    def _edge(self, node: RelNode) -> InputEdge:
        if isinstance(node, phys.PhysicalExchange):
            exchange = "hash" if node.distribution == "hash" else "global"
            return InputEdge(self._lower(node.input), exchange, node.keys)
        return InputEdge(self._lower(node))

    def _region(self, node: RelNode, nodes: list[dict[str, Any]]) -> int:
        """Append the nodes of a region, inputs first; returns the position of its root."""
        if isinstance(node, phys.PhysicalExchange):
            return self._region(node.input, nodes)
        inputs = [self._region(one, nodes) for one in node.inputs]
        kind, params = self._operator(node)
        assert isinstance(node, phys.PhysicalNode)
        output = row_type_to_json(node.row_type)
        nodes.append(
            {"kind": kind, "name": node.describe(), "params": params, "inputs": inputs, "output": output}
        )
        return len(nodes) - 1

    def _stream_of(self, node: RelNode) -> StreamEdge | None:
        """The stream behind the scan of a table that is made of one."""
        if not isinstance(node, phys.PhysicalTableSourceScan) or node.scan.spec.connector != CONNECTOR:
            return None
        return self._streams[STREAM.require(node.scan.spec.options)]

    def _operator(self, node: RelNode) -> tuple[str, dict[str, Any]]:
        stream = self._stream_of(node)
        if stream is not None:
            assert isinstance(node, phys.PhysicalTableSourceScan)
            return "stream-to-rows", rows_params(stream.type, node.scan.spec)
        match node:
            case phys.PhysicalTableSourceScan():
                return "source", self._source(node)
            case phys.PhysicalValues():
                return "source", {"table": self._values(node).to_json()}
            case phys.PhysicalCalc():
                condition = None if node.condition is None else rex_to_json(node.condition)
                return "calc", {
                    "projections": [rex_to_json(p) for p in node.projections],
                    "condition": condition,
                }
            case phys.PhysicalPythonCalc():
                return "python-calc", self._python_calc(node)
            case phys.PhysicalWatermarkAssigner():
                return "watermark-assigner", {
                    "rowtime": node.rowtime,
                    "expression": rex_to_json(node.expression),
                }
            case phys.PhysicalGroupAggregate():
                return "group-aggregate", self._aggregate(node)
            case phys.PhysicalExpand():
                return "expand", {
                    "projects": [[rex_to_json(p) for p in project] for project in node.projects]
                }
            case phys.PhysicalReplicateRows():
                return "replicate-rows", {"count": node.input.row_type.names[-1]}
            case phys.PhysicalUnion():
                return "union", {}
            case phys.PhysicalSort():
                return self._sort(node)
            case phys.PhysicalChangelogNormalize():
                return "changelog-normalize", {
                    "keys": list(node.keys),
                    "update_before": node.update_before,
                }
            case phys.PhysicalLookupJoin():
                return "lookup-join", {
                    "table": node.scan.spec.to_json(),
                    "keys": [[column, rex_to_json(value)] for column, value in node.keys],
                    "join_type": node.join_type,
                    "condition": None if node.condition is None else rex_to_json(node.condition),
                }
            case phys.PhysicalDropUpdateBefore():
                return "drop-update-before", {}
            case phys.PhysicalSink():
                return "sink", {"table": node.spec.to_json(), "name": str(node.name)}
            case phys.PhysicalCollectSink():
                return "collect", {"label": node.label}
        raise UnsupportedError(f"{type(node).__name__} has no operator")

    def _source(self, node: phys.PhysicalTableSourceScan) -> dict[str, Any]:
        params = {"table": self._scan_spec(node.scan.spec, node.scan.resource).to_json()}
        if node.watermark is not None and node.rowtime is not None:
            params["watermark"] = rex_to_json(node.watermark)
            params["rowtime"] = rex_to_json(node.rowtime)
        return params

    def _scan_spec(self, spec: TableSpec, data: bytes | None) -> TableSpec:
        return spec if data is None else self._with_resource(spec, data)

    def _with_resource(self, spec: TableSpec, data: bytes) -> TableSpec:
        key = hashlib.sha256(data).hexdigest()[:16]
        self.resources[key] = data
        return TableSpec.from_json({**spec.to_json(), "resource": key})

    def _values(self, node: phys.PhysicalValues) -> TableSpec:
        schema = polars_schema(node.row_type)
        columns = {
            name: pl.Series(name, [row[i].value for row in node.rows], dtype=dtype)
            for i, (name, dtype) in enumerate(schema.items())
        }
        buffer = io.BytesIO()
        pl.DataFrame(columns).write_ipc(buffer)
        spec = TableSpec("values", {"connector": "collection"}, RowType(node.row_type.fields, nullable=False))
        return self._with_resource(spec, buffer.getvalue())

    def _python_calc(self, node: phys.PhysicalPythonCalc) -> dict[str, Any]:
        for call in node.calls:
            for one in walk(call):
                if isinstance(one, RexUdf) and one.function not in self.used_functions:
                    self.used_functions[one.function] = self.pickle(self.functions[one.function])
        names = node.input.row_type.names
        return {
            "forward": [names[i] for i in node.forward],
            "calls": [rex_to_json(call) for call in node.calls],
            "names": list(node.call_names),
        }

    def _aggregate(self, node: phys.PhysicalGroupAggregate) -> dict[str, Any]:
        names = node.input.row_type.names
        params = {
            "keys": [names[k] for k in node.keys],
            "calls": [aggregate_to_json(call) for call in node.calls],
            "generate_update_before": node.update_before,
            "retract_input": node.retract,
            "final_only": node.batch,
        }
        return params if node.state_ttl is None else {**params, OWN_STATE_TTL: node.state_ttl.ttl}

    def _sort(self, node: phys.PhysicalSort) -> tuple[str, dict[str, Any]]:
        names = node.row_type.names
        order = [[names[k.index], k.ascending, k.nulls_first] for k in node.keys]
        if not node.keys and not node.retract:
            return "limit", {"offset": node.offset, "fetch": node.fetch}
        params = {
            "order": order,
            "offset": node.offset,
            "fetch": node.fetch,
            "generate_update_before": node.update_before,
            "retract_input": node.retract,
        }
        return ("sort" if node.batch else "sort-limit"), params


def _own_parallelism(node: RelNode) -> int | None:
    """What ``scan.parallelism`` or ``sink.parallelism`` of a table says.

    Raises:
        ValidationError: It is no positive number.
    """
    if isinstance(node, phys.PhysicalTableSourceScan):
        key, options = "scan.parallelism", node.scan.spec.options
    elif isinstance(node, phys.PhysicalSink):
        key, options = "sink.parallelism", node.spec.options
    else:
        return None
    text = options.get(key)
    if text is None:
        return None
    if not text.strip().isdigit() or int(text) < 1:
        raise ValidationError(f"invalid value '{text}' for option '{key}'", hint="at least 1")
    return int(text)
