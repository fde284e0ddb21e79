"""The ``paced`` connector: any table's source, slowed down, or held until a test lets it go on.

``'connector' = 'paced', 'paced.connector' = 'filesystem'`` and the other options of that connector read what it would
read, in pieces of ``paced.rows`` rows with ``paced.pause`` between them. ``paced.control`` names a file by which
another process holds the source: while a number is in it, no split gives more rows than that, nor does it end; with
``all`` in it, or without the file, it goes on. Works in worker processes, as nothing but options and the file are
needed.

Example:
    ``CREATE TABLE t (a BIGINT) WITH ('connector' = 'paced', 'paced.connector' = 'filesystem', 'paced.rows' = '10',
    'paced.pause' = '5 ms', 'path' = 'input', 'format' = 'csv')``
"""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from drey.connectors import registry
from drey.connectors.api import (
    Fetched,
    ReaderContext,
    Source,
    SourceAbilities,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    TableFactory,
    TableSpec,
)
from drey.graph.job_graph import JobGraph
from drey.options import ConfigOption, check_options
from drey.records import record

PREFIX = "paced."
WRAPPED: ConfigOption[str] = ConfigOption("paced.connector", str, description="the connector that reads")
ROWS = ConfigOption("paced.rows", int, 100, description="rows of a piece")
PAUSE = ConfigOption("paced.pause", dt.timedelta, dt.timedelta(), description="time between two pieces")
CONTROL: ConfigOption[str] = ConfigOption(
    "paced.control", str, description="the file that says how many rows a split may give"
)

LOOK_SECONDS = 0.005
"""How often a held source looks at its file."""

_SOURCE = "source"


@record
class Pace:
    """How a source is read.

    Args:
        rows: Rows of a piece.
        pause: Seconds between two pieces.
        control: The file that holds it, if one does.
    """

    rows: int = 100
    pause: float = 0.0
    control: Path | None = None

    def options(self) -> dict[str, str]:
        """The options of a ``paced`` table."""
        found = {ROWS.key: str(self.rows), PAUSE.key: f"{round(self.pause * 1000)} ms"}
        return found if self.control is None else {**found, CONTROL.key: str(self.control)}

    def limit(self) -> int | None:
        """How many rows a split may give now; None for all."""
        if self.control is None:
            return None
        try:
            text = self.control.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        return None if text == "all" else int(text)


def hold(control: Path, rows: int | None) -> None:
    """Let every split of the sources with this control file give so many rows; None for all."""
    temporary = control.with_name(f".{control.name}.new")
    temporary.write_text("all" if rows is None else str(rows), encoding="utf-8")
    os.replace(temporary, control)


def paced_graph(graph: JobGraph, pace: Pace) -> JobGraph:
    """The same job with all its tables read at a pace; the uids stay, so state of one fits the other."""
    operators = []
    for spec in graph.operators:
        if spec.kind == _SOURCE:
            table = dict(spec.params["table"])
            options = dict(table["options"])
            options.setdefault(WRAPPED.key, options["connector"])
            table["options"] = {**options, "connector": PacedFactory.identifier, **pace.options()}
            spec = replace(spec, params={**spec.params, "table": table})
        operators.append(spec)
    return replace(graph, operators=tuple(operators))


class PacedFactory(TableFactory):
    """See the module."""

    identifier = "paced"
    required = (WRAPPED,)
    optional = (ROWS, PAUSE, CONTROL)

    def validate(self, spec: TableSpec) -> None:
        own = {key: value for key, value in spec.options.items() if key.startswith(PREFIX)}
        check_options(f"connector '{self.identifier}'", own, self.required, self.optional)
        _true(spec)[0].validate(_true(spec)[1])

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        factory, true = _true(spec)
        return factory.source_abilities(true)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        factory, true = _true(spec)
        control = CONTROL.get(spec.options)
        pace = Pace(
            ROWS.require(spec.options),
            PAUSE.require(spec.options).total_seconds(),
            None if control is None else Path(control),
        )
        return PacedSource(factory.create_source(true, resources), pace)


def _true(spec: TableSpec) -> tuple[TableFactory, TableSpec]:
    """The wrapped connector and the table as it sees it."""
    options = {key: value for key, value in spec.options.items() if not key.startswith(PREFIX)}
    options["connector"] = WRAPPED.require(spec.options)
    return registry.table_factory(options["connector"]), replace(spec, options=options)


class PacedSource(Source):
    """A source read at a pace."""

    def __init__(self, true: Source, pace: Pace) -> None:
        self._true, self._pace = true, pace

    def create_enumerator(self) -> SplitEnumerator:
        return PacedEnumerator(self._true.create_enumerator())

    def create_reader(self) -> SourceReader:
        return PacedReader(self._true.create_reader(), self._pace)


class PacedEnumerator(SplitEnumerator):
    """The true enumerator; its splits get positions that count rows."""

    def __init__(self, true: SplitEnumerator) -> None:
        self._true = true
        self.assignment = true.assignment  # type: ignore[misc]

    def open(self, parallelism: int) -> None:
        self._true.open(parallelism)

    def discover(self) -> list[SourceSplit]:
        return [_position(split, 0, 0) for split in self._true.discover()]

    @property
    def interval(self) -> float | None:
        return self._true.interval

    def snapshot(self) -> Any:
        return self._true.snapshot()

    def restore(self, state: Any) -> None:
        self._true.restore(state)

    def close(self) -> None:
        self._true.close()


def _position(base: SourceSplit, skip: int, given: int) -> SourceSplit:
    """A position of the true source, and how many rows behind it have been given, and in the whole split."""
    return SourceSplit(base.id, {"base": dict(base.position), "skip": skip, "given": given})


class PacedReader(SourceReader):
    """Cuts what the true reader gives. The end of a split is a step of its own, so that a barrier can come before."""

    def __init__(self, true: SourceReader, pace: Pace) -> None:
        self._true, self._pace = true, pace
        self._woken = threading.Event()
        self._waiting: Fetched | None = None
        self._positions: dict[str, SourceSplit] = {}
        self._next = 0.0

    def open(self, context: ReaderContext) -> None:
        self._true.open(context)

    def assign(self, splits: list[SourceSplit]) -> None:
        self._positions.update({split.id: split for split in splits})
        self._true.assign([_base(split) for split in splits])

    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        deadline = time.monotonic() + timeout
        if self._waiting is None:
            self._waiting = self._true.fetch(max_rows, timeout)
        while self._waiting is not None and not self._woken.is_set():
            now = time.monotonic()
            limit = self._pace.limit() if now >= self._next else 0
            given = self._positions[self._waiting.split_id].position["given"]
            if limit is None or given < limit:
                return self._give(self._waiting, limit)
            if now >= deadline:
                break
            wait = LOOK_SECONDS if self._pace.control else self._next - now
            self._woken.wait(min(max(wait, 0.001), deadline - now))
        self._woken.clear()
        return None

    def checkpoint_completed(self, splits: list[SourceSplit]) -> None:
        self._true.checkpoint_completed([_base(split) for split in splits])

    def metrics(self) -> Mapping[str, float]:
        return self._true.metrics()

    def wake_up(self) -> None:
        self._woken.set()
        self._true.wake_up()

    def close(self) -> None:
        self._true.close()

    def _give(self, fetched: Fetched, limit: int | None) -> Fetched:
        """The next piece of what the true reader gave; its end without rows."""
        split = fetched.split_id
        position = self._positions[split].position
        skip, given = position["skip"], position["given"]
        left = max(0, fetched.data.height - skip)
        size = min(left, self._pace.rows if limit is None else min(self._pace.rows, limit - given))
        if left:
            self._next = time.monotonic() + self._pace.pause
            moved = _position(_base(self._positions[split]), skip + size, given + size)
            self._positions[split] = moved
            return Fetched(fetched.data.slice(skip, size), moved, split)
        self._waiting = None
        if fetched.split is None:
            del self._positions[split]
            return Fetched(fetched.data.clear(), None, split, fetched.skipped)
        # A restored reader may get less at once than its predecessor, so some rows may be left to skip.
        moved = _position(fetched.split, max(0, skip - fetched.data.height), given)
        self._positions[split] = moved
        return Fetched(fetched.data.clear(), moved, split, fetched.skipped)


def _base(split: SourceSplit) -> SourceSplit:
    return SourceSplit(split.id, split.position["base"])
