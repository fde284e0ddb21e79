"""Builds logical plans from unresolved expressions: the operations that SQL and the Table API share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from drey.errors import ValidationError
from drey.functions.call_builder import cast_to
from drey.functions.registry import find_aggregate
from drey.planner.binder.casting import literal
from drey.planner.binder.resolver import Resolver
from drey.planner.binder.scope import BoundRelation, Scope
from drey.planner.context import PlannerContext
from drey.planner.plan import logical as rel
from drey.records import record
from drey.rex import unresolved as u
from drey.rex.nodes import RexInputRef, RexLiteral, RexNode
from drey.types import logical as t
from drey.types.inference import common_type


@record
class NameStyle:
    """How columns without a name are called: ``EXPR$0`` in SQL, ``_c0`` in the Table API."""

    prefix: str

    def name(self, expr: u.Expr, index: int) -> str:
        match expr:
            case u.Alias(name=name):
                return name
            case u.Ref(parts=parts):
                return parts[-1]
            case u.FieldAccess(field_name=name):
                return name
        return f"{self.prefix}{index}"


SQL_NAMES = NameStyle("EXPR$")
TABLE_NAMES = NameStyle("_c")


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names with a number appended where one repeats: ``a, a`` becomes ``a, a0``."""
    result: list[str] = []
    for name in names:
        candidate, number = name, 0
        while candidate in result:
            candidate = f"{name}{number}"
            number += 1
        result.append(candidate)
    return tuple(result)


def expand_stars(exprs: Sequence[u.Expr], scope: Scope) -> list[u.Expr]:
    """The select list with every ``*`` replaced by the columns that it stands for."""
    result: list[u.Expr] = []
    for expr in exprs:
        if isinstance(expr, u.Star):
            result.extend(_columns_of(expr, scope))
        else:
            result.append(expr)
    return result


def check_types(row_type: t.RowType) -> None:
    """Refuse a query with a column of which nothing but NULL is known; INSERT takes it, as the table has types.

    Raises:
        ValidationError: There is such a column.
    """
    for field in row_type.fields:
        if isinstance(field.type, t.NullType):
            raise ValidationError(
                "Illegal use of 'NULL'",
                detail=f"the type of column '{field.name}' is not known",
                hint="give it a type: CAST(NULL AS STRING)",
            )


def _columns_of(star: u.Star, scope: Scope) -> list[u.Expr]:
    """The columns of a table, or the fields of a row for ``column.*``."""
    columns = scope.matching(star.qualifier)
    if columns or not star.qualifier:
        return [u.Ref((*c.qualifier[-1:], c.name), position=star.position) for c in columns]
    row = scope.find(star.qualifier)
    if row is None or not isinstance(row.type, t.RowType):
        raise ValidationError(f"Table '{'.'.join(star.qualifier)}' not found", position=star.position)
    return [u.Ref((*star.qualifier, name), position=star.position) for name in row.type.names]


def contains_aggregate(expr: u.Expr, context: PlannerContext) -> bool:
    """True if the expression calls an aggregate function outside of OVER."""
    match expr:
        case u.Call(name=name, args=args, function=function):
            if function is None and is_aggregate_name(name, context):
                return True
            return any(contains_aggregate(one, context) for one in args)
        case u.Cast(operand=operand) | u.Alias(operand=operand) | u.FieldAccess(operand=operand):
            return contains_aggregate(operand, context)
        case u.SortKey(operand=operand):
            return contains_aggregate(operand, context)
    return False


def is_aggregate_name(name: str, context: PlannerContext) -> bool:
    """True if a call by this name is of a built-in aggregate (and not hidden by a user's function)."""
    if name.lower() in context.catalogs.temporary_system_functions:
        return False
    return find_aggregate(name) is not None or name.upper() in ("GROUPING", "GROUPING_ID", "GROUP_ID")


def project(
    context: PlannerContext, relation: BoundRelation, exprs: Sequence[u.Expr], style: NameStyle = SQL_NAMES
) -> BoundRelation:
    """SELECT without aggregates."""
    resolver = Resolver(context, relation.scope)
    expanded = expand_stars(exprs, relation.scope)
    return project_rex(
        relation.node,
        [resolver.resolve(expr) for expr in expanded],
        [style.name(expr, index) for index, expr in enumerate(expanded)],
    )


def project_rex(node: rel.RelNode, projections: Sequence[RexNode], names: Sequence[str]) -> BoundRelation:
    """A projection of resolved expressions; repeated names get a number."""
    made = rel.LogicalProject(node, tuple(projections), unique_names(names))
    return BoundRelation.of(made.input if made.is_identity else made)


def filter_rows(context: PlannerContext, relation: BoundRelation, condition: u.Expr) -> BoundRelation:
    """WHERE."""
    if contains_aggregate(condition, context):
        raise ValidationError(
            "aggregate functions are not allowed in WHERE; use HAVING", position=condition.position
        )
    resolved = Resolver(context, relation.scope).resolve(condition)
    return BoundRelation(rel.LogicalFilter(relation.node, as_condition(resolved, condition)), relation.scope)


def as_condition(node: RexNode, expr: u.Expr) -> RexNode:
    """The expression if it is a condition.

    Raises:
        ValidationError: It is not of type BOOLEAN.
    """
    if isinstance(node.type, t.NullType):
        return literal(None, t.BooleanType())
    if not isinstance(node.type, t.BooleanType):
        raise ValidationError(
            "WHERE clause must be a condition", detail=f"found type {node.type}", position=expr.position
        )
    return node


def set_operation(kind: str, all_rows: bool, inputs: Sequence[BoundRelation]) -> BoundRelation:
    """UNION, INTERSECT or EXCEPT: columns are matched by position and brought to common types.

    Raises:
        ValidationError: The numbers of columns differ, two columns have no common type, or there are no columns to
            compare.
    """
    if not (kind == "UNION" and all_rows):
        _require_columns(inputs[0], kind)
    first = inputs[0].node.row_type
    for other in inputs[1:]:
        if len(other.node.row_type.fields) != len(first.fields):
            raise ValidationError(
                f"Column count mismatch in {kind}",
                detail=f"{len(first.fields)} and {len(other.node.row_type.fields)} columns",
            )
    types: list[t.LogicalType] = []
    for index, column in enumerate(first.fields):
        found = common_type([one.node.row_type.fields[index].type for one in inputs])
        if found is None:
            shown = ", ".join(str(one.node.row_type.fields[index].type) for one in inputs)
            raise ValidationError(
                f"Type mismatch in column {index + 1} of {kind}", detail=f"'{column.name}': {shown}"
            )
        types.append(found)
    output = t.RowType.of(*zip(first.names, types, strict=True), nullable=False)
    children = tuple(_cast_columns(one.node, types) for one in inputs)
    return BoundRelation.of(rel.LogicalSetOp(children, kind, all_rows, output))


def _cast_columns(node: rel.RelNode, types: Sequence[t.LogicalType]) -> rel.RelNode:
    columns = rel.refs(node.row_type)
    if all(c.type.same_ignoring_null(type_) for c, type_ in zip(columns, types, strict=True)):
        return node
    casted = [
        column
        if column.type.same_ignoring_null(type_)
        else cast_to(column, type_.with_nullable(column.type.nullable))
        for column, type_ in zip(columns, types, strict=True)
    ]
    return rel.LogicalProject(node, tuple(casted), node.row_type.names)


def distinct(relation: BoundRelation) -> BoundRelation:
    """SELECT DISTINCT.

    Raises:
        ValidationError: The relation has no columns.
    """
    _require_columns(relation, "DISTINCT")
    keys = tuple(range(len(relation.node.row_type.fields)))
    return BoundRelation(rel.LogicalAggregate(relation.node, keys), relation.scope)


def _require_columns(relation: BoundRelation, what: str) -> None:
    if not relation.node.row_type.fields:
        raise ValidationError(f"{what} needs a column, and the table has none")


def limit(relation: BoundRelation, offset: int, fetch: int | None) -> BoundRelation:
    """OFFSET and FETCH; merged into an ORDER BY directly below, or below the projection that drops its keys.

    Raises:
        ValidationError: One of them is negative.
    """
    for name, number in (("OFFSET", offset), ("FETCH", fetch or 0)):
        if number < 0:
            raise ValidationError(f"{name} must not be negative, found {number}")
    node = relation.node
    below = node.input if isinstance(node, rel.LogicalProject) else node
    if not isinstance(below, rel.LogicalSort) or below.fetch is not None or below.offset:
        return BoundRelation(rel.LogicalSort(node, (), offset, fetch), relation.scope)
    limited: rel.RelNode = rel.LogicalSort(below.input, below.keys, offset, fetch)
    if isinstance(node, rel.LogicalProject):
        limited = rel.LogicalProject(limited, node.projections, node.names)
    return BoundRelation(limited, relation.scope)


def first_rows(relation: BoundRelation, fetch: int) -> BoundRelation:
    """FETCH alone (the Table API's form), also merged into an OFFSET directly below.

    Raises:
        ValidationError: The number is negative.
    """
    node = relation.node
    if not isinstance(node, rel.LogicalSort) or not node.offset or node.fetch is not None:
        return limit(relation, 0, fetch)
    below = BoundRelation(replace(node, offset=0), relation.scope)
    return limit(below, node.offset, fetch)


def unordered(relation: BoundRelation) -> BoundRelation:
    """The relation without an ORDER BY that has no OFFSET and FETCH: inside another query it means nothing."""
    node = relation.node
    below = node.input if isinstance(node, rel.LogicalProject) else node
    if not isinstance(below, rel.LogicalSort) or not below.keys or below.fetch is not None or below.offset:
        return relation
    if isinstance(node, rel.LogicalProject):
        return BoundRelation(rel.LogicalProject(below.input, node.projections, node.names), relation.scope)
    return BoundRelation(below.input, relation.scope)


def sort_field(key: u.SortKey | None, index: int) -> rel.SortField:
    """The sort field of a key on a column; NULL is the smallest value unless the key says otherwise."""
    if key is None:
        return rel.SortField(index)
    nulls_first = key.ascending if key.nulls_first is None else key.nulls_first
    return rel.SortField(index, key.ascending, nulls_first)


def sort(context: PlannerContext, relation: BoundRelation, keys: Sequence[u.Expr]) -> BoundRelation:
    """ORDER BY expressions over the relation's own columns (the Table API's form)."""
    resolver = Resolver(context, relation.scope)
    columns: list[RexNode] = list(rel.refs(relation.node.row_type))
    names = list(relation.node.row_type.names)
    fields = []
    for key in keys:
        node = resolver.resolve(key)
        if not isinstance(node, RexInputRef):
            columns.append(node)
            names.append(f"$sort{len(columns)}")
            node = RexInputRef(len(columns) - 1, type=node.type)
        given = key if isinstance(key, u.SortKey) else u.SortKey(key)
        # Unlike SQL, the Table API takes NULL as the largest value.
        nulls_first = not given.ascending if given.nulls_first is None else given.nulls_first
        fields.append(rel.SortField(node.index, given.ascending, nulls_first))
    width = len(relation.node.row_type.fields)
    if len(columns) == width:
        return BoundRelation(rel.LogicalSort(relation.node, tuple(fields)), relation.scope)
    wide = rel.LogicalProject(relation.node, tuple(columns), unique_names(names))
    ordered = rel.LogicalSort(wide, tuple(fields))
    narrow = rel.LogicalProject(ordered, rel.refs(ordered.row_type)[:width], tuple(names[:width]))
    return BoundRelation(narrow, relation.scope)


def values(
    context: PlannerContext, rows: Sequence[Sequence[u.Expr]], names: Sequence[str] | None = None
) -> BoundRelation:
    """VALUES: every column gets the common type of its expressions."""
    resolver = Resolver(context, Scope(()))
    resolved = [[resolver.resolve(expr) for expr in row] for row in rows]
    width = len(resolved[0])
    if any(len(row) != width for row in resolved):
        raise ValidationError(
            "Values passed to VALUES operator must have compatible types", detail="row lengths differ"
        )
    types = []
    for index in range(width):
        found = common_type([row[index].type for row in resolved])
        if found is None:
            shown = ", ".join(sorted({str(row[index].type) for row in resolved}))
            raise ValidationError("Values passed to VALUES operator must have compatible types", detail=shown)
        types.append(found)
    row_type = t.RowType.of(
        *zip(names or [f"EXPR${i}" for i in range(width)], types, strict=True), nullable=False
    )
    fitted = [
        [
            n if n.type.same_ignoring_null(type_) else cast_to(n, type_.with_nullable(n.type.nullable))
            for n, type_ in zip(row, types, strict=True)
        ]
        for row in resolved
    ]
    if all(isinstance(node, RexLiteral) for row in fitted for node in row):
        literals = tuple(
            tuple(RexLiteral(n.value, type=n.type) for n in row if isinstance(n, RexLiteral))
            for row in fitted
        )
        return BoundRelation.of(rel.LogicalValues(row_type, literals))
    return _computed_values(row_type, fitted)


def single_row() -> rel.LogicalValues:
    """One row of one constant column: what SELECT without FROM reads."""
    zero = literal(0, t.IntType(nullable=False))
    assert isinstance(zero, RexLiteral)
    return rel.LogicalValues(t.RowType.of(("ZERO", t.IntType(nullable=False)), nullable=False), ((zero,),))


def _computed_values(row_type: t.RowType, rows: list[list[RexNode]]) -> BoundRelation:
    parts = tuple(rel.LogicalProject(single_row(), tuple(row), row_type.names) for row in rows)
    if len(parts) == 1:
        return BoundRelation.of(parts[0])
    return BoundRelation.of(rel.LogicalSetOp(parts, "UNION", True, row_type))
