"""What a user's function learns in ``open``: metrics, job parameters, where it runs."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, MutableMapping


class Counter:
    """A number that goes up and down."""

    def __init__(self, values: MutableMapping[str, float], key: str) -> None:
        self._values, self._key = values, key
        values.setdefault(key, 0)

    def inc(self, n: int = 1) -> None:
        """Count up."""
        self._values[self._key] += n

    def dec(self, n: int = 1) -> None:
        """Count down."""
        self._values[self._key] -= n

    def get_count(self) -> int:
        """The number of now."""
        return int(self._values[self._key])


class Meter:
    """Events, and their rate over a span of time in events per second."""

    def __init__(self, values: MutableMapping[str, float], key: str, span: int) -> None:
        self._values, self._key, self._span = values, key, span
        self._recent: deque[tuple[float, int]] = deque()
        self._count = 0
        values.setdefault(key, 0.0)

    def mark_event(self, value: int = 1) -> None:
        """Count events that happen now."""
        now = time.monotonic()
        self._count += value
        self._recent.append((now, value))
        while self._recent[0][0] < now - self._span:
            self._recent.popleft()
        self._values[self._key] = sum(number for _, number in self._recent) / self._span

    def get_count(self) -> int:
        """All events."""
        return self._count


class Distribution:
    """The number, sum, least and greatest of the values that it is given."""

    def __init__(self, values: MutableMapping[str, float], key: str) -> None:
        self._values, self._key = values, key

    def update(self, value: int) -> None:
        """Take in a value."""
        values, key = self._values, self._key
        values[f"{key}.count"] = values.get(f"{key}.count", 0) + 1
        values[f"{key}.sum"] = values.get(f"{key}.sum", 0) + value
        values[f"{key}.min"] = min(values.get(f"{key}.min", value), value)
        values[f"{key}.max"] = max(values.get(f"{key}.max", value), value)


class MetricGroup:
    """Where a function registers metrics; they appear among its operator's under ``group.name``."""

    def __init__(
        self,
        values: MutableMapping[str, float],
        gauges: MutableMapping[str, Callable[[], int]],
        names: tuple[str, ...] = (),
    ) -> None:
        self._values, self._gauges, self._names = values, gauges, names

    def add_group(self, name: str, extra: str | None = None) -> MetricGroup:
        """A group in this one, or a key and a value as two groups."""
        names = (name,) if extra is None else (name, extra)
        return MetricGroup(self._values, self._gauges, (*self._names, *names))

    def counter(self, name: str) -> Counter:
        """The counter of this name."""
        return Counter(self._values, self._key(name))

    def gauge(self, name: str, obj: Callable[[], int]) -> None:
        """Ask ``obj`` for the value after each batch."""
        self._gauges[self._key(name)] = obj

    def meter(self, name: str, time_span_in_seconds: int = 60) -> Meter:
        """A meter."""
        return Meter(self._values, self._key(name), time_span_in_seconds)

    def distribution(self, name: str) -> Distribution:
        """A distribution."""
        return Distribution(self._values, self._key(name))

    def _key(self, name: str) -> str:
        return ".".join((*self._names, name))


class FunctionContext:
    """What a function learns about where it runs, given to ``open``.

    Args:
        base_metric_group: Where the function registers metrics; None where metrics are off.
        job_parameters: The job's global parameters.
        task_name: The name of the task.
        task_name_with_subtasks: The name with ``(index/number)#attempt`` behind it.
        number_of_parallel_subtasks: The parallelism.
        max_number_of_parallel_subtasks: The number of key groups.
        index_of_this_subtask: From 0.
        attempt_number: From 0.
    """

    def __init__(
        self,
        base_metric_group: MetricGroup | None,
        job_parameters: Mapping[str, str],
        task_name: str | None = None,
        task_name_with_subtasks: str | None = None,
        number_of_parallel_subtasks: int | None = None,
        max_number_of_parallel_subtasks: int | None = None,
        index_of_this_subtask: int | None = None,
        attempt_number: int | None = None,
    ) -> None:
        self._base_metric_group = base_metric_group
        self._job_parameters = job_parameters
        self._task_name = task_name
        self._task_name_with_subtasks = task_name_with_subtasks
        self._number_of_parallel_subtasks = number_of_parallel_subtasks
        self._max_number_of_parallel_subtasks = max_number_of_parallel_subtasks
        self._index_of_this_subtask = index_of_this_subtask
        self._attempt_number = attempt_number

    def get_metric_group(self) -> MetricGroup:
        """Where to register metrics.

        Raises:
            RuntimeError: Metrics are off.
        """
        if self._base_metric_group is None:
            raise RuntimeError(
                "Metric has not been enabled. You can enable metric with the "
                "'python.metric.enabled' configuration."
            )
        return self._base_metric_group

    def get_job_parameter(self, key: str, default_value: str) -> str:
        """A global parameter of the job."""
        return self._job_parameters.get(key, default_value)

    def get_task_name(self) -> str | None:
        """The name of the task."""
        return self._task_name

    def get_task_name_with_subtasks(self) -> str | None:
        """The name of the task with ``(3/6)#0`` behind it: its number from 1, the parallelism and the attempt."""
        return self._task_name_with_subtasks

    def get_number_of_parallel_subtasks(self) -> int | None:
        """The parallelism."""
        return self._number_of_parallel_subtasks

    def get_max_number_of_parallel_subtasks(self) -> int | None:
        """The number of key groups."""
        return self._max_number_of_parallel_subtasks

    def get_index_of_this_subtask(self) -> int | None:
        """The subtask's number, from 0."""
        return self._index_of_this_subtask

    def get_attempt_number(self) -> int | None:
        """How often the task was restarted."""
        return self._attempt_number
