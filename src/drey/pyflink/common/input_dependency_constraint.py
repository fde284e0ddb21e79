"""Mirror of ``pyflink.common.input_dependency_constraint``."""

from __future__ import annotations

from enum import Enum

__all__ = ["InputDependencyConstraint"]


class InputDependencyConstraint(Enum):
    """Flink's ``InputDependencyConstraint``."""

    ANY = 0
    ALL = 1
