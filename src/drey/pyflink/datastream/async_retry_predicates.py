"""Mirror of ``pyflink.datastream.async_retry_predicates``: when an asynchronous call is tried again."""

from __future__ import annotations

from typing import Any


def empty_result_predicate(result: list[Any]) -> bool:
    """True if there is no result."""
    return not result


def has_exception_predicate(error: Any) -> bool:
    """True if there is an error."""
    return error is not None


def exception_type_predicate(error: Any, expected_error_type: Any) -> bool:
    """True if the error is of the type."""
    return isinstance(error, expected_error_type)
