"""The coordinating half of a source: runs its enumerator in a thread and gives the splits to the readers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from drey.connectors.api import Source, SourceSplit
from drey.graph.job_graph import OperatorSpec
from drey.records import record
from drey.runtime.execution.messages import AssignSplits
from drey.runtime.scheduling.split_assignment import (
    Assign,
    Instruction,
    SplitAssignment,
    SplitAssignmentSnapshot,
)
from drey.runtime.tasks.failures import naming

Json = Any


@record
class Discovery:
    """What one look at the outside has found.

    Args:
        splits: Splits that were not known before.
        enumerator: The enumerator's state with them.
        final: True if there is no further look.
    """

    splits: tuple[SourceSplit, ...]
    enumerator: Json
    final: bool


class SourceCoordinator:
    """Belongs to the job's thread; only the enumerator runs in a thread of its own.

    It serves one deployment of its readers; a restart makes a new one. :attr:`ended` is true if a restore has left
    nothing to read.

    Args:
        spec: The source's operator.
        source: The source.
        parallelism: How many readers it has.
        send: Called with assignments.
        found: Called by the enumerator's thread with this coordinator and a discovery or a failure; must come back
            as :meth:`discovered` in the job's thread.
    """

    def __init__(
        self,
        spec: OperatorSpec,
        source: Source,
        parallelism: int,
        send: Callable[[AssignSplits], None],
        found: Callable[[SourceCoordinator, Discovery | BaseException], None],
    ) -> None:
        self.spec = spec
        self.ended = False
        self._enumerator = source.create_enumerator()
        self._parallelism = parallelism
        # A single reader reads everything, so it need not ask.
        self._eager = parallelism == 1 or self._enumerator.assignment == "eager"
        self._assignment = SplitAssignment(parallelism, self._eager)
        self._discovered = False
        self._send = send
        self._found = found
        self._stopped = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"drey-enumerator-{spec.name[:40]}", daemon=True
        )

    def restore(self, state: Json) -> None:
        """Continue from a snapshot: the ``source`` value of the operator's entry in its manifest."""
        if not state["discovered"]:
            return  # it is older than the first discovery, so the source starts afresh
        self._discovered = True
        splits = tuple(SourceSplit(one["id"], one["position"]) for one in state["splits"])
        final = self._enumerator.interval is None
        snapshot = SplitAssignmentSnapshot(state["enumerator"], (), final)
        self._assignment = SplitAssignment.restored(snapshot, splits, self._parallelism, self._eager)
        with naming(self.spec.name):
            self._enumerator.restore(state["enumerator"])
        self.ended = final and not splits

    def start(self) -> None:
        """Give out what a snapshot had, and look for more."""
        restored = self._discovered
        if restored:
            self._carry_out(self._assignment.begin())
        if not (restored and self._enumerator.interval is None):
            self._thread.start()

    def discovered(self, discovery: Discovery) -> None:
        """Take over what the enumerator has found."""
        self._discovered = True
        self._carry_out(self._assignment.discovered(discovery.splits, discovery.enumerator, discovery.final))

    def wanted(self, subtask: int) -> None:
        """A reader has read all that it had."""
        self._carry_out(self._assignment.reader_ready(subtask))

    def snapshot(self) -> Json:
        """The enumerator's state and the splits that no reader has.

        Taken where the trigger is sent: splits that were assigned before it are in the state of their reader, since
        messages to a task executor keep their order.
        """
        taken = self._assignment.snapshot()
        return {
            "enumerator": taken.enumerator,
            "discovered": self._discovered,
            "splits": [{"id": one.id, "position": dict(one.position)} for one in taken.unassigned],
        }

    def stop(self) -> None:
        """End the enumerator's thread soon."""
        self._stopped.set()

    def _carry_out(self, instructions: Sequence[Instruction]) -> None:
        for one in instructions:
            if isinstance(one, Assign):
                self._send(AssignSplits(self.spec.uid, one.subtask, one.splits))
            else:
                self._send(AssignSplits(self.spec.uid, one.subtask, (), last=True))

    def _run(self) -> None:
        try:
            with naming(self.spec.name):
                self._enumerate(first=not self._discovered)
        except BaseException as error:
            self._found(self, error)
        finally:
            self._close()

    def _enumerate(self, first: bool) -> None:
        enumerator = self._enumerator
        enumerator.open(self._parallelism)
        interval = enumerator.interval
        next_look = time.monotonic()
        while not self._stopped.wait(max(0.0, next_look - time.monotonic())):
            next_look = time.monotonic() + (interval or 0.0)
            found = tuple(enumerator.discover())
            if found or first:
                first = False
                self._found(self, Discovery(found, enumerator.snapshot(), interval is None))
            if interval is None:
                return

    def _close(self) -> None:
        with suppress(Exception):  # whatever it is, the job goes on or ends without the enumerator
            self._enumerator.close()


def merged_source_state(coordinator: Json, readers: Sequence[Json]) -> Json:
    """The ``source`` value of a manifest, from a coordinator's snapshot and those of all readers."""
    splits = [*coordinator["splits"], *(split for reader in readers for split in reader["splits"])]
    ended = bool(readers) and all(reader["ended"] for reader in readers)
    return {**coordinator, "splits": splits, "ended": ended}
