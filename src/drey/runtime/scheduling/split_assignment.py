"""Which reader of a source gets which split, decided without I/O: events in, instructions out.

The splits of a source are found by one enumerator and read by the source's parallel readers. A split is at every
moment in one place: *unassigned* here, or held by one reader. A checkpoint is a consistent cut of that, under one
condition: **to each worker, assignments and the trigger of a checkpoint go through one ordered channel, and**
:meth:`SplitAssignment.snapshot` **is taken where the trigger is put into the channels, with no assignment in
between.** Then a split that was assigned before the snapshot reaches its reader before the barrier, and is in the
reader's part of the checkpoint; one that wasn't is in ours. What readers say on the way back needs no order.

Two policies. *Pull*, for bounded sources: a reader that asks gets one split, so that quick readers read more. *Eager*,
for sources whose splits never end, such as the partitions of a topic: all splits are spread at once, a new one goes to
the reader with the fewest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from drey.connectors.api import SourceSplit
from drey.records import record

Json = Any


@record
class Assign:
    """Give splits to a reader."""

    subtask: int
    splits: tuple[SourceSplit, ...]


@record
class NoMoreSplits:
    """Tell a reader that it gets nothing more: it ends when what it holds is read."""

    subtask: int


Instruction = Assign | NoMoreSplits


@record
class SplitAssignmentSnapshot:
    """Our part of a checkpoint.

    Args:
        enumerator: The enumerator's state, which says what was discovered.
        unassigned: Splits that were discovered and that no reader holds.
        final: True if nothing more will be discovered.
    """

    enumerator: Json = None
    unassigned: tuple[SourceSplit, ...] = ()
    final: bool = False


class SplitAssignment:
    """The decisions for one source.

    Args:
        readers: How many readers there are.
        eager: True to spread all splits at once.
    """

    def __init__(self, readers: int, eager: bool = False) -> None:
        self._eager = eager
        self._enumerator: Json = None
        self._final = False
        self._unassigned: deque[SourceSplit] = deque()
        self._held: dict[int, int] = dict.fromkeys(range(readers), 0)
        self._asking: dict[int, None] = {}  # in the order of asking
        self._told: set[int] = set()

    @classmethod
    def restored(
        cls,
        snapshot: SplitAssignmentSnapshot,
        held: Iterable[SourceSplit],
        readers: int,
        eager: bool = False,
    ) -> SplitAssignment:
        """Continue from a checkpoint with any number of readers, which all begin empty.

        Args:
            snapshot: Our part of the checkpoint.
            held: The splits in the readers' parts, with their positions; those that are read to their end left out.
            readers: How many readers there are now.
            eager: True to spread all splits at once.

        Returns:
            The decisions from then on; :meth:`begin` gives the first.
        """
        made = cls(readers, eager)
        made._enumerator, made._final = snapshot.enumerator, snapshot.final
        # Those that were begun come first.
        made._unassigned.extend([*sorted(held, key=lambda split: split.id), *snapshot.unassigned])
        if eager:
            made._unassigned = deque(sorted(made._unassigned, key=lambda split: split.id))
        return made

    @property
    def unassigned(self) -> tuple[SourceSplit, ...]:
        """The splits that no reader holds, in the order in which they are given out."""
        return tuple(self._unassigned)

    @property
    def final(self) -> bool:
        """True if nothing more will be discovered."""
        return self._final

    def begin(self) -> list[Instruction]:
        """The readers are there; an eager source gives out what it was restored with."""
        return self._decide()

    def discovered(
        self, splits: Iterable[SourceSplit], enumerator_state: Json, final: bool
    ) -> list[Instruction]:
        """The enumerator has found splits.

        Args:
            splits: Those that it hasn't returned before.
            enumerator_state: Its state, these included.
            final: True if it will find no more.
        """
        found = list(splits)
        self._unassigned.extend(sorted(found, key=lambda split: split.id) if self._eager else found)
        self._enumerator = enumerator_state
        self._final = self._final or final
        return self._decide()

    def reader_ready(self, subtask: int) -> list[Instruction]:
        """A reader asks for a split: at its start, and when it has read the last one."""
        if subtask not in self._told:
            self._asking[subtask] = None
        return self._decide()

    def snapshot(self) -> SplitAssignmentSnapshot:
        """Our part of a checkpoint; call it where the trigger is put into the channels to the readers."""
        return SplitAssignmentSnapshot(self._enumerator, tuple(self._unassigned), self._final)

    def _decide(self) -> list[Instruction]:
        out: list[Instruction] = self._spread() if self._eager else self._serve()
        if self._final and not self._unassigned:
            wanting = self._held if self._eager else self._asking
            for subtask in [one for one in wanting if one not in self._told]:
                self._told.add(subtask)
                self._asking.pop(subtask, None)
                out.append(NoMoreSplits(subtask))
        return out

    def _serve(self) -> list[Instruction]:
        out: list[Instruction] = []
        while self._unassigned and self._asking:
            subtask = next(iter(self._asking))
            del self._asking[subtask]
            out.append(self._give(subtask, [self._unassigned.popleft()]))
        return out

    def _spread(self) -> list[Instruction]:
        shares: dict[int, list[SourceSplit]] = {subtask: [] for subtask in self._held}
        while self._unassigned:
            fewest = min(shares, key=lambda subtask: (self._held[subtask] + len(shares[subtask]), subtask))
            shares[fewest].append(self._unassigned.popleft())
        return [self._give(subtask, share) for subtask, share in shares.items() if share]

    def _give(self, subtask: int, splits: list[SourceSplit]) -> Assign:
        self._held[subtask] += len(splits)
        return Assign(subtask, tuple(splits))
