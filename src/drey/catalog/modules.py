"""The modules of a session: which are loaded, and which are used, in order of resolution."""

from __future__ import annotations

from collections.abc import Sequence

from drey.errors import CatalogError, OptionError, ValidationError, did_you_mean

CORE = "core"
AVAILABLE = (CORE,)


class ModuleManager:
    """Keeps the modules of one session. Only the core module, Flink's built-in functions, exists."""

    def __init__(self) -> None:
        self._loaded = [CORE]
        self._used = [CORE]

    @property
    def used(self) -> list[str]:
        """The modules in use, in order."""
        return list(self._used)

    def full(self) -> list[tuple[str, bool]]:
        """All loaded modules, those in use first, and whether each is in use."""
        unused = [name for name in self._loaded if name not in self._used]
        return [*((name, True) for name in self._used), *((name, False) for name in unused)]

    def load(self, name: str, options: dict[str, str]) -> None:
        """Load a module and use it.

        Raises:
            CatalogError: It is loaded already.
            OptionError: There is no such module, or it doesn't take the options.
        """
        if name in self._loaded:
            raise CatalogError(f"A module with name '{name}' already exists")
        if name not in AVAILABLE:
            raise OptionError(
                f"Could not find any factory for module '{name}'",
                hint=did_you_mean(name, AVAILABLE) or "available: " + ", ".join(AVAILABLE),
            )
        if options:
            raise OptionError(f"Unsupported options found for '{name}'", detail=", ".join(sorted(options)))
        self._loaded.append(name)
        self._used.append(name)

    def unload(self, name: str) -> None:
        """Unload a module.

        Raises:
            CatalogError: It isn't loaded.
        """
        self._require(name)
        self._loaded.remove(name)
        self._used = [used for used in self._used if used != name]

    def use(self, names: Sequence[str]) -> None:
        """Use these modules, in this order, and no others.

        Raises:
            CatalogError: One isn't loaded.
            ValidationError: One stands there twice.
        """
        for name in names:
            if names.count(name) > 1:
                raise ValidationError(f"Module '{name}' appears more than once")
            self._require(name)
        self._used = list(names)

    def _require(self, name: str) -> None:
        if name not in self._loaded:
            raise CatalogError(f"No module with name '{name}' exists", hint=did_you_mean(name, self._loaded))
