"""Mirror of ``pyflink.datastream.connectors.number_seq``."""

from __future__ import annotations

from drey.errors import ValidationError
from drey.pyflink.common.typeinfo import Types
from drey.pyflink.datastream.connectors.base import Source
from drey.pyflink.datastream.sources import StreamSource, number_table

__all__ = ["NumberSequenceSource"]


class NumberSequenceSource(Source):
    """The whole numbers of a range, both ends included.

    Args:
        start: The first.
        end: The last.

    Raises:
        ValidationError: The last is before the first.
    """

    def __init__(self, start: int, end: int) -> None:
        if start > end:
            raise ValidationError("'from' must be <= 'to'", detail=f"from {start} to {end}")
        super().__init__(StreamSource((number_table(start, end, "numbers"),), Types.LONG()))
