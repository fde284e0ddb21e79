"""Tables of rows that are expressions: ``from_elements([row(1, "a"), row(2, "b")])``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drey.planner.binder import relations
from drey.planner.binder.scope import BoundRelation
from drey.planner.context import PlannerContext
from drey.pyflink.table.expression import Expression
from drey.pyflink.table.table_arguments import to_trees
from drey.pyflink.table.types import DataType
from drey.pyflink.table.types import RowType as MirrorRowType
from drey.rex import unresolved as u


def all_expressions(elements: Sequence[Any]) -> bool:
    """Whether elements are expressions.

    Raises:
        TypeError: Some are and others are not.
    """
    given = [isinstance(one, Expression) for one in elements]
    if any(given) and not all(given):
        raise TypeError("It doesn't support part of the elements are Expression, while the others are not.")
    return any(given)


def from_expressions(
    context: PlannerContext, elements: Sequence[Expression], schema: DataType | None
) -> tuple[BoundRelation, list[Expression] | None]:
    """The rows of expressions, and for a schema the casts that make its columns of them.

    A ``row(..)`` gives a row, any other expression a row of one column.

    Raises:
        ValidationError: The rows differ in length or have no common types.
        TypeError: The schema is no data type.
    """
    rows = [
        tree.args if isinstance(tree, u.Call) and tree.name == "ROW" else (tree,)
        for tree in to_trees(elements)
    ]
    if schema is None:
        return relations.values(context, rows, [f"f{i}" for i in range(len(rows[0]))]), None
    if not isinstance(schema, DataType):
        raise TypeError(f"schema should be a data type, but got: {schema}")
    fields = (
        [(field.name, field.data_type) for field in schema.fields]
        if isinstance(schema, MirrorRowType)
        else [("f0", schema)]
    )
    names = [name for name, _ in fields]
    casts = [Expression(u.Ref((name,))).cast(type_).alias(name) for name, type_ in fields]
    return relations.values(context, rows, names), casts
