"""Mirror of ``pyflink.datastream.connectors.base``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import Any, Optional

from drey.errors import ValidationError
from drey.pyflink.datastream.sources import StreamSink, StreamSource


class Source:
    """Where a stream's values come from; connectors extend it.

    Args:
        source: What is read. PyFlink takes a Java object or the name of a Java class here.

    Raises:
        ValidationError: ``source`` is Java's.
    """

    def __init__(self, source: Any) -> None:
        if not isinstance(source, StreamSource):
            raise _java(source)
        self._source = source


class Sink:
    """Where a stream's values go; connectors extend it.

    Args:
        sink: What is written. PyFlink takes a Java object or the name of a Java class here.

    Raises:
        ValidationError: ``sink`` is Java's.
    """

    def __init__(self, sink: Any) -> None:
        if not isinstance(sink, StreamSink):
            raise _java(sink)
        self._sink = sink


def _java(given: Any) -> ValidationError:
    return ValidationError(
        "sources and sinks in Java need a JVM and can't run on the embedded engine",
        detail=repr(given),
        hint="use a connector of pyflink.datastream.connectors, or run the job with '--engine flink'",
    )


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
