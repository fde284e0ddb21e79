"""Logical plan nodes: frozen, validated when built, with the row type derived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from functools import cached_property

from drey.catalog.objects import ObjectIdentifier
from drey.connectors.api import SinkAbilities, SourceAbilities, TableSpec
from drey.errors import ValidationError
from drey.planner.plan.state_ttl import StateTtlHints
from drey.records import record
from drey.rex.nodes import AggregateCall, RexInputRef, RexLiteral, RexNode, input_refs
from drey.types import logical as t


@record
class RelNode:
    """The base of relational nodes; inputs come first among the fields."""

    @property
    def inputs(self) -> tuple[RelNode, ...]:
        return ()

    def with_inputs(self, inputs: tuple[RelNode, ...]) -> RelNode:
        """The same node over other inputs."""
        return self

    @property
    def row_type(self) -> t.RowType:
        raise NotImplementedError


@record
class SingleInput(RelNode):
    """The base of nodes with one input."""

    input: RelNode

    @property
    def inputs(self) -> tuple[RelNode, ...]:
        return (self.input,)

    def with_inputs(self, inputs: tuple[RelNode, ...]) -> RelNode:
        return replace(self, input=inputs[0])

    @property
    def row_type(self) -> t.RowType:
        return self.input.row_type


@record
class LogicalTableScan(RelNode):
    """Reads a table through its connector.

    Args:
        name: The table's full name.
        spec: What the connector is told, push-downs included.
        abilities: What the connector can do.
        resource: The rows of an inline collection in Arrow IPC.
        primary_key: The declared key, for upsert-key inference.
    """

    name: ObjectIdentifier
    spec: TableSpec
    abilities: SourceAbilities
    resource: bytes | None = field(default=None, repr=False)
    primary_key: tuple[str, ...] = ()

    @cached_property
    def produced(self) -> t.RowType:
        return self.spec.produced

    @property
    def row_type(self) -> t.RowType:
        return self.produced


@record
class LogicalValues(RelNode):
    """Constant rows."""

    type: t.RowType
    rows: tuple[tuple[RexLiteral, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.type.fields):
                raise ValidationError("VALUES rows must all have the same number of columns")

    @property
    def row_type(self) -> t.RowType:
        return self.type


@record
class LogicalProject(SingleInput):
    """Computes columns."""

    projections: tuple[RexNode, ...]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.projections) != len(self.names):
            raise ValidationError("a projection needs as many names as expressions")
        if len(set(self.names)) != len(self.names):
            raise ValidationError(f"ambiguous column names in projection: {', '.join(self.names)}")

    @cached_property
    def output(self) -> t.RowType:
        pairs = zip(self.names, (p.type for p in self.projections), strict=True)
        return t.RowType.of(*pairs, nullable=False)

    @property
    def row_type(self) -> t.RowType:
        return self.output

    @property
    def is_identity(self) -> bool:
        """True if the node passes its input's columns on unchanged and in order."""
        return self.names == self.input.row_type.names and all(
            isinstance(p, RexInputRef) and p.index == i for i, p in enumerate(self.projections)
        )


@record
class LogicalFilter(SingleInput):
    """Keeps the rows for which the condition is true."""

    condition: RexNode


@record
class LogicalAggregate(SingleInput):
    """Groups by columns. Without ``calls`` it is DISTINCT.

    ``grouping_sets`` lists subsets of ``keys`` (positions in the input); one equal to ``keys`` is a plain GROUP
    BY. ``grouping_calls`` are GROUPING and GROUPING_ID calls: output name and the key positions asked for, none
    for GROUP_ID. ``state_ttl`` is what the hints of its query block say.
    """

    keys: tuple[int, ...]
    calls: tuple[AggregateCall, ...] = ()
    grouping_sets: tuple[tuple[int, ...], ...] = ()
    grouping_calls: tuple[tuple[str, tuple[int, ...]], ...] = ()
    state_ttl: StateTtlHints | None = None

    @cached_property
    def output(self) -> t.RowType:
        fields = self.input.row_type.fields
        keys = []
        for index in self.keys:
            missing = any(index not in one for one in self.grouping_sets)
            type_ = fields[index].type
            keys.append((fields[index].name, type_.with_nullable(True) if missing else type_))
        groupings = [(name, t.BigIntType(nullable=False)) for name, _ in self.grouping_calls]
        return t.RowType.of(*keys, *((c.output, c.type) for c in self.calls), *groupings, nullable=False)

    @property
    def row_type(self) -> t.RowType:
        return self.output


@record
class LogicalSetOp(RelNode):
    """UNION, INTERSECT or EXCEPT of inputs with the same column types; names are the first input's."""

    children: tuple[RelNode, ...]
    kind: str
    all: bool
    output: t.RowType

    @property
    def inputs(self) -> tuple[RelNode, ...]:
        return self.children

    def with_inputs(self, inputs: tuple[RelNode, ...]) -> RelNode:
        return replace(self, children=inputs)

    @property
    def row_type(self) -> t.RowType:
        return self.output


@record
class SortField:
    """One sort key: column position, direction, where NULLs go."""

    index: int
    ascending: bool = True
    nulls_first: bool = True


@record
class LogicalSort(SingleInput):
    """Orders, then skips ``offset`` rows and passes ``fetch`` rows (None: all)."""

    keys: tuple[SortField, ...] = ()
    offset: int = 0
    fetch: int | None = None

    def __post_init__(self) -> None:
        for key in self.keys:
            type_ = self.input.row_type.types[key.index]
            if t.holds(type_, (t.VariantType,)):
                raise ValidationError(
                    f"{type_.summary()} has no order, it can't be a key of ORDER BY",
                    hint="order by JSON_STRING of the VARIANT, or by a JSON_VALUE of it",
                )


@record
class LogicalReplicateRows(SingleInput):
    """Repeats each row by its last column, a BIGINT count, and drops that column."""

    @cached_property
    def output(self) -> t.RowType:
        return self.input.row_type.project(range(len(self.input.row_type.fields) - 1))

    @property
    def row_type(self) -> t.RowType:
        return self.output


@record
class LogicalExpand(SingleInput):
    """Emits one row for each list of projections: the rows of GROUPING SETS."""

    projects: tuple[tuple[RexNode, ...], ...]
    output: t.RowType

    @property
    def row_type(self) -> t.RowType:
        return self.output


@record
class LogicalWatermarkAssigner(SingleInput):
    """Emits watermarks from a rowtime column."""

    rowtime: str
    expression: RexNode
    output: t.RowType

    @property
    def row_type(self) -> t.RowType:
        return self.output


@record
class LogicalLookupJoin(SingleInput):
    """Joins each row with the rows that an external table has for its key at that moment.

    Args:
        scan: The external table; it is asked by key and never read as a whole, so it is no input.
        join_type: ``INNER`` or ``LEFT``.
        condition: Over the input's columns, then the table's; None if always true.
        period: The processing-time column of the input, for EXPLAIN.
    """

    scan: LogicalTableScan
    join_type: str
    condition: RexNode | None
    period: RexInputRef

    def __post_init__(self) -> None:
        if self.join_type not in ("INNER", "LEFT"):
            raise ValidationError(f"a lookup join can't be {self.join_type}")

    @cached_property
    def output(self) -> t.RowType:
        return joined_row_type(self.input.row_type, self.scan.row_type, self.join_type == "LEFT")

    @property
    def row_type(self) -> t.RowType:
        return self.output


@record
class LogicalSink(SingleInput):
    """Writes into a table through its connector."""

    name: ObjectIdentifier
    spec: TableSpec
    abilities: SinkAbilities
    key_from_query: bool = False


@record
class LogicalCollectSink(SingleInput):
    """Hands the rows to the client."""

    label: str = "collect"


def rewrite_plan(node: RelNode, rule: Callable[[RelNode], RelNode]) -> RelNode:
    """Rewrite a plan bottom-up: ``rule`` sees each node after its inputs."""
    inputs = node.inputs
    if inputs:
        new = tuple(rewrite_plan(one, rule) for one in inputs)
        if any(a is not b for a, b in zip(new, inputs, strict=True)):
            node = node.with_inputs(new)
    return rule(node)


def walk_plan(node: RelNode) -> Iterator[RelNode]:
    """The node and everything below it, parents first."""
    yield node
    for one in node.inputs:
        yield from walk_plan(one)


def joined_row_type(left: t.RowType, right: t.RowType, nullable: bool) -> t.RowType:
    """The columns of both sides; one whose name is taken gets a number: ``id``, ``id0``.

    Args:
        left: The columns of the one side.
        right: Those of the other.
        nullable: True if the other side may be missing.
    """
    columns = [(f.name, f.type) for f in left.fields]
    taken = set(left.names)
    for column in right.fields:
        name, number = column.name, 0
        while name in taken:
            name = f"{column.name}{number}"
            number += 1
        taken.add(name)
        columns.append((name, column.type.with_nullable(True) if nullable else column.type))
    return t.RowType.of(*columns, nullable=False)


ROWS_ONLY = "$rows"
"""The column that a plan carries where it has none of its own, so that the number of rows isn't lost."""


def refs(row_type: t.RowType) -> tuple[RexInputRef, ...]:
    """References to all columns of a row type."""
    return tuple(RexInputRef(i, type=f.type) for i, f in enumerate(row_type.fields))


def used_columns(nodes: tuple[RexNode, ...]) -> set[int]:
    """The input columns that any of the expressions reads."""
    return set().union(*(input_refs(node) for node in nodes)) if nodes else set()
