"""Common types, decimal results and literal types as Flink's planner derives them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from drey.errors import ValidationError
from drey.types import inference
from drey.types import logical as t
from drey.types.casting import supports_cast
from drey.types.type_parser import parse_type


@pytest.mark.parametrize(
    ("types", "common"),
    [
        (["INT", "BIGINT"], "BIGINT"),
        (["TINYINT", "DECIMAL(2, 1)"], "DECIMAL(4, 1)"),
        (["BIGINT", "DECIMAL(10, 2)"], "DECIMAL(21, 2)"),
        (["DECIMAL(38, 0)", "DECIMAL(38, 18)"], "DECIMAL(38, 0)"),
        (["DECIMAL(10, 2)", "DOUBLE"], "DOUBLE"),
        (["FLOAT", "DOUBLE"], "FLOAT"),
        (["DOUBLE", "FLOAT"], "DOUBLE"),
        (["INT", "FLOAT"], "FLOAT"),
        (["CHAR(1)", "CHAR(3)"], "VARCHAR(3)"),
        (["CHAR(2)", "CHAR(2)"], "CHAR(2)"),
        (["CHAR(5)", "VARCHAR(10)", "STRING"], "STRING"),
        (["BINARY(1)", "BINARY(2)"], "VARBINARY(2)"),
        (["TIMESTAMP(3)", "TIMESTAMP(6)"], "TIMESTAMP(6)"),
        (["TIMESTAMP_LTZ(3)", "TIMESTAMP(3)"], "TIMESTAMP_LTZ(3)"),
        (["TIME(3)", "TIME(0)"], "TIME(3)"),
        (["ARRAY<INT>", "ARRAY<BIGINT NOT NULL>"], "ARRAY<BIGINT>"),
        (["ROW<a INT>", "ROW<b BIGINT>"], "ROW<`a` BIGINT>"),
        (["INT NOT NULL", "NULL"], "INT"),
        (["INT NOT NULL", "BIGINT NOT NULL"], "BIGINT NOT NULL"),
        (["INT", "STRING"], None),
        (["DATE", "TIMESTAMP(3)"], None),
        (["BOOLEAN", "INT"], None),
    ],
)
def test_common_type(types: list[str], common: str | None) -> None:
    found = inference.common_type([parse_type(text.removesuffix(" NOT NULL")).with_nullable(not text.endswith("NOT NULL"))
                                   for text in types])  # fmt: skip
    assert (None if found is None else str(found)) == common


@pytest.mark.parametrize(
    ("operation", "left", "right", "result"),
    [
        (inference.decimal_sum_type, (10, 2), (10, 2), (11, 2)),
        (inference.decimal_sum_type, (38, 0), (38, 0), (38, 0)),
        (inference.decimal_sum_type, (38, 18), (10, 0), (38, 17)),
        (inference.decimal_product_type, (10, 2), (10, 2), (21, 4)),
        (inference.decimal_product_type, (38, 18), (38, 18), (38, 6)),
        (inference.decimal_quotient_type, (10, 2), (10, 2), (23, 13)),
        (inference.decimal_quotient_type, (10, 0), (2, 1), (17, 6)),
        (inference.decimal_quotient_type, (38, 18), (38, 18), (38, 6)),
        (inference.decimal_remainder_type, (10, 0), (10, 2), (10, 2)),
    ],
)
def test_decimal_result(
    operation: Any, left: tuple[int, int], right: tuple[int, int], result: tuple[int, int]
) -> None:
    assert operation(t.DecimalType(*left), t.DecimalType(*right)) == t.DecimalType(*result)


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        (1, "INT NOT NULL"),
        (-2147483648, "INT NOT NULL"),
        (2147483648, "BIGINT NOT NULL"),
        (Decimal("1.50"), "DECIMAL(3, 2) NOT NULL"),
        (Decimal("0.10"), "DECIMAL(3, 2) NOT NULL"),
        (1.5, "DOUBLE NOT NULL"),
        ("abc", "CHAR(3) NOT NULL"),
        ("", "CHAR(0) NOT NULL"),
        (b"A", "BINARY(1) NOT NULL"),
        (True, "BOOLEAN NOT NULL"),
        (dt.date(2024, 1, 1), "DATE NOT NULL"),
        (dt.time(12, 0, 0, 123000), "TIME(3) NOT NULL"),
        (dt.datetime(2024, 1, 1, 0, 0, 0, 120000), "TIMESTAMP(2) NOT NULL"),
        (None, "NULL"),
    ],
)
def test_literal_type(value: Any, type_: str) -> None:
    assert str(inference.literal_type(value)) == type_


@pytest.mark.parametrize("value", [2**63, Decimal("1" * 39), Decimal("NaN")])
def test_literals_out_of_range(value: Any) -> None:
    with pytest.raises(ValidationError, match="out of range"):
        inference.literal_type(value)


@pytest.mark.parametrize(
    ("source", "target", "supported"),
    [
        ("INT", "STRING", True),
        ("ROW<a INT>", "STRING", True),
        ("STRING", "DATE", True),
        ("INT", "DATE", False),
        ("TIMESTAMP(3)", "BIGINT", False),
        ("BYTES", "INT", False),
        ("BYTES", "STRING", True),
        ("ARRAY<INT>", "ARRAY<STRING>", True),
        ("ARRAY<INT>", "ARRAY<DATE>", False),
        ("ROW<a INT>", "ROW<a INT, b INT>", False),
        ("INT", "INTERVAL DAY", True),
    ],
)
def test_supported_casts(source: str, target: str, supported: bool) -> None:
    assert supports_cast(parse_type(source), parse_type(target)) is supported
