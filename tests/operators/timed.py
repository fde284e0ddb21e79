"""One operator with state that has a time to live, a clock that the test sets, and a choice of state backends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drey.functions.definition import EvaluationContext
from drey.graph.job_graph import InputEdge, OperatorSpec
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.registry import operator_class
from drey.runtime.state.backend import MemoryBackend, StateBackend
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.testing.operators import change_list, changes, row_type

BACKENDS = ("hashmap", "rocksdb")
Change = tuple[str, tuple[Any, ...]]


class ManualClock:
    """Time in ms that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 5_000_000

    def __call__(self) -> int:
        return self.now


@dataclass(frozen=True)
class Kind:
    """What is run.

    Args:
        name: The operator's kind.
        params: Its parameters.
        columns: The columns of its input, as ``name TYPE, name TYPE``.
        output: Those that it emits; the same if absent.
    """

    name: str
    params: dict[str, Any]
    columns: str
    output: str | None = None


class TimedOperator:
    """The operator.

    Args:
        kind: What it is.
        directory: Where RocksDB works.
        backend: Where its state is.
        ttl: ``table.exec.state.ttl``.
        streaming: False for an operator of a batch job.
    """

    def __init__(
        self, kind: Kind, directory: Path, backend: str = "hashmap", ttl: str = "1 s", streaming: bool = True
    ) -> None:
        self.kind = kind
        self.directory = directory
        self.clock = ManualClock()
        self.streaming = streaming
        self._make(backend, ttl)

    def _make(self, backend: str, ttl: str) -> None:
        self.state: StateBackend = MemoryBackend()
        if backend == "rocksdb":
            self.state = RocksDbBackend(self.directory, StateMemory(1 << 20, hot_rows=1))
        spec = OperatorSpec(
            1, "a", "a", self.kind.name, self.kind.params, (InputEdge(0),),
            row_type(self.kind.output or self.kind.columns),
        )  # fmt: skip
        context = OperatorContext(
            spec,
            (row_type(self.kind.columns),),
            EvaluationContext(streaming=self.streaming),
            {"table.exec.state.ttl": ttl},
            clock=self.clock,
            state=self.state,
        )
        self.operator = operator_class(self.kind.name)(context)

    def out(self, *rows: Change) -> list[Change]:
        """What a batch of these changes gives."""
        return change_list(self.operator.process(changes(rows, self.kind.columns)))  # type: ignore[arg-type]

    def each(self, rows: Iterable[Change]) -> list[Change]:
        """What a batch for each of these changes gives."""
        return [change for row in rows for change in self.out(row)]

    def recover(self, backend: str = "hashmap", ttl: str = "1 s") -> None:
        """Go on with a new operator that has the state of this one."""
        snapshot = OperatorSnapshot("a", "a")
        self.operator.snapshot(snapshot.writer())
        before = self.state
        self._make(backend, ttl)
        self.operator.restore(snapshot.reader())
        before.close()

    @property
    def rows(self) -> int:
        """How many rows of state there are, as the operator says."""
        return self.operator.context.metrics.state_rows

    def close(self) -> None:
        """Give everything back."""
        self.state.close()
