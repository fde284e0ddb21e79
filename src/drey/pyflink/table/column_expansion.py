"""What the Table API writes for several columns, as ``with_columns``, becomes the columns themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from drey.errors import ValidationError, did_you_mean
from drey.planner.binder.relations import TABLE_NAMES, contains_aggregate, is_aggregate_name
from drey.planner.binder.resolver import Resolver
from drey.planner.binder.scope import Scope
from drey.planner.binder.sql_expressions import parse_scalar
from drey.planner.context import PlannerContext
from drey.rex import unresolved as u
from drey.types import logical as t


class ColumnExpansion:
    """Expands expressions over the columns of one table.

    Args:
        context: The session.
        scope: The columns of the table.
        names: Their names in order.
    """

    def __init__(self, context: PlannerContext, scope: Scope, names: Sequence[str]) -> None:
        self._context = context
        self._scope = scope
        self._names = tuple(names)

    def expand(self, trees: Sequence[u.Expr]) -> list[u.Expr]:
        """The expressions with every column function replaced by its columns.

        Raises:
            ValidationError: A column doesn't exist, or a column function stands where one value must.
        """
        return [one for tree in trees for one in self._several(tree)]

    def select_list(self, trees: Sequence[u.Expr]) -> list[u.Expr]:
        """The same for a select list, in which no two items may have the same name.

        Raises:
            ValidationError: Two items have the same name.
        """
        items = [
            one
            for tree in trees
            for one in (self._refs(self._names) if isinstance(tree, u.Star) else self._several(tree))
        ]
        names = [TABLE_NAMES.name(item, index) for index, item in enumerate(items)]
        repeated = next((name for name in names if names.count(name) > 1), None)
        if repeated is not None:
            raise ValidationError(f"Ambiguous column name: {repeated}", hint='name one anew: .alias("other")')
        return items

    def _several(self, tree: u.Expr) -> list[u.Expr]:
        match tree:
            case u.Call(name="WITH_COLUMNS"):
                return self._refs(self._chosen(tree.args))
            case u.Call(name="WITHOUT_COLUMNS"):
                without = self._chosen(tree.args)
                return self._refs([name for name in self._names if name not in without])
            case u.Call(name="RANGE_TO"):
                return self._refs(self._range(tree))
            case u.Call(name="FLATTEN"):
                return self._fields(self._single(tree.args[0]))
        return [self._single(tree)]

    def _single(self, tree: u.Expr) -> u.Expr:
        match tree:
            case u.Call(name="CALL_SQL", args=(u.Lit(value=str(text)),)):
                return parse_scalar(text)
            case u.Call(name="GET", args=(operand, u.Lit(value=int(index)))):
                return self._field(self._single(operand), index)
            case u.Call(name=name) if name.startswith(("JSON_OBJECTAGG_", "JSON_ARRAYAGG_")):
                base, _, nulls = name.partition("AGG_")
                return self._single(replace(tree, name=base + "AGG", options=(nulls.replace("_", " "),)))
            case u.Call():
                filtered = None if tree.filter is None else self._single(tree.filter)
                made = replace(tree, args=tuple(self._arguments(tree.args)), filter=filtered)
                return self._joined(made) if tree.name == "PLUS" else made
            case u.Alias() | u.Cast() | u.FieldAccess() | u.SortKey():
                return replace(tree, operand=self._single(tree.operand))
        return tree

    def _joined(self, plus: u.Call) -> u.Expr:
        """``+`` of a text and anything joins texts in the Table API, though not in SQL."""
        if any(contains_aggregate(arg, self._context) for arg in plus.args):
            return plus
        resolver = Resolver(self._context, self._scope)
        texts = [isinstance(resolver.resolve(arg).type, t.CharType | t.VarCharType) for arg in plus.args]
        if not any(texts):
            return plus
        pairs = zip(plus.args, texts, strict=True)
        return u.Call("CONCAT", tuple(arg if text else u.Cast(arg, t.string_type()) for arg, text in pairs))

    def _arguments(self, args: Sequence[u.Expr]) -> list[u.Expr]:
        stars: list[u.Expr] = [u.Star()]
        return [one for arg in args for one in (stars if isinstance(arg, u.Star) else self._several(arg))]

    @staticmethod
    def _refs(names: Sequence[str]) -> list[u.Expr]:
        return [u.Ref((name,)) for name in names]

    def _chosen(self, args: Sequence[u.Expr]) -> list[str]:
        chosen: list[str] = []
        for arg in args:
            match arg:
                case u.Star():
                    chosen += self._names
                case u.Call(name="RANGE_TO"):
                    chosen += self._range(arg)
                case u.Ref() | u.Lit():
                    chosen.append(self._names[self._position(arg)])
                case _:
                    raise ValidationError(
                        "column functions take columns and ranges of columns",
                        hint='with_columns(col("a"), range_("c", "e"))',
                    )
        return chosen

    def _range(self, call: u.Call) -> list[str]:
        first, last = (self._position(arg) for arg in call.args)
        if first > last:
            raise ValidationError(
                f"the range of columns ends at '{self._names[last]}' before its start '{self._names[first]}'"
            )
        return list(self._names[first : last + 1])

    def _position(self, arg: u.Expr) -> int:
        """The index of a column that is given by name or by position from 1."""
        if isinstance(arg, u.Lit) and isinstance(arg.value, int):
            if not 1 <= arg.value <= len(self._names):
                raise ValidationError(
                    f"there is no column {arg.value}", detail=f"the table has {len(self._names)} columns"
                )
            return arg.value - 1
        name = arg.parts[-1] if isinstance(arg, u.Ref) else str(arg)
        if name not in self._names:
            raise ValidationError(
                f"Cannot resolve field [{name}]",
                detail=f"input field list: [{', '.join(self._names)}]",
                hint=did_you_mean(name, self._names),
            )
        return self._names.index(name)

    def _field(self, tree: u.Expr, index: int) -> u.Expr:
        type_ = Resolver(self._context, self._scope).resolve(tree).type
        if not isinstance(type_, t.RowType) or not 0 <= index < len(type_.fields):
            raise ValidationError(f"there is no field {index} in a value of type {type_}")
        return u.FieldAccess(tree, type_.names[index])

    def _fields(self, tree: u.Expr) -> list[u.Expr]:
        """``flatten``: each field of a row as a column, named after both; any other value as it is."""
        type_ = Resolver(self._context, self._scope).resolve(tree).type
        if not isinstance(type_, t.RowType):
            return [tree]
        prefix = tree.parts[-1] if isinstance(tree, u.Ref) else "_c0"
        return [u.Alias(u.FieldAccess(tree, name), f"{prefix}${name}") for name in type_.names]


def named_aggregates(context: PlannerContext, trees: Sequence[u.Expr]) -> list[u.Expr]:
    """The items of a grouped select; one that is nothing but an aggregate is named after its number among them all."""
    calls: list[u.Expr] = []

    def collect(tree: u.Expr) -> None:
        match tree:
            case u.Call(name=name, function=None) if is_aggregate_name(name, context):
                if tree not in calls:
                    calls.append(tree)
            case u.Call():
                for arg in tree.args:
                    collect(arg)
            case u.Alias() | u.Cast() | u.FieldAccess() | u.SortKey():
                collect(tree.operand)

    for tree in trees:
        collect(tree)
    return [u.Alias(tree, f"EXPR${calls.index(tree)}") if tree in calls else tree for tree in trees]


def named_keys(keys: Sequence[u.Expr], trees: Sequence[u.Expr]) -> tuple[list[u.Expr], list[u.Expr]]:
    """Keys of ``group_by`` without their names, and expressions in which the names are replaced by the keys."""
    named = {key.name: key.operand for key in keys if isinstance(key, u.Alias)}
    bare = [key.operand if isinstance(key, u.Alias) else key for key in keys]
    return bare, [_with_keys(tree, named) for tree in trees] if named else list(trees)


def _with_keys(tree: u.Expr, named: dict[str, u.Expr]) -> u.Expr:
    if isinstance(tree, u.Ref) and len(tree.parts) == 1 and tree.parts[0] in named:
        return u.Alias(named[tree.parts[0]], tree.parts[0])
    return _replaced(tree, lambda one: named.get(one.parts[0]) if len(one.parts) == 1 else None)


def _replaced(tree: u.Expr, found: Callable[[u.Ref], u.Expr | None]) -> u.Expr:
    match tree:
        case u.Ref():
            return found(tree) or tree
        case u.Call():
            filtered = None if tree.filter is None else _replaced(tree.filter, found)
            return replace(tree, args=tuple(_replaced(one, found) for one in tree.args), filter=filtered)
        case u.Alias() | u.Cast() | u.FieldAccess() | u.SortKey():
            return replace(tree, operand=_replaced(tree.operand, found))
    return tree
