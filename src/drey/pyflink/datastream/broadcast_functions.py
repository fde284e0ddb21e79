"""Functions of a stream and a broadcast one; no operation takes them yet.

Users import them from ``pyflink.datastream.functions``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from drey.pyflink.datastream.function_base import Function
from drey.pyflink.datastream.timerservice import TimerService

if TYPE_CHECKING:
    from drey.pyflink.datastream.state import (
        BroadcastState,
        MapStateDescriptor,
        ReadOnlyBroadcastState,
    )
    from drey.pyflink.datastream.time_domain import TimeDomain

W = TypeVar("W")
W2 = TypeVar("W2")
IN = TypeVar("IN")
IN1 = TypeVar("IN1")
IN2 = TypeVar("IN2")
OUT = TypeVar("OUT")
KEY = TypeVar("KEY")


class BaseBroadcastProcessFunction(Function):
    """The base of functions on a stream and a broadcast one.

    ``BroadcastConnectedStream``, which takes them, is not built yet.
    """

    class BaseContext(ABC):
        """What is known beside a value of either stream; nothing makes one yet."""

        @abstractmethod
        def timestamp(self) -> int:
            """The time of the current value or timer."""

        @abstractmethod
        def current_processing_time(self) -> int:
            """The wall clock in milliseconds."""

        @abstractmethod
        def current_watermark(self) -> int:
            """The event time in milliseconds."""

    class Context(BaseContext):
        """What is known beside a value of the broadcast stream, whose state may be changed."""

        @abstractmethod
        def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> BroadcastState:
            """Broadcast state."""

    class ReadOnlyContext(BaseContext):
        """What is known beside a value of the other stream, which may only read the broadcast state."""

        @abstractmethod
        def get_broadcast_state(self, state_descriptor: MapStateDescriptor) -> ReadOnlyBroadcastState:
            """Broadcast state."""


class BroadcastProcessFunction(BaseBroadcastProcessFunction, Generic[IN1, IN2, OUT]):
    """Handles the values of a stream and of a broadcast one. It can't be used yet: nothing calls it."""

    class Context(BaseBroadcastProcessFunction.Context, ABC):
        """What is known beside a value of the broadcast stream, whose state may be changed."""

    class ReadOnlyContext(BaseBroadcastProcessFunction.ReadOnlyContext, ABC):
        """What is known beside a value of the other stream, which may only read the broadcast state."""

    @abstractmethod
    def process_element(self, value: IN1, ctx: ReadOnlyContext) -> Any:
        """Handle one value; may yield values."""

    @abstractmethod
    def process_broadcast_element(self, value: IN2, ctx: Context) -> Any:
        """Handle one value of the broadcast stream; may yield values."""


class KeyedBroadcastProcessFunction(BaseBroadcastProcessFunction, Generic[KEY, IN1, IN2, OUT]):
    """Handles the values of a keyed stream and of a broadcast one. It can't be used yet: nothing calls it."""

    class Context(BaseBroadcastProcessFunction.Context, ABC):
        """What is known beside a value of the broadcast stream, whose state may be changed."""

    class ReadOnlyContext(BaseBroadcastProcessFunction.ReadOnlyContext, ABC):
        """What is known beside a value of the keyed stream, which may only read the broadcast state."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """The timers of the current key."""

        @abstractmethod
        def get_current_key(self) -> KEY:  # type: ignore[type-var]
            """The current key."""

    class OnTimerContext(ReadOnlyContext, ABC):
        """What is known about a timer that fires."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Event time or processing time."""

        @abstractmethod
        def get_current_key(self) -> KEY:  # type: ignore[type-var]
            """The current key."""

    @abstractmethod
    def process_element(self, value: IN1, ctx: ReadOnlyContext) -> Any:
        """Handle one value; may yield values."""

    @abstractmethod
    def process_broadcast_element(self, value: IN2, ctx: Context) -> Any:
        """Handle one value of the broadcast stream; may yield values."""

    def on_timer(self, timestamp: int, ctx: OnTimerContext) -> Any:
        """Called when a timer of the current key fires; may yield values."""
