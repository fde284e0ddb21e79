"""Writes a query anew with full names: what a view's query is in SHOW CREATE VIEW.

Tables get their catalog and database and an alias, columns the alias of their table, ``*`` becomes the columns it
stands for. Names are resolved by text alone; the query was bound before, so every name is known to mean something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from sqlglot import exp

from drey.errors import DreyError, SourcePosition
from drey.planner.binder.relations import SQL_NAMES, unique_names
from drey.planner.binder.sql_expressions import to_unresolved
from drey.planner.context import PlannerContext
from drey.records import record
from drey.sql import Query, nodes, position_of
from drey.sql.unparse import query_text

_ANONYMOUS = "EXPR$0"


def expanded_text(context: PlannerContext, query: Query) -> str:
    """The query with full names, as Flink keeps it of a view.

    Where the query holds syntax that has no text form, it is the text as written.
    """
    try:
        tree = query.expression.copy()
        _Qualifier(context, query).query(tree, ())
        return query_text(tree)
    except DreyError:
        return query.text


def repeated_name(context: PlannerContext, query: Query) -> tuple[str, SourcePosition | None] | None:
    """The first name in a query's outermost SELECT that a column before it has, and its place; None without one.

    Columns that ``*`` stands for are none of them: they get a number where a column before them has their name.
    """
    if not isinstance(query.expression, exp.Select):
        return None
    tree = query.expression.copy()
    qualifier = _Qualifier(context, query)._with(tree, ())
    scope = qualifier._scope(tree, ())
    names: list[str] = []
    for item, written in zip(tree.expressions, query.expression.expressions, strict=True):
        for one in qualifier._expanded(item, scope):
            name = SQL_NAMES.name(to_unresolved(one, query), len(names))
            if one is item and name in names and not _is_star(item):
                return name, position_of(written, query)
            names = list(unique_names([*names, name]))
    return None


@record
class _Relation:
    """One relation of a FROM clause: its name and its columns; no columns if they aren't known."""

    name: str
    columns: tuple[str, ...]


_Scope = tuple[_Relation, ...]


@record
class _Qualifier:
    """Rewrites the tree of one query in place; ``tables`` are the columns of WITH's tables."""

    context: PlannerContext
    source: Query
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def query(self, node: exp.Expression, outer: _Scope) -> tuple[str, ...]:
        """Rewrite a query; its output columns."""
        return self._with(node, outer)._body(node, outer)

    def _with(self, node: exp.Expression, outer: _Scope) -> _Qualifier:
        """Rewrite the tables of WITH, and know their columns."""
        qualifier = self
        with_ = node.args.get("with_")
        for cte in with_.expressions if with_ is not None else ():
            names = qualifier.query(cte.this, outer)
            alias = cte.args["alias"]
            names = tuple(c.name for c in alias.args.get("columns") or ()) or names
            qualifier = replace(qualifier, tables={**qualifier.tables, alias.name: names})
        return qualifier

    def _body(self, node: exp.Expression, outer: _Scope) -> tuple[str, ...]:
        match node:
            case exp.Select():
                return self._select(node, outer)
            case exp.Subquery():
                return self.query(node.this, outer)
            case exp.SetOperation():
                names = self.query(node.this, outer)
                self.query(node.expression, outer)
                return names
            case exp.Values():
                for row in node.expressions:
                    self._columns(row, outer)
                width = len(node.expressions[0].expressions)
                return tuple(f"EXPR${i}" for i in range(width))
        return ()

    def _scope(self, node: exp.Select, outer: _Scope) -> list[_Relation]:
        """Rewrite FROM; what it brings."""
        scope: list[_Relation] = []
        from_ = node.args.get("from_")
        if from_ is not None:
            from_.set("this", self._relation(from_.this, scope, outer))
            for join in node.args.get("joins") or ():
                self._join(join, scope, outer)
        return scope

    def _select(self, node: exp.Select, outer: _Scope) -> tuple[str, ...]:
        scope = self._scope(node, outer)
        visible = (*scope, *outer)
        names = self._items(node, scope, visible)
        for key in ("where", "group", "having", "qualify"):
            if node.args.get(key) is not None:
                self._columns(node.args[key], visible)
        for window in node.args.get("windows") or ():
            self._columns(window, visible)
        return names

    def _items(self, node: exp.Select, scope: Sequence[_Relation], visible: _Scope) -> tuple[str, ...]:
        items: list[exp.Expression] = []
        names: list[str] = []
        for item in node.expressions:
            for one in self._expanded(item, scope):
                name = SQL_NAMES.name(to_unresolved(one, self.source), len(items))
                self._columns(one, visible)
                items.append(one)
                names.append(name)
        unique = unique_names(names)
        for index, (name, final) in enumerate(zip(names, unique, strict=True)):
            if name != final:
                items[index] = exp.Alias(this=items[index].unalias(), alias=exp.to_identifier(final))
        node.set("expressions", items)
        return unique

    def _expanded(self, item: exp.Expression, scope: Sequence[_Relation]) -> list[exp.Expression]:
        """The columns that ``*`` or ``t.*`` stands for; any other item is itself, and so is ``t.row.*``."""
        if isinstance(item, exp.Star):
            chosen = list(scope)
        elif isinstance(item, exp.Column) and isinstance(item.this, exp.Star):
            chosen = [relation for relation in scope if relation.name == item.args["table"].name]
        else:
            return [item]
        if not chosen or any(not relation.columns for relation in chosen):
            return [item]
        return [_column(relation.name, name) for relation in chosen for name in relation.columns]

    # FROM

    def _join(self, join: exp.Expression, scope: list[_Relation], outer: _Scope) -> None:
        join.set("this", self._relation(join.this, scope, outer))
        if join.args.get("on") is not None:
            self._columns(join.args["on"], (*scope, *outer))

    def _relation(self, node: exp.Expression, scope: list[_Relation], outer: _Scope) -> exp.Expression:
        """Rewrite a relation and add what it brings to the scope."""
        if isinstance(node, exp.Paren):
            node.set("this", self._relation(node.this, scope, outer))
            return node
        names, default = self._source(node, (*scope, *outer))
        alias = node.args.get("alias")
        if alias is None and default is not None and not node.args.get("hints"):
            alias = exp.TableAlias(this=exp.to_identifier(default, quoted=True))
            node.set("alias", alias)
        if alias is not None:
            default = alias.name
            names = tuple(c.name for c in alias.args.get("columns") or ()) or names
        scope.append(_Relation(default or _ANONYMOUS, names))
        for join in node.args.get("joins") or ():
            self._join(join, scope, outer)
        return node

    def _source(self, node: exp.Expression, visible: _Scope) -> tuple[tuple[str, ...], str | None]:
        """The columns of a relation before its alias, and the name that it has without one."""
        match node:
            case exp.Table():
                return self._table(node), node.name
            case exp.Subquery():
                return self.query(node.this, ()), None
            case exp.Lateral():
                return self._source(node.this, visible)
            case exp.Unnest():
                for value in node.expressions:
                    self._columns(value, visible)
                return (), None
        self._columns(node, visible)
        return (), None

    def _table(self, node: exp.Table) -> tuple[str, ...]:
        parts = tuple(
            node.args[key].name for key in ("catalog", "db", "this") if node.args.get(key) is not None
        )
        if len(parts) == 1 and parts[0] in self.tables:
            return self.tables[parts[0]]
        name = self.context.catalogs.qualify(parts)
        found = self.context.catalogs.find_table(name)
        for key, part in zip(("catalog", "db", "this"), name.parts, strict=True):
            node.set(key, exp.to_identifier(part, quoted=True))
        return found.schema.row_type.names if found is not None else ()

    # Columns

    def _columns(self, node: exp.Expression, visible: _Scope) -> None:
        """Qualify the columns of an expression, in place; subqueries see the columns around them."""
        for child in list(node.iter_expressions()):
            if isinstance(child, nodes.SubqueryValue):
                self.query(child.this, visible)
                for operand in child.expressions:
                    self._columns(operand, visible)
                    self._qualify(operand, visible)
            elif isinstance(child, nodes.TableArgument):
                if isinstance(child.this, exp.Subquery):
                    self.query(child.this.this, visible)
                else:
                    self._table(child.this)
            elif not (isinstance(child, nodes.FunctionCall) and child.this.upper() == "DESCRIPTOR"):
                self._columns(child, visible)
        self._qualify(node, visible)

    @staticmethod
    def _qualify(node: exp.Expression, visible: _Scope) -> None:
        """Put the name of its table before a column that has none."""
        if not isinstance(node, exp.Column) or isinstance(node.this, exp.Star):
            return
        parts = [
            node.args[key] for key in ("catalog", "db", "table", "this") if node.args.get(key) is not None
        ]
        first = parts[0].name
        if len(parts) > 1 and any(relation.name == first for relation in visible):
            return
        owner = next((relation for relation in visible if first in relation.columns), None)
        if owner is None or len(parts) > 3:
            return
        full = [exp.to_identifier(owner.name, quoted=True), *parts]
        for key, part in zip(("this", "table", "db", "catalog"), reversed(full), strict=False):
            node.set(key, part)


def _is_star(item: exp.Expression) -> bool:
    return isinstance(item, exp.Star) or (isinstance(item, exp.Column) and isinstance(item.this, exp.Star))


def _column(table: str, name: str) -> exp.Column:
    return exp.Column(this=exp.to_identifier(name, quoted=True), table=exp.to_identifier(table, quoted=True))
