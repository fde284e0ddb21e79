"""Retries of asynchronous calls; the public home of the strategies is ``async_retry_strategies``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Generic, TypeVar

OUT = TypeVar("OUT")

ResultPredicate = Callable[[list[OUT]], bool]
ErrorPredicate = Callable[[Exception], bool]


class AsyncRetryPredicate(ABC, Generic[OUT]):
    """Says what asks for another try."""

    @abstractmethod
    def result_predicate(self) -> ResultPredicate[OUT] | None:
        """A check of results: True for one that isn't good enough."""

    @abstractmethod
    def exception_predicate(self) -> ErrorPredicate | None:
        """A check of errors: True for one that may pass."""


class AsyncRetryStrategy(ABC, Generic[OUT]):
    """Says how often and when to try again."""

    @abstractmethod
    def can_retry(self, current_attempts: int) -> bool:
        """Whether there is a try left after so many."""

    @abstractmethod
    def get_backoff_time_millis(self, current_attempts: int) -> int:
        """The pause before the next try."""

    @abstractmethod
    def get_retry_predicate(self) -> AsyncRetryPredicate[OUT]:
        """What asks for another try."""

    @staticmethod
    def no_restart() -> NoRetryStrategy[Any]:
        """Never try again."""
        return NO_RETRY_STRATEGY

    @staticmethod
    def fixed_delay(
        max_attempts: int,
        backoff_time_millis: int,
        result_predicate: ResultPredicate[OUT] | None,
        exception_predicate: ErrorPredicate | None,
    ) -> FixedDelayRetryStrategy[OUT]:
        """The same pause before each try."""
        return FixedDelayRetryStrategy(
            max_attempts, backoff_time_millis, result_predicate, exception_predicate
        )

    @staticmethod
    def exponential_backoff(
        max_attempts: int,
        initial_delay: int,
        max_retry_delay: int,
        multiplier: float,
        result_predicate: ResultPredicate[OUT] | None,
        exception_predicate: ErrorPredicate | None,
    ) -> ExponentialBackoffDelayRetryStrategy[OUT]:
        """Growing pauses."""
        return ExponentialBackoffDelayRetryStrategy(
            max_attempts, initial_delay, max_retry_delay, multiplier, result_predicate, exception_predicate
        )


class RetryPredicate(AsyncRetryPredicate[OUT]):
    """What asks for another try.

    Args:
        result_predicate: True for a result that isn't good enough.
        exception_predicate: True for an error that may pass.
    """

    def __init__(
        self,
        result_predicate: ResultPredicate[OUT] | None,
        exception_predicate: ErrorPredicate | None,
    ) -> None:
        self._result_predicate = result_predicate
        self._exception_predicate = exception_predicate

    def result_predicate(self) -> ResultPredicate[OUT] | None:
        """The check of results."""
        return self._result_predicate

    def exception_predicate(self) -> ErrorPredicate | None:
        """The check of errors."""
        return self._exception_predicate


class NoRetryStrategy(AsyncRetryStrategy[OUT]):
    """Never try again."""

    def can_retry(self, current_attempts: int) -> bool:
        """False."""
        return False

    def get_backoff_time_millis(self, current_attempts: int) -> int:
        """-1: there is no next try."""
        return -1

    def get_retry_predicate(self) -> AsyncRetryPredicate[OUT]:
        """Nothing asks for another try."""
        return RetryPredicate(None, None)


NO_RETRY_STRATEGY: NoRetryStrategy[Any] = NoRetryStrategy()
"""Never try again."""


class FixedDelayRetryStrategy(AsyncRetryStrategy[OUT]):
    """A number of tries with the same pause before each.

    Args:
        max_attempts: How many tries in all.
        backoff_time_millis: The pause.
        result_predicate: True for a result that isn't good enough.
        exception_predicate: True for an error that may pass.
    """

    def __init__(
        self,
        max_attempts: int,
        backoff_time_millis: int,
        result_predicate: ResultPredicate[OUT] | None,
        exception_predicate: ErrorPredicate | None,
    ) -> None:
        self._max_attempts = max_attempts
        self._backoff_time_millis = backoff_time_millis
        self._predicate = RetryPredicate(result_predicate, exception_predicate)

    def can_retry(self, current_attempts: int) -> bool:
        """Whether there is a try left."""
        return current_attempts <= self._max_attempts

    def get_backoff_time_millis(self, current_attempts: int) -> int:
        """The pause."""
        return self._backoff_time_millis

    def get_retry_predicate(self) -> AsyncRetryPredicate[OUT]:
        """What asks for another try."""
        return self._predicate


class ExponentialBackoffDelayRetryStrategy(AsyncRetryStrategy[OUT]):
    """A number of tries with growing pauses.

    Args:
        max_attempts: How many tries in all.
        initial_delay: The first pause, in milliseconds.
        max_retry_delay: The longest pause.
        multiplier: How much longer each pause is than the one before.
        result_predicate: True for a result that isn't good enough.
        exception_predicate: True for an error that may pass.
    """

    def __init__(
        self,
        max_attempts: int,
        initial_delay: int,
        max_retry_delay: int,
        multiplier: float,
        result_predicate: ResultPredicate[OUT] | None,
        exception_predicate: ErrorPredicate | None,
    ) -> None:
        self._max_attempts = max_attempts
        self._initial_delay = initial_delay
        self._max_retry_delay = max_retry_delay
        self._multiplier = multiplier
        self._predicate = RetryPredicate(result_predicate, exception_predicate)

    def can_retry(self, current_attempts: int) -> bool:
        """Whether there is a try left."""
        return current_attempts <= self._max_attempts

    def get_backoff_time_millis(self, current_attempts: int) -> int:
        """The pause before the try of this number, from 1."""
        delay = self._initial_delay * self._multiplier ** max(0, current_attempts - 1)
        return int(min(delay, self._max_retry_delay))

    def get_retry_predicate(self) -> AsyncRetryPredicate[OUT]:
        """What asks for another try."""
        return self._predicate
