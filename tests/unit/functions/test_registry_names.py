"""The registries' tables name what the families define."""

from __future__ import annotations

import pytest

from drey.functions import aggregates, registry
from drey.functions.listing import FLINK_NAMES, built_in_kind, listed_functions


@pytest.mark.parametrize("tables", [registry, aggregates])
def test_tables_name_what_the_modules_define(tables: object) -> None:
    families: dict[str, str] = tables.FAMILIES  # type: ignore[attr-defined]
    for module, names in families.items():
        functions = tables.family(module)  # type: ignore[attr-defined]
        assert set(names.split()) == {n for f in functions for n in (f.name, *f.sql_names)}, module


def test_a_name_belongs_to_one_family() -> None:
    names = [
        name
        for families in (registry.FAMILIES, aggregates.FAMILIES)
        for f in families.values()
        for name in f.split()
    ]
    assert len(names) == len(set(names))
    assert registry.find_scalar("char_length") is registry.scalar_function("CHAR_LENGTH")
    assert registry.find_scalar("no_such_function") is None


NOT_BUILT = {
    "AGG_DECIMAL_MINUS",
    "AGG_DECIMAL_PLUS",
    "ASSIGNMENT",
    "DEFAULT",
    "FROM_CHANGELOG",
    "HIVE_AGG_DECIMAL_PLUS",
    "ML_PREDICT",
    "TO_CHANGELOG",
    "end",
    "lag",
    "lead",
    "over",
    "reinterpretCast",
    "rowtime",
    "start",
    "streamRecordTimestamp",
}


def test_show_functions_lists_all_but_what_is_not_built() -> None:
    assert set(FLINK_NAMES) - set(listed_functions()) == NOT_BUILT


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("as", "OTHER"),
        ("distinct", "AGGREGATE"),
        ("ifThenElse", "SCALAR"),
        ("JSON_OBJECTAGG_NULL_ON_NULL", "AGGREGATE"),
        ("stddevPop", "AGGREGATE"),
        ("greaterThan", "SCALAR"),
        ("upper", "SCALAR"),
    ],
)
def test_the_kind_of_a_function_is_that_of_flink(name: str, kind: str) -> None:
    assert built_in_kind(name) == kind
