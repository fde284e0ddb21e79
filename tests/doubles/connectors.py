"""A source and two sinks for tests of the runtime, found by the connector registry once :func:`install` ran."""

from __future__ import annotations

import io
import os
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from drey.connectors import registry
from drey.connectors.api import (
    Committer,
    Fetched,
    Sink,
    SinkWriter,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    SplitReader,
    TableFactory,
    TableSpec,
)

OPENED_GATES: dict[str, threading.Event] = defaultdict(threading.Event)
"""Sources with the option ``gate`` stop before the row of ``gate-at`` until the event of that name is set."""


def install() -> None:
    """Make the connectors ``rows``, ``memory-sink`` and ``directory-sink`` known."""
    for name, cls in (
        ("rows", "RowsFactory"),
        ("memory-sink", "MemorySinkFactory"),
        ("directory-sink", "DirectorySinkFactory"),
    ):
        registry.BUILT_IN[name] = f"{__name__}:{cls}"


def as_resource(frame: pl.DataFrame) -> bytes:
    """A frame as the resource that a ``rows`` table reads."""
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    return buffer.getvalue()


class RowsSource(Source):
    """The rows of a resource: ``splits`` pieces, handed over ``batch`` rows at a time, ``pause-ms`` between."""

    def __init__(self, spec: TableSpec, frame: pl.DataFrame) -> None:
        self.options = spec.options
        self.frame = frame

    def create_enumerator(self) -> SplitEnumerator:
        return RowsEnumerator(self)

    def create_reader(self) -> SourceReader:
        return RowsReader(self)


class RowsEnumerator(SplitEnumerator):
    def __init__(self, source: RowsSource) -> None:
        self.source = source
        self.done = False

    def discover(self) -> list[SourceSplit]:
        if self.done:
            return []
        self.done = True
        count = int(self.source.options.get("splits", "1"))
        height = self.source.frame.height
        bounds = [height * i // count for i in range(count + 1)]
        return [SourceSplit(f"s{i}", {"at": bounds[i], "end": bounds[i + 1]}) for i in range(count)]

    @property
    def interval(self) -> float | None:
        return 0.02 if self.source.options.get("unbounded") == "true" else None

    def snapshot(self) -> Any:
        return {"done": self.done}

    def restore(self, state: Any) -> None:
        self.done = state["done"]


class RowsReader(SplitReader):
    def __init__(self, source: RowsSource) -> None:
        super().__init__()
        self.source = source
        self.woken = False

    def wake_up(self) -> None:
        self.woken = True

    def read(self, split: SourceSplit, max_rows: Callable[[], int]) -> Iterator[Fetched]:
        options = self.source.options
        at, end = split.position["at"], split.position["end"]
        batch = int(options["batch"]) if "batch" in options else None
        pause = float(options.get("pause-ms", "0")) / 1000
        gate_at = int(options.get("gate-at", "-1"))
        while True:
            if options.get("fail-at") is not None and at >= int(options["fail-at"]):
                raise ValueError("the disk is on fire")
            stop = min(end, at + (batch or max_rows()))
            if at <= gate_at < stop and not OPENED_GATES[options["gate"]].is_set():
                if gate_at == at:
                    while not OPENED_GATES[options["gate"]].wait(0.005):
                        if self.woken:
                            yield Fetched(self.source.frame[:0], split, split.id)
                else:
                    stop = gate_at
            data = self.source.frame[at:stop]
            at = stop
            yield Fetched(data, SourceSplit(split.id, {"at": at, "end": end}) if at < end else None, split.id)
            if at >= end:
                return
            if pause:
                time.sleep(pause)


class RowsFactory(TableFactory):
    identifier = "rows"

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        assert spec.resource is not None
        return RowsSource(spec, pl.read_ipc(io.BytesIO(resources[spec.resource])))


COMMITTED: dict[str, list[pl.DataFrame]] = defaultdict(list)
"""What is visible in each ``memory-sink``, by table name."""

PREPARED: dict[str, pl.DataFrame] = {}
"""Epochs of memory sinks that wait for their commit; those committed stay known."""

EVENTS: dict[str, list[str]] = defaultdict(list)
"""The calls that each memory sink has seen."""


class MemorySink(Sink):
    def __init__(self, spec: TableSpec) -> None:
        self.spec = spec

    def create_writer(self) -> SinkWriter:
        return MemoryWriter(self.spec)

    def create_committer(self) -> Committer:
        return MemoryCommitter(self.spec.path)


class MemoryWriter(SinkWriter):
    def __init__(self, spec: TableSpec) -> None:
        self.path = spec.path
        self.fail_at = int(spec.options.get("fail-at", "-1"))
        self.waiting: list[pl.DataFrame] = []
        self.rows = 0

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        self.rows += rows.height
        if 0 <= self.fail_at < self.rows:
            raise OSError("the sink is full")
        self.waiting.append(rows if kinds is None else rows.with_columns(kinds))

    def flush(self, end_of_input: bool) -> None:
        EVENTS[self.path].append(f"flush {end_of_input}")

    def prepare_commit(self, checkpoint_id: int) -> list[Any]:
        EVENTS[self.path].append(f"prepare {checkpoint_id}")
        if not self.waiting:
            return []
        key = uuid.uuid4().hex
        PREPARED[key] = pl.concat(self.waiting, how="diagonal")
        self.waiting = []
        return [key]

    def snapshot(self) -> Any:
        return {"rows": self.rows}

    def restore(self, states: Sequence[Any], checkpoint_id: int) -> None:
        EVENTS[self.path].append(f"restore {checkpoint_id}")
        self.rows = sum(state["rows"] for state in states)

    def close(self) -> None:
        EVENTS[self.path].append("close")


class MemoryCommitter(Committer):
    def __init__(self, path: str) -> None:
        self.path = path
        self.done: set[str] = set()

    def commit(self, committables: list[Any]) -> None:
        for key in committables:
            if key in PREPARED:
                COMMITTED[self.path].append(PREPARED.pop(key))


class MemorySinkFactory(TableFactory):
    identifier = "memory-sink"

    def create_sink(self, spec: TableSpec) -> Sink:
        return MemorySink(spec)


class DirectorySink(Sink):
    """Parquet files in a directory: hidden until their commit renames them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create_writer(self) -> SinkWriter:
        return DirectoryWriter(self.path)

    def create_committer(self) -> Committer:
        return DirectoryCommitter(self.path)


class DirectoryWriter(SinkWriter):
    def __init__(self, path: Path) -> None:
        self.path = path
        self.path.mkdir(parents=True, exist_ok=True)
        self.waiting: list[pl.DataFrame] = []

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        self.waiting.append(rows if kinds is None else rows.with_columns(kinds))

    def prepare_commit(self, checkpoint_id: int) -> list[Any]:
        if not self.waiting:
            return []
        name = f"{checkpoint_id:06d}-{uuid.uuid4().hex}.parquet"
        pl.concat(self.waiting, how="diagonal").write_parquet(self.path / f".{name}")
        self.waiting = []
        return [name]


class DirectoryCommitter(Committer):
    def __init__(self, path: Path) -> None:
        self.path = path

    def commit(self, committables: list[Any]) -> None:
        for name in committables:
            if (self.path / f".{name}").exists():
                os.rename(self.path / f".{name}", self.path / name)


class DirectorySinkFactory(TableFactory):
    identifier = "directory-sink"

    def create_sink(self, spec: TableSpec) -> Sink:
        return DirectorySink(Path(spec.options["directory"]))
