"""Mirror of ``pyflink.common.io``."""

from __future__ import annotations

__all__ = ["InputFormat"]


class InputFormat:
    """Flink's ``InputFormat``."""
