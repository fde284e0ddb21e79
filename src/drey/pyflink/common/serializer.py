"""Mirror of ``pyflink.common.serializer``: how values become bytes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from io import BytesIO
from typing import Generic, TypeVar

__all__ = ["TypeSerializer"]

T = TypeVar("T")
void = b""


class TypeSerializer(ABC, Generic[T]):
    """Writes values of one type to a stream and reads them back."""

    def __repr__(self) -> str:
        return type(self).__name__

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __ne__(self, other: object) -> bool:
        return not self.__eq__(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    @abstractmethod
    def serialize(self, element: T, stream: BytesIO) -> None:
        """Write one value."""

    @abstractmethod
    def deserialize(self, stream: BytesIO) -> T:
        """Read one value."""


class VoidNamespaceSerializer(TypeSerializer[bytes]):
    """The serializer of the empty namespace of state outside windows."""

    def serialize(self, element: bytes, stream: BytesIO) -> None:
        stream.write(void)

    def deserialize(self, stream: BytesIO) -> bytes:
        stream.read(len(void))
        return void
