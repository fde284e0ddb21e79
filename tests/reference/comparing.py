"""Compares a replayed record with the recorded one and keeps the list of known gaps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DOUBLE_TOLERANCE = 1e-13  # sums and StrictMath against the C library: the last digits may differ


def same_value(expected: Any, actual: Any, type_text: str) -> bool:
    """Equality of canonical values; a DOUBLE may differ in its last digits, never in its sign or kind."""
    if expected == actual:
        return type(expected) is type(actual)
    if not type_text.startswith("DOUBLE") or expected is None or actual is None:
        return False
    left, right = float(expected), float(actual)
    return math.copysign(1, left) == math.copysign(1, right) and math.isclose(
        left, right, rel_tol=DOUBLE_TOLERANCE
    )


def expression_mismatch(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> str | None:
    """What differs between two records of an expression, or None.

    An error that Flink raises while it runs may come earlier here, as types and constants are checked
    before; an error of Flink's validation must be an error here too.
    """
    if "error" in expected:
        if "error" in actual:
            return None
        return f"expected the error ({expected['phase']}) {expected['error']}\n  actual {_values(actual)}"
    if "error" in actual:
        return f"expected {_values(expected)}\n  actual the error ({actual['phase']}) {actual['error']}"
    same = expected["type"] == actual["type"] and len(expected["values"]) == len(actual["values"])
    pairs = zip(expected["values"], actual["values"], strict=False)
    if same and all(same_value(old, new, expected["type"]) for old, new in pairs):
        return None
    return f"expected {_values(expected)}\n  actual {_values(actual)}"


def _values(record: Mapping[str, Any]) -> str:
    return f"{record['type']} {record['values']!r}"


def query_mismatch(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> str | None:
    """What differs between two results of a query in one mode, or None."""
    if "error" in expected or "error" in actual:
        if "error" in expected and "error" in actual:
            return None
        return f"expected {_result(expected)}\n  actual {_result(actual)}"
    types = expected["types"]
    if types == actual["types"] and len(expected["rows"]) == len(actual["rows"]):
        pairs = zip(expected["rows"], actual["rows"], strict=True)
        if all(_same_row(old, new, types) for old, new in pairs):
            return None
    return f"expected {_result(expected)}\n  actual {_result(actual)}"


def _same_row(expected: Sequence[Any], actual: Sequence[Any], types: Sequence[str]) -> bool:
    return all(map(same_value, expected, actual, types))


def _result(result: Mapping[str, Any]) -> str:
    if "error" in result:
        return f"the error {result['error']}"
    lines = [f"[{', '.join(result['types'])}], {len(result['rows'])} rows"]
    return "\n    ".join([*lines, *(repr(row) for row in result["rows"][:12])])


def known_gaps(name: str) -> dict[str, str]:
    """Expression (or query) -> reason, from the section ``name`` of ``known_gaps.yaml``."""
    sections = yaml.safe_load((HERE / "known_gaps.yaml").read_text(encoding="utf-8")) or {}
    by_reason: Mapping[str, Iterable[str]] = sections.get(name) or {}
    return {sql: reason for reason, sqls in by_reason.items() for sql in sqls}


def report(name: str, found: Mapping[str, str | None]) -> str:
    """The text of a failure: mismatches that are no known gap, and gaps that are none any more.

    Args:
        name: The section of ``known_gaps.yaml``.
        found: Expression or query -> what differs, None where nothing does.
    """
    gaps = known_gaps(name)
    parts = [f"{sql}\n  {text}" for sql, text in found.items() if text is not None and sql not in gaps]
    if parts:
        parts.insert(0, f"{len(parts)} of {len(found)} differ from the record")
    closed = [sql for sql in gaps if found.get(sql, "") is None]
    parts += [f"passes now, remove it from known_gaps.yaml: {sql}" for sql in closed]
    parts += [f"stands in known_gaps.yaml but not in the record: {sql}" for sql in gaps if sql not in found]
    return "\n".join(parts)
