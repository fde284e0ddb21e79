"""Queries as text, laid out as Flink's SHOW CREATE VIEW prints them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from drey.errors import UnsupportedError
from drey.sql import nodes
from drey.sql.unparse.expressions import ExpressionText, path_text, quoted, string_literal

_SET_WORDS: Mapping[type[exp.Expression], str] = {
    exp.Union: "UNION",
    exp.Intersect: "INTERSECT",
    exp.Except: "EXCEPT",
}


def query_text(node: exp.Expression) -> str:
    """The SQL text of a query.

    Raises:
        UnsupportedError: The query holds syntax that has no text form here; the message names it.
    """
    head = ""
    with_ = node.args.get("with_")
    if with_ is not None:
        recursive = "RECURSIVE " if with_.args.get("recursive") else ""
        head = f"WITH {recursive}{', '.join(_common_table(cte) for cte in with_.expressions)} "
    lines = [head + _body(node)]
    if node.args.get("order") is not None:
        lines.append(_EXPRESSIONS.order(node.args["order"]))
    if node.args.get("offset") is not None:
        lines.append(f"OFFSET {_EXPRESSIONS.render(node.args['offset'].expression)} ROWS")
    if node.args.get("limit") is not None:
        lines.append(f"FETCH NEXT {_EXPRESSIONS.render(node.args['limit'].expression)} ROWS ONLY")
    return "\n".join(lines)


_EXPRESSIONS = ExpressionText(query_text)


def _common_table(cte: exp.Expression) -> str:
    return f"{_alias(cte.args['alias'])} AS ({query_text(cte.this)})"


def _alias(alias: exp.Expression) -> str:
    columns = alias.args.get("columns") or ()
    names = f" ({', '.join(quoted(c.name) for c in columns)})" if columns else ""
    return quoted(alias.name) + names


def _body(node: exp.Expression) -> str:
    match node:
        case exp.Select():
            return _select(node)
        case exp.Values():
            return "VALUES " + ",\n".join(
                f"ROW({_EXPRESSIONS.all(row.expressions)})" for row in node.expressions
            )
        case exp.Subquery():
            return f"({query_text(node.this)})"
        case exp.SetOperation():
            word = _SET_WORDS[type(node)] + ("" if node.args.get("distinct") else " ALL")
            return f"{_operand(node.this, node)}\n{word}\n{_operand(node.expression, node)}"
    raise UnsupportedError(f"{type(node).__name__} queries have no text form yet")


def _operand(node: exp.Expression, above: exp.Expression) -> str:
    text = query_text(node)
    mixed = isinstance(node, exp.SetOperation) and (node is above.expression or type(node) is not type(above))
    return f"({text})" if mixed else text


def _select(node: exp.Select) -> str:
    head = "SELECT "
    if node.args.get("hint") is not None:
        head += f"/*+ {', '.join(_hint(hint) for hint in node.args['hint'].expressions)} */\n"
    if node.args.get("distinct"):
        head += "DISTINCT "
    lines = [head + _EXPRESSIONS.all(node.expressions)]
    if node.args.get("from_") is not None:
        joins = "".join(_join(join) for join in node.args.get("joins") or ())
        lines.append(f"FROM {_relation(node.args['from_'].this)}{joins}")
    lines += _condition(node, "where")
    if node.args.get("group") is not None:
        lines.append(_group(node.args["group"]))
    lines += _condition(node, "having")
    if node.args.get("windows"):
        named = [f"{quoted(w.this.name)} AS ({_EXPRESSIONS.window(w)})" for w in node.args["windows"]]
        lines.append(f"WINDOW {', '.join(named)}")
    lines += _condition(node, "qualify")
    return "\n".join(lines)


def _condition(node: exp.Expression, clause: str) -> list[str]:
    found = node.args.get(clause)
    return [] if found is None else [f"{clause.upper()} {_EXPRESSIONS.render(found.this)}"]


def _group(group: exp.Expression) -> str:
    distinct = "DISTINCT " if group.args.get("distinct") else ""
    return f"GROUP BY {distinct}{', '.join(_grouping(one) for one in group.expressions)}"


def _grouping(node: exp.Expression) -> str:
    inner = (
        ", ".join(_grouping(one) for one in node.expressions) if not isinstance(node, nodes.Operator) else ""
    )
    match node:
        case exp.GroupingSets():
            return f"GROUPING SETS({inner})"
        case exp.Rollup():
            return f"ROLLUP({inner})"
        case exp.Cube():
            return f"CUBE({inner})"
        case exp.Tuple():
            return f"({inner})"
    return _EXPRESSIONS.render(node)


def _join(join: exp.Expression) -> str:
    relation = _relation(join.this)
    method, side, kind = (join.args.get(key) or "" for key in ("method", "side", "kind"))
    if not (method or side or kind):
        return f",\n{relation}"
    words = " ".join(word for word in (method, side or kind) if word)
    text = f"\n{words} JOIN {relation}"
    if join.args.get("on") is not None:
        return f"{text} ON {_EXPRESSIONS.render(join.args['on'])}"
    if join.args.get("using"):
        return f"{text} USING ({', '.join(quoted(c.name) for c in join.args['using'])})"
    return text


def _relation(node: exp.Expression) -> str:
    if node.args.get("sample") is not None:
        raise UnsupportedError("TABLESAMPLE has no text form yet")
    text = _bare_relation(node)
    hints = node.args.get("hints")
    if hints:
        # Calcite prints hints of a table on a line of their own.
        text += f"\n/*+ {', '.join(_hint(hint) for hint in hints)} */"
    alias = node.args.get("alias")
    if alias is not None:
        text += f" AS {_alias(alias)}"
    return text + "".join(_join(join) for join in node.args.get("joins") or ())


def _bare_relation(node: exp.Expression) -> str:
    match node:
        case exp.Table():
            version = node.args.get("version")
            time = (
                f" FOR SYSTEM_TIME AS OF {_EXPRESSIONS.render(version.expression)}"
                if version is not None
                else ""
            )
            return path_text(node) + time
        case exp.Subquery():
            return f"({query_text(node.this)})"
        case exp.Lateral():
            return f"LATERAL {_bare_relation(node.this)}"
        case exp.Paren():
            return f"({_relation(node.this)})"
        case exp.Unnest():
            ordinality = " WITH ORDINALITY" if node.args.get("offset") else ""
            return f"UNNEST({_EXPRESSIONS.all(node.expressions)}){ordinality}"
        case nodes.TableFunction():
            lateral = "LATERAL " if node.args.get("lateral") else ""
            return f"{lateral}TABLE({_EXPRESSIONS.render(node.this)})"
    raise UnsupportedError(f"{type(node).__name__} has no text form yet")


def _hint(hint: exp.Expression) -> str:
    pairs = [
        f"{string_literal(key)} = {string_literal(value)}" for key, value in hint.args.get("options") or ()
    ]
    plain = [_EXPRESSIONS.render(one) for one in hint.args.get("expressions") or ()]
    inner = ", ".join([*pairs, *plain])
    return f"{quoted(hint.this)}({inner})" if inner else quoted(hint.this)
