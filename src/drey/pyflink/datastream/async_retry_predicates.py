"""Mirror of ``pyflink.datastream.async_retry_predicates``."""

from __future__ import annotations

from typing import Any

from drey.pyflink.not_built import not_built


def empty_result_predicate(result: list[Any]) -> Any:
    """Flink's ``empty_result_predicate``; not built yet."""
    raise not_built("empty_result_predicate")


def has_exception_predicate(error: Any) -> Any:
    """Flink's ``has_exception_predicate``; not built yet."""
    raise not_built("has_exception_predicate")


def exception_type_predicate(error: Any, expected_error_type: Any) -> Any:
    """Flink's ``exception_type_predicate``; not built yet."""
    raise not_built("exception_type_predicate")
