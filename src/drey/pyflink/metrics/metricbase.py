"""Mirror of ``pyflink.metrics.metricbase``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Callable

from drey.udf import context as engine


class MetricGroup(ABC):
    """Flink's ``MetricGroup``."""

    @abstractmethod
    def add_group(self, name: str, extra: str | None = None) -> MetricGroup:
        """Flink's ``add_group``"""

    @abstractmethod
    def counter(self, name: str) -> Counter:
        """Flink's ``counter``"""

    @abstractmethod
    def gauge(self, name: str, obj: Callable[[], int]) -> None:
        """Flink's ``gauge``"""

    @abstractmethod
    def meter(self, name: str, time_span_in_seconds: int = 60) -> Meter:
        """Flink's ``meter``"""

    @abstractmethod
    def distribution(self, name: str) -> Distribution:
        """Flink's ``distribution``"""


class Metric(ABC):  # noqa: B024 - a mark, as in PyFlink
    """Flink's ``Metric``."""


class Counter(Metric, ABC):
    """Flink's ``Counter``."""

    @abstractmethod
    def inc(self, n: int = 1) -> Any:
        """Flink's ``inc``"""

    @abstractmethod
    def dec(self, n: int = 1) -> Any:
        """Flink's ``dec``"""

    @abstractmethod
    def get_count(self) -> int:
        """Flink's ``get_count``"""


class Meter(Metric, ABC):
    """Flink's ``Meter``."""

    @abstractmethod
    def mark_event(self, value: int = 1) -> Any:
        """Flink's ``mark_event``"""

    @abstractmethod
    def get_count(self) -> int:
        """Flink's ``get_count``"""


class Distribution(Metric, ABC):
    """Flink's ``Distribution``."""

    @abstractmethod
    def update(self, value: Any) -> Any:
        """Flink's ``update``"""


# What functions are given are the engine's metrics.
MetricGroup.register(engine.MetricGroup)
Counter.register(engine.Counter)
Meter.register(engine.Meter)
Distribution.register(engine.Distribution)
