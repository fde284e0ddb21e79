"""Hands rows to the client that submitted the job.

Computes: nothing; every batch goes into the job's result queue of this operator, which holds the job back while the
client is slow. With exactly-once checkpoints the queue gives rows to the client when the checkpoint behind them is
complete. State: none; the queue lives as long as the job, and drops what a restart makes again. Changelog in: any;
the kinds go along. Watermarks: ignored.

Example:
    ``SELECT * FROM t``: the batch ``a=[1]`` arrives at the client as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.operator import Emitted, Operator


class CollectOperator(Operator):
    """See the module."""

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[Emitted]:
        self.context.results[self.context.spec.uid].put(batch)
        return ()

    def prepare_snapshot(self, checkpoint_id: int) -> Iterable[Emitted]:
        self.context.results[self.context.spec.uid].mark(checkpoint_id)
        return ()
