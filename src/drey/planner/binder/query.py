"""Binds SQL queries: syntax trees to logical plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from sqlglot import exp

from drey.errors import DreyError, UnsupportedError, ValidationError
from drey.planner.binder import relations
from drey.planner.binder.grouping import GroupBy, grouped_select
from drey.planner.binder.lookup_joins import lookup_join
from drey.planner.binder.resolver import Resolver
from drey.planner.binder.scope import BoundRelation, Scope
from drey.planner.binder.sql_expressions import to_unresolved
from drey.planner.binder.state_ttl_hints import block_hints, check_hint
from drey.planner.binder.tables import scan
from drey.planner.context import PlannerContext
from drey.planner.plan import logical as rel
from drey.rex import unresolved as u
from drey.rex.nodes import RexNode
from drey.sql import Query, nodes, parse_query, position_of

_SET_KINDS = {exp.Union: "UNION", exp.Intersect: "INTERSECT", exp.Except: "EXCEPT"}
_NOT_BUILT = {
    exp.Lateral: "LATERAL subqueries",
    exp.Unnest: "UNNEST",
    nodes.TableFunction: "a table function in FROM",
    nodes.MatchRecognize: "MATCH_RECOGNIZE",
    nodes.PivotTable: "PIVOT and UNPIVOT",
}


def bind_query(context: PlannerContext, query: Query) -> BoundRelation:
    """The logical plan of a query.

    Raises:
        ValidationError: Names or types don't fit; the place is underlined.
        UnsupportedError: A clause is not built yet; the clause is underlined.
    """
    return QueryBinder(context, query).bind(query.expression)


def bind_query_text(context: PlannerContext, text: str) -> BoundRelation:
    """As :func:`bind_query`, for the text of a view."""
    return bind_query(context, parse_query(text))


@dataclass
class _Selected:
    """A bound query that ORDER BY can still add columns to.

    Args:
        relation: The query.
        base: The node that its columns are projected from; None for DISTINCT and set operations, where ORDER BY
            sees the output's columns only.
        projections: The query's columns, over the base, or over the input of DISTINCT.
        resolve: Resolves further expressions, over what ``projections`` are over.
        aggregates: How many aggregates the query has on top, its own ones: GROUP BY and DISTINCT.
    """

    relation: BoundRelation
    base: rel.RelNode | None = None
    projections: tuple[RexNode, ...] = ()
    resolve: Callable[[u.Expr], RexNode] | None = None
    aggregates: int = 0


@dataclass
class QueryBinder:
    """Binds one query; ``tables`` are those of WITH, by name."""

    context: PlannerContext
    query: Query
    tables: Mapping[str, BoundRelation] = field(default_factory=dict)

    def bind(self, node: exp.Expression) -> BoundRelation:
        """The plan of a query node with its ORDER BY, OFFSET and LIMIT."""
        with_ = node.args.get("with_")
        if with_ is not None:
            return self._with(with_)._body(node)
        return self._body(node)

    def _with(self, with_: exp.Expression) -> QueryBinder:
        if with_.args.get("recursive"):
            raise self._not_built("WITH RECURSIVE", with_)
        binder = self
        for cte in with_.expressions:
            bound = _renamed(binder._nested(cte.this), cte.args["alias"])
            binder = replace(binder, tables={**binder.tables, cte.alias: bound})
        return binder

    def _body(self, node: exp.Expression) -> BoundRelation:
        selected = self._unordered(node)
        relation = selected.relation
        order = node.args.get("order")
        if order is not None:
            relation = self._order(selected, order)
        offset, fetch = _count(node.args.get("offset")), _count(node.args.get("limit"))
        if offset is not None or fetch is not None:
            relation = relations.limit(relation, offset or 0, fetch)
        return self._hinted(node, relation, selected.aggregates) if isinstance(node, exp.Select) else relation

    def _hinted(self, node: exp.Select, relation: BoundRelation, aggregates: int) -> BoundRelation:
        """The query with what its hints say about the state of its aggregates."""
        from_, joins = node.args.get("from_"), node.args.get("joins") or ()
        tables = [] if from_ is None else [from_.this, *(join.this for join in joins)]
        names = [_relation_name(one) for one in tables]
        hints = block_hints(node, self.query)
        return BoundRelation(hints.on(relation.node, aggregates, names, bool(joins)), relation.scope)

    def _unordered(self, node: exp.Expression) -> _Selected:
        match node:
            case exp.Select():
                return self._select(node)
            case exp.Subquery():
                return _Selected(self.bind(node.this))
            case exp.Values():
                rows = [[self._expr(value) for value in row.expressions] for row in node.expressions]
                return _Selected(self._at(node, lambda: relations.values(self.context, rows)))
            case exp.SetOperation():
                inputs = [relations.unordered(self.bind(one)) for one in (node.this, node.expression)]
                kind, all_rows = _SET_KINDS[type(node)], not node.args.get("distinct")
                return _Selected(self._at(node, lambda: relations.set_operation(kind, all_rows, inputs)))
        raise self._not_built(f"{type(node).__name__} queries", node)

    def _select(self, node: exp.Select) -> _Selected:
        for clause in ("qualify", "windows"):
            if node.args.get(clause):
                first = node.args[clause][0] if clause == "windows" else node.args[clause]
                raise self._not_built("WINDOW" if clause == "windows" else "QUALIFY", first)
        source = self._from(node)
        items = [self._expr(item) for item in node.expressions]
        where = node.args.get("where")
        if where is not None:
            if node.args.get("from_") is None:
                raise ValidationError("WHERE needs a FROM", position=position_of(where, self.query))
            source = relations.filter_rows(self.context, source, self._expr(where.this))
        selected = self._projected(node, source, items)
        if node.args.get("distinct"):
            distinct = relations.distinct(selected.relation)
            selected = _Selected(
                distinct, None, selected.projections, selected.resolve, selected.aggregates + 1
            )
        return selected

    def _projected(self, node: exp.Select, source: BoundRelation, items: list[u.Expr]) -> _Selected:
        group, having = node.args.get("group"), node.args.get("having")
        aggregates = any(relations.contains_aggregate(item, self.context) for item in items)
        if group is None and having is None and not aggregates:
            expanded = relations.expand_stars(items, source.scope)
            resolver = Resolver(self.context, source.scope)
            projections = tuple(resolver.resolve(item) for item in expanded)
            names = [relations.SQL_NAMES.name(item, i) for i, item in enumerate(expanded)]
            relation = relations.project_rex(source.node, projections, names)
            return _Selected(relation, source.node, projections, resolver.resolve)
        group_by = self._group_by(group) if group is not None else GroupBy.plain(())
        condition = None if having is None else self._expr(having.this)
        order = [] if node.args.get("distinct") else self._order_keys(node.args.get("order"), items)
        relation, grouping, made = grouped_select(
            self.context, source, group_by, items, condition, later=order
        )

        def resolve(key: u.Expr) -> RexNode:
            return grouping.settle(grouping.resolve(key))

        return _Selected(relation, made.groups, made.projections, resolve, 1)

    def _order_keys(self, order: exp.Expression | None, items: Sequence[u.Expr]) -> list[u.Expr]:
        """The keys of ORDER BY that are expressions: neither ordinals nor names of the select list."""
        if order is None:
            return []
        names = {relations.SQL_NAMES.name(item, i) for i, item in enumerate(items)}
        keys = [self._expr(item.this) for item in order.expressions]
        return [
            key
            for key in keys
            if not isinstance(key, u.Lit) and not (isinstance(key, u.Ref) and key.parts[0] in names)
        ]

    # FROM

    def _from(self, node: exp.Select) -> BoundRelation:
        from_ = node.args.get("from_")
        if from_ is None:
            for item in node.expressions:
                if isinstance(item, exp.Star):
                    raise ValidationError(
                        "SELECT * requires a FROM clause", position=position_of(item, self.query)
                    )
            return BoundRelation(relations.single_row(), Scope(()))
        joins = node.args.get("joins") or ()
        self._check_relation_names([from_.this, *(join.this for join in joins)])
        relation = self._relation(from_.this)
        for join in joins:
            relation = self._join(relation, join)
        return relation

    def _join(self, left: BoundRelation, join: exp.Expression) -> BoundRelation:
        """Only lookup joins are built: a stream with ``t FOR SYSTEM_TIME AS OF`` its processing time."""
        table = join.this
        if not isinstance(table, exp.Table) or not table.args.get("version"):
            raise self._not_built("joins", join)
        if join.args.get("method") or join.args.get("using"):
            raise self._not_built("NATURAL and USING in a lookup join", join)
        side = join.args.get("side") or "INNER"
        if side not in ("INNER", "LEFT"):
            raise ValidationError(
                f"a lookup join can't be {side}",
                hint="the table's rows are only known by key: use INNER JOIN or LEFT JOIN",
                position=position_of(join, self.query),
            )
        bare = table.copy()
        bare.set("version", None)
        right = _renamed(self._table(bare), table.args.get("alias"))
        on = join.args.get("on")
        moment = self._expr(table.args["version"].expression)
        condition = None if on is None else self._expr(on)
        return self._at(table, lambda: lookup_join(self.context, left, right, side, moment, condition))

    def _check_relation_names(self, items: Sequence[exp.Expression]) -> None:
        """Each relation of one FROM clause has a name of its own."""
        seen: set[str] = set()
        for item in items:
            name = _relation_name(item)
            if name in seen:
                raise ValidationError(
                    f"Duplicate relation name '{name}' in FROM clause",
                    hint="give one of them an alias",
                    position=position_of(item, self.query),
                )
            seen |= set() if name is None else {name}

    def _relation(self, node: exp.Expression) -> BoundRelation:
        if node.args.get("joins"):
            raise self._not_built("joins", node.args["joins"][0])
        if node.args.get("sample"):
            raise self._not_built("TABLESAMPLE", node.args["sample"])
        match node:
            case exp.Table():
                return _renamed(self._table(node), node.args.get("alias"))
            case exp.Subquery():
                return _renamed(self._nested(node.this), node.args.get("alias"))
            case exp.Paren():
                return _renamed(self._relation(node.this), node.args.get("alias"))
        what = next(
            (text for kind, text in _NOT_BUILT.items() if isinstance(node, kind)), type(node).__name__
        )
        raise self._not_built(what, node)

    def _nested(self, node: exp.Expression) -> BoundRelation:
        """A query in FROM or WITH."""
        bound = relations.unordered(self.bind(node))
        relations.check_types(bound.node.row_type)
        return bound

    def _table(self, node: exp.Table) -> BoundRelation:
        if node.args.get("version"):
            raise self._not_built("FOR SYSTEM_TIME AS OF", node.args["version"])
        parts = tuple(
            part.name for key in ("catalog", "db", "this") if (part := node.args.get(key)) is not None
        )
        if len(parts) == 1 and parts[0] in self.tables:
            found = self.tables[parts[0]]
            return BoundRelation(found.node, found.scope.qualified(parts))
        hints: dict[str, str] = {}
        for hint in node.args.get("hints") or ():
            check_hint(hint, self.query)
            if hint.this.upper() == "OPTIONS":
                hints.update(hint.args.get("options") or ())
        name = self.context.catalogs.qualify(parts)
        return scan(self.context, name, bind_query_text, hints, position_of(node, self.query))

    # GROUP BY

    def _group_by(self, group: exp.Expression) -> GroupBy:
        """All elements' sets combined: ``GROUP BY a, ROLLUP (b, c)`` is the product of both."""
        keys: list[u.Expr] = []

        def key(node: exp.Expression) -> int:
            expr = self._expr(node)
            if expr not in keys:
                keys.append(expr)
            return keys.index(expr)

        elements = [self._element_sets(element, key) for element in group.expressions]
        sets = [tuple(dict.fromkeys(i for part in combined for i in part)) for combined in product(*elements)]
        return GroupBy(tuple(keys), tuple(tuple(sorted(one)) for one in sets))

    def _element_sets(self, element: exp.Expression, key: object) -> list[tuple[int, ...]]:
        match element:
            case exp.GroupingSets():
                return [one for part in element.expressions for one in self._element_sets(part, key)]
            case exp.Rollup():
                parts = [self._set(part, key) for part in element.expressions]
                return [sum(parts[:count], ()) for count in range(len(parts), -1, -1)]
            case exp.Cube():
                parts = [self._set(part, key) for part in element.expressions]
                return [
                    sum(chosen, ())
                    for count in range(len(parts), -1, -1)
                    for chosen in combinations(parts, count)
                ]
        return [self._set(element, key)]

    def _set(self, element: exp.Expression, key: object) -> tuple[int, ...]:
        members = element.expressions if isinstance(element, exp.Tuple) else [element]
        return tuple(key(member) for member in members)  # type: ignore[operator]

    # ORDER BY

    def _order(self, selected: _Selected, order: exp.Expression) -> BoundRelation:
        """Keys are output names, ordinals, or expressions over what SELECT reads."""
        output = selected.relation.node
        columns: list[RexNode] = list(rel.refs(output.row_type))
        width = len(columns)
        hidden: list[RexNode] = []
        fields = []
        for item in order.expressions:
            key = self._expr(item)
            assert isinstance(key, u.SortKey)
            index = self._output_index(selected, key.operand)
            if index is None:
                index = width + len(hidden)
                hidden.append(self._hidden_key(selected, key.operand))
            fields.append(relations.sort_field(key, index))
        if not hidden:
            return BoundRelation(rel.LogicalSort(output, tuple(fields)), selected.relation.scope)
        wide = _with_hidden(selected, hidden)
        ordered = rel.LogicalSort(wide, tuple(fields))
        narrow = rel.LogicalProject(ordered, tuple(columns), output.row_type.names)
        return BoundRelation(narrow, selected.relation.scope)

    def _output_index(self, selected: _Selected, key: u.Expr) -> int | None:
        names = selected.relation.node.row_type.names
        if isinstance(key, u.Lit) and isinstance(key.value, int) and key.type is None:
            if not 1 <= key.value <= len(names):
                raise ValidationError(f"Ordinal out of range: {key.value}", position=key.position)
            return key.value - 1
        if isinstance(key, u.Ref) and len(key.parts) == 1 and key.parts[0] in names:
            return names.index(key.parts[0])
        if selected.resolve is None:
            return None
        try:
            resolved = selected.resolve(key)
        except ValidationError:
            if selected.base is None:  # DISTINCT: perhaps it is one over the output
                return None
            raise
        return selected.projections.index(resolved) if resolved in selected.projections else None

    def _hidden_key(self, selected: _Selected, key: u.Expr) -> RexNode:
        """A key that is no output column, over the base, or over the output where there is no base."""
        if selected.base is not None and selected.resolve is not None:
            return selected.resolve(key)
        return Resolver(self.context, selected.relation.scope).resolve(key)

    # Places

    def _expr(self, node: exp.Expression) -> u.Expr:
        return to_unresolved(node, self.query)

    def _at(self, node: exp.Expression, build: object) -> BoundRelation:
        try:
            return build()  # type: ignore[operator, no-any-return]
        except DreyError as error:
            raise error.at(position_of(node, self.query)) from error.__cause__

    def _not_built(self, what: str, node: exp.Expression | u.Expr) -> UnsupportedError:
        position = node.position if isinstance(node, u.Expr) else position_of(node, self.query)
        return UnsupportedError(
            f"{what} {'are' if what.endswith('s') else 'is'} not built yet", position=position
        )


def _with_hidden(selected: _Selected, hidden: list[RexNode]) -> rel.RelNode:
    """The query's columns and further ones."""
    node = selected.relation.node
    names = (*node.row_type.names, *(f"$sort{i}" for i in range(len(hidden))))
    if selected.base is None:
        return rel.LogicalProject(node, (*rel.refs(node.row_type), *hidden), names)
    return rel.LogicalProject(selected.base, (*selected.projections, *hidden), names)


def _relation_name(node: exp.Expression) -> str | None:
    """What a relation in FROM is called: its alias, or the last part of a table's name."""
    alias = node.args.get("alias")
    if alias is not None:
        return str(alias.name)
    if isinstance(node, exp.Paren):
        return _relation_name(node.this)
    return str(node.name) if isinstance(node, exp.Table) else None


def _renamed(relation: BoundRelation, alias: exp.Expression | None) -> BoundRelation:
    """The relation under ``AS t (a, b)``."""
    if alias is None:
        return relation
    columns = [column.name for column in alias.args.get("columns") or ()]
    name = (alias.name,)
    if not columns:
        return BoundRelation(relation.node, relation.scope.qualified(name))
    if len(columns) != len(relation.node.row_type.fields):
        raise ValidationError(
            f"List of column aliases must have same degree as table; table '{alias.name}' has "
            f"{len(relation.node.row_type.fields)} columns, whereas alias list has {len(columns)} columns"
        )
    renamed = rel.LogicalProject(relation.node, rel.refs(relation.node.row_type), tuple(columns))
    return BoundRelation.of(renamed, name)


def _count(node: exp.Expression | None) -> int | None:
    return None if node is None else int(node.expression.name)
