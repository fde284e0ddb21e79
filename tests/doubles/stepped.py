"""Any table's source, read in pieces that a conductor gives out one at a time.

``stepped_graph`` puts the ``stepped`` connector before the connector of every source of a job graph. Its readers
cut what the true readers give into pieces and hand over the next one only when the task has taken the one
before, in an order of sources that the conductor's seed determines. So a run is the same for the same seed, batch by
batch, and a barrier can be put after any number of them.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from drey.connectors import registry
from drey.connectors.api import (
    Fetched,
    ReaderContext,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    TableFactory,
    TableSpec,
)
from drey.graph.job_graph import JobGraph
from drey.runtime.operators.registry import SOURCE

CONNECTOR = "stepped"
WRAPPED = "stepped.connector"
CONDUCTOR = "stepped.conductor"
UID = "stepped.uid"
READ_AT_ONCE = 131_072
TURN_SECONDS = 0.0005

CONDUCTORS: dict[str, Conductor] = {}
"""The conductors of running jobs by the value of the option ``stepped.conductor``."""

_NUMBERS = itertools.count()


def install() -> None:
    """Make the connector known."""
    registry.BUILT_IN[CONNECTOR] = f"{__name__}:SteppedFactory"


def stepped_graph(graph: JobGraph, conductor: Conductor) -> JobGraph:
    """The same job with sources that obey a conductor; the uids stay, so state of one such job fits the next."""
    install()
    number = str(next(_NUMBERS))
    CONDUCTORS[number] = conductor
    operators = []
    for spec in graph.operators:
        if spec.kind == SOURCE:
            table = dict(spec.params["table"])
            options = dict(table["options"])
            options.setdefault(WRAPPED, options["connector"])
            table["options"] = {**options, "connector": CONNECTOR, CONDUCTOR: number, UID: spec.uid}
            spec = replace(spec, params={**spec.params, "table": table})
        operators.append(spec)
    conductor.expect([spec.uid for spec in operators if spec.kind == SOURCE])
    return replace(graph, operators=tuple(operators))


class Conductor:
    """Says which source gives a piece next, and how many rows it has.

    Args:
        seed: Determines everything.
        sizes: The pieces' sizes in rows, drawn at random.
    """

    def __init__(self, seed: int, sizes: Sequence[int]) -> None:
        self._seed = seed
        self._sizes = tuple(sizes)
        self._lock = threading.Lock()
        self._active: list[str] = []
        self._known: dict[str, int] = {}
        self._given = 0
        self._number = 0
        self._limit: int | None = None
        self.taken: Callable[[], int] = lambda: 0

    def expect(self, uids: list[str]) -> None:
        """The sources of the job."""
        self._active = uids
        self._all = tuple(uids)

    @property
    def total(self) -> int | None:
        """The rows of all sources, once each has been read for the first time."""
        return sum(self._known.values()) if len(self._known) == len(self._all) else None

    @property
    def resting(self) -> bool:
        """True if the task has taken as many rows as the limit allows."""
        return self._limit is not None and self._given >= self._limit and self.taken() >= self._given

    def limit(self, rows: int | None) -> None:
        """Give no more than this many rows, nor ends; None for no limit."""
        self._limit = rows

    def found(self, uid: str, rows: int) -> None:
        """A source has this many rows, as far as it knows now."""
        with self._lock:
            self._known.setdefault(uid, rows)

    def left(self, uid: str) -> None:
        """A source has nothing any more."""
        self.found(uid, 0)
        with self._lock:
            if uid in self._active:
                self._active.remove(uid)

    def turn(self, uid: str, rows: int) -> int | None:
        """How many of ``rows`` a source may give now; None if it has to wait. 0 lets it end a split."""
        with self._lock:
            if self.total is None or self.taken() < self._given:
                return None
            if self._limit is not None and self._given >= self._limit:
                return None
            chance = random.Random(f"{self._seed} {self._number}")
            order = chance.sample(self._all, len(self._all))
            if uid != next(one for one in order if one in self._active):
                return None
            size = min(rows, chance.choice(self._sizes))
            if self._limit is not None:
                size = min(size, self._limit - self._given)
            self._given += size
            self._number += 1
            return size


class SteppedFactory(TableFactory):
    """See the module."""

    identifier = CONNECTOR

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        options = dict(spec.options)
        conductor, uid = CONDUCTORS[options.pop(CONDUCTOR)], options.pop(UID)
        options["connector"] = options.pop(WRAPPED)
        true = replace(spec, options=options)
        return SteppedSource(
            registry.table_factory(true.connector).create_source(true, resources), conductor, uid
        )


class SteppedSource(Source):
    def __init__(self, true: Source, conductor: Conductor, uid: str) -> None:
        self.true, self.conductor, self.uid = true, conductor, uid

    def create_enumerator(self) -> SplitEnumerator:
        return SteppedEnumerator(self.true.create_enumerator())

    def create_reader(self) -> SourceReader:
        return SteppedReader(self)


class SteppedEnumerator(SplitEnumerator):
    def __init__(self, true: SplitEnumerator) -> None:
        self.true = true

    def open(self, parallelism: int) -> None:
        self.true.open(parallelism)

    def discover(self) -> list[SourceSplit]:
        return [_behind(split, 0) for split in self.true.discover()]

    @property
    def interval(self) -> float | None:
        return self.true.interval

    def snapshot(self) -> Any:
        return self.true.snapshot()

    def restore(self, state: Any) -> None:
        self.true.restore(state)

    def close(self) -> None:
        self.true.close()


def _behind(split: SourceSplit, rows: int) -> SourceSplit:
    """The position ``rows`` rows behind a position of the true source."""
    return SourceSplit(split.id, {"base": dict(split.position), "skip": rows})


class SteppedReader(SourceReader):
    """Reads all that is there at once, and gives it out in pieces."""

    def __init__(self, source: SteppedSource) -> None:
        self.true = source.true.create_reader()
        self.conductor, self.uid = source.conductor, source.uid
        self.woken = False
        self.waiting: list[Fetched] = []  # of the true reader
        self.bases: dict[str, SourceSplit] = {}  # by split, where its first waiting piece begins
        self.skips: dict[str, int] = {}  # by split, how many rows behind its base have been given

    def open(self, context: ReaderContext) -> None:
        self.true.open(context)

    def assign(self, splits: list[SourceSplit]) -> None:
        for split in splits:
            self.bases[split.id] = SourceSplit(split.id, split.position["base"])
            self.skips[split.id] = split.position["skip"]
        self.true.assign([self.bases[split.id] for split in splits])

    def wake_up(self) -> None:
        self.woken = True
        self.true.wake_up()

    def close(self) -> None:
        self.conductor.left(self.uid)
        self.true.close()

    def fetch(self, max_rows: int, timeout: float) -> Fetched | None:
        while (fetched := self.true.fetch(READ_AT_ONCE, timeout)) is not None:
            self.waiting.append(fetched)
        self.conductor.found(self.uid, self._rows())
        deadline = time.monotonic() + timeout
        while self.waiting and not self.woken and time.monotonic() < deadline:
            given = self._give(self.waiting[0])
            if given is not None:
                return given
            time.sleep(TURN_SECONDS)
        return None

    def _rows(self) -> int:
        seen = sum(self.skips.values())
        return sum(fetched.data.height for fetched in self.waiting) - seen

    def _give(self, first: Fetched) -> Fetched | None:
        split = first.split_id
        left = max(0, first.data.height - self.skips[split])
        size = self.conductor.turn(self.uid, left)
        if size is None:
            return None
        skipped = self.skips[split]
        if left:
            # The end of a split is a step of its own, so that a barrier can come before it.
            self.skips[split] = skipped + size
            return Fetched(first.data.slice(skipped, size), _behind(self.bases[split], skipped + size), split)
        self.waiting.pop(0)
        self.skips[split] = max(0, skipped - first.data.height)
        empty = first.data.clear()
        if first.split is None:
            return Fetched(empty, None, split, first.skipped)
        self.bases[split] = first.split
        return Fetched(empty, _behind(first.split, self.skips[split]), split, first.skipped)
