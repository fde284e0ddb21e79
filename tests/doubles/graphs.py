"""Job graphs for tests, put together operator by operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from drey.connectors.api import TableSpec
from drey.graph.job_graph import InputEdge, JobGraph, OperatorSpec
from drey.types.logical import RowType
from drey.types.type_parser import parse_type
from tests.doubles.connectors import as_resource, install

install()


def row_type(**types: str) -> RowType:
    """A row type of Flink's type texts by column name."""
    return RowType.of(*((name, parse_type(text)) for name, text in types.items()), nullable=False)


class GraphBuilder:
    """Collects operators; each method returns the new operator's id."""

    def __init__(self, name: str = "test job") -> None:
        self.name = name
        self.operators: list[OperatorSpec] = []
        self.resources: dict[str, bytes] = {}
        self.functions: dict[str, bytes] = {}

    def add(
        self,
        kind: str,
        params: Mapping[str, Any],
        inputs: Sequence[int],
        output: RowType,
        uid: str | None = None,
    ) -> int:
        number = len(self.operators) + 1
        spec = OperatorSpec(
            id=number,
            uid=uid or f"{kind}-{number}",
            name=f"{kind.capitalize()}({number})",
            kind=kind,
            params=params,
            inputs=tuple(InputEdge(i) for i in inputs),
            output=output,
        )
        self.operators.append(spec)
        return number

    def rows(self, frame: pl.DataFrame, output: RowType, path: str = "t", **options: str) -> int:
        """A ``rows`` source; options by key with ``_`` for ``-``."""
        self.resources[path] = as_resource(frame)
        given = {key.replace("_", "-"): value for key, value in options.items()}
        spec = TableSpec(path, {"connector": "rows", **given}, output, resource=path)
        return self.add("source", {"table": spec.to_json()}, (), output, uid=f"source-{path}")

    def sink(
        self, source: int, row: RowType, path: str = "out", connector: str = "memory-sink", **options: str
    ) -> int:
        given = {key.replace("_", "-"): value for key, value in options.items()}
        spec = TableSpec(path, {"connector": connector, **given}, row)
        return self.add("sink", {"table": spec.to_json()}, (source,), row, uid=f"sink-{path}")

    def build(self, **options: str) -> JobGraph:
        return JobGraph(self.name, tuple(self.operators), self.functions, self.resources, options)
