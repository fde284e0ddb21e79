"""A user's function of the DataStream API as the engine carries it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from drey.records import record
from drey.udf.life import FunctionLife
from drey.udf.pickling import dump_function, load_function


class TimeDomain(Enum):
    """Which clock a timer goes by; PyFlink's enum, which is this one."""

    EVENT_TIME = 0
    PROCESSING_TIME = 1


class SideOutputTag:
    """The base of PyFlink's ``OutputTag``: what a process function puts before a value for a side output."""

    tag_id: str


@record
class StreamFunction(FunctionLife):
    """A function, before it runs.

    Args:
        name: The name of the operation for messages, for example ``Map``.
        function: A callable, or an object of one of PyFlink's function classes.
        method: What is called of such an object, for example ``map``; None for a callable.
    """

    name: str
    function: Any
    method: str | None = None

    @property
    def target(self) -> Callable[..., Any]:
        """What is called with the values."""
        found: Callable[..., Any] = (
            self.function if self.method is None else getattr(self.function, self.method)
        )
        return found

    @property
    def user_object(self) -> Any | None:
        return None if self.method is None else self.function


def dump(function: StreamFunction) -> bytes:
    """Pickle a function, with what it refers to, for the job graph.

    Raises:
        UserFunctionError: It refers to something that can't be pickled.
    """
    return dump_function(function, f"of '{function.name}'")


def load(data: bytes) -> StreamFunction:
    """The function of :func:`dump`.

    Raises:
        UserFunctionError: A module that it needs can't be imported, or the bytes are no function.
    """
    return load_function(data, StreamFunction)
