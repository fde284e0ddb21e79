"""Mirror of ``pyflink.datastream.slot_sharing_group``: resources that operators share."""

from __future__ import annotations

from functools import total_ordering
from typing import Any

from drey.pyflink.not_built import not_built

__all__ = ["MemorySize", "SlotSharingGroup"]


@total_ordering
class MemorySize:
    """A number of bytes.

    Args:
        bytes_size: The number.

    Raises:
        ValueError: It is missing or negative.
    """

    def __init__(self, j_memory_size: Any = None, bytes_size: int | None = None) -> None:
        if j_memory_size is not None or bytes_size is None or bytes_size < 0:
            raise ValueError("bytes_size must be a number >= 0")
        self._bytes = bytes_size

    @staticmethod
    def of_mebi_bytes(mebi_bytes: int) -> MemorySize:
        """So many times 1024 * 1024 bytes."""
        return MemorySize(bytes_size=mebi_bytes << 20)

    def get_bytes(self) -> int:
        """The bytes."""
        return self._bytes

    def get_kibi_bytes(self) -> int:
        """Whole KiB."""
        return self._bytes >> 10

    def get_mebi_bytes(self) -> int:
        """Whole MiB."""
        return self._bytes >> 20

    def get_gibi_bytes(self) -> int:
        """Whole GiB."""
        return self._bytes >> 30

    def get_tebi_bytes(self) -> int:
        """Whole TiB."""
        return self._bytes >> 40

    def get_java_memory_size(self) -> Any:
        """There is no Java object behind a size."""
        raise not_built("MemorySize.get_java_memory_size")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MemorySize) and self._bytes == other._bytes

    def __hash__(self) -> int:
        return hash(self._bytes)

    def __lt__(self, other: MemorySize) -> bool:
        if not isinstance(other, MemorySize):
            raise Exception("Does not support comparison with non-MemorySize")
        return self._bytes < other._bytes

    def __str__(self) -> str:
        for shift, unit in ((40, "tb"), (30, "gb"), (20, "mb"), (10, "kb")):
            if self._bytes and self._bytes % (1 << shift) == 0:
                return f"{self._bytes >> shift} {unit}"
        return f"{self._bytes} bytes"


class SlotSharingGroup:
    """A name with resources; made by :meth:`builder`."""

    def __init__(self, name: str, resources: dict[str, Any], external: dict[str, float]) -> None:
        self._name = name
        self._resources = resources
        self._external = external

    def get_name(self) -> str:
        """The name."""
        return self._name

    def get_managed_memory(self) -> MemorySize | None:
        """Memory of state backends and Python workers."""
        return self._resources.get("managed")

    def get_task_heap_memory(self) -> MemorySize | None:
        """Java's heap."""
        return self._resources.get("heap")

    def get_task_off_heap_memory(self) -> MemorySize | None:
        """Memory beside Java's heap."""
        return self._resources.get("off-heap")

    def get_cpu_cores(self) -> float | None:
        """CPU cores."""
        return self._resources.get("cpu")

    def get_external_resources(self) -> dict[str, float]:
        """Other resources by name, such as GPUs."""
        return dict(self._external)

    def get_java_slot_sharing_group(self) -> Any:
        """There is no Java object behind a group."""
        raise not_built("SlotSharingGroup.get_java_slot_sharing_group")

    @staticmethod
    def builder(name: str) -> SlotSharingGroup.Builder:
        """A builder with the name."""
        return SlotSharingGroup.Builder(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SlotSharingGroup) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(self._name)

    class Builder:
        """Collects resources; every method returns the builder."""

        def __init__(self, name: str) -> None:
            self._name = name
            self._resources: dict[str, Any] = {}
            self._external: dict[str, float] = {}

        def set_cpu_cores(self, cpu_cores: float) -> SlotSharingGroup.Builder:
            """Set CPU cores."""
            self._resources["cpu"] = cpu_cores
            return self

        def set_task_heap_memory(self, task_heap_memory: MemorySize) -> SlotSharingGroup.Builder:
            """Set Java's heap."""
            self._resources["heap"] = task_heap_memory
            return self

        def set_task_heap_memory_mb(self, task_heap_memory_mb: int) -> SlotSharingGroup.Builder:
            """Set Java's heap in MiB."""
            return self.set_task_heap_memory(MemorySize.of_mebi_bytes(task_heap_memory_mb))

        def set_task_off_heap_memory(self, task_off_heap_memory: MemorySize) -> SlotSharingGroup.Builder:
            """Set memory beside Java's heap."""
            self._resources["off-heap"] = task_off_heap_memory
            return self

        def set_task_off_heap_memory_mb(self, task_off_heap_memory_mb: int) -> SlotSharingGroup.Builder:
            """Set memory beside Java's heap in MiB."""
            return self.set_task_off_heap_memory(MemorySize.of_mebi_bytes(task_off_heap_memory_mb))

        def set_managed_memory(self, managed_memory: MemorySize) -> SlotSharingGroup.Builder:
            """Set memory of state backends and Python workers."""
            self._resources["managed"] = managed_memory
            return self

        def set_managed_memory_mb(self, managed_memory_mb: int) -> SlotSharingGroup.Builder:
            """Set memory of state backends and Python workers in MiB."""
            return self.set_managed_memory(MemorySize.of_mebi_bytes(managed_memory_mb))

        def set_external_resource(self, name: str, value: float) -> SlotSharingGroup.Builder:
            """Set another resource."""
            self._external[name] = value
            return self

        def build(self) -> SlotSharingGroup:
            """The group.

            Raises:
                ValueError: Memory is given without CPU cores and heap, which belong together.
            """
            if self._resources and not {"cpu", "heap"} <= self._resources.keys():
                raise ValueError("CPU cores and task heap memory must be set if any resource is")
            return SlotSharingGroup(self._name, dict(self._resources), dict(self._external))
