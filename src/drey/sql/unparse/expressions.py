"""Expressions as text: names in backticks, functions in capitals, parentheses only where they matter.

The spelling is that of Calcite's ``SqlDialect`` as Flink configures it, since Flink's catalogs keep such text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlglot import exp

from drey.errors import UnsupportedError
from drey.sql import nodes
from drey.sql.reserved import NILADIC_FUNCTIONS
from drey.types import logical as t

QueryText = Callable[[exp.Expression], str]

_OR, _AND, _NOT, _IS, _COMPARE, _RANGE, _SUM, _PRODUCT, _PREFIX, _ATOM = (
    22,
    24,
    26,
    28,
    30,
    32,
    40,
    60,
    80,
    100,
)

_BINARY: dict[str, tuple[str, int]] = {
    "OR": ("OR", _OR),
    "AND": ("AND", _AND),
    "EQUALS": ("=", _COMPARE),
    "NOT_EQUALS": ("<>", _COMPARE),
    "LESS_THAN": ("<", _COMPARE),
    "LESS_THAN_OR_EQUAL": ("<=", _COMPARE),
    "GREATER_THAN": (">", _COMPARE),
    "GREATER_THAN_OR_EQUAL": (">=", _COMPARE),
    "PLUS": ("+", _SUM),
    "MINUS": ("-", _SUM),
    "TIMES": ("*", _PRODUCT),
    "DIVIDE": ("/", _PRODUCT),
    "MOD": ("%", _PRODUCT),
    "CONCAT_OPERATOR": ("||", _PRODUCT),
    "IS_DISTINCT_FROM": ("IS DISTINCT FROM", _IS),
    "IS_NOT_DISTINCT_FROM": ("IS NOT DISTINCT FROM", _IS),
}
_POSTFIX = {
    f"IS_{negation}{word}": f"IS {negation.replace('_', ' ')}{word}"
    for negation in ("", "NOT_")
    for word in ("NULL", "TRUE", "FALSE", "UNKNOWN")
}
_PATTERNS = {"LIKE": "LIKE", "ILIKE": "ILIKE", "SIMILAR": "SIMILAR TO"}
_RANGES = frozenset([*_PATTERNS, "IN"])
_TYPED_LITERALS = {"TIMESTAMP_LTZ": "TIMESTAMP WITH LOCAL TIME ZONE"}


def quoted(name: str) -> str:
    """An identifier in backticks."""
    return "`" + name.replace("`", "``") + "`"


def string_literal(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def expression_text(node: exp.Expression, query: QueryText | None = None) -> str:
    """The SQL text of an expression.

    Args:
        node: The expression.
        query: Renders queries inside it.

    Raises:
        UnsupportedError: The expression holds syntax that has no text form here; the message names it.
    """
    return ExpressionText(query).render(node)


class ExpressionText:
    """Renders expressions of one text.

    Args:
        query: Renders queries inside expressions; without it they are refused.
    """

    def __init__(self, query: QueryText | None = None) -> None:
        self._query = query

    def render(self, node: exp.Expression, minimum: int = 0) -> str:
        """The text; in parentheses if its operator binds weaker than ``minimum``."""
        text, precedence = self._text(node)
        return f"({text})" if precedence < minimum else text

    def all(self, items: Iterable[exp.Expression]) -> str:
        """The texts of several expressions with commas between."""
        return ", ".join(self.render(item) for item in items)

    def _text(self, node: exp.Expression) -> tuple[str, int]:
        match node:
            case nodes.Operator():
                return self._operator(node)
            case nodes.SubqueryValue():
                return self._subquery(node)
            case exp.Alias():
                return f"{self.render(node.this)} AS {quoted(node.alias)}", 0
            case exp.Ordered():
                return self.ordered(node), 0
        return self._atom(node), _ATOM

    def _atom(self, node: exp.Expression) -> str:
        match node:
            case exp.Literal():
                return string_literal(node.name) if node.is_string else node.name.upper()
            case exp.Boolean():
                return "TRUE" if node.this else "FALSE"
            case exp.Null():
                return "NULL"
            case nodes.Unknown():
                return "UNKNOWN"
            case nodes.BinaryLiteral():
                return f"X'{node.this.upper()}'"
            case nodes.TypedLiteral():
                kind = node.args["kind"]
                return f"{_TYPED_LITERALS.get(kind, kind)} {string_literal(node.this)}"
            case nodes.IntervalLiteral():
                sign = "-" if node.args.get("negative") else ""
                return f"INTERVAL {sign}{string_literal(node.this)} {node.args['unit']}"
            case exp.Column():
                parts = [node.args.get(key) for key in ("catalog", "db", "table", "this")]
                return ".".join(self._name(part) for part in parts if part is not None)
            case exp.Identifier():
                return quoted(node.name)
            case exp.Dot():
                return f"{self.render(node.this, _ATOM)}.{quoted(node.expression.name)}"
            case exp.Star():
                return "*"
            case nodes.CastTo():
                name = "TRY_CAST" if node.args.get("safe") else "CAST"
                return f"{name}({self.render(node.this)} AS {type_text(node.args['to'])})"
            case nodes.FunctionCall():
                return self._call(node)
            case exp.Window():
                return self._window(node)
            case nodes.TableArgument():
                return self._table_argument(node)
            case nodes.ModelArgument():
                return f"MODEL {path_text(node.this)}"
        raise UnsupportedError(f"{type(node).__name__} has no text form yet")

    @staticmethod
    def _name(part: exp.Expression) -> str:
        return "*" if isinstance(part, exp.Star) else quoted(part.name)

    # Operators

    def _operator(self, node: nodes.Operator) -> tuple[str, int]:
        name, operands = node.this, node.expressions
        if name in _BINARY:
            word, own = _BINARY[name]
            text = f"{self.render(operands[0], own)} {word} {self.render(operands[1], own + 1)}"
            unit = node.args.get("options")
            return (f"({text}) {unit[0]}", _ATOM) if unit else (text, own)
        if name in _POSTFIX:
            return f"{self.render(operands[0], _IS)} {_POSTFIX[name]}", _IS
        if name in _RANGES:
            return self._range(node, "")
        match name:
            case "NOT":
                below = operands[0]
                if isinstance(below, nodes.Operator) and below.this in _RANGES:
                    return self._range(below, "NOT ")
                if isinstance(below, nodes.SubqueryValue) and below.args["kind"] == "IN":
                    return self._subquery(below, "NOT ")
                return f"NOT {self.render(below, _NOT + 1)}", _NOT
            case "MINUS_PREFIX" | "UNARY_PLUS":
                sign = "-" if name == "MINUS_PREFIX" else "+"
                gap = "" if isinstance(operands[0], exp.Literal) else " "
                return f"{sign}{gap}{self.render(operands[0], _PREFIX)}", _PREFIX
            case "BETWEEN" | "NOT_BETWEEN":
                word = "SYMMETRIC" if "SYMMETRIC" in (node.args.get("options") or ()) else "ASYMMETRIC"
                head = f"{self.render(operands[0], _RANGE)} {name.replace('_', ' ')} {word}"
                low, high = (self.render(one, _RANGE + 1) for one in operands[1:])
                return f"{head} {low} AND {high}", _RANGE
            case "IS_JSON" | "IS_NOT_JSON":
                kind = (node.args.get("options") or ["VALUE"])[0]
                return f"{self.render(operands[0], _IS)} {name.replace('_', ' ')} {kind}", _IS
            case "CASE":
                return self._case(operands), _ATOM
            case "AT":
                return f"{self.render(operands[0], _ATOM)}[{self.render(operands[1])}]", _ATOM
            case "ROW":
                return f"ROW({self.all(operands)})", _ATOM
            case "ARRAY" | "MAP" | "MULTISET":
                return f"{name}[{self.all(operands)}]", _ATOM
            case "DEFAULT":
                return "DEFAULT", _ATOM
            case "TEMPORAL_OVERLAPS":
                first, second = (self.all(operands[i : i + 2]) for i in (0, 2))
                return f"({first}) OVERLAPS ({second})", _COMPARE
        comparison, _, quantifier = name.rpartition("_")
        if quantifier in ("SOME", "ALL") and comparison in _BINARY:
            left = self.render(operands[0], _COMPARE)
            return f"{left} {_BINARY[comparison][0]} {quantifier} ({self.all(operands[1:])})", _COMPARE
        raise UnsupportedError(f"operator {name} has no text form yet")

    def _range(self, node: nodes.Operator, negation: str) -> tuple[str, int]:
        left, *rest = node.expressions
        head = self.render(left, _RANGE)
        if node.this == "IN":
            return f"{head} {negation}IN ({self.all(rest)})", _RANGE
        text = f"{head} {negation}{_PATTERNS[node.this]} {self.render(rest[0], _RANGE + 1)}"
        return (f"{text} ESCAPE {self.render(rest[1])}" if len(rest) > 1 else text), _RANGE

    def _case(self, operands: list[exp.Expression]) -> str:
        pairs = zip(operands[:-1:2], operands[1::2], strict=True)
        branches = " ".join(f"WHEN {self.render(c)} THEN {self.render(v)}" for c, v in pairs)
        return f"CASE {branches} ELSE {self.render(operands[-1])} END"

    def _subquery(self, node: nodes.SubqueryValue, negation: str = "") -> tuple[str, int]:
        if self._query is None:
            raise UnsupportedError("a subquery has no text form here")
        inner, kind = self._query(node.this), node.args["kind"]
        operands = node.expressions
        match kind:
            case "SCALAR":
                return f"({inner})", _ATOM
            case "EXISTS":
                return f"EXISTS ({inner})", _ATOM
            case "IN":
                left = f"({self.all(operands)})" if len(operands) > 1 else self.render(operands[0], _RANGE)
                return f"{left} {negation}IN ({inner})", _RANGE
            case "ALL" | "SOME":
                word = _BINARY[node.args["operator"]][0]
                return f"{self.render(operands[0], _COMPARE)} {word} {kind} ({inner})", _COMPARE
        return f"{kind}({inner})", _ATOM

    # Calls

    def _call(self, node: nodes.FunctionCall) -> str:
        name = node.this.upper() if "." not in node.this else ".".join(map(quoted, node.this.split(".")))
        if name in NILADIC_FUNCTIONS and not node.expressions:
            return name
        options = list(node.args.get("options") or ())
        nulls = [option for option in options if option in ("IGNORE NULLS", "RESPECT NULLS")]
        options = [option for option in options if option not in nulls]
        text = f"{name}({self._arguments(name, node, options)})"
        if node.args.get("order") is not None and name != "ARRAY_AGG":
            text += f" WITHIN GROUP ({self.order(node.args['order'])})"
        if nulls:
            text += f" {nulls[0]}"
        if node.args.get("filter") is not None:
            text += f" FILTER (WHERE {self.render(node.args['filter'])})"
        return text

    def _arguments(self, name: str, node: nodes.FunctionCall, options: list[str]) -> str:
        arguments = [self.render(argument) for argument in node.expressions]
        match name:
            case "EXTRACT":
                return f"{options[0]} FROM {arguments[0]}"
            case "FLOOR" | "CEIL" | "CEILING" if options:
                return f"{arguments[0]} TO {options[0]}"
            case "TIMESTAMPADD" | "TIMESTAMPDIFF":
                return ", ".join([options[0], *arguments])
            case "TRIM":
                # Operands are the text and then the characters, which stand before FROM.
                characters = arguments[1] if len(arguments) > 1 else "' '"
                return f"{options[0]} {characters} FROM {arguments[0]}"
            case "POSITION":
                needle = self.render(node.expressions[0], _SUM)
                start = f" FROM {arguments[2]}" if len(arguments) > 2 else ""
                return f"{needle} IN {arguments[1]}{start}"
            case "OVERLAY":
                length = f" FOR {arguments[3]}" if len(arguments) > 3 else ""
                return f"{arguments[0]} PLACING {arguments[1]} FROM {arguments[2]}{length}"
            case "JSON_OBJECT" | "JSON_OBJECTAGG":
                pairs = zip(arguments[::2], arguments[1::2], strict=True)
                return " ".join(
                    [", ".join(f"KEY {key} VALUE {value}" for key, value in pairs), *options]
                ).strip()
            case "JSON_VALUE":
                return self._json_value(arguments, options)
        names = node.args.get("arg_names") or [""] * len(arguments)
        plain = ", ".join(f"{quoted(n)} => {a}" if n else a for n, a in zip(names, arguments, strict=True))
        distinct = "DISTINCT " if node.args.get("distinct") else ""
        inner_order = node.args.get("order")
        order = f" {self.order(inner_order)}" if inner_order is not None and name == "ARRAY_AGG" else ""
        return " ".join([f"{distinct}{plain}{order}", *options])

    @staticmethod
    def _json_value(arguments: list[str], options: list[str]) -> str:
        defaults = iter(arguments[2:])
        clauses = [
            option.replace("DEFAULT", f"DEFAULT {next(defaults)}") if option.startswith("DEFAULT") else option
            for option in options
        ]
        return " ".join([", ".join(arguments[:2]), *clauses])

    def _table_argument(self, node: nodes.TableArgument) -> str:
        inner = node.this
        if isinstance(inner, exp.Subquery):
            if self._query is None:
                raise UnsupportedError("a subquery has no text form here")
            text = f"({self._query(inner.this)})"
        else:
            text = f"TABLE {path_text(inner)}"
        if node.args.get("partition_by"):
            text += f" PARTITION BY {self.all(node.args['partition_by'])}"
        if node.args.get("order") is not None:
            text += f" {self.order(node.args['order'])}"
        return text

    # Windows

    def _window(self, node: exp.Window) -> str:
        call = self.render(node.this)
        specification = self.window(node)
        name = node.args.get("alias")
        if name is not None and specification == quoted(name.name):
            return f"{call} OVER {specification}"
        return f"{call} OVER ({specification})"

    def window(self, node: exp.Window) -> str:
        """What stands in the parentheses of OVER or of a WINDOW clause."""
        parts = []
        if node.args.get("alias") is not None:
            parts.append(quoted(node.args["alias"].name))
        if node.args.get("partition_by"):
            parts.append(f"PARTITION BY {self.all(node.args['partition_by'])}")
        if node.args.get("order") is not None:
            parts.append(self.order(node.args["order"]))
        frame = node.args.get("spec")
        if frame is not None:
            start, end = (self._bound(frame, side) for side in ("start", "end"))
            parts.append(f"{frame.args['kind']} BETWEEN {start} AND {end}")
        return " ".join(parts)

    def _bound(self, frame: exp.Expression, side: str) -> str:
        amount, direction = frame.args[side], frame.args.get(f"{side}_side")
        text = amount if isinstance(amount, str) else self.render(amount)
        return f"{text} {direction}" if direction else text

    def order(self, node: exp.Expression) -> str:
        """``ORDER BY ..``."""
        return f"ORDER BY {self.all(node.expressions)}"

    def ordered(self, node: exp.Ordered) -> str:
        """One key of ORDER BY."""
        text = self.render(node.this) + (" DESC" if node.args.get("desc") else "")
        nulls_first = node.args.get("nulls_first")
        if nulls_first is None:
            return text
        return f"{text} NULLS {'FIRST' if nulls_first else 'LAST'}"


def path_text(table: exp.Expression) -> str:
    """The quoted path of a Table node."""
    parts = [table.args.get(key) for key in ("catalog", "db", "this")]
    return ".".join(quoted(part.name) for part in parts if part is not None)


def type_text(type_: t.LogicalType) -> str:
    """A type as it stands in CAST, where INT is ``INTEGER``."""
    match type_:
        case t.IntType():
            return "INTEGER"
        case t.ArrayType():
            return f"ARRAY< {_element_text(type_.element)} >"
        case t.MultisetType():
            return f"MULTISET< {_element_text(type_.element)} >"
        case t.MapType():
            return f"MAP< {_element_text(type_.key)}, {_element_text(type_.value)} >"
        case t.StructuredType():
            return type_.summary()
        case t.RowType():
            fields = (f"{quoted(f.name)} {_element_text(f.type)}" for f in type_.fields)
            return f"ROW< {', '.join(fields)} >"
    return type_.summary()


def _element_text(type_: t.LogicalType) -> str:
    return type_text(type_) + ("" if type_.nullable else " NOT NULL")
