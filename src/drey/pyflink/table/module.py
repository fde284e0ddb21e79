"""Mirror of ``pyflink.table.module``."""

from __future__ import annotations

from typing import Any

from drey.pyflink.not_built import not_built

__all__ = ["HiveModule", "Module", "ModuleEntry"]


class Module:
    """Flink's ``Module``."""


class HiveModule(Module):
    """Flink's ``HiveModule``."""

    def __init__(self, hive_version: str | None = None) -> None:
        """Make the object; not built yet."""
        raise not_built("HiveModule")


class ModuleEntry:
    """Flink's ``ModuleEntry``."""

    def __init__(self, name: str, used: bool, j_module_entry: Any = None) -> None:
        """Make the object; not built yet."""
        raise not_built("ModuleEntry")

    def name(self) -> str:
        """Flink's ``name``; not built yet."""
        raise not_built("ModuleEntry.name")

    def used(self) -> bool:
        """Flink's ``used``; not built yet."""
        raise not_built("ModuleEntry.used")
