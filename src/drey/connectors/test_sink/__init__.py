"""The ``test-sink`` connector: collects row texts in this process, for users' test suites.

It is what ``pyflink.testing.source_sink_utils`` reads: :func:`take_texts` returns and clears. A row is counted
up by ``+I`` and ``+U``; a ``-U`` or ``-D`` row counts down its own text, kind included, as Flink's
``TestingSinks`` does.
"""

from __future__ import annotations

import threading
from collections import Counter

import polars as pl

from drey.connectors.api.factory import SinkAbilities, TableFactory, TableSpec
from drey.connectors.api.sink import Sink, SinkWriter
from drey.types.changelog import ALL_CHANGES, RowKind
from drey.types.logical import RowType
from drey.types.row_text import row_texts

_lock = threading.Lock()
_counts: Counter[str] = Counter()


def take_texts() -> list[str]:
    """The texts collected since the last call over all test sinks of this process, each as often as it counts."""
    with _lock:
        texts = list(_counts.elements())
        _counts.clear()
    return texts


class TestSinkWriter(SinkWriter):
    """Counts texts in the process-wide store."""

    __test__ = False

    def __init__(self, row_type: RowType) -> None:
        self._row_type = row_type

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        texts = row_texts(rows, self._row_type, kinds).to_list()
        adds = [True] * len(texts) if kinds is None else [RowKind(kind).is_add for kind in kinds]
        with _lock:
            for text, add in zip(texts, adds, strict=True):
                _counts[text] += 1 if add else -1


class TestSink(Sink):
    """A sink for tests."""

    __test__ = False

    def __init__(self, row_type: RowType) -> None:
        self._row_type = row_type

    def create_writer(self) -> SinkWriter:
        return TestSinkWriter(self._row_type)


class TestSinkFactory(TableFactory):
    """``'connector' = 'test-sink'``."""

    __test__ = False
    identifier = "test-sink"
    in_user_process = True

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        return SinkAbilities(ALL_CHANGES)

    def create_sink(self, spec: TableSpec) -> Sink:
        return TestSink(spec.row_type)
