"""A user's scalar function as the engine carries it: what to call, by which name, with which types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drey.records import record
from drey.types.logical import LogicalType
from drey.udf.life import FunctionLife
from drey.udf.pickling import dump_function, load_function


@record
class UserFunction(FunctionLife):
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

    @property
    def user_object(self) -> Any | None:
        return self.function if hasattr(self.function, "eval") else None


def dump(function: UserFunction) -> bytes:
    """Pickle a function, with what it refers to, for the job graph.

    Raises:
        UserFunctionError: It refers to something that can't be pickled.
    """
    return dump_function(function, f"'{function.name}'")


def load(data: bytes) -> UserFunction:
    """The function of :func:`dump`.

    Raises:
        UserFunctionError: A module that it needs can't be imported, or the bytes are no function.
    """
    return load_function(data, UserFunction)
