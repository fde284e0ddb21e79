"""Mirror of ``pyflink.datastream.connectors.base``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import Any, Optional

from drey.pyflink.not_built import not_built


class Source:
    """Flink's ``Source``."""

    def __init__(self, source: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("Source")


class Sink:
    """Flink's ``Sink``."""

    def __init__(self, sink: Any) -> None:
        """Make the object; not built yet."""
        raise not_built("Sink")


class DeliveryGuarantee(Enum):
    """Flink's ``DeliveryGuarantee``."""

    EXACTLY_ONCE = "EXACTLY_ONCE"
    AT_LEAST_ONCE = "AT_LEAST_ONCE"
    NONE = 2


class StreamTransformer(ABC):
    """Flink's ``StreamTransformer``."""

    @abstractmethod
    def apply(self, ds: Any) -> Any:
        """Flink's ``apply``"""


class SupportsPreprocessing(ABC):
    """Flink's ``SupportsPreprocessing``."""

    @abstractmethod
    def get_transformer(self) -> Optional[StreamTransformer]:
        """Flink's ``get_transformer``"""
