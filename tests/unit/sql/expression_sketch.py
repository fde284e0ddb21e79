"""Unresolved expressions as short text: ``PLUS(a, TIMES(1, b.c))``."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from drey.rex import unresolved as u


def sketch(node: u.Expr) -> str:
    """The tree as text; ``NAME[options](args)``, ``name=arg``, literals as Python shows them."""
    match node:
        case u.Ref(parts=parts):
            return ".".join(parts)
        case u.Lit(value=value, type=type_):
            return repr(value) if type_ is None else f"{value!r}: {type_}"
        case u.Call():
            return _call(node)
        case u.Cast(operand=operand, type=type_, safe=safe):
            return f"{'TRY_CAST' if safe else 'CAST'}({sketch(operand)} AS {type_})"
        case u.Alias(operand=operand, name=name):
            return f"{sketch(operand)} AS {name}"
        case u.Star(qualifier=qualifier):
            return ".".join((*qualifier, "*"))
        case u.FieldAccess(operand=operand, field_name=name):
            return f"({sketch(operand)}).{name}"
        case u.SortKey(operand=operand, ascending=ascending, nulls_first=nulls_first):
            nulls = {None: "", True: " NULLS FIRST", False: " NULLS LAST"}[nulls_first]
            return f"{sketch(operand)} {'ASC' if ascending else 'DESC'}{nulls}"
        case u.Over():
            return _over(node)
        case u.Subquery(kind=kind, query=query, operands=operands, operator=operator):
            left = ", ".join(sketch(operand) for operand in operands)
            assert isinstance(query, exp.Expression)
            return f"{kind}<{type(query).__name__}>({left}{f' {operator}' if operator else ''})"
    raise AssertionError(node)


def _call(call: u.Call) -> str:
    names = call.arg_names or ("",) * len(call.args)
    arguments = ", ".join((f"{n}=" if n else "") + sketch(a) for n, a in zip(names, call.args, strict=True))
    options = f"[{'; '.join(call.options)}]" if call.options else ""
    condition = f" FILTER {sketch(call.filter)}" if call.filter is not None else ""
    return f"{call.name}{options}({'DISTINCT ' if call.distinct else ''}{arguments}){condition}"


def _over(over: u.Over) -> str:
    parts: list[str] = []
    if over.window_name:
        parts.append(over.window_name)
    if over.partition_by:
        parts.append(f"PARTITION {', '.join(sketch(key) for key in over.partition_by)}")
    if over.order_by:
        parts.append(f"ORDER {', '.join(sketch(key) for key in over.order_by)}")
    if over.frame:
        kind, start, end = over.frame
        parts.append(f"{kind} {_bound(start)} TO {_bound(end)}")
    return f"{sketch(over.call)} OVER ({' '.join(parts)})"


def _bound(bound: tuple[str, Any]) -> str:
    kind, amount = bound
    return kind if amount is None else f"{sketch(amount)} {kind}"
