"""Mirror of ``pyflink.table.explain_detail``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["ExplainDetail"]


class ExplainDetail:
    """What EXPLAIN shows besides the plan."""

    ESTIMATED_COST = 0
    CHANGELOG_MODE = 1
    JSON_EXECUTION_PLAN = 2
    PLAN_ADVICE = 3
