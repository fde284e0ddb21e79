"""Functions with timers, side outputs and keyed state.

Users import them from ``pyflink.datastream.functions``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, TypeVar

from drey.pyflink.datastream.function_base import Function
from drey.pyflink.datastream.timerservice import TimerService

if TYPE_CHECKING:
    from drey.pyflink.datastream.time_domain import TimeDomain

W = TypeVar("W")
W2 = TypeVar("W2")
IN = TypeVar("IN")
IN1 = TypeVar("IN1")
IN2 = TypeVar("IN2")
OUT = TypeVar("OUT")
KEY = TypeVar("KEY")


class ProcessFunction(Function):
    """Handles each value with its time and yields any number of results, for ``DataStream.process``.

    See "Process Function" in Flink's documentation. ``yield output_tag, value`` sends a value to a side output.
    State and timers need a ``KeyedProcessFunction``.
    """

    class Context(ABC):
        """What is known beside a value; valid while that value is handled."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Tells the time. Registering or deleting a timer raises an ``Exception``, as there is no key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The value's event time in ms; -9223372036854775808 if it has none."""

    @abstractmethod
    def process_element(self, value: Any, ctx: ProcessFunction.Context) -> Any:
        """Handle one value.

        Args:
            value: It; don't change it, as it isn't copied and others may have it, too.
            ctx: Its time, and the time of now.

        Returns:
            None or an iterable of results, usually as a generator. A result has the value's timestamp.
        """


class KeyedProcessFunction(Function):
    """Handles each value of a key with state and timers, for ``KeyedStream.process``.

    See "Process Function" in Flink's documentation. ``yield output_tag, value`` sends a value to a side output.
    """

    class Context(ABC):
        """What is known beside a value; valid while that value is handled."""

        @abstractmethod
        def get_current_key(self) -> Any:
            """The key of the value or timer that is being handled."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """Tells the time, and registers and deletes timers of the current key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The value's event time, or the time that the timer was set to, in ms.

            A value without a time has -9223372036854775808.
            """

    class OnTimerContext(Context):
        """What is known about a timer that fires."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Which clock the timer goes by: ``TimeDomain.EVENT_TIME`` or ``TimeDomain.PROCESSING_TIME``."""

    @abstractmethod
    def process_element(self, value: Any, ctx: KeyedProcessFunction.Context) -> Any:
        """Handle one value; state and timers are those of its key.

        Args:
            value: It; don't change it, as it isn't copied and others may have it, too.
            ctx: Its key and time, and the timers.

        Returns:
            None or an iterable of results, usually as a generator. A result has the value's timestamp.
        """

    def on_timer(self, timestamp: int, ctx: KeyedProcessFunction.OnTimerContext) -> Any:
        """Handle a timer; state and timers are those of its key. Does nothing unless it is overridden.

        A timer of event time fires when the watermark reaches it, before the watermark passes on. One of processing
        time fires within about 100 ms after its time, and not at all if the input ends before.

        Args:
            timestamp: The time that the timer was set to, in ms.
            ctx: The key, the clock and the timers.

        Returns:
            None or an iterable of results. They have the timer's time as timestamp if it goes by event time, else
            none.
        """


class CoProcessFunction(Function):
    """Handles the values of two streams. ``ConnectedStreams.process``, which takes it, is not built yet."""

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """The timers of the current key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The time of the current value or timer."""

    @abstractmethod
    def process_element1(self, value: Any, ctx: CoProcessFunction.Context) -> Any:
        """Handle one value of the first stream; may yield values."""

    @abstractmethod
    def process_element2(self, value: Any, ctx: CoProcessFunction.Context) -> Any:
        """Handle one value of the second stream; may yield values."""


class KeyedCoProcessFunction(Function):
    """Handles the values of two keyed streams with common state and timers.

    ``ConnectedStreams.process``, which takes it, is not built yet.
    """

    class Context(ABC):
        """Flink's ``Context``."""

        @abstractmethod
        def get_current_key(self) -> Any:
            """The current key."""

        @abstractmethod
        def timer_service(self) -> TimerService:
            """The timers of the current key."""

        @abstractmethod
        def timestamp(self) -> int:
            """The time of the current value or timer."""

    class OnTimerContext(Context):
        """Flink's ``OnTimerContext``."""

        @abstractmethod
        def time_domain(self) -> TimeDomain:
            """Event time or processing time."""

    @abstractmethod
    def process_element1(self, value: Any, ctx: KeyedCoProcessFunction.Context) -> Any:
        """Handle one value of the first stream; may yield values."""

    @abstractmethod
    def process_element2(self, value: Any, ctx: KeyedCoProcessFunction.Context) -> Any:
        """Handle one value of the second stream; may yield values."""

    def on_timer(self, timestamp: int, ctx: KeyedCoProcessFunction.OnTimerContext) -> Any:
        """Called when a timer of the current key fires; may yield values."""
