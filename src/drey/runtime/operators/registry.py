"""Finds the class of an operator by the ``kind`` of its spec."""

from __future__ import annotations

import importlib
from functools import cache

from drey.errors import UnsupportedError, did_you_mean
from drey.runtime.operators.operator import Operator

SOURCE = "source"
"""The kind that is no operator: the task drives it (see :mod:`drey.runtime.operators.source`)."""

BATCH_QUERY = "batch-query"
"""A source to the task, too: a part of a batch plan that Polars runs (see :mod:`drey.runtime.batch`)."""

OPERATORS: dict[str, str] = {
    "calc": "drey.runtime.operators.calc:CalcOperator",
    "changelog-normalize": "drey.runtime.operators.changelog_normalize:ChangelogNormalizeOperator",
    "collect": "drey.runtime.operators.collect:CollectOperator",
    "drop-update-before": "drey.runtime.operators.drop_update_before:DropUpdateBeforeOperator",
    "expand": "drey.runtime.operators.expand:ExpandOperator",
    "group-aggregate": "drey.runtime.operators.group_aggregate:GroupAggregateOperator",
    "limit": "drey.runtime.operators.limit:LimitOperator",
    "lookup-join": "drey.runtime.operators.lookup_join:LookupJoinOperator",
    "python-calc": "drey.runtime.operators.python_calc:PythonCalcOperator",
    "replicate-rows": "drey.runtime.operators.replicate_rows:ReplicateRowsOperator",
    "sink": "drey.runtime.operators.sink:SinkOperator",
    "sort": "drey.runtime.operators.sort:SortOperator",
    "sort-limit": "drey.runtime.operators.sort_limit:SortLimitOperator",
    "stream-chain": "drey.runtime.operators.stream.chain:StreamChainOperator",
    "stream-collection": "drey.runtime.operators.stream.collection:StreamCollectionOperator",
    "stream-from-rows": "drey.runtime.operators.stream.from_rows:StreamFromRowsOperator",
    "stream-key-by": "drey.runtime.operators.stream.key_by:StreamKeyByOperator",
    "stream-keyed-process": "drey.runtime.operators.stream.keyed_process:StreamKeyedProcessOperator",
    "stream-partition": "drey.runtime.operators.stream.partition:StreamPartitionOperator",
    "stream-print": "drey.runtime.operators.stream.print:StreamPrintOperator",
    "stream-process": "drey.runtime.operators.stream.process:StreamProcessOperator",
    "stream-reduce": "drey.runtime.operators.stream.reduce:StreamReduceOperator",
    "stream-select": "drey.runtime.operators.stream.select:StreamSelectOperator",
    "stream-to-rows": "drey.runtime.operators.stream.to_rows:StreamToRowsOperator",
    "stream-union": "drey.runtime.operators.stream.union:StreamUnionOperator",
    "stream-watermarks": "drey.runtime.operators.stream.watermarks:StreamWatermarksOperator",
    "union": "drey.runtime.operators.union:UnionOperator",
    "watermark-assigner": "drey.runtime.operators.watermark_assigner:WatermarkAssignerOperator",
}
"""Kind to ``module:class``; the module is imported when a job uses it, so that a job loads what it needs."""


@cache
def operator_class(kind: str) -> type[Operator]:
    """The class that runs operators of this kind.

    Raises:
        UnsupportedError: The kind is unknown.
    """
    target = OPERATORS.get(kind)
    if target is None:
        raise UnsupportedError(f"no operator of kind '{kind}'", hint=did_you_mean(kind, OPERATORS))
    module, _, name = target.partition(":")
    found: type[Operator] = getattr(importlib.import_module(module), name)
    return found
