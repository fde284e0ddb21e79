"""Mirror of ``pyflink.datastream.slot_sharing_group``."""

from __future__ import annotations

from typing import Any, Optional

from drey.pyflink.not_built import not_built

__all__ = ["MemorySize", "SlotSharingGroup"]


class MemorySize:
    """Flink's ``MemorySize``."""

    def __init__(self, j_memory_size: Any = None, bytes_size: int | None = None) -> None:
        """Make the object; not built yet."""
        raise not_built("MemorySize")

    @staticmethod
    def of_mebi_bytes(mebi_bytes: int) -> MemorySize:
        """Flink's ``of_mebi_bytes``; not built yet."""
        raise not_built("MemorySize.of_mebi_bytes")

    def get_bytes(self) -> int:
        """Flink's ``get_bytes``; not built yet."""
        raise not_built("MemorySize.get_bytes")

    def get_kibi_bytes(self) -> int:
        """Flink's ``get_kibi_bytes``; not built yet."""
        raise not_built("MemorySize.get_kibi_bytes")

    def get_mebi_bytes(self) -> int:
        """Flink's ``get_mebi_bytes``; not built yet."""
        raise not_built("MemorySize.get_mebi_bytes")

    def get_gibi_bytes(self) -> int:
        """Flink's ``get_gibi_bytes``; not built yet."""
        raise not_built("MemorySize.get_gibi_bytes")

    def get_tebi_bytes(self) -> int:
        """Flink's ``get_tebi_bytes``; not built yet."""
        raise not_built("MemorySize.get_tebi_bytes")

    def get_java_memory_size(self) -> Any:
        """Flink's ``get_java_memory_size``; not built yet."""
        raise not_built("MemorySize.get_java_memory_size")


class SlotSharingGroup:
    """Flink's ``SlotSharingGroup``."""

    class Builder:
        """Flink's ``Builder``."""

        def set_cpu_cores(self, cpu_cores: float) -> SlotSharingGroup.Builder:
            """Flink's ``set_cpu_cores``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.set_cpu_cores")

        def set_task_heap_memory(self, task_heap_memory: MemorySize) -> SlotSharingGroup.Builder:
            """Flink's ``set_task_heap_memory``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.set_task_heap_memory")

        def set_task_heap_memory_mb(self, task_heap_memory_mb: int) -> SlotSharingGroup.Builder:
            """Flink's ``set_task_heap_memory_mb``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.set_task_heap_memory_mb")

        def set_task_off_heap_memory(self, task_off_heap_memory: MemorySize) -> SlotSharingGroup.Builder:
            """Flink's ``set_task_off_heap_memory``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.set_task_off_heap_memory")

        def set_task_off_heap_memory_mb(self, task_off_heap_memory_mb: int) -> SlotSharingGroup.Builder:
            """Flink's ``set_task_off_heap_memory_mb``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.set_task_off_heap_memory_mb")

        def set_managed_memory(self, managed_memory: MemorySize) -> SlotSharingGroup.Builder:
            """Flink's ``set_managed_memory``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.set_managed_memory")

        def set_managed_memory_mb(self, managed_memory_mb: int) -> SlotSharingGroup.Builder:
            """Flink's ``set_managed_memory_mb``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.set_managed_memory_mb")

        def set_external_resource(self, name: str, value: float) -> SlotSharingGroup.Builder:
            """Flink's ``set_external_resource``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.set_external_resource")

        def build(self) -> SlotSharingGroup:
            """Flink's ``build``; not built yet."""
            raise not_built("SlotSharingGroup.Builder.build")

    def get_name(self) -> str:
        """Flink's ``get_name``; not built yet."""
        raise not_built("SlotSharingGroup.get_name")

    def get_managed_memory(self) -> Optional[MemorySize]:
        """Flink's ``get_managed_memory``; not built yet."""
        raise not_built("SlotSharingGroup.get_managed_memory")

    def get_task_heap_memory(self) -> Optional[MemorySize]:
        """Flink's ``get_task_heap_memory``; not built yet."""
        raise not_built("SlotSharingGroup.get_task_heap_memory")

    def get_task_off_heap_memory(self) -> Optional[MemorySize]:
        """Flink's ``get_task_off_heap_memory``; not built yet."""
        raise not_built("SlotSharingGroup.get_task_off_heap_memory")

    def get_cpu_cores(self) -> Optional[float]:
        """Flink's ``get_cpu_cores``; not built yet."""
        raise not_built("SlotSharingGroup.get_cpu_cores")

    def get_external_resources(self) -> dict[Any, Any]:
        """Flink's ``get_external_resources``; not built yet."""
        raise not_built("SlotSharingGroup.get_external_resources")

    def get_java_slot_sharing_group(self) -> Any:
        """Flink's ``get_java_slot_sharing_group``; not built yet."""
        raise not_built("SlotSharingGroup.get_java_slot_sharing_group")

    @staticmethod
    def builder(name: str) -> Builder:
        """Flink's ``builder``; not built yet."""
        raise not_built("SlotSharingGroup.builder")
