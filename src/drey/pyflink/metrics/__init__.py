"""Mirror of ``pyflink.metrics``: metrics of user functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from drey.pyflink.metrics.metricbase import Counter as Counter
    from drey.pyflink.metrics.metricbase import Distribution as Distribution
    from drey.pyflink.metrics.metricbase import Meter as Meter
    from drey.pyflink.metrics.metricbase import Metric as Metric
    from drey.pyflink.metrics.metricbase import MetricGroup as MetricGroup

__all__ = ["MetricGroup", "Metric", "Counter", "Meter", "Distribution"]

__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "metrics.metricbase": "Counter Distribution Meter Metric MetricGroup",
    },
)
