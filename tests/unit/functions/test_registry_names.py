"""The registries' tables name what the families define."""

from __future__ import annotations

import pytest

from drey.functions import aggregates, registry


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
