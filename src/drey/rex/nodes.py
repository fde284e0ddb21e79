"""Row expressions: frozen, typed, with inputs by position. The planner rewrites them, the runtime runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from typing import Any

from drey.records import record
from drey.types.logical import LogicalType


@record
class RexNode:
    """The base of row expressions."""

    type: LogicalType = field(kw_only=True)

    @property
    def children(self) -> tuple[RexNode, ...]:
        return ()

    def with_children(self, children: tuple[RexNode, ...]) -> RexNode:
        """The same node over other children."""
        return self


@record
class RexInputRef(RexNode):
    """The input's column at ``index``."""

    index: int

    def __str__(self) -> str:
        return f"${self.index}"


@record
class RexLiteral(RexNode):
    """A constant. ``value`` is the Python value of the type: None, bool, int, float, Decimal, str, bytes,
    ``datetime`` values, an int of milliseconds or months for intervals, a list for arrays."""

    value: Any

    def __hash__(self) -> int:
        return hash((repr(self.value), self.type))

    def __str__(self) -> str:
        if self.value is None:
            return f"null:{self.type.summary()}"
        return f"'{self.value}'" if isinstance(self.value, str) else str(self.value)


@record
class RexCall(RexNode):
    """A call of a built-in function by its constant name (``PLUS``, ``UPPER``, ``CAST`` ...)."""

    name: str
    operands: tuple[RexNode, ...]
    options: tuple[str, ...] = ()

    @property
    def children(self) -> tuple[RexNode, ...]:
        return self.operands

    def with_children(self, children: tuple[RexNode, ...]) -> RexNode:
        return replace(self, operands=children)

    def __str__(self) -> str:
        return f"{self.name}({', '.join(str(o) for o in (*self.operands, *self.options))})"


@record
class RexUdf(RexNode):
    """A call of a user's function.

    Args:
        function: The key of the function in the job graph's function table.
        name: The name that users see.
        operands: The arguments.
        vectorized: True for a pandas function, which takes and returns whole columns.
        deterministic: False if equal arguments may give different results.
    """

    function: str
    name: str
    operands: tuple[RexNode, ...]
    vectorized: bool = False
    deterministic: bool = True

    @property
    def children(self) -> tuple[RexNode, ...]:
        return self.operands

    def with_children(self, children: tuple[RexNode, ...]) -> RexNode:
        return replace(self, operands=children)

    def __str__(self) -> str:
        return f"{self.name}({', '.join(str(o) for o in self.operands)})"


@record
class AggregateCall:
    """One aggregate of a grouping: function, argument columns, DISTINCT, FILTER.

    Args:
        name: The aggregate's constant name (``COUNT``, ``SUM`` ...).
        arguments: Positions of the argument columns in the input.
        type: The result type.
        distinct: True for ``f(DISTINCT x)``.
        filter: Position of a BOOLEAN column; only rows where it is true count.
        output: The name of the result column.
        options: Constant extras, for example the separator of LISTAGG.
    """

    name: str
    arguments: tuple[int, ...]
    type: LogicalType
    distinct: bool = False
    filter: int | None = None
    output: str = ""
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        inner = ", ".join(f"${i}" for i in self.arguments) or "*"
        text = f"{self.name}({'DISTINCT ' if self.distinct else ''}{inner})"
        return text if self.filter is None else f"{text} FILTER ${self.filter}"


def walk(node: RexNode) -> Iterator[RexNode]:
    """The node and everything below it, parents first."""
    yield node
    for child in node.children:
        yield from walk(child)


def transform(node: RexNode, rewrite: Callable[[RexNode], RexNode]) -> RexNode:
    """Rewrite a tree bottom-up: ``rewrite`` sees each node after its children."""
    children = node.children
    if children:
        new = tuple(transform(child, rewrite) for child in children)
        if any(a is not b for a, b in zip(new, children, strict=True)):
            node = node.with_children(new)
    return rewrite(node)


def input_refs(node: RexNode) -> set[int]:
    """The positions of all input columns that the expression reads."""
    return {n.index for n in walk(node) if isinstance(n, RexInputRef)}


def shift_refs(node: RexNode, mapping: dict[int, int]) -> RexNode:
    """The expression over an input whose columns have moved as ``mapping`` (old to new) says."""

    def move(n: RexNode) -> RexNode:
        return replace(n, index=mapping[n.index]) if isinstance(n, RexInputRef) else n

    return transform(node, move)


def inline(node: RexNode, projections: tuple[RexNode, ...]) -> RexNode:
    """The expression with each input reference replaced by the projection that it refers to."""

    def put(n: RexNode) -> RexNode:
        return projections[n.index] if isinstance(n, RexInputRef) else n

    return transform(node, put)


def has_udf(node: RexNode) -> bool:
    return any(isinstance(n, RexUdf) for n in walk(node))
