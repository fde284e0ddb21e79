"""A job's life, event by event, above all in unpleasant orders: no threads, no processes, no clock."""

from __future__ import annotations

import pytest

from drey.errors import JobError, OptionError, UserFunctionError
from drey.runtime.scheduling.events import (
    CancelRequested,
    CheckpointCompleted,
    CheckpointDiscarded,
    GlobalFailure,
    RestartDue,
    RestoreFailed,
    SavepointCompleted,
    SavepointFailed,
    SavepointRequested,
    StartRequested,
    StopRequested,
    SuspendRequested,
    TaskCanceled,
    TaskEnded,
    TaskFailed,
    TaskFinished,
    TaskRunning,
    WorkerLost,
)
from drey.runtime.scheduling.failure import Failure
from drey.runtime.scheduling.instructions import (
    AbortCheckpoints,
    AnswerRequest,
    CancelTasks,
    CommitAtEnd,
    CompleteJob,
    Deploy,
    ReportUnreadable,
    ResumeCheckpoints,
    ResumeTasks,
    ScheduleRestart,
    TriggerFinalCheckpoint,
    TriggerSavepoint,
)
from drey.runtime.scheduling.job_status import JobStatus
from drey.runtime.scheduling.restart.fixed_delay import FixedDelayRestart
from drey.runtime.scheduling.restart.none import NoRestart
from drey.runtime.scheduling.task_states import ExecutionState, check_task_transition
from drey.udf.failures import UserCodeError
from tests.unit.runtime.scheduling.lives import ALL, BOOM, TASKS, A, B, Life

DUE = RestartDue()


# --- the way that things should go


def test_a_bounded_job_from_start_to_end():
    job = Life(final_checkpoint=True)
    assert job.status == "CREATED"
    assert job.start() == [Deploy(ALL, 1, None)]
    assert job.status == "RUNNING"
    assert job.run(*ALL[:3]) == []
    assert job.run(ALL[3]) == [ResumeCheckpoints(ALL)]
    assert job.end(*ALL[:3]) == []
    assert job.end(ALL[3]) == [TriggerFinalCheckpoint()]
    assert job.finish(*ALL[:3]) == []
    assert job.finish(ALL[3]) == [
        AbortCheckpoints("the job has finished"),
        CompleteJob(JobStatus.FINISHED),
    ]
    assert job.status == "FINISHED"


def test_without_checkpoints_the_end_is_a_commit():
    job = Life().up()
    assert job.end(*ALL) == [CommitAtEnd()]
    assert job.end(*ALL) == []


def test_tasks_may_finish_one_by_one_without_saying_that_their_input_ended():
    job = Life().up()
    assert job.finish(*ALL)[-1] == CompleteJob(JobStatus.FINISHED)


def test_one_that_is_left_decides_when_the_others_have_finished():
    job = Life(final_checkpoint=True).up()
    assert job.finish(*ALL[:3]) == []
    assert job.end(ALL[3]) == [TriggerFinalCheckpoint()]


def test_a_task_that_finishes_while_others_start_counts_as_up():
    job = Life()
    job.start()
    job.run(*ALL[:3])
    assert job.finish(ALL[0]) == []
    assert job.run(ALL[3]) == [ResumeCheckpoints(ALL[1:])]


def test_a_job_without_tasks_finishes_at_once():
    job = Life(tasks=0)
    assert job.start() == [CompleteJob(JobStatus.FINISHED)]


def test_a_job_starts_from_the_newest_snapshot_that_it_is_given():
    job = Life(restorable=[4, 7])
    assert job.start() == [Deploy(ALL, 1, 7)]


# --- failover by region


def test_a_failed_task_restarts_its_region_and_the_other_runs_on():
    job = Life().up()
    job.tell(CheckpointCompleted(3))
    assert job.fail("1-0", now=10.0) == [
        AbortCheckpoints("boom"),
        CancelTasks(("1-1",), 1),
        ScheduleRestart(15.0),
    ]
    assert job.status == "RESTARTING"
    assert job.cancelled("1-1") == []
    assert job.tell(DUE, 15.0) == [Deploy(A, 2, 3)]
    assert job.status == "RUNNING"
    assert [job.attempt(task) for task in ALL] == [2, 2, 1, 1]
    assert job.state("2-0") == "RUNNING"
    assert job.run(*A) == [ResumeCheckpoints(ALL)]


def test_nothing_is_deployed_before_all_tasks_of_the_region_are_gone():
    job = Life().up()
    job.fail("1-0", now=10.0)
    assert job.tell(DUE, 15.0) == []
    assert job.cancelled("1-1") == [Deploy(A, 2, None)]


def test_a_timer_that_is_early_is_set_again():
    job = Life().up()
    job.fail("1-0", now=10.0)
    job.cancelled("1-1")
    assert job.tell(DUE, 14.999) == [ScheduleRestart(15.0)]
    assert job.tell(DUE, 15.0) == [Deploy(A, 2, None)]


def test_a_restart_uses_the_newest_checkpoint_of_its_own_moment():
    job = Life().up()
    job.tell(CheckpointCompleted(3))
    job.fail("1-0", now=10.0)
    job.cancelled("1-1")
    job.tell(CheckpointCompleted(4))
    job.tell(CheckpointDiscarded(3))
    assert job.tell(DUE, 15.0) == [Deploy(A, 2, 4)]


def test_two_failures_at_once_in_one_region_are_one():
    job = Life(restarts=FixedDelayRestart(1, 5.0)).up()
    job.fail("1-0", now=10.0)
    assert job.fail("1-1", Failure("bang"), now=10.0) == []
    assert job.state("1-1") == "CANCELED"
    assert job.tell(DUE, 15.0) == [Deploy(A, 2, None)]
    assert [failure.message for _, failure in job.life.failures] == ["boom"]


def test_two_failures_at_once_in_two_regions_restart_both():
    job = Life().up()
    job.fail("1-0", now=10.0)
    assert job.fail("2-1", now=11.0) == [CancelTasks(("2-0",), 1), ScheduleRestart(16.0)]
    job.cancelled("1-1", "2-0")
    assert job.tell(DUE, 15.0) == [Deploy(A, 2, None)]
    assert job.status == "RESTARTING"
    assert job.tell(DUE, 16.0) == [Deploy(B, 3, None)]
    assert job.status == "RUNNING"


def test_regions_that_are_due_together_make_one_deployment():
    job = Life().up()
    job.fail("1-0", now=10.0)
    job.fail("2-1", now=11.0)
    job.cancelled("1-1", "2-0")
    assert job.tell(DUE, 17.0) == [Deploy(ALL, 2, None)]


def test_finished_tasks_of_the_region_run_again_and_those_of_others_do_not():
    job = Life().up()
    job.finish("1-0", "2-0")
    job.fail("1-1", now=1.0)
    assert job.tell(DUE, 6.0) == [Deploy(A, 2, None)]
    assert job.state("2-0") == "FINISHED"
    assert job.run(*A) == [ResumeCheckpoints(("1-0", "1-1", "2-1"))]


def test_a_failure_while_restoring_is_a_failure_like_others():
    job = Life(restarts=FixedDelayRestart(2, 5.0)).up()
    job.fail("1-0", now=1.0)
    job.cancelled("1-1")
    job.tell(DUE, 6.0)
    assert job.fail("1-1", now=7.0) == [CancelTasks(("1-0",), 2), ScheduleRestart(12.0)]
    job.cancelled("1-0")
    assert job.tell(DUE, 12.0) == [Deploy(A, 3, None)]


def test_events_of_an_older_attempt_change_nothing():
    job = Life().up()
    job.fail("1-0", now=1.0)
    job.cancelled("1-1")
    job.tell(DUE, 6.0)
    for event in (
        TaskFailed("1-0", 1, BOOM),
        TaskFinished("1-1", 1),
        TaskCanceled("1-1", 1),
        TaskEnded("1-0", 1),
        TaskRunning("1-0", 1),
        WorkerLost(0, 0, "late news"),
        RestoreFailed(1, 3, BOOM, unreadable=False),
    ):
        assert job.tell(event) == []
    assert [job.state(task) for task in A] == ["DEPLOYING", "DEPLOYING"]


def test_repeated_and_unknown_events_change_nothing():
    job = Life().up()
    assert job.start() == []
    assert job.run(*ALL) == []
    assert job.tell(DUE, 3.0) == []
    assert job.tell(TaskRunning("9-9", 1)) == []
    assert job.tell(TaskFailed("1-0", 5, BOOM)) == []
    assert job.tell(SavepointCompleted(1, 2)) == []
    assert job.tell(SavepointFailed(1, "no")) == []
    assert job.status == "RUNNING"


def test_a_lost_worker_fails_what_ran_there_in_all_regions():
    job = Life(restarts=FixedDelayRestart(1, 5.0)).up()
    assert job.tell(WorkerLost(1, 1, "killed by signal 9"), 10.0) == [
        AbortCheckpoints("worker 2 was lost: killed by signal 9"),
        CancelTasks(("1-0", "2-0"), 1),
        ScheduleRestart(15.0),
    ]
    job.cancelled("1-0", "2-0")
    assert job.tell(DUE, 15.0) == [Deploy(ALL, 2, None)]


def test_a_worker_that_is_lost_after_its_tasks_had_finished_is_no_loss():
    job = Life().up()
    job.finish("1-1", "2-1")
    assert job.tell(WorkerLost(1, 1, "exited")) == []
    assert job.status == "RUNNING"


def test_a_worker_that_is_lost_while_its_tasks_are_cancelled_for_a_restart():
    job = Life().up()
    job.fail("1-0", now=1.0)
    assert job.tell(WorkerLost(1, 1, "killed"), 2.0) == [CancelTasks(("2-0",), 1), ScheduleRestart(7.0)]
    assert job.state("1-1") == "CANCELED"
    assert job.tell(DUE, 6.0) == [Deploy(A, 2, None)]


def test_the_old_process_of_a_worker_takes_nothing_of_the_new_one_with_it():
    job = Life().up()
    job.tell(WorkerLost(0, 1, "killed"), 1.0)
    job.cancelled("1-1", "2-1")
    job.tell(DUE, 6.0)
    assert job.tell(WorkerLost(0, 1, "killed, told again"), 7.0) == []
    assert job.tell(WorkerLost(0, 2, "the new one, too"), 8.0) != []


def test_a_task_that_stops_without_being_told_has_failed():
    job = Life().up()
    job.cancelled("1-0")
    assert job.status == "RESTARTING"
    assert job.state("1-0") == "FAILED"


def test_no_restarts_left_fails_the_job_when_all_tasks_are_gone():
    job = Life(restarts=NoRestart()).up()
    assert job.fail("1-0") == [
        AbortCheckpoints("the job failed"),
        CancelTasks(("1-1", "2-0", "2-1"), 1),
    ]
    assert job.status == "FAILING"
    assert job.cancelled("1-1", "2-0") == []
    assert job.fail("2-1", Failure("a consequence")) == [CompleteJob(JobStatus.FAILED, BOOM)]
    assert job.status == "FAILED"


def test_a_failure_that_no_restart_can_mend_fails_the_job_whatever_the_strategy():
    job = Life().up()
    job.fail("1-0", Failure.of(OptionError("bad option")))
    assert job.status == "FAILING"


def test_the_last_restart_fails_too_while_another_region_waits():
    job = Life(restarts=FixedDelayRestart(1, 5.0)).up()
    job.fail("1-0", now=1.0)
    assert job.fail("2-0", Failure("bang"), now=2.0) == [CancelTasks(("2-1",), 1)]
    assert job.status == "FAILING"
    job.cancelled("2-1")
    assert job.cancelled("1-1") == [CompleteJob(JobStatus.FAILED, Failure("bang"))]


def test_too_many_failed_checkpoints_restart_everything():
    job = Life().up()
    job.finish("2-0")
    out = job.tell(GlobalFailure(Failure("checkpoint 3 failed")), 1.0)
    assert out[1:] == [CancelTasks(("1-0", "1-1", "2-1"), 1), ScheduleRestart(6.0)]
    job.cancelled("1-0", "1-1", "2-1")
    assert job.tell(DUE, 6.0) == [Deploy(ALL, 2, None)]


def test_a_global_failure_while_everything_restarts_is_news_only_if_it_is_fatal():
    job = Life().up()
    job.tell(GlobalFailure(BOOM), 1.0)
    assert job.tell(GlobalFailure(BOOM), 2.0) == []
    assert job.tell(GlobalFailure(Failure("bad", "OPTION", recoverable=False)), 3.0) == []
    assert job.status == "FAILING"


def test_a_global_failure_before_the_start_fails_the_job():
    job = Life()
    assert job.tell(GlobalFailure(BOOM)) == [CompleteJob(JobStatus.FAILED, BOOM)]


# --- restoring


def test_an_unreadable_checkpoint_is_reported_and_the_one_before_it_is_used_at_once():
    job = Life(restarts=NoRestart(), restorable=[5, 6])
    job.start()
    assert job.tell(RestoreFailed(1, 6, Failure("crc differs"), unreadable=True), 1.0) == [
        ReportUnreadable(6, "crc differs", 5),
        CancelTasks(ALL, 1),
        ScheduleRestart(1.0),
    ]
    assert job.status == "RESTARTING"
    assert job.tell(RestoreFailed(1, 6, Failure("crc differs"), unreadable=True), 1.1) == []
    assert job.cancelled(*A) == [Deploy(A, 2, 5)]
    assert job.cancelled(*B) == [Deploy(B, 3, 5)]
    assert job.status == "RUNNING"


def test_no_readable_checkpoint_fails_the_job_instead_of_starting_empty():
    job = Life(restorable=[6])
    job.start()
    out = job.tell(RestoreFailed(1, 6, Failure("gone"), unreadable=True))
    assert out == [ReportUnreadable(6, "gone", None), CancelTasks(ALL, 1)]
    assert job.cancelled(*ALL) == [CompleteJob(JobStatus.FAILED, Failure("gone"))]


def test_checkpoints_that_vanish_while_the_job_waits_for_its_restart_fail_it():
    job = Life().up()
    job.tell(CheckpointCompleted(1))
    job.fail("1-0", now=1.0)
    job.cancelled("1-1")
    job.tell(CheckpointDiscarded(1))
    job.tell(DUE, 6.0)
    assert job.status == "FAILING"
    assert job.cancelled(*B)[-1].failure.message == "no checkpoint of the job is left to restart from"


def test_a_snapshot_that_does_not_fit_is_never_tried_again():
    job = Life(restorable=[5, 6])
    job.start()
    out = job.tell(RestoreFailed(1, 6, Failure("unclaimed state", "CHECKPOINT"), unreadable=False))
    assert out == [CancelTasks(ALL, 1)]
    assert job.status == "FAILING"


def test_a_region_that_can_not_read_its_checkpoint_leaves_the_other_alone():
    job = Life().up()
    job.tell(CheckpointCompleted(1))
    job.tell(CheckpointCompleted(2))
    job.fail("1-0", now=1.0)
    job.cancelled("1-1")
    assert job.tell(DUE, 6.0) == [Deploy(A, 2, 2)]
    out = job.tell(RestoreFailed(2, 2, Failure("truncated"), unreadable=True), 7.0)
    assert out == [ReportUnreadable(2, "truncated", 1), CancelTasks(A, 2), ScheduleRestart(7.0)]
    assert job.cancelled(*A) == [Deploy(A, 3, 1)]


def test_both_the_task_and_the_restore_report_the_same_trouble():
    job = Life(restorable=[5, 6])
    job.start()
    job.fail("1-0", now=1.0)
    assert job.tell(RestoreFailed(1, 6, Failure("gone"), unreadable=True), 1.0) == [
        ReportUnreadable(6, "gone", 5),
        CancelTasks(B, 1),
        ScheduleRestart(1.0),
    ]
    job.cancelled("1-1", *B)
    assert job.tell(DUE, 6.0)[-1] == Deploy(A, 3, 5)


# --- cancelling


def test_cancel_stops_all_tasks_and_then_ends_the_job():
    job = Life().up()
    assert job.cancel() == [AbortCheckpoints("the job was cancelled"), CancelTasks(ALL, 1)]
    assert job.status == "CANCELLING"
    assert job.cancel() == []
    assert job.cancelled(*ALL[:3]) == []
    assert job.cancelled(ALL[3]) == [CompleteJob(JobStatus.CANCELED)]


@pytest.mark.parametrize("event", [TaskFinished, TaskCanceled, lambda t, a: TaskFailed(t, a, BOOM)])
def test_however_a_task_ends_while_it_is_cancelled_it_is_cancelled(event):
    job = Life(tasks=1).up()
    job.cancel()
    assert job.tell(event("1-0", 1)) == [CompleteJob(JobStatus.CANCELED)]
    assert job.state("1-0") == "CANCELED"


def test_a_worker_is_lost_while_the_job_is_cancelled():
    job = Life().up()
    job.cancel()
    assert job.tell(WorkerLost(0, 1, "killed")) == []
    assert job.tell(WorkerLost(1, 1, "killed")) == [CompleteJob(JobStatus.CANCELED)]


def test_nothing_of_a_cancelled_job_goes_on():
    job = Life(final_checkpoint=True).up()
    job.cancel()
    for event in (
        TaskRunning("1-0", 1),
        TaskEnded("1-0", 1),
        StartRequested(),
        DUE,
        GlobalFailure(BOOM),
        RestoreFailed(1, 1, BOOM, unreadable=True),
        SavepointCompleted(1, 1),
    ):
        assert job.tell(event) == []
    assert job.status == "CANCELLING"


def test_cancel_before_the_start():
    assert Life().cancel() == [CompleteJob(JobStatus.CANCELED)]


def test_cancel_while_tasks_are_on_their_way():
    job = Life()
    job.start()
    assert job.cancel() == [CancelTasks(ALL, 1)]
    assert job.run(*ALL) == []
    assert job.cancelled(*ALL) == [CompleteJob(JobStatus.CANCELED)]


def test_cancel_during_the_delay_of_a_restart():
    job = Life(tasks=2).up()
    job.fail("1-0", now=1.0)
    job.cancelled("1-1")
    assert job.cancel() == [CompleteJob(JobStatus.CANCELED)]
    assert job.tell(DUE, 6.0) == []


def test_cancel_during_the_delay_while_other_regions_run():
    job = Life().up()
    job.fail("1-0", now=1.0)
    assert job.cancel() == [CancelTasks(B, 1)]
    job.cancelled(*B)
    assert job.cancelled("1-1") == [CompleteJob(JobStatus.CANCELED)]


def test_cancel_while_the_job_is_failing_makes_it_cancelled():
    job = Life(restarts=NoRestart()).up()
    job.fail("1-0")
    assert job.cancel() == []
    assert job.cancelled(*ALL[1:]) == [CompleteJob(JobStatus.CANCELED)]


def test_tasks_of_several_deployments_are_cancelled_each_under_its_number():
    job = Life().up()
    job.fail("1-0", now=1.0)
    job.cancelled("1-1")
    job.tell(DUE, 6.0)
    assert job.cancel() == [CancelTasks(B, 1), CancelTasks(A, 2)]


def test_a_suspended_job_waits_for_nobody():
    job = Life().up()
    assert job.tell(SuspendRequested()) == [
        AbortCheckpoints("the job was suspended"),
        CancelTasks(ALL, 1),
        CompleteJob(JobStatus.SUSPENDED),
    ]
    assert job.cancelled(*ALL) == []


# --- the last checkpoint


def test_a_failure_during_the_final_checkpoint_repeats_both():
    job = Life(final_checkpoint=True).up()
    job.tell(CheckpointCompleted(1))
    job.end(*ALL)
    assert job.fail("1-1", now=1.0)[0] == AbortCheckpoints("boom")
    job.cancelled("1-0")
    assert job.tell(DUE, 6.0) == [Deploy(A, 2, 1)]
    assert job.run(*A) == [ResumeCheckpoints(ALL)]
    assert job.end(*A) == [TriggerFinalCheckpoint()]


def test_a_failure_after_the_final_checkpoint_restores_from_it():
    job = Life(final_checkpoint=True).up()
    job.end(*ALL)
    job.tell(CheckpointCompleted(9))
    job.finish(*B, "1-0")
    job.fail("1-1", now=1.0)
    assert job.tell(DUE, 6.0) == [Deploy(A, 2, 9)]
    job.run(*A)
    assert job.end(*A) == [TriggerFinalCheckpoint()]
    assert job.finish(*A)[-1] == CompleteJob(JobStatus.FINISHED)


def test_a_final_checkpoint_that_fails_restarts_the_job():
    job = Life(final_checkpoint=True).up()
    job.end(*ALL)
    job.tell(GlobalFailure(Failure("checkpoint 4 failed: disk full")), 1.0)
    job.cancelled(*ALL)
    job.tell(DUE, 6.0)
    job.run(*ALL)
    assert job.end(*ALL) == [TriggerFinalCheckpoint()]


def test_an_input_that_ends_before_all_tasks_run_waits_for_them():
    job = Life(final_checkpoint=True)
    job.start()
    job.run("1-0", "1-1", "2-0")
    job.end("1-0", "1-1", "2-0")
    assert job.end("2-1") == [ResumeCheckpoints(ALL), TriggerFinalCheckpoint()]


# --- stop with savepoint


def stopping(**fields):
    job = Life(**fields).up()
    assert job.tell(StopRequested(7, "/sp")) == [TriggerSavepoint(7, "/sp", stop=True)]
    return job


def test_stop_with_savepoint_is_running_until_all_tasks_have_finished():
    job = stopping()
    assert (job.status, job.phase) == ("RUNNING", "stopping")
    assert job.tell(SavepointCompleted(7, 4)) == []
    assert job.finish(*ALL[:3]) == []
    assert job.finish(ALL[3]) == [
        AnswerRequest(7, None),
        AbortCheckpoints("the job has finished"),
        CompleteJob(JobStatus.FINISHED),
    ]


def test_a_stop_whose_savepoint_fails_lets_the_job_go_on():
    job = stopping()
    assert job.tell(SavepointFailed(7, "disk full")) == [AnswerRequest(7, "disk full"), ResumeTasks(ALL)]
    assert (job.status, job.phase) == ("RUNNING", "running")
    assert job.tell(StopRequested(8, "/sp")) == [TriggerSavepoint(8, "/sp", stop=True)]


def test_a_drained_stop_whose_savepoint_fails_starts_the_job_anew():
    job = Life().up()
    job.tell(StopRequested(7, "/sp", drain=True))
    out = job.tell(SavepointFailed(7, "disk full"), 1.0)
    assert out[0] == AnswerRequest(7, "disk full")
    assert out[2:] == [CancelTasks(ALL, 1), ScheduleRestart(6.0)]


def test_a_task_fails_before_the_savepoint_of_a_stop_is_complete():
    job = stopping()
    assert job.fail("1-0", now=1.0) == [
        AnswerRequest(7, "a task failed: boom"),
        AbortCheckpoints("boom"),
        CancelTasks(("1-1",), 1),
        ScheduleRestart(6.0),
        ResumeTasks(B),
    ]
    assert job.status == "RESTARTING"
    assert job.tell(SavepointCompleted(7, 4)) == []
    job.cancelled("1-1")
    assert job.tell(DUE, 6.0) == [Deploy(A, 2, None)]


def test_a_task_fails_after_the_savepoint_of_a_stop_was_committed():
    job = stopping()
    job.tell(CheckpointCompleted(3))
    job.tell(SavepointCompleted(7, 4))
    job.finish(*B)
    out = job.fail("1-0", now=1.0)
    assert out[0] == AnswerRequest(7, "the savepoint is complete, but the job did not end: boom")
    job.cancelled("1-1")
    assert job.tell(DUE, 6.0) == [Deploy(ALL, 2, 4)]


def test_a_fatal_failure_during_a_stop_ends_the_job():
    job = stopping(restarts=NoRestart())
    assert job.fail("1-0")[0] == AnswerRequest(7, "a task failed: boom")
    assert job.status == "FAILING"
    assert not any(isinstance(one, ResumeTasks) for one in job.out)


def test_late_news_of_an_older_stop_do_not_touch_a_newer_one():
    job = stopping()
    job.tell(SavepointFailed(7, "slow"))
    job.tell(StopRequested(8, "/sp"))
    assert job.tell(SavepointFailed(7, "slow, told again")) == []
    assert job.tell(SavepointCompleted(7, 4)) == []
    assert job.phase == "stopping"


def test_cancel_and_suspend_win_over_a_stop():
    job = stopping()
    assert job.cancel()[0] == AnswerRequest(7, "the job was cancelled")
    assert job.status == "CANCELLING"
    job = stopping()
    assert job.tell(SuspendRequested())[0] == AnswerRequest(7, "the job was suspended")


def test_a_job_whose_input_ends_before_the_savepoint_of_a_stop():
    job = stopping(final_checkpoint=True)
    assert job.end(*ALL) == []
    assert job.tell(SavepointFailed(7, "declined"))[-1] == TriggerFinalCheckpoint()
    job = stopping()
    assert job.finish(*ALL)[0] == AnswerRequest(7, "the job ended before the savepoint was complete")
    assert job.status == "FINISHED"


def test_savepoints_need_all_tasks_and_no_other_end():
    job = Life()
    refused = AnswerRequest(1, "the job is not running, it is CREATED")
    assert job.tell(SavepointRequested(1, "/sp")) == [refused]
    job.start()
    assert job.tell(SavepointRequested(1, "/sp")) == [
        AnswerRequest(1, "not all tasks of the job are running")
    ]
    job.run(*ALL)
    assert job.tell(SavepointRequested(1, "/sp")) == [TriggerSavepoint(1, "/sp")]
    job.tell(StopRequested(2, "/sp"))
    being = AnswerRequest(3, "the job is being stopped with a savepoint")
    assert job.tell(StopRequested(3, "/sp")) == [being]
    job.fail("1-0")
    assert job.tell(StopRequested(4, "/sp")) == [AnswerRequest(4, "the job is not running, it is RESTARTING")]
    job.cancel()
    assert job.tell(SavepointRequested(5, "/sp")) == [
        AnswerRequest(5, "the job is not running, it is CANCELLING")
    ]


def test_no_savepoint_behind_the_last_checkpoint():
    job = Life(final_checkpoint=True).up()
    job.end(*ALL)
    assert job.tell(StopRequested(1, "/sp")) == [AnswerRequest(1, "the job is about to finish")]


# --- failures and states


def test_what_a_restart_can_mend():
    assert Failure.of(ValueError("x")) == Failure("ValueError: x")
    error = KeyError("k")
    assert Failure.of(UserCodeError(error)).error is error
    assert Failure.of(UserFunctionError("wrong type")).recoverable
    assert not Failure.of(OptionError("bad")).recoverable
    assert Failure.of(OptionError("bad")).code == "OPTION"


def test_the_last_failures_are_remembered():
    job = Life(restarts=FixedDelayRestart(100, 0.0)).up()
    for number in range(20):
        job.fail("1-0", Failure(str(number)), float(number))
        job.cancelled("1-1")
        job.run(*A)
    assert [failure.message for _, failure in job.life.failures] == [str(n) for n in range(4, 20)]
    assert job.life.failures[-1][0] == 19.0


def test_a_restart_without_delay_needs_no_other_event():
    job = Life(tasks=1, restarts=FixedDelayRestart(1, 0.0)).up()
    assert job.fail("1-0", now=3.0)[1:] == [ScheduleRestart(3.0), Deploy(("1-0",), 2, None)]


@pytest.mark.parametrize(
    ("current", "new"),
    [("CREATED", "RUNNING"), ("SCHEDULED", "RUNNING"), ("DEPLOYING", "RUNNING"), ("RUNNING", "CANCELED"),
     ("CANCELING", "FINISHED"), ("FINISHED", "RUNNING"), ("CANCELED", "CREATED"), ("FAILED", "SCHEDULED")],
)  # fmt: skip
def test_tasks_do_not_jump(current, new):
    with pytest.raises(JobError, match=f"a task can't go from {current} to {new}"):
        check_task_transition(ExecutionState[current], ExecutionState[new])


def test_a_task_can_fail_in_every_state_that_is_not_the_end():
    for state in ExecutionState:
        if not state.terminal:
            check_task_transition(state, ExecutionState.FAILED)
    assert {state.value for state in ExecutionState if state.terminal} == {"FINISHED", "CANCELED", "FAILED"}


def test_terminal_states_emit_nothing():
    for end in ("FINISHED", "FAILED", "CANCELED", "SUSPENDED"):
        job = Life(tasks=1, restarts=NoRestart()).up()
        match end:
            case "FINISHED":
                job.finish("1-0")
            case "FAILED":
                job.fail("1-0")
            case "CANCELED":
                job.cancel()
                job.cancelled("1-0")
            case _:
                job.tell(SuspendRequested())
        assert job.status == end
        for event in (
            StartRequested(),
            CancelRequested(),
            SuspendRequested(),
            StopRequested(1, "/sp"),
            SavepointRequested(1, "/sp"),
            TaskFailed("1-0", 1, BOOM),
            WorkerLost(0, 1, "late"),
            GlobalFailure(BOOM),
            RestartDue(),
        ):
            assert job.tell(event) == []
        assert job.status == end


def test_the_tasks_of_these_tests_are_two_regions_on_two_workers():
    assert [(task.region, task.slot) for task in TASKS] == [(0, 0), (0, 1), (1, 0), (1, 1)]
