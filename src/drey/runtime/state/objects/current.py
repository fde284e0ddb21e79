"""The key that an operator is working on."""

from __future__ import annotations

from typing import Any


class CurrentKey:
    """Set once for each value by the operator's loop; read by state and timers at each access."""

    __slots__ = ("key",)

    def __init__(self) -> None:
        self.key: Any = None
