"""Evaluates SQL expressions over ``samples`` through PyFlink's public API, many in one job.

The same code runs on real Flink (the recorder) and on Drey (the replay).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from canonical import as_text, canonical, travels_as_text

_COLUMN = re.compile(r"^ {2}`((?:[^`]|``)*)` (.*?),?$")
_SUFFIX = re.compile(r"\s@\s+(id\s*=\s*\d+)\s*$")
_SAMPLES = 8  # rows of ``samples``


@dataclass(frozen=True)
class Line:
    """An expression and the filter on ``samples`` that a suffix ``@ id=3`` gives."""

    sql: str
    where: str | None = None

    @classmethod
    def parse(cls, text: str) -> Line:
        """Split ``expression @ id=3`` into the expression and the filter."""
        match = _SUFFIX.search(text)
        if match is None:
            return cls(text.strip())
        return cls(text[: match.start()].strip(), match.group(1))

    @property
    def text(self) -> str:
        """The line as it stands in a family's file."""
        return self.sql if self.where is None else f"{self.sql} @ {self.where}"

    def query(self, selected: str) -> str:
        """A query of the given SELECT list over the rows the line asks for."""
        where = "" if self.where is None else f" WHERE {self.where}"
        return f"SELECT {selected} FROM samples{where}"


def reraise_if_meant_for_the_process(error: BaseException) -> None:
    """Let an interrupt through; a panic of a native library is no ``Exception`` and still only a result."""
    if isinstance(error, KeyboardInterrupt | SystemExit):
        raise error


def column_types(schema: Any) -> list[str]:
    """The summary text of every column's type, from a ``ResolvedSchema``."""
    matches = (_COLUMN.match(line) for line in str(schema).splitlines())
    return [match.group(2) for match in matches if match]


def selected(sql: str, type_text: str) -> str:
    """The expression as it goes into the SELECT list, so that its value arrives unharmed."""
    return as_text(f"({sql})", type_text) if travels_as_text(type_text) else sql


class Evaluator:
    """Finds types one by one and values in batches that are halved where a job fails.

    Args:
        t_env: A batch ``TableEnvironment`` where ``samples`` is registered.
        describe: Turns an exception into the text of the record.
        batch: How many expressions go into one job.
    """

    def __init__(self, t_env: Any, describe: Callable[[BaseException], str], batch: int = 25) -> None:
        self._t_env = t_env
        self._describe = describe
        self._batch = batch

    def evaluate(self, lines: Sequence[Line]) -> list[dict[str, Any]]:
        """One record per line: ``sql`` with ``type`` and ``values``, or with ``error`` and ``phase``."""
        records: list[dict[str, Any]] = [{"sql": line.text} for line in lines]
        groups: dict[str | None, list[int]] = {}
        for index, line in enumerate(lines):
            try:
                table = self._t_env.sql_query(line.query(f"{line.sql} AS e"))
                records[index]["type"] = column_types(table.get_resolved_schema())[0]
            except BaseException as error:
                reraise_if_meant_for_the_process(error)
                records[index].update(error=self._describe(error), phase="validate")
                continue
            groups.setdefault(line.where, []).append(index)
        for where, group in groups.items():
            size = self._batch if where is None else 1
            for start in range(0, len(group), size):
                self._values(lines, records, group[start : start + size])
        return records

    def _values(self, lines: Sequence[Line], records: list[dict[str, Any]], group: list[int]) -> None:
        columns = ["id", *(f"{selected(lines[k].sql, records[k]['type'])} AS e{k}" for k in group)]
        query = lines[group[0]].query(", ".join(columns))
        try:
            with self._t_env.execute_sql(query).collect() as result:
                rows = sorted(([*row] for row in result), key=lambda row: row[0])
            if lines[group[0]].where is None and len(rows) != _SAMPLES:
                # PyFlink's iterator may end without an error where a job fails between two rows.
                raise RuntimeError(f"the job ended after {len(rows)} of {_SAMPLES} rows")
            columns_of_values = list(zip(*rows, strict=True))[1:] if rows else [() for _ in group]
            found = [
                [canonical(value, records[k]["type"]) for value in values]
                for k, values in zip(group, columns_of_values, strict=True)
            ]
        except BaseException as error:
            reraise_if_meant_for_the_process(error)
            if len(group) == 1:
                records[group[0]].update(error=self._describe(error), phase="run")
                return
            middle = len(group) // 2
            self._values(lines, records, group[:middle])
            self._values(lines, records, group[middle:])
            return
        for k, values in zip(group, found, strict=True):
            records[k]["values"] = values
