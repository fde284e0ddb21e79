"""What a task reads from an exchange: the channels of one input of an operator, as one stream of elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from drey.runtime.elements import CheckpointBarrier, Element, EndOfInput, Watermark, WatermarkStatus
from drey.runtime.tasks.batch_size import StepSize
from drey.runtime.tasks.operator_node import OperatorNode
from drey.runtime.tasks.watermarks import WatermarkValve


class ChannelGate(Protocol):
    """The channels of one exchange that end in one task (see :mod:`drey.runtime.exchange`)."""

    @property
    def channels(self) -> int:
        """How many there are."""

    @property
    def ready(self) -> bool:
        """True if :meth:`poll` would give something."""

    def poll(self, max_rows: int) -> tuple[int, Element] | None:
        """The next element of a channel that isn't blocked, of at most so many rows, with the channel's number."""

    def block(self, channel: int) -> None:
        """Give nothing of a channel until :meth:`unblock_all`."""

    def unblock_all(self) -> None:
        """Go on with all channels."""

    def queued(self, channel: int) -> Sequence[Element]:
        """What waits in a channel in front of its first barrier."""

    def barriers(self) -> Sequence[tuple[int, CheckpointBarrier]]:
        """The first barrier of each channel that has one."""

    def take_barrier(self, channel: int) -> CheckpointBarrier | None:
        """Take a channel's first barrier, past what waits in front of it; None if there is none."""


class OutputGate(Protocol):
    """The channels of one exchange that begin in one task."""

    @property
    def available(self) -> bool:
        """False while too much is waiting in a channel."""

    @property
    def failed(self) -> bool:
        """True if :meth:`check` would raise."""

    def check(self) -> None:
        """Raise why something that was emitted can't be sent.

        Raises:
            ExchangeError: The other end is lost, or an element can't travel.
        """

    def emit(self, element: Element) -> None:
        """Give an element to the channels that it is for. Never blocks."""

    def crowding(self) -> float:
        """How many times the rows that may wait in a channel it was given since the last call."""

    def emit_ahead(self, barrier: CheckpointBarrier) -> Mapping[int, Sequence[Element]]:
        """Put a barrier in front of all that waits; what it has overtaken, by channel."""


class GateConsumer:
    """Stands among the consumers of an operator and hands elements to an exchange."""

    def __init__(self, gate: OutputGate) -> None:
        self.gate = gate

    def receive(self, element: Element, index: int) -> None:
        """Pass an element on."""
        self.gate.emit(element)


class GateInput:
    """Merges the channels of a gate for one input of an operator.

    The watermark is the minimum over the channels that are neither idle nor ended; the input is idle when all its
    channels are, and ends with the last of them.

    Args:
        gate: The channels.
        node: The operator that reads them.
        index: Which of its inputs they are.
        offset: The number of the first channel among all channels of the task.
        size: Says how many rows are taken at once.

    A ``recorder`` sees each element with its channel before the operator does.
    """

    def __init__(
        self, gate: ChannelGate, node: OperatorNode, index: int, offset: int, size: StepSize
    ) -> None:
        self.gate = gate
        self.offset = offset
        self._node = node
        self._index = index
        self._valve = WatermarkValve(gate.channels)
        self._idle = False
        self._size = size
        self.recorder: Callable[[int, Element], None] | None = None

    @property
    def ready(self) -> bool:
        """True if there is something to take."""
        return self.gate.ready

    def take(self) -> tuple[int, CheckpointBarrier | EndOfInput] | None:
        """Push the next element into the operator, if there is one.

        Returns:
            What concerns the whole task, a barrier or the end of a channel, with the channel's number among
            those of the task; None for everything else.
        """
        taken = self.gate.poll(self._size.rows)
        if taken is None:
            return None
        channel, element = taken
        if self.recorder is not None:
            self.recorder(self.offset + channel, element)
        if isinstance(element, CheckpointBarrier):
            return self.offset + channel, element
        if isinstance(element, Watermark):
            self._advance(self._valve.advance(channel, element.timestamp))
        elif isinstance(element, WatermarkStatus):
            self._advance(self._valve.set_idle(channel, element.idle))
        elif isinstance(element, EndOfInput):
            if not self._valve.ended[channel]:
                self._advance(self._valve.end(channel))
                if self._valve.all_ended:
                    self._node.receive(element, self._index)
            return self.offset + channel, element
        else:
            begun = self._size.begin()
            self._node.receive(element, self._index)
            self._size.end(begun, len(element))
        return None

    def _advance(self, timestamp: int | None) -> None:
        if self._valve.idle != self._idle:
            self._idle = self._valve.idle
            self._node.receive(WatermarkStatus(self._idle), self._index)
        if timestamp is not None:
            self._node.receive(Watermark(timestamp), self._index)
