"""Builds the Polars query of a ``batch-query`` operator and runs it with the streaming engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from drey.errors import JobError
from drey.graph.job_graph import InputEdge, OperatorSpec
from drey.rex.serde import row_type_from_json
from drey.runtime.batch.feed import Feed, FunctionFeed, ScanFeed
from drey.runtime.batch.relational import LAZY_NODES, LazyNode
from drey.runtime.operators.operator import OperatorContext
from drey.types.polars_types import polars_schema

_OPTIMIZATIONS = pl.QueryOptFlags(
    # The planner has pushed filters down already, with the guards that keep 1/x from failing where x = 0 was
    # filtered out; Polars would evaluate both conditions for every row.
    predicate_pushdown=False,
    # A scan is read once: its rows can't be had a second time.
    comm_subplan_elim=False,
)


class BatchQuery:
    """One run of a query.

    The constructor may be called on any thread. :meth:`next_frame` and :meth:`close` belong to one thread;
    :meth:`cancel` may be called by any.

    Args:
        context: The operator's context.
        max_rows: Rows that are read or given at once, about.
    """

    def __init__(self, context: OperatorContext, max_rows: int) -> None:
        self._context = context
        self._max_rows = max_rows
        self._specs = [_spec(i, node) for i, node in enumerate(context.spec.params["nodes"])]
        self._feeds: list[Feed] = []
        self._frames: Iterator[pl.DataFrame] | None = None
        self._failure: Exception | None = None
        self._cancelled = threading.Event()

    def next_frame(self) -> pl.DataFrame | None:
        """The next rows of the result; None at its end.

        Raises:
            Exception: What a reader, a user's function or a kernel raised, as itself.
        """
        try:
            if self._frames is None:
                query = self._lazy(len(self._specs) - 1)
                self._frames = iter(
                    query.collect_batches(
                        chunk_size=self._max_rows,
                        maintain_order=True,
                        engine="streaming",
                        optimizations=_OPTIMIZATIONS,
                    )
                )
            return next(self._frames, None)
        except Exception:
            if self._failure is not None:
                raise self._failure from None
            raise

    def cancel(self) -> None:
        """Let the scans end, so that Polars does."""
        self._cancelled.set()
        for feed in self._feeds:
            feed.wake_up()

    def close(self) -> None:
        """Stop everything that reads."""
        self.cancel()
        self._frames = None
        for feed in self._feeds:
            feed.close()

    def _lazy(self, position: int) -> pl.LazyFrame:
        spec = self._specs[position]
        if spec.kind in ("source", "python-calc"):
            feed = self._feed(position)
            self._feeds.append(feed)
            return _scan(feed, spec, self._noting)
        node = LazyNode(spec, self._child_context(spec), self._noting)
        return LAZY_NODES[spec.kind](node, [self._lazy(edge.operator) for edge in spec.inputs])

    def _feed(self, position: int) -> Feed:
        """The rows of a scan, or of row operators over a scan with Python functions among them."""
        chain: list[OperatorContext] = []
        spec = self._specs[position]
        while spec.kind != "source":
            chain.insert(0, self._child_context(spec))
            spec = self._specs[spec.inputs[0].operator]
        scan = ScanFeed(self._child_context(spec), self._max_rows, self._cancelled)
        return FunctionFeed(scan, chain, self._cancelled) if chain else scan

    def _child_context(self, spec: OperatorSpec) -> OperatorContext:
        outer = self._context
        inputs = tuple(self._specs[edge.operator].output for edge in spec.inputs)
        return OperatorContext(
            spec,
            inputs,
            outer.evaluation,
            outer.options,
            outer.functions,
            outer.resources,
            outer.max_parallelism,
            outer.metrics,
        )

    def _noting(self, failure: Exception) -> None:
        """Keep what failed first: Polars may wrap it."""
        if self._failure is None:
            self._failure = failure


def _spec(position: int, node: Mapping[str, Any]) -> OperatorSpec:
    return OperatorSpec(
        id=position,
        uid=str(position),
        name=node["name"],
        kind=node["kind"],
        params=node["params"],
        inputs=tuple(InputEdge(i) for i in node["inputs"]),
        output=row_type_from_json(node["output"]),
    )


def _scan(feed: Feed, spec: OperatorSpec, note: Callable[[Exception], None]) -> pl.LazyFrame:
    schema = polars_schema(spec.output)
    started = False

    def generate(
        columns: Sequence[str] | None, predicate: pl.Expr | None, n_rows: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        nonlocal started
        if started:
            raise JobError(f"the rows of '{spec.name}' were asked for twice")
        started = True
        left = n_rows
        try:
            for frame in feed.frames():
                if left is not None:
                    frame = frame.head(left)
                    left -= frame.height
                if predicate is not None:
                    frame = frame.filter(predicate)
                yield frame if columns is None else frame.select(columns)
                if left == 0:
                    return
        except Exception as error:
            note(error)
            raise

    return register_io_source(generate, schema=schema)
