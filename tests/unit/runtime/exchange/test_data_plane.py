"""Data planes over real sockets: order, credit, bounds, fairness, lost peers, wrong tokens, closing."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drey.runtime.elements import ChangelogBatch, CheckpointBarrier, EndOfInput, Watermark
from drey.runtime.exchange import DataPlane, ExchangeError, ExchangeLimits, partitioner
from tests.processes import killed_at_the_end, next_line
from tests.unit.runtime.exchange.planes import TOKEN, batch, drained, next_of, numbers, planes, wide
from tests.waiting import PATIENCE, eventually

SMALL = ExchangeLimits(queue_bytes=100_000, window=50_000, connect_seconds=PATIENCE)


def test_all_elements_arrive_in_the_order_of_their_channel(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2) as (made, bell):
        outputs = [
            made[w].output_gate(0, w, [0, 1], partitioner("hash", ["a"], 2, w, 2, 128)) for w in (0, 1)
        ]
        inputs = [made[w].input_gate(0, w, [0, 1]) for w in (0, 1)]
        for worker, output in enumerate(outputs):
            for step in range(50):
                output.emit(batch(*range(worker * 1000 + step * 10, worker * 1000 + step * 10 + 10)))
                output.emit(Watermark(step))
            output.emit(CheckpointBarrier(1, 2))
            output.emit(EndOfInput())
        seen: list[int] = []
        for gate in inputs:
            for elements in drained(gate, bell).values():
                got = numbers(elements)
                assert got == sorted(got)
                seen += got
                assert elements[-3:] == [Watermark(49), CheckpointBarrier(1, 2), EndOfInput()]
        assert sorted(seen) == sorted([*range(500), *range(1000, 1500)])
        assert all(plane.flush(PATIENCE) for plane in made)


def test_local_channels_hand_over_the_same_object(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1) as (made, _):
        output = made[0].output_gate(0, 0, [0], partitioner("forward", [], 1, 0, 1, 128))
        gate = made[0].input_gate(0, 0, [0])
        sent = batch(1, 2)
        output.emit(sent)
        assert gate.poll() == (0, sent)
        assert gate.poll() is None
        assert not gate.ready


@pytest.mark.parametrize("receiver", [0, 1], ids=["local", "remote"])
def test_a_slow_receiver_bounds_what_waits(tmp_path: Path, receiver: int) -> None:
    with planes(tmp_path / "s", 2, SMALL) as (made, bell):
        output = made[0].output_gate(0, 0, [receiver], partitioner("global", [], 1, 0, 1, 128))
        gate = made[receiver].input_gate(0, 0, [0])
        one = wide(100)
        size = one.data.estimated_size()
        sent = 0

        def full() -> bool:
            nonlocal sent
            while output.available:
                output.emit(wide(100, first=sent * 100))
                sent += 1
            return not receiver or gate.queued_bytes >= SMALL.window  # no more is sent without credit

        bell.until(full)
        assert not output.available
        before = output.back_pressured_seconds
        bell.until(lambda: output.back_pressured_seconds > before)
        assert output.queued_bytes <= SMALL.queue_bytes + size
        # A frame of an eighth of the window may start with any credit left.
        assert gate.queued_bytes <= (SMALL.window * 5 // 4 if receiver else SMALL.queue_bytes + size)
        got: list[int] = []
        while len(got) < sent * 100:
            got += numbers([next_of(gate, bell)[1]])
        assert got == list(range(sent * 100))
        bell.until(lambda: output.available)
        assert output.queued_bytes == 0


def test_a_channel_without_credit_does_not_hold_up_others(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2, SMALL) as (made, bell):
        stuck = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        free = made[0].output_gate(1, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        stuck_gate = made[1].input_gate(0, 0, [0])
        free_gate = made[1].input_gate(1, 0, [0])
        while stuck.available:
            stuck.emit(wide(200))
        got: list[int] = []
        for step in range(300):
            while not free.available:
                got += numbers([next_of(free_gate, bell)[1]])
            free.emit(wide(100, first=step * 100))
        free.emit(EndOfInput())
        assert got + numbers(drained(free_gate, bell)[0]) == list(range(30_000))
        assert stuck_gate.queued_bytes <= SMALL.window * 5 // 4
        assert stuck.queued_bytes > 0


def test_many_channels_share_a_connection(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2, SMALL) as (made, bell):
        count = 64
        outputs = [
            made[0].output_gate(0, s, [1] * count, partitioner("rebalance", [], count, s, count, 128))
            for s in range(4)
        ]
        gates = [made[1].input_gate(0, s, [0] * 4) for s in range(count)]
        for subtask, output in enumerate(outputs):
            for step in range(count):
                output.emit(batch(subtask * count + step))
            output.emit(EndOfInput())
        seen = [n for gate in gates for elements in drained(gate, bell).values() for n in numbers(elements)]
        assert sorted(seen) == list(range(4 * count))


def test_gates_may_be_made_before_the_peer_listens(tmp_path: Path) -> None:
    first = DataPlane(tmp_path / "s", 0, TOKEN, lambda: None, SMALL)
    output = first.output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
    output.emit(batch(1, 2, 3))
    output.emit(EndOfInput())
    time.sleep(0.1)
    with planes(tmp_path / "unused", 1) as (_, bell):
        second = DataPlane(tmp_path / "s", 1, TOKEN, bell.ring, SMALL)
        try:
            assert not first.flush(0.1)  # no gate there yet, so no credit
            gate = second.input_gate(0, 0, [0])
            assert numbers(drained(gate, bell)[0]) == [1, 2, 3]
            assert first.flush(PATIENCE)
        finally:
            first.close()
            second.close()


def test_a_peer_that_never_listens_is_an_error(tmp_path: Path) -> None:
    limits = ExchangeLimits(connect_seconds=0.1)
    with planes(tmp_path / "s", 1, limits) as (made, bell):
        output = made[0].output_gate(0, 0, [5], partitioner("global", [], 1, 0, 1, 128))
        with pytest.raises(ExchangeError, match="can't reach worker 6"):
            bell.until(lambda: output.check() is not None)
        with pytest.raises(ExchangeError, match="can't reach worker 6"):
            output.emit(EndOfInput())


def test_another_token_is_refused_at_both_ends(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1) as (made, bell):
        stranger = DataPlane(tmp_path / "s", 1, b"another", bell.ring)
        try:
            gate = made[0].input_gate(0, 0, [1])
            output = stranger.output_gate(0, 0, [0], partitioner("global", [], 1, 0, 1, 128))
            with pytest.raises(ExchangeError, match="worker 1 refused the connection of worker 2"):
                bell.until(lambda: output.check() is not None)
            with pytest.raises(ExchangeError, match="refused"):
                output.emit(batch(1))
            assert not gate.ready
            assert not gate.ready
        finally:
            stranger.close()


def test_garbage_from_a_stranger_does_not_reach_a_gate(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1) as (made, _), socket.socket(socket.AF_UNIX) as stranger:
        gate = made[0].input_gate(0, 0, [1])
        stranger.settimeout(PATIENCE)
        stranger.connect(str(tmp_path / "s" / "0.sock"))
        stranger.sendall(bytes(200))
        with contextlib.suppress(ConnectionResetError):
            while stranger.recv(1000):
                pass
        assert not gate.ready
        assert not gate.ready


CHILD = """
import sys, time
from pathlib import Path
import polars as pl
from drey.runtime.elements import ChangelogBatch, EndOfInput
from drey.runtime.exchange import DataPlane, ExchangeLimits, partitioner

directory, role = sys.argv[1:]
plane = DataPlane(Path(directory), 1, b"secret of the job", lambda: None, ExchangeLimits(queue_bytes=100_000, window=50_000))
if role == "receive":
    gate = plane.input_gate(0, 0, [0])
    print("ready", flush=True)
    sys.stdin.read()
output = plane.output_gate(0, 0, [0], partitioner("global", [], 1, 0, 1, 128))
print("ready", flush=True)
for step in range(300 if role == "send" else 10**9):
    while not output.available:
        output.check()
        time.sleep(0.001)
    data = pl.DataFrame({"a": range(step * 100, step * 100 + 100)}).with_columns(text=pl.lit("x" * 100))
    output.emit(ChangelogBatch(data))
if role == "send":
    output.emit(EndOfInput())
assert plane.flush(150)
plane.close()
"""


@contextlib.contextmanager
def child(directory: Path, role: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has worker 2's data plane; it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(directory), role],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with killed_at_the_end(process):
        assert next_line(process) == "ready\n"
        yield process


def test_two_processes_exchange_under_back_pressure(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1, SMALL) as (made, bell):
        gate = made[0].input_gate(0, 0, [1])
        with child(tmp_path / "s", "send") as process:
            got: list[int] = []
            while not gate.ended:
                got += numbers([next_of(gate, bell)[1]])
                assert gate.queued_bytes <= SMALL.window * 5 // 4
            assert got == list(range(30_000))
            assert process.wait(PATIENCE) == 0


def test_a_killed_sender_is_an_error_that_names_it(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1, SMALL) as (made, bell), child(tmp_path / "s", "forever") as process:
        gate = made[0].input_gate(0, 0, [1])
        for _ in range(20):
            next_of(gate, bell)
        gate.block(0)
        process.send_signal(signal.SIGKILL)
        bell.until(lambda: gate.ready)
        with pytest.raises(ExchangeError, match="lost the connection to worker 2"):
            drained(gate, bell)


def test_a_killed_receiver_is_an_error_that_names_it(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 1, SMALL) as (made, bell), child(tmp_path / "s", "receive") as process:
        output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        output.emit(batch(1))
        assert made[0].flush(PATIENCE)
        while output.available:
            output.emit(wide(100))
        process.send_signal(signal.SIGKILL)
        with pytest.raises(ExchangeError, match="lost the connection to worker 2"):
            bell.until(lambda: output.check() is not None)
        with pytest.raises(ExchangeError, match="lost the connection to worker 2"):
            output.emit(batch(1))


def test_a_stopped_receiver_does_not_hang_close(tmp_path: Path) -> None:
    with child(tmp_path / "s", "receive") as process:
        with planes(tmp_path / "s", 1, SMALL) as (made, bell):
            output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
            output.emit(batch(1))
            assert made[0].flush(PATIENCE)
            process.send_signal(signal.SIGSTOP)
            bell.until(lambda: stopped(process.pid))
            output.emit(wide(400_000))
        assert stopped(process.pid), "it was closed while the receiver stood still"


def stopped(pid: int) -> bool:
    """True if a process stands still."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def test_a_clean_close_is_no_error(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2, SMALL) as (made, bell):
        output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        gate = made[1].input_gate(0, 0, [0])
        output.emit(batch(1))
        next_of(gate, bell)
        while output.available:
            output.emit(wide(100))
        made[1].close()
        bell.until(lambda: output.available)
        output.emit(batch(2))
        output.check()
        assert output.queued_bytes == 0


def test_a_sender_that_ends_cleanly_leaves_the_receiver_alone(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2, SMALL) as (made, bell):
        output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        gate = made[1].input_gate(0, 0, [0])
        output.emit(batch(1, 2))
        assert made[0].flush(PATIENCE)
        made[0].close()
        assert numbers([next_of(gate, bell)[1]]) == [1, 2]
        assert gate.poll() is None
        assert not gate.ended


def test_close_ends_all_threads_and_removes_the_socket(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with planes(tmp_path / "s", 2) as (made, bell):
        output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        gate = made[1].input_gate(0, 0, [0])
        output.emit(batch(1))
        next_of(gate, bell)
        assert len(set(threading.enumerate()) - before) == 5
    eventually(lambda: not set(threading.enumerate()) - before)
    assert list((tmp_path / "s").iterdir()) == []


def test_gates_of_pointwise_exchanges_end_what_is_not_connected(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2) as (made, bell):
        outputs = [
            made[w].output_gate(0, w, [0, 1], partitioner("forward", [], 2, w, 2, 128)) for w in (0, 1)
        ]
        gate = made[1].input_gate(0, 1, [0, 1])
        assert next_of(gate, bell) == (0, EndOfInput())
        outputs[1].emit(batch(4))
        outputs[1].emit(EndOfInput())
        assert numbers([next_of(gate, bell)[1]]) == [4]
        next_of(gate, bell)
        assert gate.ended


def test_a_long_directory_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match=r"socket is too long\ndetail: .* has \d+ bytes"):
        DataPlane(tmp_path / ("x" * 100), 0, TOKEN, lambda: None)


def test_a_directory_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(ExchangeError, match="open to other users"):
        DataPlane(tmp_path / "open", 0, TOKEN, lambda: None)


def test_an_element_that_cannot_travel_is_an_error(tmp_path: Path) -> None:
    with planes(tmp_path / "s", 2) as (made, bell):
        output = made[0].output_gate(0, 0, [1], partitioner("global", [], 1, 0, 1, 128))
        output.emit("text")
        with pytest.raises(ExchangeError, match="a str can't travel"):
            bell.until(lambda: output.check() is not None)


def test_small_neighbours_become_one_batch(tmp_path: Path) -> None:
    limits = ExchangeLimits(batch_rows=25)
    with planes(tmp_path / "s", 1, limits) as (made, _):
        output = made[0].output_gate(0, 0, [0], partitioner("global", [], 1, 0, 1, 128))
        gate = made[0].input_gate(0, 0, [0])
        for step in range(5):
            output.emit(batch(*range(step * 10, step * 10 + 10)))
        output.emit(Watermark(1))
        output.emit(Watermark(2))
        output.emit(batch(99))
        got = []
        while (polled := gate.poll()) is not None:
            got.append(polled[1])
        assert [len(one) if isinstance(one, ChangelogBatch) else one for one in got] == [
            20, 20, 10, Watermark(2), 1,
        ]  # fmt: skip
        assert numbers(got) == [*range(50), 99]
