"""Elements as frames of bytes: a header, then the payload.

The header is 24 bytes, little-endian: the tag, the format's version, the channel and the payload's length. Tags 1
to 63 are batches (:mod:`drey.runtime.exchange.batches`), 64 to 95 control elements as JSON, 96 and above belong to
the connection itself. Only batches that hold a user's Python objects are unpickled.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import NamedTuple

from drey.runtime.elements import CheckpointBarrier, EndOfInput, Watermark, WatermarkStatus
from drey.runtime.exchange.batches import Batch, Part, operations_by_tag, operations_of
from drey.runtime.exchange.errors import ExchangeError

VERSION = 2
HEADER = struct.Struct("<BBHIIIQ")

OPEN, CREDIT, GOODBYE, ROWS, WAITING = 96, 97, 98, 99, 100

_CONTROL: dict[int, type] = {
    64: Watermark,
    65: WatermarkStatus,
    66: CheckpointBarrier,
    67: EndOfInput,
}
_CONTROL_TAGS = {control: tag for tag, control in _CONTROL.items()}

Control = Watermark | WatermarkStatus | CheckpointBarrier | EndOfInput
Travelling = Batch | Control
"""What a channel carries: a batch of any registered kind or a control element."""


class ChannelId(NamedTuple):
    """A channel of a job: the edge between two tasks and the subtasks at its ends."""

    edge: int
    upstream: int
    downstream: int


NO_CHANNEL = ChannelId(0, 0, 0)


def header(tag: int, channel: ChannelId, length: int) -> bytes:
    """The header of a frame.

    Frames from the receiver have no payload. ``length`` is the number of bytes that CREDIT grants; of rows that may
    be sent in all, from the channel's first on, by ROWS; and of rows that may wait at the sender by WAITING.
    """
    return HEADER.pack(tag, VERSION, 0, *channel, length)


def read_header(data: bytes) -> tuple[int, ChannelId, int]:
    """Tag, channel and length of a frame."""
    tag, version, _, edge, upstream, downstream, length = HEADER.unpack(data)
    if version != VERSION:
        raise ExchangeError(f"a frame of version {version} arrived where {VERSION} is spoken")
    return tag, ChannelId(edge, upstream, downstream), length


def encode(element: Travelling) -> tuple[int, Sequence[Part]]:
    """Tag and payload of an element."""
    operations = operations_of(element)
    if operations is not None:
        return operations.tag, operations.encode(element)
    tag = _CONTROL_TAGS.get(type(element))
    if tag is None:
        raise ExchangeError(f"a {type(element).__name__} can't travel between subtasks")
    fields = {name: getattr(element, name) for name in type(element).__dataclass_fields__}
    return tag, [json.dumps(fields).encode()]


def decode(tag: int, payload: bytes) -> Travelling:
    """The element of a frame."""
    operations = operations_by_tag(tag)
    if operations is not None:
        return operations.decode(payload)
    control = _CONTROL.get(tag)
    if control is None:
        raise ExchangeError(f"a frame of the unknown tag {tag} arrived")
    return control(**json.loads(payload))
