"""Mirror of ``pyflink.datastream.data_stream``."""

from __future__ import annotations

from drey.pyflink.datastream.cached_stream import CachedDataStream as CachedDataStream
from drey.pyflink.datastream.closeable_iterator import CloseableIterator
from drey.pyflink.datastream.connected_streams import (
    AllWindowedStream as AllWindowedStream,
)
from drey.pyflink.datastream.connected_streams import (
    BroadcastConnectedStream,
    BroadcastStream,
    ConnectedStreams,
    WindowedStream,
)
from drey.pyflink.datastream.keyed_stream import KeyedStream
from drey.pyflink.datastream.stream_base import DataStream, DataStreamSink

__all__ = [
    "CloseableIterator",
    "DataStream",
    "KeyedStream",
    "ConnectedStreams",
    "WindowedStream",
    "DataStreamSink",
    "BroadcastStream",
    "BroadcastConnectedStream",
]

WINDOW_STATE_NAME = "window-contents"
