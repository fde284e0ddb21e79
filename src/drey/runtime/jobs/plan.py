"""What is derived from a job graph and its configuration before the job runs."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from drey.connectors.registry import table_factory
from drey.errors import CheckpointError, OptionError
from drey.graph.job_graph import JobGraph, OperatorSpec
from drey.runtime.checkpoint.coordinator import CheckpointCoordinator, CheckpointSettings
from drey.runtime.checkpoint.manifest import (
    MANIFEST_FILE,
    Manifest,
    OperatorEntry,
    fingerprint,
    merge_operators,
    operator_from_json,
    read_manifest,
)
from drey.runtime.checkpoint.places import Place, place, remove_tree
from drey.runtime.checkpoint.remote import RemotePlace
from drey.runtime.checkpoint.restore import claim_state
from drey.runtime.checkpoint.storage import (
    drop_snapshot,
    find_snapshot,
    list_checkpoints,
    newest_readable,
    open_operator,
    remove_unfinished,
)
from drey.runtime.configuration import (
    CHECKPOINTING_AFTER_FINISH,
    CHECKPOINTING_ALIGNED_TIMEOUT,
    CHECKPOINTING_CREATE_SUBDIR,
    CHECKPOINTING_DIR,
    CHECKPOINTING_INCREMENTAL,
    CHECKPOINTING_INTERVAL,
    CHECKPOINTING_MAX_CONCURRENT,
    CHECKPOINTING_MIN_PAUSE,
    CHECKPOINTING_MODE,
    CHECKPOINTING_NUM_RETAINED,
    CHECKPOINTING_RETENTION,
    CHECKPOINTING_TIMEOUT,
    CHECKPOINTING_TOLERABLE_FAILURES,
    CHECKPOINTING_UNALIGNED,
    CHECKPOINTS_HISTORY,
    FIXED_JOB_ID,
    RECOVERY_CLAIM_MODE,
    RECOVERY_IGNORE_UNCLAIMED,
    RECOVERY_PATH,
    evaluation_context,
    seconds,
)
from drey.runtime.execution.messages import JobSettings
from drey.runtime.jobs.checkpoints import CheckpointPlan
from drey.runtime.jobs.retention import keeps_checkpoints
from drey.runtime.jobs.source_coordinator import merged_source_state
from drey.runtime.scheduling.building import build_execution_graph
from drey.runtime.scheduling.execution_graph import ExecutionGraph, ExecutionTask
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.restart.loading import RESTART_STRATEGY, restart_strategy
from drey.runtime.scheduling.restart.strategy import RestartStrategy
from drey.runtime.state.snapshot import OperatorSnapshot, RestoredState

Json = Any

RESTARTED_BY_DEFAULT = frozenset({"WORKER", "EXCHANGE_PEER"})
"""Codes of failures that are restarted where no strategy is configured: a worker process was lost."""


def new_job_id(options: Mapping[str, str]) -> str:
    """The configured job id, or a new one: 32 hexadecimal digits.

    Raises:
        OptionError: The configured one is something else.
    """
    fixed = FIXED_JOB_ID.get(options)
    if fixed is None:
        return uuid.uuid4().hex
    if len(fixed) != 32 or not all(c in "0123456789abcdef" for c in fixed.lower()):
        raise OptionError(
            f"invalid value '{fixed}' for option '{FIXED_JOB_ID.key}'", hint="32 hexadecimal digits"
        )
    return fixed.lower()


class JobPlan:
    """A job's tasks, the state that they start from, and its checkpoints, as its options want them.

    Raises:
        DreyError: An option is bad, or the snapshot to start from is missing or doesn't fit.
    """

    def __init__(self, graph: JobGraph, options: Mapping[str, str], job_id: str, name: str) -> None:
        self._graph = graph
        self._options = options
        self._job_id = job_id
        self._name = name
        self.snapshots: dict[int, Place] = {}
        self._restored = self._read_restored()
        groups = None
        if self._restored is not None:
            manifest, path = self._restored
            self.snapshots[manifest.checkpoint_id] = path
            groups = manifest.max_parallelism
        self.execution = _with_client_tasks(graph, build_execution_graph(graph, options, groups))
        self._claimed: dict[Place, dict[str, list[OperatorSnapshot]]] = {}
        if self._restored is not None:
            self.operators(self._restored[1], check=True)

    @property
    def origin(self) -> str:
        """The id of the first job of the chain of restores."""
        return self._job_id if self._restored is None else self._restored[0].origin

    @property
    def final(self) -> bool:
        """True to end bounded input with a checkpoint."""
        return self.interval is not None and CHECKPOINTING_AFTER_FINISH.require(self._options)

    @property
    def interval(self) -> float | None:
        """Seconds between two checkpoints; None if there are none."""
        interval = CHECKPOINTING_INTERVAL.get(self._options)
        streaming = evaluation_context(self._options).streaming
        return None if interval is None or not interval or not streaming else interval.total_seconds()

    @property
    def collects_by_checkpoint(self) -> bool:
        """True if collected rows become visible with the checkpoint that they belong to."""
        exactly_once = CHECKPOINTING_MODE.require(self._options).upper() != "AT_LEAST_ONCE"
        return exactly_once and self._directory is not None

    @property
    def settings(self) -> JobSettings:
        """What all tasks are run with."""
        return JobSettings(
            options=self._options,
            evaluation=evaluation_context(self._options),
            job_id=self.origin,
            max_parallelism=self.execution.max_parallelism,
            checkpointing=self.interval is not None,
        )

    # -- failures ---------------------------------------------------------------------------------------------

    def restarts(self) -> RestartStrategy:
        """Decides about restarts."""
        return restart_strategy(self._options, self.interval is not None, random.Random(self._job_id))

    def failure(self, error: BaseException) -> Failure:
        """The failure that an error is. Without a configured strategy only the loss of a worker is restarted."""
        failure = Failure.of(error)
        if RESTART_STRATEGY.get(self._options) is None and failure.code not in RESTARTED_BY_DEFAULT:
            return replace(failure, recoverable=False, error=failure.error)
        return failure

    # -- state ------------------------------------------------------------------------------------------------

    @property
    def newest_snapshot(self) -> Place | None:
        """The newest snapshot that the job can start from."""
        newest = max(self.snapshots, default=None)
        return None if newest is None else self.snapshots[newest]

    def operators(self, path: Place, check: bool = False) -> dict[str, list[OperatorSnapshot]]:
        """The state of a snapshot that the job claims, by operator uid, one value for each old subtask.

        Args:
            path: The snapshot's directory.
            check: True to compare all files with the manifest first.

        Raises:
            CheckpointError: It is missing or corrupt, or doesn't fit the job.
        """
        if path not in self._claimed:
            manifest = read_manifest(path / MANIFEST_FILE)
            ignore = RECOVERY_IGNORE_UNCLAIMED.require(self._options)
            claimed = claim_state(self._graph, manifest, ignore, self.execution.max_parallelism)
            self._claimed = {path: {uid: open_operator(path, entry, check) for uid, entry in claimed.items()}}
        return self._claimed[path]

    def state(self, task: ExecutionTask, path: Place | None) -> dict[str, RestoredState]:
        """What a task takes over of a snapshot, by operator uid."""
        if path is None:
            return {}
        found = self.operators(path)
        vertex = next(one for one in self.execution.vertices if one.id == task.vertex)
        uids = {number: self._graph.operator(number).uid for number in vertex.operators}
        return {
            uid: RestoredState(
                found[uid], task.subtask, vertex.parallelism, self.execution.key_groups(number)
            )
            for number, uid in uids.items()
            if uid in found
        }

    def source_state(self, uid: str, path: Place | None) -> Json:
        """What the coordinator of a source takes over of a snapshot; None if there is nothing."""
        parts = [] if path is None else self.operators(path).get(uid, [])
        return next((part.source for part in parts if part.source is not None), None)

    def entries(self, acknowledged: Sequence[Json], sources: Mapping[str, Json]) -> tuple[OperatorEntry, ...]:
        """The manifest's entries: what the tasks have acknowledged, in the order of the graph."""
        order = {spec.uid: number for number, spec in enumerate(self._graph.operators)}
        merged = merge_operators(map(operator_from_json, acknowledged))
        found = sorted(merged, key=lambda entry: order[entry.uid])
        return tuple(
            _with_source(entry, sources[entry.uid]) if entry.uid in sources else entry for entry in found
        )

    # -- checkpoints ------------------------------------------------------------------------------------------

    def checkpoints(self) -> CheckpointPlan:
        """What is to be known for taking checkpoints; removes what a killed process left half written.

        Raises:
            DreyError: An option is bad, or the directory can't be read.
        """
        options = self._options
        CHECKPOINTING_MODE.require(options)
        directory = self._directory
        if directory is not None:
            remove_unfinished(directory, self._job_id)
        owned = self._claimed_snapshot()
        return CheckpointPlan(
            self._coordinator(directory, owned),
            self._manifest(),
            directory,
            owned,
            incremental=CHECKPOINTING_INCREMENTAL.require(options),
            unaligned=_unaligned(options),
            patience=seconds(CHECKPOINTING_ALIGNED_TIMEOUT, options),
            options=options,
        )

    def _claimed_snapshot(self) -> dict[int, Place]:
        """The snapshot that the job was started from, by id, if it belongs to the job from now on."""
        if self._restored is None or RECOVERY_CLAIM_MODE.require(self._options).upper() != "CLAIM":
            return {}
        manifest, path = self._restored
        return {manifest.checkpoint_id: path}

    def _coordinator(self, directory: Place | None, owned: Mapping[int, Place]) -> CheckpointCoordinator:
        options = self._options
        older = [] if directory is None else [number for number, _ in list_checkpoints(directory)]
        if self._restored is not None:
            older.append(self._restored[0].checkpoint_id)
        coordinator = CheckpointCoordinator(
            CheckpointSettings(
                interval=self.interval,
                min_pause=seconds(CHECKPOINTING_MIN_PAUSE, options),
                timeout=seconds(CHECKPOINTING_TIMEOUT, options),
                tolerable_failures=CHECKPOINTING_TOLERABLE_FAILURES.require(options),
                max_concurrent=CHECKPOINTING_MAX_CONCURRENT.require(options),
                num_retained=CHECKPOINTING_NUM_RETAINED.require(options),
                history=CHECKPOINTS_HISTORY.require(options),
            ),
            [task.id for task in self.execution.tasks],
            time.monotonic(),
            max(older, default=0) + 1,
            sorted(owned),
        )
        # What is triggered before all tasks run would come to nothing.
        coordinator.suspend("no task runs yet", time.monotonic())
        return coordinator

    def _manifest(self) -> Manifest:
        """What the manifests of all checkpoints say about the job."""
        return Manifest(
            job_id=self._job_id,
            job_name=self._name,
            origin=self.origin,
            checkpoint_id=0,
            kind="",
            timestamp=0,
            max_parallelism=self.execution.max_parallelism,
            fingerprint=fingerprint(self._graph),
            operators=(),
        )

    def clean_up(self, final: JobStatus, owned: Mapping[int, Place]) -> None:
        """Delete the checkpoints that the user doesn't want to outlive the job."""
        if keeps_checkpoints(CHECKPOINTING_RETENTION.require(self._options), final):
            return
        for path in owned.values():
            drop_snapshot(path)
        directory = self._directory
        if directory is None:
            return
        if CHECKPOINTING_CREATE_SUBDIR.require(self._options):
            with suppress(CheckpointError):
                remove_unfinished(directory, self._job_id)  # what aborted checkpoints have left
        if not isinstance(directory, RemotePlace) and directory.is_dir() and not any(directory.iterdir()):
            remove_tree(directory)

    @property
    def _directory(self) -> Place | None:
        text = CHECKPOINTING_DIR.get(self._options)
        if text is None or self.interval is None:
            return None
        directory = place(text, self._options).absolute()
        return directory / self._job_id if CHECKPOINTING_CREATE_SUBDIR.require(self._options) else directory

    def _read_restored(self) -> tuple[Manifest, Place] | None:
        text = RECOVERY_PATH.get(self._options)
        if not text:
            return None
        newest = find_snapshot(text, self._options)
        named = place(text, self._options).absolute()
        candidates = list_checkpoints(named) if newest.absolute().parent == named else []
        return newest_readable([path for _, path in candidates] or [newest])


def _unaligned(options: Mapping[str, str]) -> bool:
    """True if barriers may overtake rows."""
    if not CHECKPOINTING_UNALIGNED.require(options):
        return False
    side_by_side = CHECKPOINTING_MAX_CONCURRENT.require(options)
    if side_by_side > 1:
        raise OptionError(
            "unaligned checkpoints can't be taken side by side",
            detail=f"'{CHECKPOINTING_MAX_CONCURRENT.key}' is {side_by_side}",
            hint=f"set it to 1, or '{CHECKPOINTING_UNALIGNED.key}' to 'false'",
        )
    return True


def _with_source(entry: OperatorEntry, coordinator: Json) -> OperatorEntry:
    """The whole state of a source lies with its first subtask: a restore distributes it anew."""
    first, *others = entry.subtasks
    merged = merged_source_state(coordinator, [one.source for one in entry.subtasks])
    return replace(
        entry, subtasks=(replace(first, source=merged), *(replace(one, source=None) for one in others))
    )


def _with_client_tasks(graph: JobGraph, execution: ExecutionGraph) -> ExecutionGraph:
    """The same with what must run in the user's process on a slot of its own, behind those of the workers."""
    here = {spec.id for spec in graph.operators if _keeps_rows_here(spec)}
    vertices = {
        one.id for one in execution.vertices if execution.single_task or here.intersection(one.operators)
    }
    tasks = tuple(
        replace(task, slot=execution.workers) if task.vertex in vertices else task for task in execution.tasks
    )
    return replace(execution, tasks=tasks)


def _keeps_rows_here(spec: OperatorSpec) -> bool:
    """True for what gives its rows to the user's own process."""
    if spec.kind == "sink" and "table" in spec.params:
        return table_factory(spec.params["table"]["options"]["connector"]).in_user_process
    return spec.kind == "collect"
