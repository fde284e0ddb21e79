"""Result types of the aggregates, as a running Flink 2.3.0 reports them."""

from __future__ import annotations

import pytest

from drey.errors import ValidationError
from drey.functions.aggregates import all_aggregates, find_aggregate
from drey.functions.definition import CallTypes
from drey.types.type_parser import parse_type

TYPES = [
    ("SUM", "TINYINT", "TINYINT"),
    ("SUM", "INT", "INT"),
    ("SUM", "BIGINT NOT NULL", "BIGINT NOT NULL"),
    ("SUM", "FLOAT", "FLOAT"),
    ("SUM", "DECIMAL(10, 2)", "DECIMAL(38, 2)"),
    ("SUM", "DECIMAL(20, 8)", "DECIMAL(38, 8)"),
    ("$SUM0", "INT", "INT NOT NULL"),
    ("AVG", "SMALLINT", "SMALLINT"),
    ("AVG", "DECIMAL(10, 2)", "DECIMAL(38, 6)"),
    ("AVG", "DECIMAL(20, 8)", "DECIMAL(38, 8)"),
    ("STDDEV_POP", "INT", "INT"),
    ("STDDEV", "FLOAT", "FLOAT"),
    ("VAR_POP", "DECIMAL(10, 2)", "DECIMAL(38, 6)"),
    ("VARIANCE", "DOUBLE", "DOUBLE"),
    ("MIN", "TIMESTAMP(0)", "TIMESTAMP(0)"),
    ("MAX", "STRING", "STRING"),
    ("COUNT", "STRING", "BIGINT NOT NULL"),
    ("FIRST_VALUE", "BOOLEAN", "BOOLEAN"),
    ("COLLECT", "INT NOT NULL", "MULTISET<INT NOT NULL> NOT NULL"),
    ("ARRAY_AGG", "INT NOT NULL", "ARRAY<INT NOT NULL> NOT NULL"),
    ("ARRAY_AGG", "INT", "ARRAY<INT>"),
    ("LISTAGG", "STRING", "STRING"),
    ("JSON_ARRAYAGG", "INT", "VARCHAR(2000) NOT NULL"),
]


@pytest.mark.parametrize(("name", "argument", "result"), TYPES)
def test_the_result_type(name: str, argument: str, result: str) -> None:
    function = find_aggregate(name)
    assert function is not None
    assert str(function.infer(CallTypes(name, [parse_type(argument)]))) == result


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("SUM", ["STRING"]), ("AVG", ["BOOLEAN"]), ("MAX", ["ARRAY<INT>"]), ("LISTAGG", ["INT"]), ("SUM", [])],
)
def test_arguments_that_fit_nothing_are_named(name: str, arguments: list[str]) -> None:
    function = find_aggregate(name)
    assert function is not None
    with pytest.raises(ValidationError, match=f"invalid arguments for function '{name}'") as error:
        function.infer(CallTypes(name, [parse_type(a) for a in arguments]))
    assert error.value.detail == f"found ({', '.join(arguments)})"


def test_names_are_unique() -> None:
    names = [name for function in all_aggregates() for name in (function.name, *function.sql_names)]
    assert len(names) == len(set(names))
