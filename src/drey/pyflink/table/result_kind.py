"""Mirror of ``pyflink.table.result_kind``."""

from __future__ import annotations

__all__ = ["ResultKind"]


class ResultKind:
    """Whether a statement only succeeded or also returned rows that matter."""

    SUCCESS = 0
    SUCCESS_WITH_CONTENT = 1
