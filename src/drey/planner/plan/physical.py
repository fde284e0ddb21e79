"""Physical plan nodes: what the runtime has operators for. Frozen; ``describe`` is the text in EXPLAIN."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property

from drey.catalog.objects import ObjectIdentifier
from drey.connectors.api import SinkAbilities, TableSpec
from drey.planner.plan.logical import ROWS_ONLY, LogicalTableScan, RelNode, SingleInput, SortField
from drey.planner.plan.state_ttl import StateTtlHints
from drey.planner.plan.text import call_text, pushed_filters, rex_text, values_text
from drey.records import record
from drey.rex.nodes import AggregateCall, RexLiteral, RexNode, RexUdf, input_refs
from drey.types import logical as t


class PhysicalNode(RelNode):
    """The base of physical nodes."""

    def describe(self) -> str:
        """The node as EXPLAIN shows it, without traits: ``Calc(select=[a, b])``."""
        raise NotImplementedError


def _list(parts: tuple[str, ...] | list[str]) -> str:
    return "[" + ", ".join(parts) + "]"


@record
class PhysicalTableSourceScan(PhysicalNode):
    """Reads a table through its connector.

    Args:
        scan: The table.
        watermark: The watermark of a row, over the scan's columns, if each split keeps its own event time.
        rowtime: The row's time, likewise.
        output: The row type with the time attribute, where a column of the scan is the row's time.
    """

    scan: LogicalTableScan
    watermark: RexNode | None = None
    rowtime: RexNode | None = None
    output: t.RowType | None = None

    @property
    def row_type(self) -> t.RowType:
        return self.output or self.scan.row_type

    def describe(self) -> str:
        spec = self.scan.spec
        extras = ""
        names = spec.row_type.names
        if spec.filters:
            extras += f", filter=[{pushed_filters(spec.filters, names)}]"
        if spec.projection is not None:
            extras += f", project=[{', '.join(spec.projection)}]"
        if spec.metadata or (spec.projection is not None and self.scan.abilities.metadata):
            extras += f", metadata=[{', '.join(key for key, _ in spec.metadata)}]"
        if spec.limit is not None:
            extras += f", limit=[{spec.limit}]"
        if self.watermark is not None:
            text = rex_text(self.watermark, self.scan.row_type.names)
            extras += f", watermark=[{text}], watermarkEmitStrategy=[on-periodic]"
        path = ", ".join(self.scan.name.parts)
        return f"TableSourceScan(table=[[{path}{extras}]], fields={_list(self.row_type.names)})"


@record
class PhysicalValues(PhysicalNode):
    """Emits constant rows."""

    type: t.RowType
    rows: tuple[tuple[RexLiteral, ...], ...]

    @property
    def row_type(self) -> t.RowType:
        return self.type

    def describe(self) -> str:
        return f"Values({values_text(self.type, self.rows)})"


@record
class PhysicalCalc(SingleInput, PhysicalNode):
    """Filters, then computes columns."""

    projections: tuple[RexNode, ...]
    names: tuple[str, ...]
    condition: RexNode | None = None

    @cached_property
    def output(self) -> t.RowType:
        pairs = zip(self.names, (p.type for p in self.projections), strict=True)
        return t.RowType.of(*pairs, nullable=False)

    @property
    def row_type(self) -> t.RowType:
        return self.output

    def describe(self) -> str:
        names = self.input.row_type.names
        items = []
        for projection, name in zip(self.projections, self.names, strict=True):
            if name != ROWS_ONLY:
                text = rex_text(projection, names)
                items.append(text if text == name else f"{text} AS {name}")
        where = "" if self.condition is None else f", where=[{rex_text(self.condition, names)}]"
        return f"Calc(select={_list(items)}{where})"


@record
class PhysicalPythonCalc(SingleInput, PhysicalNode):
    """Appends the results of Python functions to the columns that are still needed."""

    forward: tuple[int, ...]
    calls: tuple[RexUdf, ...]
    call_names: tuple[str, ...]

    @cached_property
    def output(self) -> t.RowType:
        fields = self.input.row_type.fields
        kept = [(fields[i].name, fields[i].type) for i in self.forward]
        made = zip(self.call_names, (c.type for c in self.calls), strict=True)
        return t.RowType.of(*kept, *made, nullable=False)

    @property
    def row_type(self) -> t.RowType:
        return self.output

    def describe(self) -> str:
        names = self.input.row_type.names
        made = [f"{rex_text(c, names)} AS {n}" for c, n in zip(self.calls, self.call_names, strict=True)]
        return f"PythonCalc(select={_list([names[i] for i in self.forward] + made)})"


@record
class PhysicalWatermarkAssigner(SingleInput, PhysicalNode):
    """Emits watermarks from a rowtime column."""

    rowtime: str
    expression: RexNode
    output: t.RowType

    @property
    def row_type(self) -> t.RowType:
        return self.output

    def describe(self) -> str:
        text = rex_text(self.expression, self.input.row_type.names)
        return f"WatermarkAssigner(rowtime=[{self.rowtime}], watermark=[{text}])"


@record
class PhysicalExchange(SingleInput, PhysicalNode):
    """Distributes rows over subtasks: ``hash`` by keys, or ``single``."""

    distribution: str
    keys: tuple[str, ...] = ()

    def describe(self) -> str:
        how = f"hash[{', '.join(self.keys)}]" if self.distribution == "hash" else self.distribution
        return f"Exchange(distribution=[{how}])"


@record
class PhysicalGroupAggregate(SingleInput, PhysicalNode):
    """Groups by its first columns' positions ``keys``; in streaming mode it emits a changelog.

    Args:
        keys: Positions of the key columns.
        calls: The aggregates.
        output: The row type: keys, then results.
        batch: True if it emits once, at the end of the input.
        update_before: True if someone above needs ``-U``.
        retract: True if the input takes rows back.
        expires: True if its state has a time to live: then a row that stays the same is an update.
        state_ttl: The hints that are in force for it; None if the option says how long state lives.
    """

    keys: tuple[int, ...]
    calls: tuple[AggregateCall, ...]
    output: t.RowType
    batch: bool = False
    update_before: bool = True
    retract: bool = False
    expires: bool = False
    state_ttl: StateTtlHints | None = None

    @property
    def row_type(self) -> t.RowType:
        return self.output

    def describe(self) -> str:
        names = self.input.row_type.names
        keys = [names[i] for i in self.keys]
        group = f"groupBy={_list(keys)}, " if keys else ""
        made = [f"{call_text(c, names, self.retract)} AS {c.output}" for c in self.calls]
        title = "HashAggregate(isMerge=[false], " if self.batch else "GroupAggregate("
        return f"{title}{group}select={_list(keys + made)})"


@record
class PhysicalExpand(SingleInput, PhysicalNode):
    """Emits one row for each list of projections."""

    projects: tuple[tuple[RexNode, ...], ...]
    output: t.RowType

    @property
    def row_type(self) -> t.RowType:
        return self.output

    def describe(self) -> str:
        names = self.input.row_type.names
        lists = ["{" + ", ".join(rex_text(p, names) for p in project) + "}" for project in self.projects]
        return f"Expand(projects={_list(lists)})"


@record
class PhysicalReplicateRows(SingleInput, PhysicalNode):
    """Repeats each row by its last column and drops that column."""

    @cached_property
    def output(self) -> t.RowType:
        return self.input.row_type.project(range(len(self.input.row_type.fields) - 1))

    @property
    def row_type(self) -> t.RowType:
        return self.output

    def describe(self) -> str:
        return f"ReplicateRows(count=[{self.input.row_type.names[-1]}], select={_list(self.row_type.names)})"


@record
class PhysicalUnion(PhysicalNode):
    """Passes on the rows of all inputs."""

    children: tuple[RelNode, ...]
    output: t.RowType

    @property
    def inputs(self) -> tuple[RelNode, ...]:
        return self.children

    def with_inputs(self, inputs: tuple[RelNode, ...]) -> RelNode:
        return PhysicalUnion(inputs, self.output)

    @property
    def row_type(self) -> t.RowType:
        return self.output

    def describe(self) -> str:
        return f"Union(all=[true], union={_list(self.row_type.names)})"


@record
class PhysicalSort(SingleInput, PhysicalNode):
    """Orders (keys empty: keeps the order), skips ``offset`` rows and passes ``fetch`` rows.

    In streaming mode with ``fetch`` it is a Top-N which updates its result; without, it emits at the end.
    """

    keys: tuple[SortField, ...]
    offset: int = 0
    fetch: int | None = None
    update_before: bool = True
    retract: bool = False
    batch: bool = False

    def describe(self) -> str:
        names = self.row_type.names
        keys = [f"{names[k.index]} {'ASC' if k.ascending else 'DESC'}" for k in self.keys]
        limits = []
        if self.offset or self.fetch is not None:
            limits.append(f"offset=[{self.offset}]")
            limits.append("fetch=[unlimited]" if self.fetch is None else f"fetch=[{self.fetch}]")
        if not keys:
            limits += ["global=[true]"] if self.batch else []
            return f"Limit({', '.join(limits)})"
        if not limits:
            return f"Sort(orderBy={_list(keys)})"
        limits.append("global=[true]" if self.batch else f"strategy=[{self._strategy}]")
        return f"SortLimit(orderBy={_list(keys)}, {', '.join(limits)})"

    @property
    def _strategy(self) -> str:
        return "RetractStrategy" if self.retract else "AppendFastStrategy"


@record
class PhysicalChangelogNormalize(SingleInput, PhysicalNode):
    """Makes a full changelog of upserts: finds what is new, and completes old rows and deletes."""

    keys: tuple[str, ...]
    update_before: bool = field(default=True, compare=False)

    def describe(self) -> str:
        return f"ChangelogNormalize(key={_list(self.keys)})"


@record
class PhysicalLookupJoin(SingleInput, PhysicalNode):
    """Joins each row with the rows that an external table has for its key at that moment.

    Args:
        scan: The external table.
        join_type: ``INNER`` or ``LEFT``.
        keys: Columns of the table, each with what it must equal: an expression over the input.
        condition: What else must hold, over the output's columns; None if nothing.
        output: The input's columns, then the table's.
    """

    scan: LogicalTableScan
    join_type: str
    keys: tuple[tuple[str, RexNode], ...]
    condition: RexNode | None
    output: t.RowType

    @property
    def row_type(self) -> t.RowType:
        return self.output

    def describe(self) -> str:
        names = self.input.row_type.names
        how = {"INNER": "InnerJoin", "LEFT": "LeftOuterJoin"}[self.join_type]
        lookup = [f"{column}={rex_text(value, names)}" for column, value in self.keys]
        condition = ""
        if self.condition is not None:
            text = rex_text(self.condition, self.output.names)
            of_table = min(input_refs(self.condition), default=0) >= len(names)
            condition = f", {'where' if of_table else 'joinCondition'}=[{text}]"
        return (
            f"LookupJoin(table=[{'.'.join(self.scan.name.parts)}], joinType=[{how}], lookup={_list(lookup)}"
            f"{condition}, select={_list(self.output.names)})"
        )


@record
class PhysicalDropUpdateBefore(SingleInput, PhysicalNode):
    """Leaves out ``-U`` rows."""

    def describe(self) -> str:
        return "DropUpdateBefore"


@record
class PhysicalSink(SingleInput, PhysicalNode):
    """Writes into a table through its connector."""

    name: ObjectIdentifier
    spec: TableSpec
    abilities: SinkAbilities = field(compare=False)
    key_from_query: bool = False

    def describe(self) -> str:
        return f"Sink(table=[{self.name}], fields={_list(self.row_type.names)})"


@record
class PhysicalCollectSink(SingleInput, PhysicalNode):
    """Hands the rows to the client."""

    label: str = "collect"

    def describe(self) -> str:
        return f"Sink(table=[*anonymous_{self.label}$1*], fields={_list(self.row_type.names)})"
