"""Gates: fairness, blocking for alignment, and barriers that overtake."""

from __future__ import annotations

from pathlib import Path

import pytest

from drey.runtime.elements import ChangelogBatch, CheckpointBarrier, EndOfInput, Watermark
from drey.runtime.exchange import ExchangeLimits, partitioner
from drey.runtime.exchange.limits import WAITING_STEPS
from tests.unit.runtime.exchange.planes import batch, drained, next_of, numbers, planes, wide

BARRIER = CheckpointBarrier(5, 0)


def test_channels_take_turns_and_blocked_ones_wait(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1) as (made, _):
        outputs = [made[0].output_gate(0, s, [0], partitioner("global", [], 1, s, 3, 128)) for s in range(3)]
        gate = made[0].input_gate(0, 0, [0, 0, 0])
        for _ in range(2):
            for output in outputs:
                output.emit(batch(1))
                output.emit(Watermark(1))
        order = [gate.poll() for _ in range(3)]
        assert [polled[0] for polled in order if polled] == [0, 1, 2]
        gate.block(1)
        rest = []
        while (polled := gate.poll()) is not None:
            rest.append(polled[0])
        assert sorted(set(rest)) == [0, 2]
        assert not gate.ready
        outputs[1].emit(batch(3))
        assert not gate.ready
        gate.unblock_all()
        assert gate.ready
        polled = gate.poll()
        assert polled is not None
        assert polled[0] == 1


@pytest.mark.parametrize("receiver", [0, 1], ids=["local", "remote"])
def test_a_barrier_overtakes_what_is_queued(tmp_path: Path, receiver: int) -> None:
    limits = ExchangeLimits(queue_bytes=100_000, window=10_000)
    with planes(tmp_path / "s", 2, limits) as (made, bell):
        output = made[0].output_gate(0, 0, [receiver], partitioner("global", [], 1, 0, 1, 128))
        gate = made[receiver].input_gate(0, 0, [0])
        for step in range(30):
            output.emit(wide(10, first=step * 10))
        if receiver:
            bell.until(lambda: gate.queued_bytes >= limits.window)  # the rest stays at the sender
        output.emit(Watermark(9))
        output.emit(BARRIER)
        output.emit(wide(10, first=300))
        overtaken = output.emit_ahead(BARRIER)[0]
        assert overtaken[-1] == Watermark(9)
        bell.until(lambda: bool(gate.barriers()))
        arrived = gate.queued(0)
        assert bool(arrived) == bool(receiver)
        assert numbers(arrived) + numbers(overtaken) == list(range(300))
        output.emit(EndOfInput())
        elements = drained(gate, bell)[0]
        assert numbers(elements) == list(range(310))
        assert numbers(elements[: elements.index(BARRIER)]) == numbers(arrived)
        assert elements.count(BARRIER) == 1


def test_what_waits_in_front_of_a_barrier_can_be_read(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2) as (made, bell):
        output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        gate = made[1].input_gate(0, 0, [0])
        output.emit(batch(1, 2))
        output.emit(Watermark(3))
        output.emit(BARRIER)
        output.emit(batch(4))
        bell.until(lambda: gate.barriers() == [(0, BARRIER)])
        waiting = gate.queued(0)
        assert numbers(waiting) == [1, 2]
        assert waiting[-1] == Watermark(3)
        assert gate.take_barrier(0) == BARRIER
        assert gate.take_barrier(0) is None
        output.emit(EndOfInput())
        rest = [next_of(gate, bell)[1] for _ in range(2)]
        assert isinstance(rest[0], ChangelogBatch)
        assert rest[1] == Watermark(3)
        assert numbers(drained(gate, bell)[0]) == [4]


def test_a_large_batch_is_cut_into_frames_and_merged_again(tmp_path: Path) -> None:
    limits = ExchangeLimits(window=200_000, batch_rows=1_000)
    with planes(tmp_path / "s", 2, limits) as (made, bell):
        output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        gate = made[1].input_gate(0, 0, [0])
        output.emit(wide(5_000))
        output.emit(EndOfInput())
        elements = drained(gate, bell)[0]
        assert numbers(elements) == list(range(5_000))
        sizes = [len(one) for one in elements if isinstance(one, ChangelogBatch)]
        assert len(sizes) > 4
        assert max(sizes) <= 1_000


def test_a_batch_is_cut_to_what_a_step_takes(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1) as (made, _):
        output = made[0].output_gate(0, 0, [0], partitioner("global", [], 1, 0, 1, 128))
        gate = made[0].input_gate(0, 0, [0])
        output.emit(batch(*range(10)))
        output.emit(BARRIER)
        taken = [gate.poll(4)]
        assert numbers(gate.queued(0)) == list(range(4, 10))
        assert gate.queued_rows == 6
        assert gate.take_barrier(0) == BARRIER
        taken += [gate.poll(4), gate.poll(4)]
        assert [numbers([polled[1]]) for polled in taken if polled] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
        assert (gate.queued_rows, gate.queued_bytes) == (0, 0)


@pytest.mark.parametrize("receiver", [0, 1], ids=["local", "remote"])
def test_little_waits_for_a_slow_receiver(tmp_path: Path, receiver: int) -> None:
    with planes(tmp_path / "s", 2) as (made, bell):
        output = made[0].output_gate(0, 0, [receiver], partitioner("global", [], 1, 0, 1, 128))
        gate = made[receiver].input_gate(0, 0, [0], first_rows=8)
        sent = received = 0
        seen: list[int] = []
        while received < 3_000:
            while output.available and sent < 3_000:
                output.emit(batch(*range(sent, sent + 20)))
                sent += 20
            bell.until(lambda: gate.ready)
            if received > 2_000:
                assert gate.queued_rows <= WAITING_STEPS * 8 + 20
                assert sent - received <= 2 * WAITING_STEPS * 8 + 3 * 20
            polled = gate.poll(8)
            assert polled is not None
            seen += numbers([polled[1]])
            received = len(seen)
        assert seen == list(range(3_000))


def test_a_receiver_that_becomes_fast_gets_all_that_there_is(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2) as (made, bell):
        output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        gate = made[1].input_gate(0, 0, [0], first_rows=8)
        output.emit(wide(10_000))
        output.emit(EndOfInput())
        bell.until(lambda: gate.ready)
        assert not output.available
        taken = 0
        for size in (8, 64, 512, 4_096, 131_072):
            bell.until(lambda: gate.ready)
            polled = gate.poll(size)
            assert polled is not None
            taken += len(polled[1])
        bell.until(lambda: output.available)
        bell.until(lambda: taken + gate.queued_rows == 10_000)


def test_a_gate_tells_how_full_a_channel_became(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1) as (made, _):
        output = made[0].output_gate(0, 0, [0], partitioner("global", [], 1, 0, 1, 128))
        gate = made[0].input_gate(0, 0, [0], first_rows=10)
        output.emit(batch(*range(25)))
        output.emit(batch(*range(50)))
        assert output.available is False
        assert output.crowding() == 75 / (10 * WAITING_STEPS)
        assert output.crowding() == 0
        gate.poll(131_072)
        assert output.available
