"""Functions of windows; no operation takes them yet.

Users import them from ``pyflink.datastream.functions``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, Iterable, TypeVar

from drey.pyflink.datastream.function_base import Function, KeyedStateStore

W = TypeVar("W")
W2 = TypeVar("W2")
IN = TypeVar("IN")
IN1 = TypeVar("IN1")
IN2 = TypeVar("IN2")
OUT = TypeVar("OUT")
KEY = TypeVar("KEY")


class WindowFunction(Function, Generic[IN, OUT, KEY, W]):
    """Makes results of a key's values in a window. Windows are not built yet."""

    @abstractmethod
    def apply(self, key: KEY, window: W, inputs: Iterable[IN]) -> Iterable[OUT]:
        """The results of a window."""


class AllWindowFunction(Function, Generic[IN, OUT, W]):
    """Makes results of all values in a window. Windows are not built yet."""

    @abstractmethod
    def apply(self, window: W, inputs: Iterable[IN]) -> Iterable[OUT]:
        """The results of a window."""


class ProcessWindowFunction(Function, Generic[IN, OUT, KEY, W]):
    """Makes results of a key's values in a window, with its time and state. Windows are not built yet."""

    class Context(ABC, Generic[W2]):
        """What is known about a window; nothing makes one yet."""

        @abstractmethod
        def window(self) -> W2:
            """The window."""

        @abstractmethod
        def current_processing_time(self) -> int:
            """The wall clock in milliseconds."""

        @abstractmethod
        def current_watermark(self) -> int:
            """The event time in milliseconds."""

        @abstractmethod
        def window_state(self) -> KeyedStateStore:
            """State of the key and window."""

        @abstractmethod
        def global_state(self) -> KeyedStateStore:
            """State of the key over all windows."""

    @abstractmethod
    def process(
        self, key: KEY, context: ProcessWindowFunction.Context, elements: Iterable[IN]
    ) -> Iterable[OUT]:
        """The results of a window."""

    def clear(self, context: ProcessWindowFunction.Context) -> None:
        """Drop the state of a window that is over."""


class ProcessAllWindowFunction(Function, Generic[IN, OUT, W]):
    """Makes results of all values in a window, with its state. Windows are not built yet."""

    class Context(ABC, Generic[W2]):
        """What is known about a window; nothing makes one yet."""

        @abstractmethod
        def window(self) -> W2:
            """The window."""

        @abstractmethod
        def window_state(self) -> KeyedStateStore:
            """State of the key and window."""

        @abstractmethod
        def global_state(self) -> KeyedStateStore:
            """State of the key over all windows."""

    @abstractmethod
    def process(self, context: ProcessAllWindowFunction.Context, elements: Iterable[IN]) -> Iterable[OUT]:
        """The results of a window."""

    def clear(self, context: ProcessAllWindowFunction.Context) -> None:
        """Drop the state of a window that is over."""
