"""Every function that SQL can call by its name stands in an expression or query that Flink answered with a result."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from drey.functions.aggregates import all_aggregates
from drey.functions.registry import FAMILIES, family

HERE = Path(__file__).parent
PLANNERS_OWN = ("SUM0", "SINGLE_VALUE")
REFUSED = ("CURRENT_WATERMARK", "SOURCE_WATERMARK")
"""Flink refuses them over tables without event time; their errors are recorded."""
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_WORD = re.compile(r"[A-Z$][A-Z0-9_$]*")


def _scalars() -> list[str]:
    names = {name for module in FAMILIES for one in family(module) for name in one.sql_names}
    return sorted(names.difference(REFUSED))


def _aggregates() -> list[str]:
    named = (one for one in all_aggregates() if one.name not in PLANNERS_OWN)
    return sorted({name for one in named for name in (one.sql_names or (one.name,))})


@cache
def _answered() -> frozenset[str]:
    """The words outside of quotes of all expressions and queries that Flink answered with a result."""
    texts = []
    for path in (HERE / "recorded").glob("*.json"):
        records = json.loads(path.read_text(encoding="utf-8"))["records"]
        texts += [record["sql"] for record in records if "values" in record]
    queries = json.loads((HERE / "recorded_queries.json").read_text(encoding="utf-8"))["records"]
    for record in queries:
        results = [record["batch"], record["streaming"]]
        if any(isinstance(result, dict) and "rows" in result for result in results):
            texts.append(record["sql"])
    return frozenset(word for text in texts for word in _WORD.findall(_QUOTED.sub("''", text.upper())))


@pytest.mark.parametrize("name", [*_scalars(), *_aggregates()])
def test_function_is_recorded(name: str) -> None:
    assert name in _answered(), f"add expressions with {name} to tests/reference and record them"
