"""String expressions, which PyFlink took until 1.15: ``select("a, b.sum as c")``.

A parser of the grammar of Flink's former ``ExpressionParser``, loosest first: ``as``, ``? :``, ``||``,
``&&``, comparisons, ``+ -``, ``* / %``, signs and ``!``, and calls behind a dot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drey.errors import SqlSyntaxError
from drey.pyflink.legacy.deprecation import warn_legacy
from drey.pyflink.legacy.expression_spelling import spelling
from drey.pyflink.legacy.string_functions import function_constant, method_constant, type_of
from drey.pyflink.legacy.string_lexer import Token, number_value, string_value, syntax_error, tokens_of
from drey.pyflink.table.expression_node import DAY_TIME, YEAR_MONTH
from drey.rex.unresolved import Alias, Call, Cast, Expr, FieldAccess, Lit, Over, Ref, SortKey, Star
from drey.types import logical as t

_COMPARISONS = {
    "===": "EQUALS",
    "==": "EQUALS",
    "=": "EQUALS",
    "!==": "NOT_EQUALS",
    "!=": "NOT_EQUALS",
    "<>": "NOT_EQUALS",
    ">": "GREATER_THAN",
    ">=": "GREATER_THAN_OR_EQUAL",
    "<": "LESS_THAN",
    "<=": "LESS_THAN_OR_EQUAL",
}
_SUMS = {"+": "PLUS", "-": "MINUS"}
_PRODUCTS = {"*": "TIMES", "/": "DIVIDE", "%": "MOD"}
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_MILLIS = {
    "week": 604_800_000,
    "day": 86_400_000,
    "hour": 3_600_000,
    "minute": 60_000,
    "second": 1000,
    "milli": 1,
}
_BOUNDS = {"UNBOUNDED_ROW", "UNBOUNDED_RANGE", "CURRENT_ROW", "CURRENT_RANGE"}
_UNIT_CALLS = {"EXTRACT", "FLOOR", "CEIL"}
_CONVERSIONS: dict[str, t.LogicalType] = {
    "todate": t.DateType(),
    "totime": t.TimeType(),
    "totimestamp": t.TimestampType(3),
}


def parse_expressions(text: str) -> list[Expr]:
    """The trees of expressions with commas between them; warns and shows today's spelling.

    Raises:
        SqlSyntaxError: The text isn't in the grammar; the error underlines the place.
    """
    trees = parse_string(text)
    warn_legacy(f'the string expression "{text.strip()}"', ", ".join(map(spelling, trees)))
    return trees


def parse_string(text: str) -> list[Expr]:
    """The same without the warning."""
    parser = _Parser(text)
    trees = [parser.named()]
    while parser.accept(","):
        trees.append(parser.named())
    parser.expect_end()
    return trees


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.at = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def accept(self, *symbols: str) -> str | None:
        if self.token.kind == "symbol" and self.token.text in symbols:
            self.at += 1
            return self.tokens[self.at - 1].text
        return None

    def accept_word(self, word: str) -> bool:
        if self.token.kind == "name" and self.token.text.lower() == word:
            self.at += 1
            return True
        return False

    def expect(self, symbol: str) -> None:
        if not self.accept(symbol):
            raise self.error(f"expected '{symbol}'")

    def error(self, expectation: str) -> SqlSyntaxError:
        found = f"'{self.token.text}'" if self.token.text else "the end"
        return syntax_error(
            self.text, f"{expectation}, found {found}", self.token.start, len(self.token.text)
        )

    def expect_end(self) -> None:
        if self.token.kind != "end":
            error = self.error("expected a comma or the end")
            if self.token.text.lower() in ("and", "or"):
                error.hint = "string expressions write && for AND and || for OR"
            raise error

    def name(self) -> str:
        if self.token.kind != "name":
            raise self.error("expected a name")
        self.at += 1
        text = self.tokens[self.at - 1].text
        return text[1:-1].replace("``", "`") if text.startswith("`") else text

    def names(self) -> list[str]:
        """``name`` or ``(name, name)``."""
        if not self.accept("("):
            return [self.name()]
        found = [self.name()]
        while self.accept(","):
            found.append(self.name())
        self.expect(")")
        return found

    def named(self) -> Expr:
        operand = self.ternary()
        if self.accept_word("as"):
            first, *more = self.names()
            return Alias(operand, first, tuple(more))
        return operand

    def ternary(self) -> Expr:
        condition = self.either()
        if self.accept("?"):
            if_true = self.ternary()
            self.expect(":")
            return Call("IF", (condition, if_true, self.ternary()))
        return condition

    def either(self) -> Expr:
        return self.left_to_right({"||": "OR"}, self.both)

    def both(self) -> Expr:
        return self.left_to_right({"&&": "AND"}, self.comparison)

    def comparison(self) -> Expr:
        return self.left_to_right(_COMPARISONS, self.sum)

    def sum(self) -> Expr:
        return self.left_to_right(_SUMS, self.product)

    def product(self) -> Expr:
        return self.left_to_right(_PRODUCTS, self.signed)

    def left_to_right(self, operators: dict[str, str], operand: Callable[[], Expr]) -> Expr:
        left = operand()
        while symbol := self.accept(*operators):
            left = Call(operators[symbol], (left, operand()))
        return left

    def signed(self) -> Expr:
        if self.accept("-"):
            operand = self.signed()
            if isinstance(operand, Lit) and operand.type is None:
                return Lit(-operand.value)
            return Call("MINUS_PREFIX", (operand,))
        if self.accept("+"):
            return self.signed()
        if self.accept("!"):
            return Call("NOT", (self.signed(),))
        return self.with_suffixes(self.atom())

    def atom(self) -> Expr:
        token = self.token
        if self.accept("("):
            inner = self.named()
            self.expect(")")
            return inner
        if self.accept("*"):
            return Star()
        if token.kind in ("number", "string"):
            self.at += 1
            value = number_value(token.text) if token.kind == "number" else string_value(token.text)
            is_long = token.kind == "number" and token.text[-1] in "lL"
            return Lit(value, t.BigIntType(nullable=False) if is_long else None)
        quoted = token.text.startswith("`")
        name = self.name()
        if not quoted:
            if name.lower() in ("true", "false"):
                return Lit(name.lower() == "true")
            if name.upper() in _BOUNDS:
                return Call(name.upper())
        if self.accept("("):
            return self.prefix_call(name)
        return Ref((name,))

    def prefix_call(self, name: str) -> Expr:
        lower = name.lower()
        if lower in ("nullof", "null"):
            return Lit(None, self.type_argument())
        if lower == "cast":
            operand = self.named()
            self.expect(",")
            return Cast(operand, self.type_argument())
        arguments = self.arguments()
        called = function_constant(name)
        if called in _UNIT_CALLS or called == "TIMESTAMP_DIFF":
            return self.with_unit(called, arguments)
        return Call(called, tuple(arguments))

    def arguments(self) -> list[Expr]:
        """Arguments up to the closing parenthesis, the opening one is read already."""
        found: list[Expr] = []
        while not self.accept(")"):
            if found:
                self.expect(",")
            found.append(self.named())
        return found

    def type_argument(self) -> t.LogicalType:
        """A type up to the closing parenthesis."""
        start, depth = self.token.start, 1
        while depth:
            if self.token.kind == "end":
                raise self.error("expected ')' behind a type")
            depth += {"(": 1, ")": -1}.get(self.token.text, 0)
            self.at += 1
        text = self.text[start : self.tokens[self.at - 1].start]
        found = type_of(text)
        if found is None:
            raise syntax_error(self.text, f"'{text.strip()}' is not a type", start, len(text))
        return found

    def with_suffixes(self, operand: Expr) -> Expr:
        while self.accept("."):
            if self.accept("*"):
                operand = Call("FLATTEN", (operand,))
            elif self.accept("?"):
                self.expect("(")
                operand = Call("IF", (operand, *self.arguments()))
            else:
                operand = self.suffix(operand)
        return operand

    def suffix(self, operand: Expr) -> Expr:
        token = self.token
        name = self.name()
        lower = name.lower()
        has_arguments = self.accept("(") is not None
        if lower in ("cast", "trycast") and has_arguments:
            return Cast(operand, self.type_argument(), safe=lower == "trycast")
        if lower in ("as", "alias") and has_arguments:
            names = [self.argument_name(one) for one in self.arguments()]
            return Alias(operand, names[0], tuple(names[1:]))
        arguments = self.arguments() if has_arguments else []
        if lower in ("asc", "desc"):
            return SortKey(operand, ascending=lower == "asc")
        if lower in _CONVERSIONS and not arguments:
            return Cast(operand, _CONVERSIONS[lower])
        if lower.removesuffix("s") in _MONTHS.keys() | _MILLIS.keys() and not arguments:
            return self.interval(operand, lower.removesuffix("s"), token)
        if lower in ("rows", "row") and isinstance(operand, Lit) and not arguments:
            return Lit(operand.value, t.BigIntType(nullable=False))
        if lower == "distinct" and isinstance(operand, Call):
            return replace(operand, distinct=True)
        if lower == "over" and isinstance(operand, Call) and len(arguments) == 1:
            return Over(operand, window_name=self.argument_name(arguments[0]))
        if lower == "get" and len(arguments) == 1 and isinstance(arguments[0], Lit):
            key = arguments[0].value
            return FieldAccess(operand, key) if isinstance(key, str) else Call("GET", (operand, arguments[0]))
        return self.method(name, [operand, *arguments])

    def method(self, name: str, arguments: list[Expr]) -> Expr:
        constant = method_constant(name)
        if constant in _UNIT_CALLS:
            return self.with_unit(constant, arguments)
        if constant == "TRIM":
            return self.trim(arguments)
        if name.lower() == "countdistinct":
            return Call("COUNT", tuple(arguments), distinct=True)
        return Call(constant or name, tuple(arguments))

    def interval(self, operand: Expr, unit: str, token: Token) -> Expr:
        value = operand.value if isinstance(operand, Lit) else None
        if not isinstance(value, int) or isinstance(value, bool):
            message = f"'.{token.text}' makes an interval of a whole number only"
            raise syntax_error(self.text, message, token.start, len(token.text))
        if unit in _MONTHS:
            return Lit(value * _MONTHS[unit], YEAR_MONTH)
        return Lit(value * _MILLIS[unit], DAY_TIME)

    def with_unit(self, name: str, arguments: list[Expr]) -> Expr:
        """A call whose unit of time, a bare name among the arguments, is an option."""
        units = [one for one in arguments if isinstance(one, Ref) and one.parts[0].isupper()]
        if name in ("FLOOR", "CEIL") and len(arguments) < 2:
            return Call(name, tuple(arguments))
        if len(units) != 1:
            raise self.error(f"{name.lower()} needs one unit of time such as DAY")
        rest = tuple(one for one in arguments if one is not units[0])
        return Call(name, rest, options=(units[0].parts[0],))

    def trim(self, arguments: list[Expr]) -> Expr:
        """``a.trim()``, ``a.trim('x')`` and ``a.trim(LEADING, 'x')``."""
        operand, *rest = arguments
        side = "BOTH"
        if rest and isinstance(rest[0], Ref) and rest[0].parts[0].upper() in ("BOTH", "LEADING", "TRAILING"):
            side = rest.pop(0).parts[0].upper()  # type: ignore[attr-defined]
        return Call("TRIM", (operand, *rest), options=(side,))

    def argument_name(self, argument: Expr) -> str:
        if isinstance(argument, Ref):
            return argument.parts[0]
        if isinstance(argument, Lit) and isinstance(argument.value, str):
            return argument.value
        raise self.error("expected a name as argument")
