"""What a program may give as a parallelism or a number of key groups, checked where it is given."""

from __future__ import annotations

from drey.errors import ValidationError
from drey.runtime.configuration import UPPER_MAX_PARALLELISM

DEFAULT = -1
"""Flink's number for a parallelism that is left to the default."""


def checked_parallelism(parallelism: int) -> int | None:
    """The parallelism; None if it is left to the default.

    Raises:
        ValidationError: It is neither positive nor -1.
    """
    if parallelism == DEFAULT:
        return None
    if parallelism < 1:
        raise ValidationError(f"the parallelism must be at least 1, or -1 for the default, not {parallelism}")
    return parallelism


def checked_max_parallelism(max_parallelism: int) -> int:
    """The number of key groups.

    Raises:
        ValidationError: It is not from 1 to 32768.
    """
    if not 1 <= max_parallelism <= UPPER_MAX_PARALLELISM:
        raise ValidationError(
            f"the max parallelism must be between 1 and {UPPER_MAX_PARALLELISM}, not {max_parallelism}"
        )
    return max_parallelism
