"""Writes docs/reference/functions.md: every built-in function, with an example whose result is recorded from Flink.

Usage: make_function_reference.py [--check]
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from drey.functions import registry
from drey.functions.aggregates import all_aggregates
from drey.functions.definition import ScalarFunction

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "functions.md"
RECORDED = ROOT / "tests" / "reference" / "recorded"

COLUMNS = {
    "s": "'Apache Flink'", "s2": "'Fl'", "i": "3", "n": "2", "d": "2.5", "bo": "TRUE", "dt": "DATE '2024-02-29'",
    "ts3": "TIMESTAMP '2024-02-29 12:34:56.789'", "arr_s": "ARRAY['a', 'b']",
}  # fmt: skip
"""Columns of the recorded table that examples may name, with their values in its first row."""

OPERATORS = {
    "EQUALS": "=", "NOT_EQUALS": "<>", "LESS_THAN": "<", "LESS_THAN_OR_EQUAL": "<=", "GREATER_THAN": ">",
    "GREATER_THAN_OR_EQUAL": ">=", "PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/", "MOD": "%",
    "NEGATE": "- (one operand)", "MINUS_PREFIX": "- (one operand)", "CONCAT_OPERATOR": "||", "AT": "a[1], m['key']",
    "FIELD": "r.field", "UNARY_PLUS": "+ (one operand)", "TRY_CAST": "TRY_CAST", "SIMILAR": "SIMILAR TO",
    "TEMPORAL_OVERLAPS": "OVERLAPS",
}  # fmt: skip
"""What SQL writes where it has no name."""

CHOSEN = {
    "PARSE_JSON": """PARSE_JSON('{"a": [1, 2.50]}')['a'][2]""",
    "TRY_PARSE_JSON": """TRY_PARSE_JSON('{"b":1,"a":2}')""",
}
"""Examples that say more than the shortest one."""

HEAD = """# Built-in functions

<!-- Written by scripts/make_function_reference.py. -->

The functions that SQL and the Table API have today, by family. Arguments, results and NULLs are Flink's:
[Flink's reference](https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/dev/table/functions/systemfunctions/)
describes each; [differences](../divergences.md) are listed. The results of the examples are recorded from Flink 2.3;
where an example names columns, they are those of one row: {columns}.
Functions of SQL are methods or functions of `pyflink.table.expressions` in Python: `UPPER(name)` is
`col("name").upper_case`.
"""


def main(arguments: list[str]) -> int:
    text = page()
    if "--check" in arguments:
        return 0 if PAGE.read_text() == text else 1
    PAGE.write_text(text)
    return 0


def page() -> str:
    """The text of the page."""
    examples = recorded_examples()
    columns = ", ".join(f"`{name}` is `{value}`" for name, value in COLUMNS.items())
    parts = [HEAD.replace("{columns}", columns)]
    for module in registry.FAMILIES:
        parts.append(f"\n## {title(module)}\n\n| function | example | result |\n|---|---|---|\n")
        for function in registry.family(module):
            if function.name == "REINTERPRET":  # the planner's own
                continue
            names = spellings(function)
            found = next((e for name in names for e in example(examples, name)), ("", ""))
            parts.append(f"| {', '.join(map(code, names))} | {code(found[0])} | {code(found[1])} |\n")
    parts.append("\n## Aggregate functions\n\nWith DISTINCT and FILTER (WHERE ...) as in Flink.\n\n")
    for aggregate in all_aggregates():
        if aggregate.name not in ("SUM0", "SINGLE_VALUE"):  # the optimizer's own
            parts.append("- " + ", ".join(map(code, (aggregate.name, *aggregate.sql_names))) + "\n")
    return "".join(parts)


def title(module: str) -> str:
    """The first sentence of the docstring of the module that defines a family."""
    document = (importlib.import_module(f"drey.functions.{module}").__doc__ or module).split("\n")[0]
    return re.split(r"[.:;](?:\s|$)", document)[0].replace("``", "`")


def spellings(function: ScalarFunction) -> list[str]:
    """What SQL calls a function: its names, or the sign or words that stand for it."""
    if function.sql_names:
        return list(function.sql_names)
    return [OPERATORS.get(function.name, function.name.replace("_", " "))]


def code(text: str) -> str:
    """A text as code in a table's cell."""
    return f"`{text}`".replace("|", "\\|") if text else ""


def recorded_examples() -> list[tuple[str, str]]:
    """Recorded expressions without columns and their values, the shortest first."""
    found = []
    for path in sorted(RECORDED.glob("*.json")):
        for record in json.loads(path.read_text())["records"]:
            values = record.get("values")
            if not values or values[0] is None or "`" in record["sql"]:
                continue
            named = columns_of(record["sql"])
            if named <= set(COLUMNS) and (named or all(value == values[0] for value in values)):
                found.append((bool(named), record["sql"], shown(values[0])))
    return [(sql, value) for _, sql, value in sorted(found, key=lambda one: (one[0], len(one[1]), one[1]))]


def columns_of(sql: str) -> set[str]:
    """The words in lower case outside of quotes: columns of the recorded table."""
    return set(re.findall(r"\b[a-z]\w*", re.sub(r"'(?:[^']|'')*'", "''", sql)))


def shown(value: object) -> str:
    """A recorded value as one short line, or nothing where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() and text.strip() == text and len(text) < 60 else ""


def example(examples: list[tuple[str, str]], name: str) -> Iterator[tuple[str, str]]:
    """Examples in which a function is called by this name with an argument that isn't NULL; behind them the call alone."""
    if name in CHOSEN:
        yield next(one for one in examples if one[0] == CHOSEN[name])
    if "(" in name or "[" in name or "." in name:
        return
    word = name
    start = re.compile(
        rf"{re.escape(word)}(?:\((?!\)|NULL)|$| )|.+ {re.escape(word)}\b"
        if word[0].isalpha()
        else rf"[^(]+ {re.escape(word)} .+"
    )
    for sql, value in examples:
        if start.match(sql) and value and "NULL" not in sql and "PARSE_JSON" not in sql:
            yield sql, value
    yield from ((sql, value) for sql, value in examples if sql == f"{name}()" and value)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
