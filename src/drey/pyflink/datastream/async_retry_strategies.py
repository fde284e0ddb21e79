"""Mirror of ``pyflink.datastream.async_retry_strategies``."""

from __future__ import annotations

from typing import Callable, Generic, List, Optional, TypeVar

from drey.pyflink.datastream.functions import AsyncRetryPredicate, AsyncRetryStrategy
from drey.pyflink.not_built import not_built

__all__ = [
    "RetryPredicate",
    "NoRetryStrategy",
    "FixedDelayRetryStrategy",
    "ExponentialBackoffDelayRetryStrategy",
]

OUT = TypeVar("OUT")


class RetryPredicate(AsyncRetryPredicate, Generic[OUT]):
    """Flink's ``RetryPredicate``."""

    def __init__(
        self,
        result_predicate: Optional[Callable[[List[OUT]], bool]],
        exception_predicate: Optional[Callable[[Exception], bool]],
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("RetryPredicate")

    def result_predicate(self) -> Optional[Callable[[List[OUT]], bool]]:
        """Flink's ``result_predicate``; not built yet."""
        raise not_built("RetryPredicate.result_predicate")

    def exception_predicate(self) -> Optional[Callable[[Exception], bool]]:
        """Flink's ``exception_predicate``; not built yet."""
        raise not_built("RetryPredicate.exception_predicate")


class NoRetryStrategy(AsyncRetryStrategy, Generic[OUT]):
    """Flink's ``NoRetryStrategy``."""

    def can_retry(self, current_attempts: int) -> bool:
        """Flink's ``can_retry``; not built yet."""
        raise not_built("NoRetryStrategy.can_retry")

    def get_backoff_time_millis(self, current_attempts: int) -> int:
        """Flink's ``get_backoff_time_millis``; not built yet."""
        raise not_built("NoRetryStrategy.get_backoff_time_millis")

    def get_retry_predicate(self) -> AsyncRetryPredicate[OUT]:
        """Flink's ``get_retry_predicate``; not built yet."""
        raise not_built("NoRetryStrategy.get_retry_predicate")


class FixedDelayRetryStrategy(AsyncRetryStrategy, Generic[OUT]):
    """Flink's ``FixedDelayRetryStrategy``."""

    def __init__(
        self,
        max_attempts: int,
        backoff_time_millis: int,
        result_predicate: Optional[Callable[[List[OUT]], bool]],
        exception_predicate: Optional[Callable[[Exception], bool]],
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("FixedDelayRetryStrategy")

    def can_retry(self, current_attempts: int) -> bool:
        """Flink's ``can_retry``; not built yet."""
        raise not_built("FixedDelayRetryStrategy.can_retry")

    def get_backoff_time_millis(self, current_attempts: int) -> int:
        """Flink's ``get_backoff_time_millis``; not built yet."""
        raise not_built("FixedDelayRetryStrategy.get_backoff_time_millis")

    def get_retry_predicate(self) -> AsyncRetryPredicate[OUT]:
        """Flink's ``get_retry_predicate``; not built yet."""
        raise not_built("FixedDelayRetryStrategy.get_retry_predicate")


class ExponentialBackoffDelayRetryStrategy(AsyncRetryStrategy, Generic[OUT]):
    """Flink's ``ExponentialBackoffDelayRetryStrategy``."""

    def __init__(
        self,
        max_attempts: int,
        initial_delay: int,
        max_retry_delay: int,
        multiplier: float,
        result_predicate: Optional[Callable[[List[OUT]], bool]],
        exception_predicate: Optional[Callable[[Exception], bool]],
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("ExponentialBackoffDelayRetryStrategy")

    def can_retry(self, current_attempts: int) -> bool:
        """Flink's ``can_retry``; not built yet."""
        raise not_built("ExponentialBackoffDelayRetryStrategy.can_retry")

    def get_backoff_time_millis(self, current_attempts: int) -> int:
        """Flink's ``get_backoff_time_millis``; not built yet."""
        raise not_built("ExponentialBackoffDelayRetryStrategy.get_backoff_time_millis")

    def get_retry_predicate(self) -> AsyncRetryPredicate[OUT]:
        """Flink's ``get_retry_predicate``; not built yet."""
        raise not_built("ExponentialBackoffDelayRetryStrategy.get_retry_predicate")
