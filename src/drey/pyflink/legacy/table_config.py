"""Methods of ``TableConfig`` that are gone."""

from __future__ import annotations

import datetime
from typing import Any

from drey.pyflink.legacy.deprecation import warn_legacy


class LegacyTableConfig:
    """Methods that ``TableConfig`` had until 1.20."""

    def set_idle_state_retention(self, duration: datetime.timedelta) -> None:
        """Forget state that wasn't touched for so long."""
        raise NotImplementedError

    def get_idle_state_retention(self) -> datetime.timedelta:
        """How long untouched state is kept."""
        raise NotImplementedError

    def set_idle_state_retention_time(self, min_time: datetime.timedelta, max_time: Any = None) -> None:
        """Keep untouched state at least for ``min_time``; the maximum follows from it."""
        warn_legacy(
            "TableConfig.set_idle_state_retention_time(min, max)", "config.set_idle_state_retention(min)"
        )
        self.set_idle_state_retention(min_time)

    def get_min_idle_state_retention_time(self) -> int:
        """How long untouched state is kept at least, in milliseconds."""
        warn_legacy("TableConfig.get_min_idle_state_retention_time()", "config.get_idle_state_retention()")
        return self.get_idle_state_retention() // datetime.timedelta(milliseconds=1)

    def get_max_idle_state_retention_time(self) -> int:
        """How long untouched state is kept at most: half as long again, in milliseconds."""
        warn_legacy("TableConfig.get_max_idle_state_retention_time()", "config.get_idle_state_retention()")
        return self.get_idle_state_retention() // datetime.timedelta(milliseconds=1) * 3 // 2

    def set_null_check(self, null_check: bool) -> None:
        """Does nothing: nulls are always checked."""
        warn_legacy("TableConfig.set_null_check()", None)

    def get_null_check(self) -> bool:
        """True: nulls are always checked."""
        warn_legacy("TableConfig.get_null_check()", None)
        return True

    def set_decimal_context(self, precision: int, rounding_mode: str) -> None:
        """Does nothing: precision and scale of decimals follow from the types."""
        warn_legacy("TableConfig.set_decimal_context()", None)

    def get_decimal_context(self) -> tuple[int, str]:
        """The context that Flink used: 38 digits, rounding half up."""
        warn_legacy("TableConfig.get_decimal_context()", None)
        return 38, "HALF_UP"
