"""A user's scalar function as the engine carries it: what to call, by which name, with which types."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import cloudpickle

from drey.errors import UserFunctionError
from drey.records import record
from drey.types.logical import LogicalType
from drey.udf.context import FunctionContext
from drey.udf.failures import user_code_failure


@record
class UserFunction:
    """A function, before it runs.

    Args:
        name: The name that users gave it.
        function: A callable, or an object with ``eval`` and perhaps ``open(FunctionContext)`` and ``close()``.
        result_type: What it returns.
        input_types: What it takes; None if it takes the arguments as they come.
        func_type: ``general`` for one call a row, ``pandas`` for one call a batch.
        deterministic: False if equal arguments may give different results.
    """

    name: str
    function: Any
    result_type: LogicalType
    input_types: tuple[LogicalType, ...] | None = None
    func_type: str = "general"
    deterministic: bool = True

    @property
    def target(self) -> Callable[..., Any]:
        """What is called with the arguments."""
        target: Callable[..., Any] = getattr(self.function, "eval", self.function)
        return target

    def open(self, context: FunctionContext) -> None:
        """Begin the function's life.

        Raises:
            UserCodeError: Its ``open`` raised.
        """
        self._call("open", context)

    def close(self) -> None:
        """End the function's life.

        Raises:
            UserCodeError: Its ``close`` raised.
        """
        self._call("close")

    def _call(self, method: str, *args: Any) -> None:
        found = getattr(self.function, method, None) if hasattr(self.function, "eval") else None
        if found is None:
            return
        try:
            found(*args)
        except Exception as error:
            raise user_code_failure(error, f"{self.name}.{method}", found, None) from None


def dump(function: UserFunction) -> bytes:
    """Pickle a function, with what it refers to, for the job graph.

    Raises:
        UserFunctionError: It refers to something that can't be pickled.
    """
    try:
        dumped: bytes = cloudpickle.dumps(function)
    except Exception as error:  # a user's __reduce__ may raise anything
        raise UserFunctionError(
            f"the Python function '{function.name}' can't be pickled",
            detail=f"{type(error).__name__}: {error}",
            hint="make connections, locks and the like in its 'open' method, not where it is defined",
        ) from error
    return dumped


def load(data: bytes) -> UserFunction:
    """The function of :func:`dump`.

    Raises:
        UserFunctionError: A module that it needs can't be imported, or the bytes are no function.
    """
    try:
        loaded = pickle.loads(data)
    except Exception as error:  # unpickling runs the user's imports
        raise UserFunctionError(
            "a Python function can't be loaded", detail=f"{type(error).__name__}: {error}"
        ) from error
    if not isinstance(loaded, UserFunction):
        raise UserFunctionError("a Python function can't be loaded", detail=f"found {type(loaded).__name__}")
    return loaded
