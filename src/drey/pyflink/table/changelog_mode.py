"""Mirror of ``pyflink.table.changelog_mode``."""

from __future__ import annotations

from drey.types import changelog

__all__ = ["ChangelogMode"]


class ChangelogMode:
    """The kinds of change that a stream may carry.

    Args:
        mode: The engine's own value, which ``mode`` returns.
    """

    def __init__(self, mode: changelog.ChangelogMode) -> None:
        self._mode = mode

    @property
    def mode(self) -> changelog.ChangelogMode:
        """The engine's value (an addition to PyFlink)."""
        return self._mode

    @staticmethod
    def insert_only() -> ChangelogMode:
        """Only ``+I``."""
        return ChangelogMode(changelog.INSERT_ONLY)

    @staticmethod
    def upsert() -> ChangelogMode:
        """``+I``, ``+U`` and ``-D`` on a key."""
        return ChangelogMode(changelog.UPSERT)

    @staticmethod
    def all() -> ChangelogMode:
        """Every kind."""
        return ChangelogMode(changelog.ALL_CHANGES)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ChangelogMode) and self._mode == other._mode

    def __hash__(self) -> int:
        return hash(self._mode)

    def __str__(self) -> str:
        return str(self._mode)
