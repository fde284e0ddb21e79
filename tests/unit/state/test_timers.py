"""The queue of timers: order, deletion, and what deleted timers leave in memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drey.runtime.state.objects.timers import TimerQueue


def test_deleted_timers_leave_nothing_behind() -> None:
    queue = TimerQueue()
    queue.add(10**9, "stays")
    for step in range(100_000):  # as a session that each event prolongs
        queue.add(step + 1000, "a")
        queue.remove(step + 999, "a")
    assert len(queue) == 2
    assert len(queue._heap) < 200
    assert len(queue._keys) == 2
    assert list(queue.due(10**10)) == [(100_999, "a"), (10**9, "stays")]


def test_timers_may_be_deleted_while_others_of_their_time_fire() -> None:
    queue = TimerQueue()
    for key in "abc":
        queue.add(5, key)
    fired = []
    for timestamp, key in queue.due(5):
        fired.append((timestamp, key))
        queue.remove(5, "b")
        queue.remove(5, "c")
        if len(fired) == 1:
            queue.add(5, "d")
            for other in range(1000):
                queue.add(6 + other, "x")
                queue.remove(6 + other, "x")
    assert fired == [(5, "a"), (5, "d")]
    assert len(queue) == 0
    assert not list(queue.due(10**6))


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "add", "remove", "due"]), st.integers(0, 9), st.sampled_from("abc")),
    max_size=200,
)


@given(STEPS)
def test_the_queue_is_a_set_of_timers_in_order(steps: list[tuple[str, int, str]]) -> None:
    queue, model = TimerQueue(), dict[tuple[int, str], None]()
    for wish, timestamp, key in [*steps, ("due", 9, "")]:
        if wish == "add":
            queue.add(timestamp, key)
            model[timestamp, key] = None
        elif wish == "remove":
            queue.remove(timestamp, key)
            model.pop((timestamp, key), None)
        else:
            expected = sorted((one for one in model if one[0] <= timestamp), key=lambda one: one[0])
            assert list(queue.due(timestamp)) == expected
            for one in expected:
                del model[one]
        assert sorted(queue.entries()) == sorted(model)
        assert len(queue) == len(model)
