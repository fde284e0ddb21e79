"""The task: all operators of a job at parallelism 1, run by one thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import field

from drey.errors import CheckpointError, JobError
from drey.functions.definition import EvaluationContext
from drey.graph.job_graph import JobGraph, OperatorSpec
from drey.records import record
from drey.runtime.batch.driver import BatchQueryDriver
from drey.runtime.elements import MAX_WATERMARK, EndOfInput, Watermark
from drey.runtime.jobs.results import ResultQueue
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.registry import BATCH_QUERY, SOURCE, operator_class
from drey.runtime.operators.source import SourceDriver
from drey.runtime.state.snapshot import OperatorSnapshot
from drey.runtime.tasks.failures import JobCancelledError, naming
from drey.runtime.tasks.fetcher import QueueLimits
from drey.runtime.tasks.mailbox import Mailbox
from drey.runtime.tasks.operator_node import Emitter, OperatorNode

TICK_SECONDS = 0.1
"""How often operators are told the time."""


DEFAULT_BATCH_ROWS = 131_072


@record
class TaskSettings:
    """What a task is run with.

    Args:
        options: The job's configuration.
        evaluation: Facts for kernels.
        max_parallelism: The number of key groups.
        checkpointing: True if the job takes checkpoints.
        job_id: The id that is stable over restores.
        max_rows: Rows that are pushed at once, at most, when more is waiting.
        limits: What may wait in front of the task.
        exact_rows: True if sources never push more than ``max_rows`` rows at once.
    """

    options: Mapping[str, str]
    evaluation: EvaluationContext
    max_parallelism: int = 128
    checkpointing: bool = False
    job_id: str = ""
    max_rows: int = DEFAULT_BATCH_ROWS
    limits: QueueLimits = field(default_factory=QueueLimits)
    exact_rows: bool = False


class Task:
    """Pushes what the sources bring through the operators.

    The constructor makes the operators; :meth:`run` opens them, loops until every input has ended, :meth:`stop`
    is called or something fails, and closes them. All methods but :meth:`cancel` and the mailbox belong to
    the thread that calls ``run``.

    Args:
        graph: The job.
        settings: What to run it with.
        results: The queues of the collect sinks by operator uid.
    """

    def __init__(
        self,
        graph: JobGraph,
        settings: TaskSettings,
        results: Mapping[str, ResultQueue],
    ) -> None:
        self.graph = graph
        self.settings = settings
        self.mailbox = Mailbox()
        self.metrics: dict[str, OperatorMetrics] = {spec.uid: OperatorMetrics() for spec in graph.operators}
        self._results = results
        self._poll: Callable[[float], float] = lambda now: now + 3600.0
        self._next_poll = 0.0
        self._cancelled = False
        self._paused = False
        self._stopped = False
        self._drained = False
        self._opened: list[OperatorNode] = []
        self.sources: list[SourceDriver] = []
        self.nodes: list[OperatorNode] = []
        self._outputs: dict[int, Emitter] = {}
        for spec in graph.operators:
            self._add(spec)

    def _add(self, spec: OperatorSpec) -> None:
        if spec.kind == SOURCE:
            driver = SourceDriver(
                spec,
                self.graph.resources,
                self.metrics[spec.uid],
                self.mailbox,
                self.settings.max_rows,
                self.settings.limits,
                self.settings.exact_rows,
            )
            self.sources.append(driver)
            self._outputs[spec.id] = Emitter(driver.metrics)
            return
        context = self._context(spec)
        if spec.kind == BATCH_QUERY:
            settings = self.settings
            query = BatchQueryDriver(
                context, self.mailbox, settings.max_rows, settings.limits, settings.exact_rows
            )
            self.sources.append(query)
            self._outputs[spec.id] = Emitter(query.metrics)
            return
        with naming(spec.name):
            node = OperatorNode(spec, operator_class(spec.kind)(context))
        self.nodes.append(node)
        self._outputs[spec.id] = node.output
        for index, edge in enumerate(spec.inputs):
            if edge.operator not in self._outputs:
                raise JobError(
                    f"operator '{spec.name}' reads operator {edge.operator}, which is not before it"
                )
            self._outputs[edge.operator].consumers.append((node, index))

    def _context(self, spec: OperatorSpec) -> OperatorContext:
        inputs = tuple(self.graph.operator(edge.operator).output for edge in spec.inputs)
        return OperatorContext(
            spec=spec,
            inputs=inputs,
            evaluation=self.settings.evaluation,
            options=self.settings.options,
            functions=self.graph.functions,
            resources=self.graph.resources,
            max_parallelism=self.settings.max_parallelism,
            metrics=self.metrics[spec.uid],
            checkpointing=self.settings.checkpointing,
            job_id=self.settings.job_id,
            results=self._results,
        )

    @property
    def watermark(self) -> int:
        """The smallest watermark that an operator without consumers has reached."""
        return min(
            (node.valve.current for node in self.nodes if not node.output.consumers), default=MAX_WATERMARK
        )

    @property
    def finished(self) -> bool:
        """True once every source has ended and every operator has seen it."""
        return all(s.ended for s in self.sources) and all(n.finished for n in self.nodes)

    def restore(self, snapshots: Mapping[str, OperatorSnapshot]) -> None:
        """Take over state by operator uid. Called before :meth:`run`."""
        for source in self.sources:
            found = snapshots.get(source.spec.uid)
            if found is not None and found.source is not None:
                source.restore(found.source)
        for node in self.nodes:
            found = snapshots.get(node.spec.uid)
            if found is None:
                continue
            if len(found.ended_inputs) == len(node.spec.inputs):
                for index, ended in enumerate(found.ended_inputs):
                    if ended:
                        node.valve.end(index)
            if found.tables or found.values:
                with naming(node.spec.name):
                    node.operator.restore(found.reader())

    def run(self, poll: Callable[[float], float], finish: Callable[[], None]) -> None:
        """Run to the end.

        Args:
            poll: Called between batches with a monotonic time and after each command; returns when it wants
                to be called again. It may call :meth:`snapshot`, :meth:`commit`, :meth:`pause` and :meth:`stop`.
            finish: Called after the last batch, before the operators are closed; may :meth:`serve`.

        Raises:
            JobCancelledError: :meth:`cancel` was called.
            UserCodeError: A user's function raised.
            JobError: Anything else failed; the message names the operator.
        """
        self._poll = poll
        try:
            self._open()
            self._repeat_ends()
            for source in self.sources:
                with naming(source.spec.name):
                    source.start()
            self._loop()
            finish()
        except BaseException:
            self._close(failed=True)
            raise
        self._close()

    def cancel(self) -> None:
        """End :meth:`run` soon; any thread may call it."""
        self._cancelled = True
        for queue in self._results.values():
            queue.close()
        self.mailbox.post(lambda: None)

    def pause(self) -> None:
        """Push no batches until :meth:`resume`; commands are still served."""
        self._paused = True

    def resume(self) -> None:
        """Go on after :meth:`pause`."""
        self._paused = False

    def stop(self, drain: bool = False) -> None:
        """Read no more. With ``drain`` the inputs end for the operators, too, so that all time passes."""
        for source in self.sources:
            source.stop()
            if drain and not source.ended:
                self._end(source)
        self._drained = self._drained or drain
        self._stopped = True

    def serve(self, done: Callable[[], bool]) -> None:
        """Serve commands and ``poll`` until ``done()``, without reading any input."""
        while not done():
            self._housekeeping()
            if not done():
                self.mailbox.wait(lambda: False, max(0.0, min(self._next_poll - time.monotonic(), 1.0)))

    def prepare(self, checkpoint_id: int) -> None:
        """Let the operators emit what belongs to a checkpoint, without a snapshot."""
        for node in self.nodes:
            node.prepare_snapshot(checkpoint_id)

    def snapshot(self, checkpoint_id: int) -> list[OperatorSnapshot]:
        """The state of every operator as of now; nothing is in flight between two batches.

        Operators are asked in topological order, each after all that is before it has emitted what belongs
        to the checkpoint, so the cut is the one that a barrier would make.
        """
        taken = [
            OperatorSnapshot(source.spec.uid, source.spec.name, source=source.snapshot())
            for source in self.sources
        ]
        for node in self.nodes:
            node.prepare_snapshot(checkpoint_id)
            one = OperatorSnapshot(node.spec.uid, node.spec.name, ended_inputs=self._ended_inputs(node))
            with naming(node.spec.name):
                node.operator.snapshot(one.writer())
            _check_names(one)
            node.metrics.state_bytes = sum(int(t.frame.estimated_size()) for t in one.tables.values())
            taken.append(one)
        return taken

    def _ended_inputs(self, node: OperatorNode) -> tuple[bool, ...]:
        """An end that a drain made up is none for the job that continues."""
        return tuple(ended and not self._drained for ended in node.valve.ended)

    def commit(self, checkpoint_id: int) -> None:
        """Tell the operators that a checkpoint is durable."""
        for node in self.nodes:
            with naming(node.spec.name):
                node.operator.checkpoint_completed(checkpoint_id)

    def _open(self) -> None:
        for node in self.nodes:
            self._opened.append(node)
            with naming(node.spec.name):
                node.operator.open()

    def _repeat_ends(self) -> None:
        """Tell operators that a restored job has and its snapshot had not of inputs that ended before."""
        for source in self.sources:
            if source.ended:
                self._end(source)
        for node in self.nodes:
            if node.finished:
                node.output.emit(Watermark(MAX_WATERMARK))
                node.output.emit(EndOfInput())

    def _close(self, failed: bool = False) -> None:
        """Close everything that was opened; what that raises counts only if nothing has failed before."""
        for source in self.sources:
            source.stop()
        first: Exception | None = None
        for node in reversed(self._opened):
            try:
                with naming(node.spec.name):
                    node.operator.close()
            except Exception as error:
                first = first or error
        if first is not None and not failed:
            raise first

    def _loop(self) -> None:
        tickers = [node for node in self.nodes if node.ticks]
        next_tick = 0.0
        while not self._stopped:
            self._housekeeping()
            if self._stopped:
                return
            now = time.monotonic()
            if now >= next_tick:
                for node in tickers:
                    node.tick(now)
                next_tick = now + TICK_SECONDS if tickers else float("inf")
            if self._paused or not self._push():
                if not self._paused and all(source.ended for source in self.sources):
                    return
                wake = min(next_tick, self._next_poll)
                self.mailbox.wait(self._anything_ready, max(0.0, wake - time.monotonic()))

    def _housekeeping(self) -> None:
        commands = self.mailbox.commands()
        for command in commands:
            command()
        self._check_cancelled()
        now = time.monotonic()
        if commands or now >= self._next_poll:
            self._next_poll = self._poll(now)

    def _anything_ready(self) -> bool:
        return not self._paused and any(source.ready for source in self.sources)

    def _push(self) -> bool:
        """Push what each source has; False if none had anything."""
        pushed = False
        for source in self.sources:
            if source.ended or not source.ready:
                continue
            pushed = True
            with naming(source.spec.name):
                self._push_from(source)
            self._check_cancelled()
        return pushed

    def _push_from(self, source: SourceDriver) -> None:
        output = self._outputs[source.spec.id]
        for batch in source.poll():
            output.emit(batch)
        if source.ended:
            self._end(source)

    def _end(self, source: SourceDriver) -> None:
        output = self._outputs[source.spec.id]
        output.emit(Watermark(MAX_WATERMARK))
        output.emit(EndOfInput())

    def _check_cancelled(self) -> None:
        if self._cancelled:
            raise JobCancelledError


def _check_names(snapshot: OperatorSnapshot) -> None:
    for name in snapshot.tables:
        if not name or "/" in name or name.startswith("."):
            raise CheckpointError(f"operator '{snapshot.name}' has a state table of the bad name '{name}'")
