"""The base of the descriptors that ``t_env.connect`` took: objects that collect properties."""

from __future__ import annotations

from typing import Any, Self


class Descriptor:
    """Collects properties in the spelling of Flink 1.10; every method returns the descriptor."""

    def __init__(self, properties: dict[str, str] | None = None) -> None:
        self._properties: dict[str, str] = dict(properties or {})

    def to_properties(self) -> dict[str, str]:
        """The properties."""
        return dict(self._properties)

    def _set(self, key: str, value: Any) -> Self:
        self._properties[key] = str(value).lower() if isinstance(value, bool) else str(value)
        return self
