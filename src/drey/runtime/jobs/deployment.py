"""Brings the tasks of a job to their executors, with their state, and takes them back. Belongs to the job's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from drey.graph.job_graph import JobGraph
from drey.records import record
from drey.runtime.checkpoint.places import Place
from drey.runtime.execution.messages import CancelTasks, Deploy, TaskId
from drey.runtime.jobs.executors import JobExecutors
from drey.runtime.jobs.plan import JobPlan
from drey.runtime.jobs.sources import JobSources
from drey.runtime.scheduling.execution_graph import ExecutionTask


@record
class NotDeployed:
    """Tasks that came to no executor, and why.

    Args:
        tasks: Their ids.
        error: What was raised.
    """

    tasks: tuple[str, ...]
    error: BaseException


class JobDeployment:
    """Deploys tasks and the coordinators of their sources.

    The constructor makes the first deployment: operators of this process are made and their state is restored, so that
    what is wrong with the job or the snapshot is raised where the job is submitted.

    Args:
        graph: The job.
        plan: Its tasks, and the state that they start from.
        executors: Where tasks run.
        sources: The coordinators of its sources.

    Raises:
        DreyError: An operator can't be made, or its state can't be restored.
    """

    def __init__(self, graph: JobGraph, plan: JobPlan, executors: JobExecutors, sources: JobSources) -> None:
        self.tasks = {task.id: task for task in plan.execution.tasks}
        self._plan = plan
        self._executors = executors
        self._sources = sources
        newest = plan.newest_snapshot
        sources.make(self.tasks.values(), newest)
        self._prepared = self._deployments(tuple(self.tasks), 1, newest)
        if executors.here in self._prepared:
            executors.local.prepare(self._prepared[executors.here])

    def begin(self) -> list[NotDeployed]:
        """Run what the constructor has prepared; what could not be brought to its executor."""
        prepared, self._prepared = self._prepared, {}
        return self._bring(prepared, self.tasks.values(), self._begin)

    def repeat(self, tasks: tuple[str, ...], attempt: int, path: Place | None) -> list[NotDeployed]:
        """Run tasks again, with their state of a snapshot; what could not be brought to its executor.

        Args:
            tasks: Their ids; all of the regions that they belong to.
            attempt: The number of this deployment.
            path: The snapshot's directory; None to start with no state.
        """
        again = [self.tasks[one] for one in tasks]
        try:
            deployments = self._deployments(tasks, attempt, path)
            self._sources.make(again, path)
        except BaseException as error:
            return [NotDeployed(tasks, error)]
        return self._bring(deployments, again, self._executors.send)

    def cancel(self, tasks: Iterable[str]) -> None:
        """Tell the executors of tasks to stop them."""
        by_slot: dict[int, set[TaskId]] = {}
        for one in tasks:
            by_slot.setdefault(self.tasks[one].slot, set()).add(TaskId.parse(one))
        for slot, some in by_slot.items():
            self._executors.send(slot, CancelTasks(frozenset(some)))

    def _bring(
        self,
        deployments: Mapping[int, Deploy],
        tasks: Iterable[ExecutionTask],
        send: Callable[[int, Deploy], None],
    ) -> list[NotDeployed]:
        failed = []
        for number, deployment in deployments.items():
            try:
                send(number, deployment)
            except BaseException as error:
                failed.append(NotDeployed(tuple(str(one.id) for one in deployment.tasks), error))
        self._sources.start(tasks)
        return failed

    def _begin(self, number: int, deployment: Deploy) -> None:
        if number == self._executors.here:
            self._executors.local.run()
        else:
            self._executors.send(number, deployment)

    def _deployments(self, tasks: tuple[str, ...], attempt: int, path: Place | None) -> dict[int, Deploy]:
        return self._executors.deployments(
            [self.tasks[one] for one in tasks],
            attempt,
            self._plan.settings,
            lambda task: self._plan.state(task, path),
        )
