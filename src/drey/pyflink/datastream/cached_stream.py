"""Streams whose values are kept; their public home is ``pyflink.datastream.data_stream``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from drey.pyflink.datastream.stream_base import DataStream
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.datastream.slot_sharing_group import SlotSharingGroup


class CachedDataStream(DataStream):
    """Flink's ``CachedDataStream``."""

    def invalidate(self) -> Any:
        """Flink's ``invalidate``; not built yet."""
        raise not_built("CachedDataStream.invalidate")

    def set_parallelism(self, parallelism: int) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Set parallelism for CachedDataStream is not supported.")

    def name(self, name: str) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Set name for CachedDataStream is not supported.")

    def get_name(self) -> str:
        """Refused: the operator before has settings."""
        raise Exception("Get name for CachedDataStream is not supported.")

    def uid(self, uid: str) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Set uid for CachedDataStream is not supported.")

    def set_uid_hash(self, uid_hash: str) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Set uid hash for CachedDataStream is not supported.")

    def set_max_parallelism(self, max_parallelism: int) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Set max parallelism for CachedDataStream is not supported.")

    def force_non_parallel(self) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Set force non-parallel for CachedDataStream is not supported.")

    def set_buffer_timeout(self, timeout_millis: int) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Set buffer timeout for CachedDataStream is not supported.")

    def start_new_chain(self) -> DataStream:
        """Refused: the operator before has settings."""
        raise Exception("Start new chain for CachedDataStream is not supported.")

    def disable_chaining(self) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Disable chaining for CachedDataStream is not supported.")

    def slot_sharing_group(self, slot_sharing_group: Union[str, SlotSharingGroup]) -> Any:
        """Refused: the operator before has settings."""
        raise Exception("Setting slot sharing group for CachedDataStream is not supported.")
