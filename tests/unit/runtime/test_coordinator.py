"""The checkpoint coordinator, event by event: no threads, no files, no clock."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drey.errors import CheckpointError
from drey.runtime.checkpoint.coordinator import (
    Abort,
    CheckpointCoordinator,
    CheckpointKind,
    CheckpointSettings,
    Discard,
    FailJob,
    NotifyComplete,
    Store,
    Trigger,
)
from drey.runtime.checkpoint.history import CheckpointStatus

PERIODIC, SAVEPOINT = CheckpointKind.CHECKPOINT, CheckpointKind.SAVEPOINT
STOP, FINAL = CheckpointKind.STOP, CheckpointKind.FINAL


def coordinator(tasks=("a", "b"), **given_settings):
    return CheckpointCoordinator(CheckpointSettings(**{"interval": 10.0, **given_settings}), tasks, now=0.0)


def complete(c, number, now=0.0, tasks=("a", "b")):
    """Acknowledge and store one checkpoint; what follows from the last event."""
    for task in tasks:
        c.acknowledge(number, task, now)
    return c.stored(number, now)


def test_triggers_every_interval_and_completes_when_all_have_acknowledged():
    c = coordinator()
    assert c.tick(9.9) == []
    assert c.next_event() == 10.0
    assert c.tick(10.0) == [Trigger(1, PERIODIC)]
    assert c.acknowledge(1, "a", 10.1) == []
    assert c.acknowledge(1, "b", 10.2) == [Store(1, PERIODIC)]
    assert c.stored(1, 10.3) == [NotifyComplete(1, PERIODIC)]
    assert c.tick(19.9) == []
    assert c.tick(20.0) == [Trigger(2, PERIODIC)]


def test_a_late_tick_triggers_once():
    c = coordinator()
    assert c.tick(47.0) == [Trigger(1, PERIODIC)]
    complete(c, 1, 47.5)
    assert c.tick(47.6) == [Trigger(2, PERIODIC)]
    complete(c, 2, 47.7)
    assert c.tick(56.0) == []


def test_only_one_at_a_time_unless_more_are_allowed():
    c = coordinator()
    c.tick(10.0)
    assert c.tick(20.0) == []
    c = coordinator(max_concurrent=2)
    assert c.tick(10.0) == [Trigger(1, PERIODIC)]
    assert c.tick(20.0) == [Trigger(2, PERIODIC)]
    assert c.tick(30.0) == []


def test_a_pause_counts_from_the_end_and_makes_it_one_at_a_time():
    c = coordinator(min_pause=8.0, max_concurrent=3)
    c.tick(10.0)
    assert c.tick(20.0) == []
    complete(c, 1, 25.0)
    assert c.tick(32.9) == []
    assert c.next_event() == 33.0
    assert c.tick(33.0) == [Trigger(2, PERIODIC)]


def test_repeated_unknown_and_late_acknowledgements_change_nothing():
    c = coordinator()
    assert c.acknowledge(1, "a", 0.0) == []
    c.tick(10.0)
    assert c.acknowledge(1, "a", 10.1) == []
    assert c.acknowledge(1, "a", 10.2) == []
    assert c.acknowledge(1, "stranger", 10.2) == []
    assert c.acknowledge(1, "b", 10.3) == [Store(1, PERIODIC)]
    assert c.acknowledge(1, "b", 10.4) == []
    c.stored(1, 10.6)
    assert c.acknowledge(1, "b", 10.7) == []
    assert c.pending == ()


def test_a_newer_one_that_completes_first_subsumes_the_older():
    c = coordinator(max_concurrent=2)
    c.tick(10.0)
    c.tick(20.0)
    c.acknowledge(1, "a", 21.0)
    assert complete(c, 2, 22.0) == [
        Abort(1, PERIODIC, "subsumed by checkpoint 2"),
        NotifyComplete(2, PERIODIC),
    ]
    assert c.acknowledge(1, "b", 23.0) == []
    assert c.failed == 0


def test_an_older_one_that_is_stored_after_a_newer_is_discarded():
    c = coordinator(max_concurrent=2)
    c.tick(10.0)
    c.tick(20.0)
    for task in "ab":
        c.acknowledge(1, task, 21.0)
    complete(c, 2, 22.0)
    assert c.stored(1, 23.0) == [Discard(1)]
    assert c.retained == (2,)


def test_retention_discards_the_oldest():
    c = coordinator(num_retained=2)
    for number, now in ((1, 10.0), (2, 20.0), (3, 30.0)):
        c.tick(now)
        out = complete(c, number, now)
    assert out == [NotifyComplete(3, PERIODIC), Discard(1)]
    assert c.retained == (2, 3)


def test_a_timeout_aborts_and_what_is_stored_after_it_is_discarded():
    c = coordinator(timeout=5.0, tolerable_failures=1)
    c.tick(10.0)
    assert c.next_event() == 15.0
    for task in "ab":
        c.acknowledge(1, task, 11.0)
    assert c.tick(15.0) == [Abort(1, PERIODIC, "expired before it was complete")]
    assert c.stored(1, 16.0) == [Discard(1)]


def test_failures_in_a_row_beyond_the_tolerable_fail_the_job():
    c = coordinator(tolerable_failures=1)
    now = 10.0
    out = []
    for number in (1, 2):
        trigger = c.tick(now)
        assert trigger == [Trigger(number, PERIODIC)]
        out = c.store_failed(number, "disk full", now)
        assert isinstance(out[0], Abort)
        now += 1400
    assert isinstance(out[1], FailJob)
    assert c.failed == 2


def test_timeouts_in_a_row_count_too():
    c = coordinator(timeout=5.0, tolerable_failures=1)
    c.tick(10.0)
    assert len(c.tick(15.0)) == 1
    c.tick(20.0)
    assert c.tick(25.0) == [
        Abort(2, PERIODIC, "expired before it was complete"),
        FailJob("checkpoint 2 failed: expired before it was complete"),
    ]


def test_a_success_forgives_earlier_failures():
    c = coordinator(tolerable_failures=1)
    for start in (10.0, 30.0, 50.0):
        (trigger,) = c.tick(start)
        assert len(c.store_failed(trigger.checkpoint_id, "busy", start + 1)) == 1
        (trigger,) = c.tick(start + 10)
        complete(c, trigger.checkpoint_id, start + 11)


def test_a_savepoint_waits_for_nothing_commits_nothing_and_counts_for_nothing():
    c = coordinator()
    c.tick(10.0)
    assert c.request_savepoint("/s", 10.5) == [Trigger(2, SAVEPOINT, "/s")]
    assert complete(c, 2, 11.0) == []
    assert c.pending == (1,)
    assert c.retained == ()
    assert c.request_savepoint("/s", 11.0) == [Trigger(3, SAVEPOINT, "/s")]
    assert c.store_failed(3, "no", 11.5) == [Abort(3, SAVEPOINT, "no")]
    assert c.failed == 0


def test_a_stop_commits_and_nothing_is_triggered_behind_it():
    c = coordinator()
    c.request_savepoint("/s", 5.0, stop=True)
    assert c.tick(100.0) == []
    assert complete(c, 1, 101.0) == [NotifyComplete(1, STOP)]


def test_the_job_goes_on_after_a_stop_that_failed():
    c = coordinator()
    c.request_savepoint("/s", 5.0, stop=True)
    assert c.store_failed(1, "disk full", 6.0) == [Abort(1, STOP, "disk full")]
    c.resume()
    assert c.tick(10.0) == [Trigger(2, PERIODIC)]


def test_the_final_one_drops_those_that_are_not_yet_stored():
    c = coordinator(max_concurrent=2)
    c.tick(10.0)
    c.tick(20.0)
    for task in "ab":
        c.acknowledge(1, task, 21.0)
    assert c.request_final(22.0) == [Abort(2, PERIODIC, "the input has ended"), Trigger(3, FINAL)]
    assert c.stored(1, 23.0) == [NotifyComplete(1, PERIODIC)]
    assert c.tick(99.0) == []
    assert complete(c, 3, 99.5) == [NotifyComplete(3, FINAL), Discard(1)]


def test_a_final_one_that_fails_fails_the_job_whatever_is_tolerated():
    c = coordinator(tolerable_failures=100)
    c.request_final(1.0)
    out = c.store_failed(1, "disk full", 2.0)
    assert out[-1] == FailJob("checkpoint 1 failed: disk full")


def test_a_restored_job_counts_on_and_owns_what_it_claimed():
    c = CheckpointCoordinator(CheckpointSettings(interval=1.0), ["a"], 0.0, first_id=8, retained=[7])
    assert c.tick(1.0) == [Trigger(8, PERIODIC)]
    assert complete(c, 8, 2.0, ["a"]) == [NotifyComplete(8, PERIODIC), Discard(7)]


# --- several tasks, some of which finish or restart


def test_a_task_that_has_finished_need_not_acknowledge():
    c = coordinator()
    assert c.task_finished("b", 1.0) == []
    assert c.tasks == {"a"}
    assert c.tick(10.0) == [Trigger(1, PERIODIC)]
    assert c.acknowledge(1, "b", 10.1) == []
    assert c.acknowledge(1, "a", 10.2) == [Store(1, PERIODIC)]


def test_nobody_waits_for_a_task_that_finishes_during_a_checkpoint():
    c = coordinator()
    c.tick(10.0)
    assert c.acknowledge(1, "a", 10.1) == []
    assert c.task_finished("b", 10.2) == [Store(1, PERIODIC)]
    assert c.task_finished("b", 10.3) == []
    assert c.acknowledge(1, "b", 10.4) == []
    assert c.stored(1, 10.5) == [NotifyComplete(1, PERIODIC)]
    assert c.history[0].finished == ("b",)


def test_when_every_task_has_finished_nothing_is_triggered_but_the_end():
    c = coordinator()
    c.task_finished("a", 1.0)
    c.task_finished("b", 1.0)
    assert c.next_event() == float("inf")
    assert c.tick(100.0) == []
    assert c.request_final(101.0) == [Trigger(1, FINAL), Store(1, FINAL)]
    assert c.stored(1, 102.0) == [NotifyComplete(1, FINAL)]


def test_tasks_that_go_down_abort_all_and_count_as_no_failure():
    c = coordinator(max_concurrent=2, tolerable_failures=0)
    c.tick(10.0)
    c.tick(20.0)
    c.request_savepoint("/s", 21.0)
    assert c.suspend("task a failed", 22.0) == [
        Abort(1, PERIODIC, "task a failed"),
        Abort(2, PERIODIC, "task a failed"),
        Abort(3, SAVEPOINT, "task a failed"),
    ]
    assert c.failed == 0
    assert c.next_event() == float("inf")
    assert c.tick(1000.0) == []
    assert c.suspend("once more", 1001.0) == []


def test_late_answers_to_what_was_aborted_change_nothing():
    c = coordinator()
    c.tick(10.0)
    c.acknowledge(1, "a", 10.5)
    c.suspend("down", 11.0)
    assert c.acknowledge(1, "b", 12.0) == []
    assert c.store_failed(1, "no", 12.0) == []
    assert c.task_finished("b", 12.0) == []
    assert c.tick(1e6) == []


def test_what_was_being_stored_when_a_task_failed_is_deleted():
    c = coordinator()
    c.tick(10.0)
    for task in "ab":
        c.acknowledge(1, task, 11.0)
    assert c.suspend("down", 12.0) == [Abort(1, PERIODIC, "down")]
    assert c.stored(1, 13.0) == [Discard(1)]
    assert c.retained == ()


def test_after_a_restart_other_tasks_take_part_an_interval_later():
    c = coordinator()
    c.tick(10.0)
    c.suspend("down", 12.0)
    assert c.reset(["a", "c"], 40.0) == []
    assert c.tick(49.9) == []
    assert c.next_event() == 50.0
    assert c.tick(50.0) == [Trigger(2, PERIODIC)]
    assert c.acknowledge(2, "b", 51.0) == []
    c.acknowledge(2, "a", 51.0)
    assert c.acknowledge(2, "c", 51.0) == [Store(2, PERIODIC)]


def test_a_reset_without_a_suspend_aborts_what_is_under_way():
    c = coordinator()
    c.tick(10.0)
    assert c.reset(["a"], 11.0) == [Abort(1, PERIODIC, "the tasks of the job have changed")]


def test_savepoints_and_the_end_are_refused_while_tasks_are_down():
    c = coordinator()
    c.suspend("down", 1.0)
    for request in (lambda: c.request_savepoint("/s", 2.0), lambda: c.request_final(2.0)):
        with pytest.raises(CheckpointError, match="not all tasks of the job are running"):
            request()


def test_a_restart_forgets_a_stop_and_an_end_of_input():
    c = coordinator()
    c.request_savepoint("/s", 1.0, stop=True)
    c.suspend("down", 2.0)
    c.reset(["a", "b"], 3.0)
    assert c.tick(13.0) == [Trigger(2, PERIODIC)]
    c.request_final(14.0)
    c.suspend("down", 15.0)
    c.reset(["a", "b"], 16.0)
    assert c.tick(26.0) == [Trigger(4, PERIODIC)]


def test_failures_before_a_restart_still_count_in_a_row():
    c = coordinator(tolerable_failures=1)
    c.tick(10.0)
    c.store_failed(1, "no", 11.0)
    c.suspend("down", 12.0)
    c.reset(["a", "b"], 13.0)
    c.tick(23.0)
    assert c.store_failed(2, "no", 24.0)[-1] == FailJob("checkpoint 2 failed: no")


def test_failures_are_counted_anew_once_they_have_failed_the_job():
    c = coordinator(tolerable_failures=1)
    for now in (10.0, 20.0):
        (trigger,) = c.tick(now)
        out = c.store_failed(trigger.checkpoint_id, "no", now)
    assert isinstance(out[-1], FailJob)
    c.reset(["a", "b"], 30.0)
    c.tick(40.0)
    assert c.store_failed(3, "no", 41.0) == [Abort(3, PERIODIC, "no")]


# --- history


def test_the_history_tells_what_became_of_each():
    c = coordinator(timeout=5.0, tolerable_failures=9)
    c.tick(10.0)
    c.acknowledge(1, "a", 10.5, size=100)
    (record,) = c.history
    assert record.status is CheckpointStatus.IN_PROGRESS
    assert (record.started, record.tasks, record.duration, record.size) == (10.0, 2, None, 100)
    c.acknowledge(1, "b", 11.0, size=20)
    c.stored(1, 11.5)
    (record,) = c.history
    assert record.status is CheckpointStatus.COMPLETED
    assert (record.duration, record.size, record.kind) == (1.5, 120, PERIODIC)
    assert [(one.task, one.duration, one.size) for one in record.acknowledgements] == [
        ("a", 0.5, 100),
        ("b", 1.0, 20),
    ]
    c.tick(20.0)
    c.tick(25.0)
    failed = c.history[-1]
    assert (failed.status, failed.failure) == (CheckpointStatus.FAILED, "expired before it was complete")


def test_the_size_of_the_files_counts_more_than_the_sum():
    c = coordinator(["a"])
    c.tick(10.0)
    c.acknowledge(1, "a", 10.5, size=100)
    c.stored(1, 11.0, size=230)
    assert c.history[0].size == 230


def test_the_history_has_its_limit():
    c = coordinator(history=3)
    for number in range(1, 6):
        c.request_savepoint("/s", float(number))
    complete(c, 1, 6.0)
    assert [record.checkpoint_id for record in c.history] == [3, 4, 5]


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "tick",
                "ack a",
                "ack b",
                "decline",
                "stored",
                "store failed",
                "savepoint",
                "down",
                "up",
                "end b",
            ]
        ),
        st.integers(1, 8),
        st.floats(0.1, 8.0),
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(EVENTS, st.integers(1, 3), st.integers(1, 3))
def test_whatever_happens_nothing_completes_twice_and_stored_files_are_kept_or_discarded(
    events, concurrent, retained
):
    c = coordinator(max_concurrent=concurrent, num_retained=retained, timeout=20.0, tolerable_failures=1000)
    now, out, stored = 0.0, [], []
    storing: set[int] = set()
    down = False
    for name, number, step in events:
        now += step
        match name:
            case "tick":
                new = c.tick(now)
            case "savepoint" if down:
                continue
            case "down":
                down, new = True, c.suspend("down", now)
            case "up":
                down, new = False, c.reset(["a", "b"], now)
            case "end b":
                new = c.task_finished("b", now)
            case "savepoint":
                new = c.request_savepoint("/s", now)
            case "decline" if number in storing:
                continue
            case "decline":
                new = c.store_failed(number, "no", now)
            case "stored" | "store failed" if number not in storing:
                continue
            case "stored":
                storing.discard(number)
                stored.append(number)
                new = c.stored(number, now)
            case "store failed":
                storing.discard(number)
                new = c.store_failed(number, "disk full", now)
            case _:
                new = c.acknowledge(number, name[-1], now)
        out += new
        storing |= {i.checkpoint_id for i in new if isinstance(i, Store)}
    for cls in (Trigger, Store, NotifyComplete, Abort, Discard):
        ids = [i.checkpoint_id for i in out if isinstance(i, cls)]
        assert len(ids) == len(set(ids)), cls
    savepoints = {i.checkpoint_id for i in out if isinstance(i, Trigger) and i.kind is SAVEPOINT}
    discarded = {i.checkpoint_id for i in out if isinstance(i, Discard)}
    assert set(stored) - discarded - savepoints == set(c.retained)
    assert len(c.retained) <= retained
    notified = [i.checkpoint_id for i in out if isinstance(i, NotifyComplete)]
    assert notified == sorted(notified)
