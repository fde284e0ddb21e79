"""Operators that turn one row into none or several; and the examples in the operators' docstrings."""

from __future__ import annotations

import doctest
import importlib

import pytest

from drey.runtime.operators.replicate_rows import ReplicateRowsOperator
from drey.testing.operators import change_list, changes, operator_for

DOCUMENTED = ["expand", "group_aggregate", "limit", "replicate_rows", "sort", "sort_limit"]


@pytest.mark.parametrize("module", DOCUMENTED)
def test_the_docstring_example_runs(module: str) -> None:
    results = doctest.testmod(importlib.import_module(f"drey.runtime.operators.{module}"))
    assert results.attempted > 0
    assert results.failed == 0


def test_each_copy_has_the_kind_of_its_row() -> None:
    op = operator_for(ReplicateRowsOperator, {"count": "n"}, "n BIGINT, x STRING", "x STRING")
    batch = changes(
        [("-U", (2, "a")), ("+U", (1, "a")), ("+I", (None, "b")), ("+I", (-1, "c"))], "n BIGINT, x STRING"
    )
    assert change_list(op.process(batch)) == [("-U", ("a",)), ("-U", ("a",)), ("+U", ("a",))]


def test_replicating_nothing_emits_no_batch() -> None:
    op = operator_for(ReplicateRowsOperator, {"count": "n"}, "n BIGINT, x STRING", "x STRING")
    assert list(op.process(changes([("+I", (0, "a"))], "n BIGINT, x STRING"))) == []
