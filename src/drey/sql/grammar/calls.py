"""Function calls: plain, with a syntax of their own, as aggregates and with OVER."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sqlglot import exp

from drey.sql import nodes
from drey.sql.grammar.json_calls import JSON_CALLS
from drey.sql.grammar.windows import order_by, parse_over, sort_key
from drey.sql.lexer import TokenKind
from drey.sql.reserved import RESERVED
from drey.types import logical as t

if TYPE_CHECKING:
    from drey.sql.grammar.expressions import ExpressionGrammar

_Key = TypeVar("_Key", bound=exp.Expression)

_NULL_TREATMENTS = (("IGNORE", "NULLS"), ("RESPECT", "NULLS"))


def parse_call(grammar: ExpressionGrammar, index: int, name: str) -> exp.Expression:
    """A call whose name, which starts at the token ``index``, has been stepped over."""
    special = _SPECIAL.get(name.upper())
    if special is not None:
        grammar.expect("(")
        call = special(grammar, name, index)
        if not isinstance(call, nodes.FunctionCall):
            return call
    else:
        call = _plain_call(grammar, name)
    grammar.placed(call, index)
    return _aggregate_clauses(grammar, call, index)


def _plain_call(grammar: ExpressionGrammar, name: str) -> nodes.FunctionCall:
    grammar.expect("(")
    call = nodes.FunctionCall(this=name, expressions=[])
    if grammar.accept(")"):
        return call
    if grammar.accept("DISTINCT"):
        call.set("distinct", True)
    else:
        grammar.accept("ALL")
    names: list[str] = []
    arguments: list[exp.Expression] = []
    while True:
        argument_name, argument = _argument(grammar)
        names.append(argument_name)
        arguments.append(argument)
        if not grammar.accept(","):
            break
    call.set("expressions", arguments)
    if any(names):
        call.set("arg_names", names)
    if grammar.at("ORDER", "BY"):
        call.set("order", order_by(grammar))
    _null_treatment(grammar, call)
    grammar.expect(")")
    return call


def _argument(grammar: ExpressionGrammar) -> tuple[str, exp.Expression]:
    name = ""
    if grammar.peek().key == "=>":
        name = grammar.name_token().value
        grammar.expect("=>")
    index = grammar.index
    if grammar.looking_at("*"):
        grammar.advance()
        return name, grammar.placed(exp.Star(), index)
    if grammar.looking_at("TABLE"):
        return name, _table_argument(grammar)
    follower = grammar.peek()
    if grammar.looking_at("MODEL") and follower.kind in (TokenKind.WORD, TokenKind.QUOTED):
        grammar.advance()
        return name, grammar.placed(nodes.ModelArgument(this=object_reference(grammar)), index)
    value = grammar.expression()
    if isinstance(value, nodes.SubqueryValue) and (
        grammar.looking_at("PARTITION") or grammar.looking_at("ORDER")
    ):
        query = grammar.placed(exp.Subquery(this=value.this), index)
        return name, _table_keys(grammar, nodes.TableArgument(this=query), index)
    return name, value


def object_reference(grammar: ExpressionGrammar) -> exp.Table:
    """``[[catalog.]database.]name`` as a Table node."""
    index = grammar.index
    parts = [grammar.identifier()]
    while grammar.accept("."):
        parts.append(grammar.identifier())
    if len(parts) > 3:
        grammar.fail("a table path has at most three names", token=grammar.tokens[index])
    return grammar.placed(
        exp.Table(**dict(zip(("this", "db", "catalog"), reversed(parts), strict=False))), index
    )


def _table_argument(grammar: ExpressionGrammar) -> nodes.TableArgument:
    """``TABLE t`` with PARTITION BY and ORDER BY; a query stands there in parentheses without TABLE."""
    index = grammar.index
    grammar.expect("TABLE")
    return _table_keys(grammar, nodes.TableArgument(this=object_reference(grammar)), index)


def _table_keys(grammar: ExpressionGrammar, node: nodes.TableArgument, index: int) -> nodes.TableArgument:
    if grammar.accept("PARTITION", "BY"):
        node.set("partition_by", _argument_keys(grammar, grammar.expression))
    start = grammar.index
    if grammar.accept("ORDER", "BY"):
        keys = _argument_keys(grammar, lambda: sort_key(grammar))
        node.set("order", grammar.placed(exp.Order(expressions=keys), start))
    return grammar.placed(node, index)


def _argument_keys(grammar: ExpressionGrammar, parse: Callable[[], _Key]) -> list[_Key]:
    """Keys of a table argument, in parentheses or not: then a comma may also start the next argument."""
    if grammar.looking_at("("):
        return grammar.wrapped_items(parse)
    keys = [parse()]
    while grammar.looking_at(",") and grammar.peek().kind in (TokenKind.WORD, TokenKind.QUOTED):
        if grammar.peek(2).key in ("(", "=>") or grammar.peek().key in RESERVED:
            break
        grammar.advance()
        keys.append(parse())
    return keys


def _null_treatment(grammar: ExpressionGrammar, call: nodes.FunctionCall) -> None:
    for words in _NULL_TREATMENTS:
        if grammar.accept(*words):
            call.set("options", [*(call.args.get("options") or []), " ".join(words)])


def _aggregate_clauses(grammar: ExpressionGrammar, call: nodes.FunctionCall, index: int) -> exp.Expression:
    if grammar.looking_at("WITHIN", "GROUP"):
        grammar.expect("WITHIN", "GROUP", "(")
        call.set("order", order_by(grammar))
        grammar.expect(")")
    _null_treatment(grammar, call)
    if grammar.looking_at("FILTER"):
        grammar.expect("FILTER", "(", "WHERE")
        call.set("filter", grammar.expression())
        grammar.expect(")")
    grammar.placed(call, index)
    if grammar.accept("OVER"):
        return parse_over(grammar, call, index)
    return call


def _call(name: str, arguments: list[exp.Expression], *options: str) -> nodes.FunctionCall:
    return nodes.FunctionCall(this=name, expressions=arguments, options=list(options))


def _cast(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    operand = grammar.expression()
    grammar.expect("AS")
    start = grammar.index
    target = grammar.type(nullability=False)
    if isinstance(target, t.NullType):
        grammar.fail("NULL is no type to cast to", token=grammar.tokens[start])
    if isinstance(target, t.ArrayType) and grammar.tokens[grammar.index - 1].key == "ARRAY":
        # For Calcite the elements of "INT ARRAY" are NOT NULL in a cast.
        target = t.ArrayType(target.element.not_null())
    grammar.expect(")")
    return grammar.placed(nodes.CastTo(this=operand, to=target, safe=name.upper() == "TRY_CAST"), index)


def _extract(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    unit = grammar.time_unit()
    grammar.expect("FROM")
    operand = grammar.expression()
    grammar.expect(")")
    return _call(name, [operand], unit)


def _rounding(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    operand = grammar.expression()
    options = (grammar.time_unit(),) if grammar.accept("TO") else ()
    grammar.expect(")")
    return _call(name, [operand], *options)


def _position(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    # IN binds like LIKE; the needle must stop before it.
    arguments = [grammar.expression(40)]
    grammar.expect("IN")
    arguments.append(grammar.expression())
    if grammar.accept("FROM"):
        arguments.append(grammar.expression())
    grammar.expect(")")
    return _call(name, arguments)


def _overlay(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    arguments = [grammar.expression()]
    grammar.expect("PLACING")
    arguments.append(grammar.expression())
    grammar.expect("FROM")
    arguments.append(grammar.expression())
    if grammar.accept("FOR"):
        arguments.append(grammar.expression())
    grammar.expect(")")
    return _call(name, arguments)


def _substring(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    arguments = [grammar.expression()]
    by_words = grammar.accept("FROM")
    if not by_words:
        grammar.expect(",")
    arguments.append(grammar.expression())
    if grammar.accept("FOR" if by_words else ","):
        arguments.append(grammar.expression())
    grammar.expect(")")
    return _call(name, arguments)


def _trim(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    side = grammar.accept_any("BOTH", "LEADING", "TRAILING")
    if side and grammar.accept("FROM"):
        arguments = [grammar.expression()]
    else:
        arguments = [grammar.expression()]
        if grammar.accept("FROM"):
            arguments.insert(0, grammar.expression())
        elif side:
            grammar.fail()
    grammar.expect(")")
    return _call(name, arguments, side or "BOTH")


def _timestamp_arithmetic(grammar: ExpressionGrammar, name: str, index: int) -> exp.Expression:
    unit = grammar.time_unit()
    grammar.expect(",")
    first = grammar.expression()
    grammar.expect(",")
    second = grammar.expression()
    grammar.expect(")")
    return _call(name, [first, second], unit)


_SPECIAL: dict[str, Callable[[ExpressionGrammar, str, int], exp.Expression]] = {
    "CAST": _cast,
    "TRY_CAST": _cast,
    "EXTRACT": _extract,
    "CEIL": _rounding,
    "CEILING": _rounding,
    "FLOOR": _rounding,
    "POSITION": _position,
    "OVERLAY": _overlay,
    "SUBSTRING": _substring,
    "TRIM": _trim,
    "TIMESTAMPADD": _timestamp_arithmetic,
    "TIMESTAMPDIFF": _timestamp_arithmetic,
    **JSON_CALLS,
}
