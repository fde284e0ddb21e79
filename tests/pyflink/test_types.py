"""Data types, their conversion to the engine's, and types of Python values."""

from __future__ import annotations

import datetime
import pickle
from typing import Any

import pytest
from pyflink.common import Row, RowKind
from pyflink.table.types import (
    DataTypes,
    RowType,
    VarCharType,
    _create_type_verifier,
    _infer_schema_from_data,
    from_arrow_type,
    to_arrow_type,
)

from drey.pyflink.table.type_conversion import from_logical, to_logical
from drey.types.type_parser import parse_type

TEXTS = [
    "BOOLEAN NOT NULL",
    "CHAR(3)",
    "VARCHAR(10)",
    "STRING",
    "BINARY(2)",
    "BYTES",
    "DECIMAL(10, 2)",
    "TINYINT",
    "SMALLINT",
    "INT",
    "BIGINT NOT NULL",
    "FLOAT",
    "DOUBLE",
    "DATE",
    "TIME(3)",
    "TIMESTAMP(3)",
    "TIMESTAMP_LTZ(9)",
    "INTERVAL DAY(3) TO SECOND(2)",
    "INTERVAL YEAR(4)",
    "INTERVAL MONTH",
    "INTERVAL HOUR TO MINUTE",
    "ARRAY<INT NOT NULL> NOT NULL",
    "MAP<STRING NOT NULL, ARRAY<BIGINT>>",
    "MULTISET<INT>",
    "ROW<`a` INT NOT NULL, `b` ROW<`c` STRING>>",
]


@pytest.mark.parametrize("text", TEXTS)
def test_conversion_goes_there_and_back(text: str) -> None:
    logical = parse_type(text)
    data_type = from_logical(logical)
    assert to_logical(data_type) == logical
    assert pickle.loads(pickle.dumps(data_type)) == data_type


def test_repr_and_equality_are_pyflinks() -> None:
    row = DataTypes.ROW([DataTypes.FIELD("a", DataTypes.BIGINT()), DataTypes.FIELD("b", DataTypes.STRING())])
    assert repr(row) == (
        "RowType(RowField(a, BigIntType(true), ...),RowField(b, VarCharType(2147483647, true), ...))"
    )
    assert repr(DataTypes.DECIMAL(10, 2).not_null()) == "DecimalType(10, 2, false)"
    assert str(DataTypes.INT()) == "INT"
    assert DataTypes.STRING() == VarCharType(2147483647)
    assert DataTypes.INT() != DataTypes.INT().not_null()
    assert DataTypes.ARRAY(DataTypes.INT()) != DataTypes.MULTISET(DataTypes.INT())
    assert row["a"].data_type == DataTypes.BIGINT()
    assert row.field_names() == ["a", "b"]


def test_bad_types_fail() -> None:
    with pytest.raises(AssertionError):
        DataTypes.DECIMAL(39, 0)
    with pytest.raises(ValueError, match="Unsupported interval"):
        DataTypes.INTERVAL(DataTypes.SECOND(), DataTypes.DAY())


def test_inference_merges_rows_and_fills_nulls() -> None:
    schema = _infer_schema_from_data([(1, None), (2, "x")], ["a"])
    assert schema == RowType().add("a", DataTypes.BIGINT()).add("_2", DataTypes.STRING())
    with pytest.raises(ValueError, match="cannot be determined"):
        _infer_schema_from_data([(None,)])
    with pytest.raises(TypeError, match="Can not merge"):
        _infer_schema_from_data([(1,), ("x",)])


@pytest.mark.parametrize(
    ("data_type", "value", "error"),
    [
        (DataTypes.TINYINT(), 128, ValueError),
        (DataTypes.INT().not_null(), None, ValueError),
        (DataTypes.INT(), "1", TypeError),
        (DataTypes.VARCHAR(2), "abc", ValueError),
        (DataTypes.ARRAY(DataTypes.SMALLINT()), [1, 40000], ValueError),
        (DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()), {"a": "b"}, TypeError),
        (DataTypes.ROW([DataTypes.FIELD("a", DataTypes.INT())]), (1, 2), ValueError),
    ],
)
def test_verifier(data_type: Any, value: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        _create_type_verifier(data_type)(value)


def test_values_convert_to_sql_and_back() -> None:
    row = DataTypes.ROW([DataTypes.FIELD("d", DataTypes.DATE()), DataTypes.FIELD("n", DataTypes.INT())])
    value = Row.of_kind(RowKind.DELETE, datetime.date(1970, 1, 3), 5)
    assert row.to_sql_type(value) == (3, 2, 5)
    assert row.from_sql_type((2, 5)) == Row(d=datetime.date(1970, 1, 3), n=5)


@pytest.mark.parametrize("text", ["INT", "STRING", "DECIMAL(5, 2)", "TIMESTAMP(3)", "ARRAY<BIGINT>"])
def test_arrow_goes_there_and_back(text: str) -> None:
    data_type = from_logical(parse_type(text))
    assert from_arrow_type(to_arrow_type(data_type)) == data_type
