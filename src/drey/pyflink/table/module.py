"""Mirror of ``pyflink.table.module``: sets of functions that a session loads."""

from __future__ import annotations

from drey.errors import UnsupportedError

__all__ = ["HiveModule", "Module", "ModuleEntry"]


class Module:
    """A set of functions; the built-in one is ``core``.

    Args:
        name: The name.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def module_name(self) -> str:
        """The name (an addition to PyFlink)."""
        return self._name


class HiveModule(Module):
    """Hive's functions, which are Java.

    Args:
        hive_version: Hive's version.

    Raises:
        UnsupportedError: Always: they need a JVM.
    """

    def __init__(self, hive_version: str | None = None) -> None:
        raise UnsupportedError("HiveModule needs a JVM", hint="run the program with --engine flink")


class ModuleEntry:
    """A loaded module and whether it is in use.

    Args:
        name: The module's name.
        used: Whether its functions are found.
    """

    def __init__(self, name: str, used: bool) -> None:
        self._name = name
        self._used = used

    def name(self) -> str:
        """The module's name."""
        return self._name

    def used(self) -> bool:
        """Whether its functions are found."""
        return self._used

    def __repr__(self) -> str:
        return f"ModuleEntry{{name='{self._name}', used={str(self._used).lower()}}}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModuleEntry) and repr(self) == repr(other)

    def __ne__(self, other: object) -> bool:
        return not self.__eq__(other)

    def __lt__(self, other: ModuleEntry) -> bool:
        return self._name < other._name

    def __hash__(self) -> int:
        return hash(repr(self))
