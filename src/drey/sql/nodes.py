"""Syntax nodes that sqlglot has no plain form for.

The tree of a query uses sqlglot's own nodes where their meaning is Flink's: ``Select``, ``Union``,
``Intersect``, ``Except``, ``Values``, ``Subquery``, ``With``, ``CTE``, ``Table``, ``TableAlias``,
``From``, ``Join``, ``Lateral``, ``Unnest``, ``Where``, ``Group`` (with ``Cube``, ``Rollup``,
``GroupingSets`` and ``Tuple``), ``Having``, ``Qualify``, ``Order``, ``Ordered``, ``Limit``, ``Offset``,
``Window``, ``WindowSpec``, ``Alias``, ``Column``, ``Dot``, ``Star``, ``Literal``, ``Boolean``, ``Null``.
Every node carries ``meta["start"]`` and ``meta["end"]`` (inclusive), offsets in the source text.

Shapes worth knowing:

* ``a, b JOIN c ON ..``: ``joins`` of the Select hold ``Join(b)``; ``b.args["joins"]`` holds the join with
  c, because a comma binds weaker. A comma is a Join without side, kind, ON and USING.
* ``FROM (a JOIN b ON ..)``: ``Paren(this=a)`` where a has ``joins``.
* ``FETCH FIRST n ROWS ONLY`` is ``Limit``; ``LIMIT ALL`` is no limit; ``TABLE t`` is ``SELECT * FROM t``.
* ``t FOR SYSTEM_TIME AS OF x``: ``Table.args["version"]`` is ``Version(expression=x)``.
* ``t /*+ OPTIONS(..) */``: ``Table.args["hints"]`` is a list of :class:`HintCall`; ``SELECT /*+ .. */``:
  ``Select.args["hint"]`` is ``Hint(expressions=[HintCall, ..])``.
* ``UNNEST(x) WITH ORDINALITY``: ``Unnest(offset=True)``.
"""

from __future__ import annotations

from typing import ClassVar

from sqlglot import exp


class Operator(exp.Expression):
    """An operator: ``this`` its constant name, ``expressions`` operands, ``options`` texts."""

    arg_types = {"this": True, "expressions": False, "options": False}


class FunctionCall(exp.Expression):
    """A function called by name: ``this`` the name as written, parts joined by dots.

    ``expressions`` arguments, ``arg_names`` texts aligned with them or empty, ``distinct`` bool,
    ``filter`` condition, ``order`` Order of WITHIN GROUP or inside the parentheses, ``options`` texts.
    """

    arg_types = {
        "this": True,
        "expressions": False,
        "arg_names": False,
        "distinct": False,
        "filter": False,
        "order": False,
        "options": False,
    }


class CastTo(exp.Expression):
    """``CAST(this AS to)``; ``to`` is a LogicalType, ``safe`` True for TRY_CAST."""

    arg_types = {"this": True, "to": True, "safe": False}


class Unknown(exp.Expression):
    """The literal UNKNOWN."""

    arg_types: ClassVar[dict[str, bool]] = {}


class BinaryLiteral(exp.Expression):
    """``x'0A1B'``: ``this`` the hexadecimal digits."""


class TypedLiteral(exp.Expression):
    """``DATE '..'``: ``this`` the text, ``kind`` DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ."""

    arg_types = {"this": True, "kind": True}


class IntervalLiteral(exp.Expression):
    """``INTERVAL '..' unit``: ``this`` the text, ``negative`` bool, ``unit`` such as ``DAY(3) TO SECOND``."""

    arg_types = {"this": True, "negative": False, "unit": True}


class SubqueryValue(exp.Expression):
    """A query used as a value.

    ``kind`` is SCALAR, EXISTS, IN, ALL, SOME, ARRAY, MAP or MULTISET, ``this`` the query, ``expressions``
    the left operands, ``operator`` the comparison of ALL and SOME.
    """

    arg_types = {"this": True, "kind": True, "expressions": False, "operator": False}


class TableArgument(exp.Expression):
    """``TABLE t PARTITION BY a ORDER BY b`` as an argument; ``this`` a Table or Subquery."""

    arg_types = {"this": True, "partition_by": False, "order": False}


class ModelArgument(exp.Expression):
    """``MODEL m`` as an argument; ``this`` a Table naming the model."""


class TableFunction(exp.Expression):
    """A table function in FROM: ``this`` the call, ``lateral`` bool, ``alias`` TableAlias."""

    arg_types = {"this": True, "lateral": False, "alias": False, "joins": False, "hints": False}


class HintCall(exp.Expression):
    """One hint: ``this`` its name, ``options`` list of (key, value) pairs, ``expressions`` plain arguments."""

    arg_types = {"this": True, "options": False, "expressions": False}


class MatchRecognize(exp.Expression):
    """``this MATCH_RECOGNIZE (..)``.

    ``measures`` and ``define`` are Alias nodes, ``pattern`` is made of Identifier and Operator nodes
    (PATTERN_CONCAT, PATTERN_ALTER, PATTERN_PERMUTE, PATTERN_EXCLUDE, PATTERN_QUANTIFIER with options
    (minimum, maximum or "", GREEDY or RELUCTANT)), ``after`` is (kind, Identifier or None).
    """

    arg_types = {
        "this": True,
        "partition_by": False,
        "order": False,
        "measures": False,
        "rows": False,
        "after": False,
        "after_symbol": False,
        "pattern": True,
        "strict_start": False,
        "strict_end": False,
        "within": False,
        "subset": False,
        "define": True,
        "alias": False,
        "joins": False,
    }


class PivotTable(exp.Expression):
    """``this PIVOT (expressions FOR axes IN (values))``, or UNPIVOT where ``unpivot``."""

    arg_types = {
        "this": True,
        "unpivot": False,
        "expressions": False,
        "axes": True,
        "values": True,
        "include_nulls": False,
        "alias": False,
        "joins": False,
    }
