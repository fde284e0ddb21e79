"""GROUP BY on a changelog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from drey.functions.aggregates.accumulator import Signs
from drey.rex.serde import aggregate_from_json
from drey.runtime.elements import ChangelogBatch
from drey.runtime.operators.aggregate_calls import AggregateCalls
from drey.runtime.operators.changes import Mask, differing, net_changes, signs_of
from drey.runtime.operators.operator import Operator, OperatorContext
from drey.runtime.state.columns import FixedColumn, Slots
from drey.runtime.state.grouping import SlotGrouper
from drey.runtime.state.key_groups import hash_version
from drey.runtime.state.snapshot import StateReader, StateWriter
from drey.runtime.state.ttl import SlotTtl
from drey.types.polars_types import polars_type

_GLOBAL_KEY = "$all"
_ROWS = "$rows"
_EMITTED_ROWS = 131072


class GroupAggregateOperator(Operator):
    """Keeps one row of aggregates for each key and emits how it changes, kind ``group-aggregate``.

    Computes ``SELECT keys, calls FROM input GROUP BY keys``; without keys there is one group, without calls
    it is SELECT DISTINCT.

    State: a row for each key with the accumulators of its calls, and the number of its rows if the input
    retracts. It is freed when that number falls to zero, or its time to live after the key's last change,
    of which nothing is emitted: the key is new when it comes again.

    Changelog: takes any changes (``retract_input`` says whether ``-U`` and ``-D`` may come). For each batch and
    key it emits the net change: ``+I`` for a new key, ``-U +U`` (or ``+U`` alone) if a result has changed,
    ``-D`` when the last row has gone, nothing otherwise. With a time to live a row that stays the same is an
    update, too, so that what follows doesn't forget it. Keys come in the order in which the batch first names
    them. With ``final_only``, for batch mode, nothing is emitted before the end of the input and then one
    ``+I`` for each key; without keys that is always one row. Watermarks pass.

    Parameters: ``keys`` (column names), ``calls`` (aggregate calls as JSON), ``generate_update_before``,
    ``retract_input``, ``final_only``, ``state_ttl`` (in ms, instead of
    ``table.exec.state.ttl``). Output columns are the keys, then the calls.

    Example:
        >>> from drey.testing.operators import operator_for
        >>> count = {"name": "COUNT", "arguments": [], "type": "BIGINT NOT NULL", "distinct": False,
        ...          "filter": None, "output": "n", "options": []}
        >>> params = {"keys": ["word"], "calls": [count], "generate_update_before": True,
        ...           "retract_input": False}
        >>> operator = operator_for(GroupAggregateOperator, params, "word STRING", "word STRING, n BIGINT")
        >>> words = pl.DataFrame({"word": ["to", "be", "to"]})
        >>> [batch.data.rows() for batch in operator.process(ChangelogBatch(words))]
        [[('to', 2), ('be', 1)]]
        >>> [batch.data.rows() for batch in operator.process(ChangelogBatch(words[:1]))]
        [[('to', 2, 1), ('to', 3, 2)]]
    """

    def __init__(self, context: OperatorContext) -> None:
        super().__init__(context)
        params, inputs = context.spec.params, context.inputs[0]
        self._keys: list[str] = list(params["keys"])
        self._update_before = bool(params["generate_update_before"])
        self._retract = bool(params["retract_input"])
        self._final_only = bool(params.get("final_only", False))
        types = {name: polars_type(inputs.types[inputs.names.index(name)]) for name in self._keys}
        self._table = context.state.keyed_table(
            types or {_GLOBAL_KEY: pl.Int64()}, {}, context.max_parallelism
        )
        calls = [aggregate_from_json(call) for call in params["calls"]]
        self._calls = AggregateCalls(calls, inputs, self._table, self._retract)
        self._rows = FixedColumn(pl.Int64(), 0)
        if self._retract:
            self._table.add_column(_ROWS, self._rows)
        self._ttl: SlotTtl | None = None
        if context.state_ttl is not None and not self._final_only:
            self._ttl = SlotTtl(self._table, context.state_ttl, context.clock)
        self._grouper = SlotGrouper()
        self._names = list(context.spec.output.names)
        self._schema = [polars_type(type_) for type_ in context.spec.output.types]

    def process(self, batch: ChangelogBatch, input_index: int = 0) -> Iterable[ChangelogBatch]:
        rows, signs = batch.rows, signs_of(batch)
        slots, added = self._slots(rows)
        if self._final_only:
            self._table.tracker.touch(slots)
            self._fold(rows, slots, signs)
            return ()
        first = self._grouper.first_rows(slots, self._table.index.capacity)
        touched = slots[first]
        self._table.tracker.touch(touched, distinct=True)
        had = ~self._grouper.among(touched, added, self._table.index.capacity)
        if self._ttl is not None:
            had &= ~self._forget(self._ttl, touched, had)
            rows, slots, signs = self._of_living(rows, slots, signs, touched[~had])
        old = self._calls.results(touched if had.all() else touched[had])
        self._fold(rows, slots, signs)
        has = self._rows.values[touched] > 0 if self._retract else np.ones(len(touched), dtype=np.bool_)
        new = self._calls.results(touched if has.all() else touched[has])
        keys = self._key_columns(batch.rows.select(self._keys)[pl.Series(first)]) if self._keys else None
        change = self._change(keys, (old, new), had, has)
        if not has.all():
            gone = touched[~has]
            self._calls.discard(gone)
            self._table.delete(gone)
        if self._ttl is not None:
            self._ttl.written(touched[has])
            self._drop(self._ttl.sweep(len(touched)))
        self.context.metrics.state_rows = len(self._table)
        return () if change is None else (change,)

    def finish(self, input_index: int = 0) -> Iterable[ChangelogBatch]:
        if not self._final_only:
            return
        if not self._keys and not len(self._table):
            self._slots(pl.DataFrame({_GLOBAL_KEY: [0]}))
        slots = self._table.index.live_slots()
        if self._retract and self._keys:
            slots = slots[self._rows.values[slots] > 0]
        for offset in range(0, len(slots), _EMITTED_ROWS):
            some = slots[offset : offset + _EMITTED_ROWS]
            keys = self._key_columns(self._table.index.keys(some)).get_columns() if self._keys else []
            yield ChangelogBatch(pl.DataFrame([*keys, *self._typed(self._calls.results(some))]))

    def snapshot(self, writer: StateWriter) -> None:
        parallelism = self.context.max_parallelism
        writer.slots("groups", self._table.tracker, parallelism)
        self._calls.snapshot(writer, "values", parallelism)
        self.context.metrics.state_bytes = self._table.nbytes + self._calls.nbytes
        writer.value("hash", hash_version(list(self._table.index.schema.values())))

    def restore(self, reader: StateReader) -> None:
        for frame in reader.frames("groups"):
            self._table.restore(frame, reader.rows("groups"))
        self._calls.restore(reader, "values")

    def _forget(self, ttl: SlotTtl, touched: Slots, had: Mask) -> Mask:
        """Put what is past its life back to the beginning; which of the touched slots that were."""
        past = had & ttl.expired(touched)
        if past.any():
            self._calls.discard(touched[past])
            self._table.reset(touched[past])
        return past

    def _of_living(
        self, rows: pl.DataFrame, slots: Slots, signs: Signs | None, fresh: Slots
    ) -> tuple[pl.DataFrame, Slots, Signs | None]:
        """The rows without those that take back something of new groups before anything was added to them.

        As Flink does: a group that was forgotten doesn't come back by a retraction.
        """
        if signs is None or not len(fresh) or not (signs < 0).any():
            return rows, slots, signs
        first, groups = self._grouper.groups(slots, self._table.index.capacity)
        start = np.full(len(first), len(slots), dtype=np.int64)
        added = np.flatnonzero(signs > 0)
        np.minimum.at(start, groups[added], added)
        is_fresh = self._grouper.among(slots, fresh, self._table.index.capacity)
        kept = ~is_fresh | (np.arange(len(slots)) >= start[groups])
        if kept.all():
            return rows, slots, signs
        return rows.filter(pl.Series(kept)), slots[kept], signs[kept]

    def _drop(self, slots: Slots) -> None:
        if len(slots):
            self._calls.discard(slots)
            self._table.delete(slots)

    def _fold(self, rows: pl.DataFrame, slots: Slots, signs: Signs | None) -> None:
        self._calls.add(rows, slots, signs)
        if self._retract:
            np.add.at(self._rows.values, slots, 1 if signs is None else signs.astype(np.int64))

    def _slots(self, rows: pl.DataFrame) -> tuple[Slots, Slots]:
        if self._keys:
            return self._table.lookup_or_insert(rows.select(self._keys))
        slot, added = self._table.lookup_or_insert(pl.DataFrame({_GLOBAL_KEY: [0]}))
        return np.full(rows.height, slot[0], dtype=np.int64), added

    def _change(
        self,
        keys: pl.DataFrame | None,
        results: tuple[list[pl.Series], list[pl.Series]],
        had: Mask,
        has: Mask,
    ) -> ChangelogBatch | None:
        old, new = results
        both = had & has
        if not both.any() or self._ttl is not None:
            return net_changes(keys, (self._typed(old), self._typed(new)), had, has, self._update_before)
        versions = _of(old, both[had]), _of(new, both[has])
        changed = differing(*versions, int(both.sum()))
        old, new = self._typed(old), self._typed(new)
        if not changed.all():
            had_out, has_out = had.copy(), has.copy()
            had_out[both] = has_out[both] = changed
            old, new = _of(old, had_out[had]), _of(new, has_out[has])
            had, has = had_out, has_out
        return net_changes(keys, (old, new), had, has, self._update_before)

    def _typed(self, results: Sequence[pl.Series]) -> list[pl.Series]:
        """Results under the names and in the exact types of the output."""
        first = len(self._keys)
        return [
            (column if column.dtype == dtype else column.cast(dtype)).alias(name)
            for column, name, dtype in zip(results, self._names[first:], self._schema[first:], strict=True)
        ]

    def _key_columns(self, keys: pl.DataFrame) -> pl.DataFrame:
        return keys.rename(dict(zip(keys.columns, self._names, strict=False)))


def _of(columns: list[pl.Series], mask: Mask) -> list[pl.Series]:
    if mask.all():
        return columns
    chosen = pl.Series(mask)
    return [column.filter(chosen) for column in columns]
