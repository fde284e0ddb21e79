"""Mirror of ``pyflink.common.types``: rows of values and the kind of change that they are."""

from __future__ import annotations

from drey.types.changelog import RowKind
from drey.types.row import Row

__all__ = ["Row", "RowKind"]
