"""Mirror of ``pyflink.metrics.metricbase``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Callable

from drey.udf import context as engine


class MetricGroup(ABC):
    """Registers the metrics of a function under names."""

    @abstractmethod
    def add_group(self, name: str, extra: str | None = None) -> MetricGroup:
        """A group of metrics inside of this one; with ``extra`` a key and its value."""

    @abstractmethod
    def counter(self, name: str) -> Counter:
        """Register a counter, which starts at 0."""

    @abstractmethod
    def gauge(self, name: str, obj: Callable[[], int]) -> None:
        """Register a function whose result is shown as it is when metrics are read."""

    @abstractmethod
    def meter(self, name: str, time_span_in_seconds: int = 60) -> Meter:
        """Register a meter that gives events per second over the last ``time_span_in_seconds`` seconds."""

    @abstractmethod
    def distribution(self, name: str) -> Distribution:
        """Register a distribution of numbers: their count, sum, least, greatest and mean."""


class Metric(ABC):  # noqa: B024 - a mark, as in PyFlink
    """What all metrics are."""


class Counter(Metric, ABC):
    """A number that goes up and down."""

    @abstractmethod
    def inc(self, n: int = 1) -> Any:
        """Count up."""

    @abstractmethod
    def dec(self, n: int = 1) -> Any:
        """Count down."""

    @abstractmethod
    def get_count(self) -> int:
        """The count of now."""


class Meter(Metric, ABC):
    """A rate of events."""

    @abstractmethod
    def mark_event(self, value: int = 1) -> Any:
        """Note that ``value`` events have happened."""

    @abstractmethod
    def get_count(self) -> int:
        """How many events there were."""


class Distribution(Metric, ABC):
    """Numbers of which a summary is kept."""

    @abstractmethod
    def update(self, value: Any) -> Any:
        """Add a number."""


# What functions are given are the engine's metrics.
MetricGroup.register(engine.MetricGroup)
Counter.register(engine.Counter)
Meter.register(engine.Meter)
Distribution.register(engine.Distribution)
