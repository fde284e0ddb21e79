"""What a sink does about NULL in NOT NULL columns and about values that are too long."""

from __future__ import annotations

import polars as pl
import pytest

from drey.errors import EvaluationError
from drey.runtime.operators.sink_constraints import ConstraintEnforcer
from tests.doubles.graphs import row_type

ROW = row_type(a="INT NOT NULL", c="CHAR(3)", v="VARCHAR(2)", b="BINARY(2)", w="VARBINARY(1)", s="STRING")
DROP = {"table.exec.sink.not-null-enforcer": "drop"}


def frame(*rows: tuple) -> pl.DataFrame:
    schema = dict(
        zip(ROW.names, [pl.Int32, pl.String, pl.String, pl.Binary, pl.Binary, pl.String], strict=True)
    )
    return pl.DataFrame(rows, schema=schema, orient="row")


GOOD = (1, "abc", "ab", b"ab", b"a", "long enough")
NULL = (None, *GOOD[1:])


def test_null_fails_by_default_and_names_the_column():
    with pytest.raises(EvaluationError, match="column 'a' is NOT NULL") as caught:
        ConstraintEnforcer(ROW, {}).apply(frame(GOOD, NULL), None)
    assert "table.exec.sink.not-null-enforcer" in str(caught.value)


def test_null_rows_are_dropped_with_their_kinds():
    rows, kinds = ConstraintEnforcer(ROW, DROP).apply(frame(NULL, GOOD, NULL), pl.Series([1, 2, 3]))
    assert rows.rows() == [GOOD]
    assert kinds is not None
    assert kinds.to_list() == [2]


SHORT = (2, "a", "abc", b"a", b"abc", "s")


def test_lengths_are_ignored_trimmed_and_padded_or_refused():
    ignore = ConstraintEnforcer(ROW, {})
    assert ignore.apply(frame(SHORT), None)[0].rows() == [SHORT]
    trim = ConstraintEnforcer(ROW, {"table.exec.sink.type-length-enforcer": "TRIM_PAD"})
    rows, _ = trim.apply(frame(GOOD, SHORT, (3, None, None, None, None, None)), None)
    assert rows.rows() == [GOOD, (2, "a  ", "ab", b"a\0", b"a", "s"), (3, None, None, None, None, None)]
    with pytest.raises(EvaluationError, match=r"column 'c' is CHAR\(3\), however"):
        ConstraintEnforcer(ROW, {"table.exec.sink.type-length-enforcer": "ERROR"}).apply(frame(SHORT), None)
