"""Plans without columns carry the number of rows, and numbers of rows are checked where the plan is built."""

from __future__ import annotations

import pytest

from drey.errors import ValidationError
from drey.planner.binder import relations
from drey.planner.binder.scope import BoundRelation
from drey.planner.plan import logical as rel
from drey.planner.rules.prune_columns import prune_columns
from drey.rex.nodes import RexLiteral
from drey.types import logical as t

NUMBERS = t.RowType.of(("n", t.IntType(nullable=False)), nullable=False)
ROWS = rel.LogicalValues(NUMBERS, ((RexLiteral(1, type=t.IntType(nullable=False)),),))
NOTHING = rel.LogicalProject(ROWS, (), ())


@pytest.mark.parametrize(
    "plan",
    [
        NOTHING,
        rel.LogicalSort(NOTHING, (), 0, 1),
        rel.LogicalSetOp((NOTHING, NOTHING), "UNION", True, NOTHING.row_type),
        rel.LogicalProject(rel.LogicalSort(NOTHING, (), 0, 1), (), ()),
    ],
)
def test_a_plan_without_columns_carries_one(plan: rel.RelNode) -> None:
    pruned = prune_columns(rel.LogicalCollectSink(plan))
    assert [node.row_type.names for node in rel.walk_plan(pruned) if not node.row_type.names] == []
    assert pruned.row_type.names == (rel.ROWS_ONLY,)


@pytest.mark.parametrize(("offset", "fetch"), [(-1, None), (0, -1), (-1, 1), (1, -1)])
def test_negative_numbers_of_rows_are_refused(offset: int, fetch: int | None) -> None:
    with pytest.raises(ValidationError, match="must not be negative, found -1"):
        relations.limit(BoundRelation.of(ROWS), offset, fetch)


def test_a_negative_fetch_behind_an_offset_is_refused() -> None:
    skipped = relations.limit(BoundRelation.of(ROWS), 1, None)
    with pytest.raises(ValidationError, match="FETCH must not be negative, found -2"):
        relations.first_rows(skipped, -2)


def test_a_fetch_behind_an_offset_is_one_sort() -> None:
    skipped = relations.limit(BoundRelation.of(ROWS), 1, None)
    assert relations.first_rows(skipped, 2).node == rel.LogicalSort(ROWS, (), 1, 2)
