"""Runs the event scripts of operators: YAML documents of a spec and a list of events with what must follow.

A document has ``operator`` (the kind), ``params``, ``inputs`` (row types by column name), ``output``, perhaps
``options``, and ``script``, a list of events, each with the ``out`` that it must give:

- ``batch``: rows, as lists of values with a row kind such as ``-U`` in front if it is none of ``+I``; for an input
  other than the first with ``input``.
- ``watermark``: a timestamp; ``idle``: true or false; ``tick``: a time in seconds; ``end``: true.
- ``recover``: true: snapshot, write the snapshot to disk, and go on with a new operator from it, with the next of
  the state backends that the script is run with.
- ``fails``: a part of the message that the event must fail with.

``out`` is a list of rows, ``{watermark: n}``, ``{idle: bool}`` and ``end``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from drey.errors import JobError
from drey.graph.job_graph import InputEdge, JobGraph, OperatorSpec
from drey.runtime.checkpoint.manifest import Manifest, fingerprint
from drey.runtime.checkpoint.storage import read_snapshot, write_snapshot
from drey.runtime.configuration import evaluation_context
from drey.runtime.elements import (
    ROW_KIND,
    ChangelogBatch,
    Element,
    EndOfInput,
    Watermark,
    WatermarkStatus,
)
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.registry import operator_class
from drey.runtime.state.backend import MemoryBackend, StateBackend
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.tasks.operator_node import OperatorNode
from drey.types.changelog import RowKind
from drey.types.logical import RowType
from drey.types.polars_types import polars_schema
from tests.doubles.graphs import row_type

_KINDS = {kind.short: kind for kind in RowKind}


class _Recorder:
    """Stands where the consumers of the operator would."""

    def __init__(self) -> None:
        self.elements: list[Any] = []

    def receive(self, element: Element, index: int) -> None:
        match element:
            case ChangelogBatch():
                kinds = element.kinds.to_list()
                for kind, values in zip(kinds, element.rows.rows(), strict=True):
                    short = RowKind(kind).short
                    self.elements.append([*([] if short == "+I" else [short]), *values])
            case Watermark():
                self.elements.append({"watermark": element.timestamp})
            case WatermarkStatus():
                self.elements.append({"idle": element.idle})
            case EndOfInput():
                self.elements.append("end")


class OperatorScript:
    """One operator between scripted inputs and a recorder."""

    def __init__(
        self, document: dict[str, Any], directory: Path, backends: Sequence[str] = ("hashmap",)
    ) -> None:
        self.backends = itertools.cycle(backends)
        self.document = document
        self.directory = directory
        self.inputs = tuple(row_type(**columns) for columns in document["inputs"])
        self.spec = OperatorSpec(
            id=9,
            uid="op",
            name="Op",
            kind=document["operator"],
            params=document.get("params", {}),
            inputs=tuple(InputEdge(i) for i in range(len(self.inputs))),
            output=row_type(**document["output"]),
        )
        self.recoveries = 0
        self.recorder = _Recorder()
        self.node = self._make(None)

    def _make(self, state: OperatorSnapshot | None) -> OperatorNode:
        options = self.document.get("options", {})
        self.state: StateBackend = MemoryBackend()
        if next(self.backends) == "rocksdb":
            self.state = RocksDbBackend(self.directory / "rocksdb", StateMemory(1 << 20, hot_rows=1))
        context = OperatorContext(
            self.spec, self.inputs, evaluation_context(options), options, state=self.state
        )
        node = OperatorNode(self.spec, operator_class(self.spec.kind)(context))
        if state is not None and (state.tables or state.values):
            node.operator.restore(state.reader())
        node.operator.open()
        node.output.consumers.append((self.recorder, 0))  # type: ignore[arg-type]
        return node

    def run(self) -> None:
        for number, event in enumerate(self.document["script"], 1):
            self.recorder.elements.clear()
            if "fails" in event:
                with pytest.raises(JobError) as caught:
                    self.play(event)
                assert event["fails"] in str(caught.value), f"event {number}"
                return
            self.play(event)
            assert self.recorder.elements == event.get("out", []), f"event {number}: {event}"
        self._close()

    def _close(self) -> None:
        self.node.operator.close()
        self.state.close()

    def play(self, event: dict[str, Any]) -> None:
        index = event.get("input", 0)
        if "batch" in event:
            self.node.receive(ChangelogBatch(frame(event["batch"], self.inputs[index])), index)
        elif "watermark" in event:
            self.node.receive(Watermark(event["watermark"]), index)
        elif "idle" in event:
            self.node.receive(WatermarkStatus(event["idle"]), index)
        elif "tick" in event:
            self.node.tick(event["tick"])
        elif "end" in event:
            self.node.receive(EndOfInput(), index)
        elif "recover" in event:
            self.recover()

    def recover(self) -> None:
        self.recoveries += 1
        self.node.prepare_snapshot(self.recoveries)
        snapshot = OperatorSnapshot("op", "Op")
        self.node.operator.snapshot(snapshot.writer())
        target = self.directory / f"chk-{self.recoveries}"
        graph = JobGraph("script", (self.spec,))
        manifest = Manifest("j", "script", "j", self.recoveries, "checkpoint", 0, 128, fingerprint(graph), ())
        write_snapshot(target, manifest, [snapshot])
        self._close()
        self.node = self._make(read_snapshot(target)[1]["op"])


def frame(rows: list[list[Any]], type_: RowType) -> pl.DataFrame:
    """Rows of a script as a frame; with ``$kind`` if any row has a kind."""
    schema = polars_schema(type_)
    kinds = [
        _KINDS[row[0]] if row[0] in _KINDS and len(row) > len(schema) else RowKind.INSERT for row in rows
    ]
    values = [row[1:] if len(row) > len(schema) else row for row in rows]
    data = pl.DataFrame(values, schema=schema, orient="row", strict=True)
    if any(kind is not RowKind.INSERT for kind in kinds):
        data = data.with_columns(pl.Series(ROW_KIND, [int(k) for k in kinds], dtype=pl.Int8))
    return data


def scripts(directory: Path) -> list[Any]:
    """The documents of all YAML files of a directory, as pytest parameters."""
    return [
        pytest.param(document, id=f"{path.stem}: {document['name']}")
        for path in sorted(directory.glob("*.yaml"))
        for document in yaml.safe_load_all(path.read_text())
    ]
