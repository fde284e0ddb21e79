"""Mirror of ``pyflink.common.serializer``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from drey.pyflink.not_built import not_built

__all__ = ["TypeSerializer"]

T = TypeVar("T")
void = b""


class TypeSerializer(ABC, Generic[T]):
    """Flink's ``TypeSerializer``."""

    @abstractmethod
    def serialize(self, element: T, stream: BytesIO) -> None:
        """Flink's ``serialize``"""

    @abstractmethod
    def deserialize(self, stream: BytesIO) -> T:
        """Flink's ``deserialize``"""


class VoidNamespaceSerializer(TypeSerializer[bytes]):
    """Flink's ``VoidNamespaceSerializer``."""

    def serialize(self, element: bytes, stream: BytesIO) -> None:
        """Flink's ``serialize``; not built yet."""
        raise not_built("VoidNamespaceSerializer.serialize")

    def deserialize(self, stream: BytesIO) -> bytes:
        """Flink's ``deserialize``; not built yet."""
        raise not_built("VoidNamespaceSerializer.deserialize")
