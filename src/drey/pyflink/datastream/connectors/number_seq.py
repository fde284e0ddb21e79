"""Mirror of ``pyflink.datastream.connectors.number_seq``."""

from __future__ import annotations

from drey.pyflink.datastream.connectors.base import Source
from drey.pyflink.not_built import not_built

__all__ = ["NumberSequenceSource"]


class NumberSequenceSource(Source):
    """Flink's ``NumberSequenceSource``."""

    def __init__(self, start: int, end: int) -> None:
        """Make the object; not built yet."""
        raise not_built("NumberSequenceSource")
