"""Mirror of ``pyflink.common.job_id``."""

from __future__ import annotations

import uuid

__all__ = ["JobID"]


class JobID:
    """The identity of a job: 32 hexadecimal digits.

    Args:
        text: The digits; None draws a new random id.
    """

    def __init__(self, text: str | None = None) -> None:
        self._text = uuid.uuid4().hex if text is None else text

    def __str__(self) -> str:
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JobID) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)
