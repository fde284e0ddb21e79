"""A task: operators connected without an exchange, run by one thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from drey.errors import CheckpointError, JobError
from drey.functions.definition import EventTime
from drey.graph.job_graph import JobGraph, OperatorSpec
from drey.runtime.batch.driver import BatchQueryDriver
from drey.runtime.elements import MAX_WATERMARK, CheckpointBarrier, EndOfInput, Watermark
from drey.runtime.execution.messages import JobSettings, TaskId, TaskSpec
from drey.runtime.metrics import OperatorMetrics
from drey.runtime.operators.operator import OperatorContext
from drey.runtime.operators.registry import BATCH_QUERY, OPERATORS, SOURCE, operator_class
from drey.runtime.operators.source import ReadingSettings, SourceDriver
from drey.runtime.results import ResultQueue
from drey.runtime.state.chains import Chains
from drey.runtime.state.choosing import state_backend
from drey.runtime.state.rocksdb.memory import StateMemory
from drey.runtime.state.snapshot import OperatorSnapshot, RestoredState
from drey.runtime.tasks.barriers import TaskBarriers
from drey.runtime.tasks.batch_size import FIRST_ROWS, FIRST_ROWS_OF_FUNCTIONS, StepSize
from drey.runtime.tasks.failures import naming
from drey.runtime.tasks.inputs import ChannelGate, GateConsumer, GateInput, OutputGate
from drey.runtime.tasks.mailbox import Mailbox
from drey.runtime.tasks.operator_node import Emitter, OperatorNode
from drey.runtime.tasks.overtaking import input_table, output_table, stored_rows, table_name
from drey.runtime.tasks.times import TaskTimes


@dataclass
class TaskSurroundings:
    """What a task needs of the executor that runs it.

    Args:
        graph: The job.
        settings: What it is run with.
        mailbox: Wakes the task's thread.
        reading: How sources are read.
        results: The queues of the collect sinks by operator uid.
        wants_splits: Called from any thread with a source's uid when its reader can take more splits.
        inputs: The gates of the exchanges that the task reads, in the order of its spec.
        outputs: The gates of those that it writes.
        exactly_once: False if rows may pass a barrier during alignment.
        state_memory: The memory for state on RocksDB, shared by the tasks of a process.
        first_rows: The rows of the first step.
    """

    graph: JobGraph
    settings: JobSettings
    mailbox: Mailbox
    reading: ReadingSettings
    results: Mapping[str, ResultQueue] = field(default_factory=dict)
    wants_splits: Callable[[str], None] = lambda uid: None
    inputs: tuple[ChannelGate, ...] = ()
    outputs: tuple[OutputGate, ...] = ()
    exactly_once: bool = True
    state_memory: StateMemory | None = None
    first_rows: int = FIRST_ROWS


class Task:
    """Pushes what its sources and its exchanges bring through the operators.

    The constructor makes the operators. Then :meth:`restore`, :meth:`open`, :meth:`step` again and again, and
    :meth:`close`, all but the first by one thread. Between two steps nothing is in flight inside the task.

    Args:
        spec: What to run.
        surroundings: What the executor gives.
        take_snapshot: Called with a barrier when a checkpoint is aligned; gives the task's :meth:`snapshot`, or
            None if the checkpoint has been given up.
        snapshot_taken: Called with a barrier and the snapshot when it holds everything, to have it written.
    """

    def __init__(
        self,
        spec: TaskSpec,
        surroundings: TaskSurroundings,
        take_snapshot: Callable[[Task, CheckpointBarrier], list[OperatorSnapshot] | None],
        snapshot_taken: Callable[[Task, CheckpointBarrier, list[OperatorSnapshot]], None],
    ) -> None:
        self.spec = spec
        self.metrics: dict[str, OperatorMetrics] = {}
        self.sources: list[SourceDriver] = []
        self.nodes: list[OperatorNode] = []
        self._around = surroundings
        self._restored: Mapping[str, RestoredState] = {}
        self._producers: dict[int, Emitter] = {}
        self._opened: list[OperatorNode] = []
        self.times = TaskTimes()
        self._paused = False
        self._drained = False
        self._state = state_backend(
            surroundings.settings.options,
            surroundings.settings.evaluation.streaming,
            surroundings.state_memory,
        )
        exchanged = {(gate.operator, gate.index) for gate in spec.inputs}
        for number in spec.operators:
            self._add(surroundings.graph.operator(number), exchanged)
        self._inputs = self._connect_inputs()
        for gate_spec, gate in zip(spec.outputs, surroundings.outputs, strict=True):
            self._producers[gate_spec.operator].consumers.append((GateConsumer(gate), 0))
        self.barriers = TaskBarriers(
            surroundings.graph,
            list(zip(spec.inputs, self._inputs, strict=True)),
            list(zip(spec.outputs, surroundings.outputs, strict=True)),
            surroundings.exactly_once,
            partial(take_snapshot, self),
            partial(snapshot_taken, self),
        )
        self.tickers = [node for node in self.nodes if node.ticks]
        self._timed = [source for source in self.sources if source.event_time is not None]

    @property
    def id(self) -> TaskId:
        """Which task it is."""
        return self.spec.id

    # -- making -----------------------------------------------------------------------------------------------

    def _add(self, spec: OperatorSpec, exchanged: set[tuple[int, int]]) -> None:
        context = self._context(spec)
        self.metrics[spec.uid] = context.metrics
        if spec.kind in (SOURCE, BATCH_QUERY):
            make = SourceDriver if spec.kind == SOURCE else BatchQueryDriver
            wants_splits = partial(self._around.wants_splits, spec.uid)
            with naming(spec.name):
                reading = replace(
                    self._around.reading, first_rows=self._around.first_rows, crowding=self._crowding
                )
                driver = make(context, self._around.mailbox, reading, wants_splits)
            self.sources.append(driver)
            self._producers[spec.id] = Emitter(driver.metrics)
            return
        with naming(spec.name):
            node = OperatorNode(spec, operator_class(spec.kind)(context))
        self.nodes.append(node)
        self._producers[spec.id] = node.output
        for index, edge in enumerate(spec.inputs):
            if (spec.id, index) in exchanged:
                continue
            if edge.operator not in self._producers:
                raise JobError(
                    f"operator '{spec.name}' reads operator {edge.operator}, which is not before it"
                )
            self._producers[edge.operator].consumers.append((node, index))

    def _context(self, spec: OperatorSpec) -> OperatorContext:
        graph, settings = self._around.graph, self._around.settings
        return OperatorContext(
            spec=spec,
            inputs=tuple(graph.operator(edge.operator).output for edge in spec.inputs),
            evaluation=replace(settings.evaluation, event_time=EventTime()),
            options=settings.options,
            functions=graph.functions,
            resources=graph.resources,
            max_parallelism=self.spec.key_groups.get(spec.id, settings.max_parallelism),
            metrics=OperatorMetrics(),
            checkpointing=settings.checkpointing,
            job_id=settings.job_id,
            subtask=self.id.subtask,
            parallelism=self.spec.parallelism,
            channels=max((len(g.workers) for g in self.spec.outputs if g.operator == spec.id), default=1),
            results=self._around.results,
            state=self._state,
            attempt=self.spec.attempt,
        )

    def _connect_inputs(self) -> list[GateInput]:
        nodes = {node.spec.id: node for node in self.nodes}
        connected: list[GateInput] = []
        offset = 0
        for spec, gate in zip(self.spec.inputs, self._around.inputs, strict=True):
            size = StepSize(self._around.first_rows, self._crowding)
            connected.append(GateInput(gate, nodes[spec.operator], spec.index, offset, size))
            offset += gate.channels
        return connected

    def restore(self, state: Mapping[str, RestoredState]) -> None:
        """Take over the state of operators by uid. Called before :meth:`open`."""
        self._restored = state
        for node in self.nodes:
            found = state.get(node.spec.uid)
            if found is None:
                continue
            ended_inputs = found.ended_inputs
            if len(ended_inputs) == len(node.spec.inputs):
                for index, ended in enumerate(ended_inputs):
                    if ended:
                        node.valve.end(index)
            if any(part.tables or part.values for part in found.parts):
                with naming(node.spec.name):
                    node.operator.restore(found)

    # -- running ----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the operators, repeat what has ended before a restore, and start to read."""
        self.times.open()
        for node in self.nodes:
            self._opened.append(node)
            with naming(node.spec.name):
                node.operator.open()
        for node in self.nodes:
            # Operators that a restored job has and its snapshot had not learn of inputs that ended before.
            if node.finished:
                node.output.emit(Watermark(MAX_WATERMARK))
                node.output.emit(EndOfInput())
        self._process_stored_rows()
        for source in self.sources:
            with naming(source.spec.name):
                source.start()

    def _process_stored_rows(self) -> None:
        """Do what barriers had overtaken, the oldest first: what was written, then what was to be read.

        Of the operators the last is the first, since what it was to read is older than what those before it will emit.
        At another parallelism an exchange may have become a call within the task: then its rows are here, too.
        """
        for gate, output in zip(self.spec.outputs, self._around.outputs, strict=True):
            for batch in stored_rows(self._restored, gate.uid, table_name(gate)):
                output.emit(batch)
        exchanged = {(gate.operator, gate.index) for gate in self.spec.inputs}
        for node in reversed(self.nodes):
            spec = node.spec
            for index, edge in enumerate(spec.inputs):
                for batch in stored_rows(self._restored, spec.uid, input_table(index)):
                    node.receive(batch, index)
                if (spec.id, index) in exchanged:
                    continue
                writer = self._around.graph.operator(edge.operator).uid
                for batch in stored_rows(self._restored, writer, output_table(spec.id, index)):
                    node.receive(batch, index)
        self._restored = {}

    @property
    def ready(self) -> bool:
        """True if :meth:`step` would push something."""
        if self.barriers.ready or any(gate.failed for gate in self._around.outputs):
            return True
        if not all(gate.available for gate in self._around.outputs):
            return False
        if any(one.ready for one in self._inputs):
            return True
        return not self._paused and any(source.ready for source in self.sources)

    @property
    def drained(self) -> bool:
        """True once every input has ended and every operator has seen it."""
        return (self._drained or all(s.ended for s in self.sources)) and all(n.finished for n in self.nodes)

    @property
    def watermark(self) -> int:
        """The smallest watermark that an operator without consumers has reached."""
        return min(
            (node.valve.current for node in self.nodes if not node.output.consumers), default=MAX_WATERMARK
        )

    def step(self) -> bool:
        """Push one piece of each input, as far as the outputs have room; False if there was nothing."""
        for gate in self._around.outputs:
            gate.check()
        self.barriers.look()
        if not self._has_room():
            self.times.block()
            return False
        start = self.times.begin()
        pushed = self._push()
        if pushed:
            self.times.worked(start)
        return pushed

    def _push(self) -> bool:
        pushed = False
        for one in self._inputs:
            if one.ready and self._has_room():
                pushed = True
                self._take(one)
        if self._paused:
            return pushed
        for source in self.sources:
            if source.ended or not source.ready or not self._has_room():
                continue
            pushed = True
            with naming(source.spec.name):
                self._push_from(source)
        return pushed

    def _has_room(self) -> bool:
        return all(gate.available for gate in self._around.outputs)

    def _crowding(self) -> float:
        return max((gate.crowding() for gate in self._around.outputs), default=0.0)

    def _take(self, one: GateInput) -> None:
        event = one.take()
        if event is not None:
            self.barriers.arrived(*event)

    def _push_from(self, source: SourceDriver) -> None:
        output = self._producers[source.spec.id]
        for batch in source.poll():
            output.emit(batch)
        if source.ended:
            self._end(source)

    def _end(self, source: SourceDriver) -> None:
        output = self._producers[source.spec.id]
        output.emit(Watermark(MAX_WATERMARK))
        output.emit(EndOfInput())

    def source(self, uid: str) -> SourceDriver | None:
        """The source of this uid, if the task has it."""
        return next((one for one in self.sources if one.spec.uid == uid), None)

    def allow_progress(self, group: str, watermark: int) -> None:
        """Have the sources of an alignment group read on up to a watermark."""
        for source in self._timed:
            event_time = source.event_time
            if event_time is not None and event_time.group is not None and event_time.group.name == group:
                event_time.allow(watermark)

    # -- checkpoints ------------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Read nothing from the sources until :meth:`resume`."""
        self._paused = True

    def resume(self) -> None:
        """Go on after :meth:`pause`."""
        self._paused = False

    def drain(self) -> None:
        """End all input of the sources for the operators, so that all time passes."""
        self._drained = True
        for source in self.sources:
            source.stop()
            if not source.ended:
                self._end(source)

    def tick(self, now: float) -> None:
        """Give the operators the time, and the barriers that have waited long enough."""
        for node in self.tickers:
            node.tick(now)
        for source in self._timed:
            for element in source.tick(now):
                self._producers[source.spec.id].emit(element)
        self.barriers.tick(now)

    @property
    def ticks(self) -> bool:
        """True if :meth:`tick` has something to do."""
        return bool(self.tickers or self._timed) or self.barriers.waits

    def commit(self, checkpoint_id: int) -> None:
        """A checkpoint is durable: tell the operators and the readers."""
        for source in self.sources:
            source.checkpoint_completed(checkpoint_id)
        for node in self.nodes:
            with naming(node.spec.name):
                node.operator.checkpoint_completed(checkpoint_id)

    def prepare(self, checkpoint_id: int) -> None:
        """Let the operators emit what belongs to a checkpoint, without a snapshot."""
        for node in self.nodes:
            node.prepare_snapshot(checkpoint_id)

    def snapshot(self, checkpoint_id: int, chains: Chains | None = None) -> list[OperatorSnapshot]:
        """The state of every operator as of now.

        With ``chains`` for an incremental checkpoint. Who gets the snapshots closes them.

        Operators are asked in topological order, each after all that is before it has emitted what belongs
        to the checkpoint, so the cut is the one that a barrier would make.
        """
        taken = []
        for source in self.sources:
            splits = [
                {"id": split.id, "position": dict(split.position)} for split in source.snapshot(checkpoint_id)
            ]
            state = {"splits": splits, "ended": source.ended}
            taken.append(
                OperatorSnapshot(source.spec.uid, source.spec.name, source=state, subtask=self.id.subtask)
            )
        for node in self.nodes:
            node.prepare_snapshot(checkpoint_id)
            # An end that a drain made up is none for the job that continues.
            ended = tuple(ended and not self._drained for ended in node.valve.ended)
            one = OperatorSnapshot(node.spec.uid, node.spec.name, ended_inputs=ended, subtask=self.id.subtask)
            with naming(node.spec.name):
                node.operator.snapshot(one.writer(chains))
            _check_names(one)
            node.metrics.state_bytes = sum(table.nbytes for table in one.tables.values())
            taken.append(one)
        return taken

    # -- the end ----------------------------------------------------------------------------------------------

    def close(self, failed: bool = False) -> None:
        """Close everything that was opened; what that raises counts only if nothing has failed before."""
        first: BaseException | None = None
        for source in self.sources:
            try:
                source.stop()
            except BaseException as error:
                first = first or error
        for node in reversed(self._opened):
            try:
                with naming(node.spec.name):
                    node.operator.close()
            except BaseException as error:  # Polars panics with BaseException
                first = first or error
        self._opened.clear()
        self._state.close()
        if first is not None and not failed:
            raise first


def first_rows(graph: JobGraph, task: TaskSpec) -> int:
    """The rows of a task's first step: few, if each may take any time."""
    called = any(_calls_functions(graph.operator(number)) for number in task.operators)
    return FIRST_ROWS_OF_FUNCTIONS if called else FIRST_ROWS


def _calls_functions(spec: OperatorSpec) -> bool:
    if spec.kind in OPERATORS:
        return operator_class(spec.kind).calls_functions
    return "assigner" in spec.params  # the timestamps of a source


def _check_names(snapshot: OperatorSnapshot) -> None:
    for name in snapshot.tables:
        if not name or "/" in name or name.startswith("."):
            raise CheckpointError(f"operator '{snapshot.name}' has a state table of the bad name '{name}'")
