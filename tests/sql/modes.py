"""The modes every SQL logic test runs in; a new mode is one entry of ``MODES``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mode:
    """How a file is run.

    Attributes:
        name: What the test is called by.
        runtime: ``streaming`` or ``batch``.
        options: What is set on the configuration beforehand.
        stop: How every job is stopped in the middle and continued (see ``tests/doubles/continued.py``), if it is.
        parallel: Runs in worker processes, at parallelism 2: ``straight``, or stopped by a ``savepoint`` or after the
            ``kill`` of a worker and continued at parallelism 3 (see ``tests/doubles/paralleled.py``).
    """

    name: str
    runtime: str
    options: Mapping[str, str] = field(default_factory=dict)
    stop: str | None = None
    parallel: str | None = None

    @property
    def keeps_changelog(self) -> bool:
        """True if ``query changelog`` compares change by change; otherwise only what remains.

        An operator emits the net changes of a batch, so they are Flink's where every batch is one row.
        """
        return self.options.get(BATCH_ROWS) == "1"


PARALLELISM = "parallelism.default"
BATCH_ROWS = "drey.source.batch-rows"
ROCKSDB = {"state.backend.type": "rocksdb", "drey.state.rocksdb.hot-rows": "2"}
BASE_OPTIONS = {"parallelism.default": "1", "table.local-time-zone": "UTC"}


def _streaming_in_batches_of(rows: int) -> Mode:
    return Mode(f"streaming-by-{rows}", "streaming", {BATCH_ROWS: str(rows)})


MODES = (
    Mode("streaming", "streaming"),
    *(_streaming_in_batches_of(rows) for rows in (1, 3, 7)),
    Mode("streaming-stopped", "streaming", stop="savepoint"),
    Mode("streaming-cancelled", "streaming", stop="checkpoint"),
    Mode("rocksdb", "streaming", {**ROCKSDB, BATCH_ROWS: "3"}),
    Mode("rocksdb-stopped", "streaming", ROCKSDB, stop="savepoint"),
    Mode("parallel-rocksdb-killed", "streaming", {PARALLELISM: "2", **ROCKSDB}, parallel="kill"),
    Mode("parallel", "streaming", {PARALLELISM: "2"}, parallel="straight"),
    Mode("parallel-stopped", "streaming", {PARALLELISM: "2"}, parallel="savepoint"),
    Mode("parallel-killed", "streaming", {PARALLELISM: "2"}, parallel="kill"),
    Mode("batch", "batch"),
    Mode("batch-by-3", "batch", {BATCH_ROWS: "3"}),
    Mode("batch-operators", "batch", {"drey.batch.polars-query": "false"}),
)
