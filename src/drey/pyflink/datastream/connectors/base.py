"""Mirror of ``pyflink.datastream.connectors.base``."""

from __future__ import annotations

from enum import Enum
from typing import Any

from drey.pyflink.datastream.functions import JavaFunctionWrapper
from drey.pyflink.not_built import not_built


class Source(JavaFunctionWrapper):
    """Flink's ``Source``."""

    def __init__(self, source: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("Source")


class Sink(JavaFunctionWrapper):
    """Flink's ``Sink``."""

    def __init__(self, sink: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("Sink")


class DeliveryGuarantee(Enum):
    """Flink's ``DeliveryGuarantee``."""

    EXACTLY_ONCE = "EXACTLY_ONCE"
    AT_LEAST_ONCE = "AT_LEAST_ONCE"
    NONE = 2
