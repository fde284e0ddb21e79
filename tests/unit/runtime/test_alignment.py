"""When a task's checkpoint is aligned: orders of triggers, barriers, ends and aborts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.runtime.elements import CheckpointBarrier
from drey.runtime.tasks.alignment import Aligned, BarrierAligner, Hold, Release


def barrier(number: int) -> CheckpointBarrier:
    return CheckpointBarrier(number, 0)


def test_a_task_of_sources_takes_its_snapshot_at_the_trigger():
    assert BarrierAligner(0).triggered(barrier(1)) == [Aligned(barrier(1))]


def test_channels_are_held_until_the_last_barrier():
    aligner = BarrierAligner(2)
    assert aligner.triggered(barrier(1)) == []
    assert aligner.arrived(0, barrier(1)) == [Hold(0)]
    assert aligner.arrived(1, barrier(1)) == [Hold(1), Aligned(barrier(1))]


def test_barriers_may_come_before_the_trigger():
    aligner = BarrierAligner(1)
    assert aligner.arrived(0, barrier(1)) == [Hold(0)]
    assert aligner.triggered(barrier(1)) == [Aligned(barrier(1))]


def test_at_least_once_holds_nothing_back():
    aligner = BarrierAligner(2, exactly_once=False)
    aligner.triggered(barrier(1))
    assert aligner.arrived(0, barrier(1)) == []
    assert aligner.arrived(1, barrier(1)) == [Aligned(barrier(1))]


def test_at_least_once_several_checkpoints_are_under_way():
    aligner = BarrierAligner(2, exactly_once=False)
    for number in (1, 2):
        aligner.triggered(barrier(number))
        aligner.arrived(0, barrier(number))
    assert aligner.pending == (1, 2)
    assert aligner.arrived(1, barrier(1)) == [Aligned(barrier(1))]
    assert aligner.arrived(1, barrier(2)) == [Aligned(barrier(2))]


def test_an_end_counts_as_a_barrier_for_every_checkpoint():
    aligner = BarrierAligner(2)
    aligner.triggered(barrier(1))
    assert aligner.arrived(0, barrier(1)) == [Hold(0)]
    assert aligner.ended(1) == [Aligned(barrier(1))]
    assert aligner.triggered(barrier(2)) == []
    assert aligner.arrived(0, barrier(2)) == [Hold(0), Aligned(barrier(2))]
    assert aligner.ended(0) == []
    assert aligner.triggered(barrier(3)) == [Aligned(barrier(3))]


def test_a_late_barrier_of_an_aborted_checkpoint_is_ignored():
    aligner = BarrierAligner(2)
    aligner.triggered(barrier(1))
    aligner.arrived(0, barrier(1))
    assert aligner.aborted(1) == [Release(1)]
    assert aligner.arrived(1, barrier(1)) == []
    assert aligner.aborted(1) == []


def test_an_abort_before_any_barrier_releases_nothing():
    aligner = BarrierAligner(1)
    aligner.triggered(barrier(1))
    assert aligner.aborted(1) == []
    assert aligner.arrived(0, barrier(1)) == []


def test_a_newer_barrier_gives_an_older_checkpoint_up():
    aligner = BarrierAligner(2)
    for number in (1, 2):
        aligner.triggered(barrier(number))
    aligner.arrived(0, barrier(1))
    assert aligner.arrived(1, barrier(2)) == [Release(1), Hold(1)]
    assert aligner.arrived(0, barrier(2)) == [Hold(0), Aligned(barrier(2))]


@pytest.mark.parametrize("exactly_once", [True, False])
@settings(deadline=None)
@given(data=st.data())
def test_every_checkpoint_is_aligned_once_in_any_interleaving(exactly_once, data):
    """Channels give barriers 1 to 3 and then may end; a held channel gives nothing."""
    channels = data.draw(st.integers(0, 3))
    aligner = BarrierAligner(channels, exactly_once)
    queues = [[1, 2, 3, *data.draw(st.lists(st.just("end"), max_size=1))] for _ in range(channels)]
    triggers = [1, 2, 3]
    held: set[int] = set()
    aligned: list[int] = []
    while True:
        ready = [c for c, queue in enumerate(queues) if queue and c not in held]
        choices = [*ready, *(["trigger"] if triggers else [])]
        if not choices:
            break
        chosen = data.draw(st.sampled_from(choices))
        if chosen == "trigger":
            out = aligner.triggered(barrier(triggers.pop(0)))
        else:
            item = queues[chosen].pop(0)
            out = aligner.ended(chosen) if item == "end" else aligner.arrived(chosen, barrier(item))
        for one in out:
            if isinstance(one, Hold):
                held.add(one.channel)
            elif isinstance(one, Aligned):
                aligned.append(one.barrier.checkpoint_id)
                held.clear()
            else:
                held.clear()
    assert aligned == [1, 2, 3]
    assert not any(queues)
