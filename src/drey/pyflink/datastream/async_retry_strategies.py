"""Mirror of ``pyflink.datastream.async_retry_strategies``: how often and when to try again."""

from __future__ import annotations

from drey.pyflink.datastream.async_retry import (
    NO_RETRY_STRATEGY,
    OUT,
    AsyncRetryPredicate,
    AsyncRetryStrategy,
    ExponentialBackoffDelayRetryStrategy,
    FixedDelayRetryStrategy,
    NoRetryStrategy,
    RetryPredicate,
)

__all__ = [
    "RetryPredicate",
    "NoRetryStrategy",
    "FixedDelayRetryStrategy",
    "ExponentialBackoffDelayRetryStrategy",
]
