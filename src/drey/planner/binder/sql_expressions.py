"""From the syntax of SQL expressions to unresolved expressions.

Names of operators in :class:`~drey.rex.unresolved.Call`; operands in the order written unless said:

* logic: ``AND``, ``OR`` (two operands), ``NOT``, ``IS_NULL``, ``IS_NOT_NULL``, ``IS_TRUE``,
  ``IS_NOT_TRUE``, ``IS_FALSE``, ``IS_NOT_FALSE``, ``IS_UNKNOWN``, ``IS_NOT_UNKNOWN``
* comparison: ``EQUALS``, ``NOT_EQUALS``, ``LESS_THAN``, ``LESS_THAN_OR_EQUAL``, ``GREATER_THAN``,
  ``GREATER_THAN_OR_EQUAL``, ``IS_DISTINCT_FROM``, ``IS_NOT_DISTINCT_FROM``; ``BETWEEN`` and
  ``NOT_BETWEEN`` (value, low, high; option ``SYMMETRIC``); ``IN`` (value, candidates ..; negated it stands
  under ``NOT``); ``EQUALS_SOME``, ``LESS_THAN_ALL`` and so on (value, candidates ..)
* patterns: ``LIKE``, ``ILIKE``, ``SIMILAR`` (value, pattern[, escape character]); negated under ``NOT``
* JSON: ``IS_JSON``, ``IS_NOT_JSON`` (option ``VALUE``, ``SCALAR``, ``ARRAY`` or ``OBJECT``)
* arithmetic: ``PLUS``, ``MINUS``, ``TIMES``, ``DIVIDE``, ``MOD``, ``MINUS_PREFIX`` (a minus
  before a number makes a negative literal instead), ``UNARY_PLUS``
* text: ``CONCAT_OPERATOR`` for ``||``
* time: ``TEMPORAL_OVERLAPS`` (start, end, start, end)
* values: ``CASE`` (condition, value, .., else; the simple form compares by ``EQUALS``), ``ROW``,
  ``ARRAY``, ``MAP`` (key, value, ..), ``MULTISET``, ``AT`` (collection, index or key), ``DEFAULT``
* arguments of table functions: ``MODEL`` (a Ref to the model); DESCRIPTOR is an ordinary call; a table
  argument is a Subquery of kind ``TABLE`` whose query is the syntax node TableArgument

Functions keep the name as written. Those with a syntax of their own:

* ``EXTRACT`` (operand; option unit), ``FLOOR`` and ``CEIL`` (operand; option unit if there is one),
  ``TIMESTAMPADD`` (amount, time; option unit), ``TIMESTAMPDIFF`` (from, to; option unit)
* ``TRIM`` (text[, characters]; option ``BOTH``, ``LEADING`` or ``TRAILING``), ``POSITION`` (needle, text[,
  start]), ``OVERLAY`` (text, replacement, start[, length]), ``SUBSTRING`` (text, start[, length])
* ``JSON_EXISTS`` (value, path; option such as ``ERROR ON ERROR``); ``JSON_VALUE`` (value, path, then the
  default expressions of the options ``DEFAULT ON EMPTY`` and ``DEFAULT ON ERROR`` in the order written;
  further options ``RETURNING type``, ``NULL ON EMPTY`` ..); ``JSON_QUERY`` (value, path; options
  ``RETURNING type``, ``WITH CONDITIONAL WRAPPER`` .., ``EMPTY ARRAY ON EMPTY`` ..); ``JSON_OBJECT`` and
  ``JSON_OBJECTAGG`` (key, value, ..), ``JSON_ARRAY`` and ``JSON_ARRAYAGG`` (values ..), with option ``NULL ON
  NULL`` or ``ABSENT ON NULL`` where it is written
* any call: options ``IGNORE NULLS``, ``RESPECT NULLS``; ``COUNT(*)`` has the single argument Star

Kinds of Subquery: SCALAR, EXISTS, IN, ALL, SOME (these two with ``operator`` such as ``EQUALS``), ARRAY, MAP,
MULTISET, TABLE. ``NOT IN`` and ``NOT EXISTS`` stand under ``NOT``.

Frames of Over: (``ROWS`` or ``RANGE``, start, end); a bound is (``PRECEDING``, ``FOLLOWING``, ``CURRENT ROW``,
``UNBOUNDED PRECEDING`` or ``UNBOUNDED FOLLOWING``, amount or None).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from drey.errors import SourcePosition, UnsupportedError, ValidationError
from drey.planner.binder.sql_literals import (
    fraction_type,
    has_nanoseconds,
    interval_cast,
    interval_literal,
    number_literal,
    temporal_literal,
)
from drey.rex import unresolved as u
from drey.sql import SourceFragment, nodes, parse_expression, position_of
from drey.types import logical as t

Source = SourceFragment | str


def parse_scalar(text: str) -> u.Expr:
    """The unresolved expression of a text, such as a computed column's."""
    return to_unresolved(parse_expression(text), text)


def to_unresolved(node: exp.Expression, source: Source) -> u.Expr:
    """The unresolved expression that a syntax node denotes.

    Args:
        node: An expression, an item of SELECT, or a key of ORDER BY.
        source: The query or fragment the node belongs to, or the whole text that was parsed.

    Raises:
        ValidationError: A literal has no value, such as ``DATE 'x'``.
        UnsupportedError: Flink reads the syntax and this engine has no expression for it.
    """
    return _Converter(source).convert(node)


class _Converter:
    """Converts the nodes of one text."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def convert(self, node: exp.Expression) -> u.Expr:
        handler = _HANDLERS.get(type(node))
        if handler is None:
            raise UnsupportedError(
                f"{type(node).__name__} can't stand in an expression", position=self.place(node)
            )
        return handler(self, node)

    def all(self, nodes_: list[Any] | None) -> tuple[u.Expr, ...]:
        return tuple(self.convert(node) for node in nodes_ or [])

    def place(self, node: exp.Expression) -> SourcePosition | None:
        return position_of(node, self.source)

    def column(self, node: exp.Column) -> u.Expr:
        qualifier = _qualifier(node)
        if isinstance(node.this, exp.Star):
            return u.Star(qualifier, position=self.place(node))
        return u.Ref((*qualifier, str(node.this.this)), position=self.place(node))

    def dot(self, node: exp.Dot) -> u.Expr:
        operand, name = self.convert(node.this), str(node.expression.this)
        if isinstance(operand, u.Ref):
            return u.Ref((*operand.parts, name), position=self.place(node))
        return u.FieldAccess(operand, name, position=self.place(node))

    def star(self, node: exp.Star) -> u.Expr:
        return u.Star(position=self.place(node))

    def literal(self, node: exp.Literal) -> u.Expr:
        if node.args["is_string"]:
            return u.Lit(str(node.this), position=self.place(node))
        return self._number(str(node.this), node)

    def _number(self, text: str, node: exp.Expression) -> u.Expr:
        place = self.place(node)
        try:
            return u.Lit(number_literal(text), fraction_type(text), position=place)
        except ValidationError as error:
            raise error.at(place) from None

    def boolean(self, node: exp.Boolean) -> u.Expr:
        return u.Lit(bool(node.this), position=self.place(node))

    def null(self, node: exp.Null) -> u.Expr:
        return u.Lit(None, position=self.place(node))

    def unknown(self, node: nodes.Unknown) -> u.Expr:
        return u.Lit(None, t.BooleanType(), position=self.place(node))

    def binary(self, node: nodes.BinaryLiteral) -> u.Expr:
        return u.Lit(bytes.fromhex(node.this), position=self.place(node))

    def temporal(self, node: nodes.TypedLiteral) -> u.Expr:
        place, kind, text = self.place(node), str(node.args["kind"]), str(node.this)
        try:
            value, type_ = temporal_literal(kind, text)
        except ValidationError as error:
            raise error.at(place) from None
        if kind != "TIME" and has_nanoseconds(text):
            return u.Cast(u.Lit(text.strip(), position=place), type_, position=place)
        return u.Lit(value, type_, position=place)

    def interval(self, node: nodes.IntervalLiteral) -> u.Expr:
        place = self.place(node)
        try:
            value, type_ = interval_literal(str(node.this), str(node.args["unit"]))
        except ValidationError as error:
            raise error.at(place) from None
        return u.Lit(-value if node.args.get("negative") else value, type_, position=place)

    def cast(self, node: nodes.CastTo) -> u.Expr:
        operand, place = self.convert(node.this), self.place(node)
        target, safe = node.args["to"], bool(node.args.get("safe"))
        if isinstance(target, t.RawType):
            raise ValidationError("nothing can be cast to a RAW type", position=place)
        if isinstance(target, t.IntervalType):
            constant = operand.value if isinstance(operand, u.Lit) and type(operand.value) is int else None
            value, target = interval_cast(constant, target)
            if value is not None:
                operand = u.Lit(value, target, position=place)
            target = target.with_nullable(True)
        return u.Cast(operand, target, safe, position=place)

    def operator(self, node: nodes.Operator) -> u.Expr:
        # A chain such as "a OR b OR .." of generated SQL leans to the left, hundreds deep: no recursion there.
        chain = [node]
        while chain[-1].expressions and isinstance(chain[-1].expressions[0], nodes.Operator):
            chain.append(chain[-1].expressions[0])
        found = self._operation(chain.pop(), None)
        while chain:
            found = self._operation(chain.pop(), found)
        return found

    def _operation(self, node: nodes.Operator, first: u.Expr | None) -> u.Expr:
        """One operator; ``first`` is its first operand if that is converted already."""
        operands = node.expressions
        if node.this == "MINUS_PREFIX" and isinstance(operands[0], exp.Literal) and operands[0].is_number:
            # The sign is part of the literal: -2147483648 is an INT.
            return self._number(f"-{operands[0].this}", node)
        converted = self.all(operands) if first is None else (first, *self.all(operands[1:]))
        options = tuple(node.args.get("options") or ())
        return u.Call(str(node.this), converted, options=options, position=self.place(node))

    def call(self, node: nodes.FunctionCall) -> u.Call:
        place = self.place(node)
        if node.args.get("order") is not None:
            raise UnsupportedError(
                f"ORDER BY inside the aggregate '{node.this}' is not supported",
                position=self.place(node.args["order"]),
            )
        condition = node.args.get("filter")
        return u.Call(
            str(node.this),
            self.all(node.expressions),
            distinct=bool(node.args.get("distinct")),
            filter=None if condition is None else self.convert(condition),
            options=tuple(node.args.get("options") or ()),
            arg_names=tuple(node.args.get("arg_names") or ()),
            position=place,
        )

    def subquery(self, node: nodes.SubqueryValue) -> u.Expr:
        return u.Subquery(
            str(node.args["kind"]),
            node.this,
            self.all(node.expressions),
            node.args.get("operator"),
            position=self.place(node),
        )

    def table_argument(self, node: nodes.TableArgument) -> u.Expr:
        return u.Subquery("TABLE", node, position=self.place(node))

    def model_argument(self, node: nodes.ModelArgument) -> u.Expr:
        place = self.place(node)
        name = u.Ref((*_qualifier(node.this), str(node.this.this.this)), position=place)
        return u.Call("MODEL", (name,), position=place)

    def alias(self, node: exp.Alias) -> u.Expr:
        return u.Alias(self.convert(node.this), str(node.args["alias"].this), position=self.place(node))

    def row(self, node: exp.Tuple) -> u.Expr:
        return u.Call("ROW", self.all(node.expressions), position=self.place(node))

    def sort_key(self, node: exp.Ordered) -> u.SortKey:
        return u.SortKey(
            self.convert(node.this),
            ascending=not node.args.get("desc"),
            nulls_first=node.args.get("nulls_first"),
            position=self.place(node),
        )

    def over(self, node: exp.Window) -> u.Expr:
        order = node.args.get("order")
        keys = tuple(self.sort_key(key) for key in order.expressions) if order is not None else ()
        spec = node.args.get("spec")
        name = node.args.get("alias")
        return u.Over(
            self.call(node.this),
            self.all(node.args.get("partition_by")),
            keys,
            None if spec is None else self._frame(spec),
            None if name is None else str(name.this),
            position=self.place(node),
        )

    def _frame(
        self, spec: exp.WindowSpec
    ) -> tuple[str, tuple[str, u.Expr | None], tuple[str, u.Expr | None]]:
        start = self._bound(spec.args["start"], spec.args.get("start_side"))
        end = self._bound(spec.args["end"], spec.args.get("end_side"))
        return str(spec.args["kind"]), start, end

    def _bound(self, amount: str | exp.Expression, side: str | None) -> tuple[str, u.Expr | None]:
        if isinstance(amount, str):
            return (f"{amount} {side}" if side else amount), None
        return side or "", self.convert(amount)


def _qualifier(node: exp.Expression) -> tuple[str, ...]:
    parts = (node.args.get(key) for key in ("catalog", "db", "table"))
    return tuple(str(part.this) for part in parts if part is not None)


# One entry for every node that can stand in an expression; anything else is an error that names it.
_HANDLERS: dict[type[exp.Expression], Callable[[_Converter, Any], u.Expr]] = {
    exp.Column: _Converter.column,
    exp.Dot: _Converter.dot,
    exp.Star: _Converter.star,
    exp.Literal: _Converter.literal,
    exp.Boolean: _Converter.boolean,
    exp.Null: _Converter.null,
    exp.Alias: _Converter.alias,
    exp.Tuple: _Converter.row,
    exp.Ordered: _Converter.sort_key,
    exp.Window: _Converter.over,
    nodes.Unknown: _Converter.unknown,
    nodes.BinaryLiteral: _Converter.binary,
    nodes.TypedLiteral: _Converter.temporal,
    nodes.IntervalLiteral: _Converter.interval,
    nodes.CastTo: _Converter.cast,
    nodes.Operator: _Converter.operator,
    nodes.FunctionCall: _Converter.call,
    nodes.SubqueryValue: _Converter.subquery,
    nodes.TableArgument: _Converter.table_argument,
    nodes.ModelArgument: _Converter.model_argument,
}
