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
    """Given to ``open``; methods as those of ``pyflink.table.FunctionContext``."""

    def __init__(
        self,
        metric_group: MetricGroup,
        job_parameters: Mapping[str, str],
        task_name: str = "",
        subtask: int = 0,
        parallelism: int = 1,
        max_parallelism: int = 128,
    ) -> None:
        self._metric_group = metric_group
        self._job_parameters = job_parameters
        self._task_name = task_name
        self._subtask = subtask
        self._parallelism = parallelism
        self._max_parallelism = max_parallelism

    def get_metric_group(self) -> MetricGroup:
        """Where to register metrics."""
        return self._metric_group

    def get_job_parameter(self, key: str, default_value: str) -> str:
        """A global job parameter (``pipeline.global-job-parameters``)."""
        return self._job_parameters.get(key, default_value)

    def get_task_name(self) -> str:
        """The name of the task."""
        return self._task_name

    def get_task_name_with_subtasks(self) -> str:
        """The name of the task with the index and number of subtasks."""
        return f"{self._task_name} ({self._subtask + 1}/{self._parallelism})"

    def get_number_of_parallel_subtasks(self) -> int:
        """The parallelism."""
        return self._parallelism

    def get_max_number_of_parallel_subtasks(self) -> int:
        """The number of key groups."""
        return self._max_parallelism

    def get_index_of_this_subtask(self) -> int:
        """The index of this subtask, from 0."""
        return self._subtask

    def get_attempt_number(self) -> int:
        """How often the task was tried before."""
        return 0
