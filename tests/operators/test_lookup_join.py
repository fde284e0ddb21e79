"""Lookup joins of batches, with a table in SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from drey.connectors.api import TableSpec
from drey.rex.nodes import RexCall, RexInputRef, RexLiteral
from drey.rex.serde import rex_to_json
from drey.runtime.operators.lookup_join import LookupJoinOperator
from drey.runtime.operators.operator import Operator
from drey.testing.operators import change_list, changes, operator_for, row_type
from drey.types import logical as t

LEFT = "x STRING, k INT"
OUTPUT = f"{LEFT}, id INT, name STRING"


@pytest.fixture
def table(tmp_path: Path) -> TableSpec:
    connection = sqlite3.connect(tmp_path / "dim.db")
    connection.execute("CREATE TABLE dim (id INTEGER, name TEXT)")
    connection.execute("INSERT INTO dim VALUES (1, 'a'), (1, 'b'), (2, 'c'), (NULL, 'nobody')")
    connection.commit()
    connection.close()
    options = {"connector": "jdbc", "url": f"jdbc:sqlite:{tmp_path}/dim.db", "table-name": "dim"}
    return TableSpec("dim", options, row_type("id INT, name STRING"))


def join(table: TableSpec, join_type: str, condition: RexCall | None = None) -> Operator:
    params: dict[str, Any] = {
        "table": table.to_json(),
        "keys": [["id", rex_to_json(RexInputRef(1, type=t.IntType()))]],
        "join_type": join_type,
        "condition": None if condition is None else rex_to_json(condition),
    }
    return operator_for(LookupJoinOperator, params, LEFT, OUTPUT)


CHANGES = [("+I", ("p", 2)), ("-U", ("q", 1)), ("+U", ("q", 9)), ("-D", ("r", None)), ("+I", ("s", 2))]


def test_inner(table: TableSpec) -> None:
    operator = join(table, "INNER")
    assert change_list(operator.process(changes(CHANGES, LEFT))) == [
        ("+I", ("p", 2, 2, "c")),
        ("-U", ("q", 1, 1, "a")),
        ("-U", ("q", 1, 1, "b")),
        ("+I", ("s", 2, 2, "c")),
    ]
    assert list(operator.process(changes([("+I", ("x", 9))], LEFT))) == []
    operator.close()


def test_left(table: TableSpec) -> None:
    operator = join(table, "LEFT")
    assert change_list(operator.process(changes(CHANGES, LEFT))) == [
        ("+I", ("p", 2, 2, "c")),
        ("-U", ("q", 1, 1, "a")),
        ("-U", ("q", 1, 1, "b")),
        ("+U", ("q", 9, None, None)),
        ("-D", ("r", None, None, None)),
        ("+I", ("s", 2, 2, "c")),
    ]
    operator.close()


def test_left_with_a_condition(table: TableSpec) -> None:
    text = t.string_type()
    condition = RexCall(
        "EQUALS", (RexInputRef(3, type=text), RexLiteral("b", type=text)), type=t.BooleanType()
    )
    operator = join(table, "LEFT", condition)
    assert change_list(operator.process(changes(CHANGES[:2], LEFT))) == [
        ("+I", ("p", 2, None, None)),
        ("-U", ("q", 1, 1, "b")),
    ]
    operator.close()
