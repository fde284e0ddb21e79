"""Mirror of ``pyflink.datastream``: the DataStream API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from drey.pyflink.datastream.async_data_stream import AsyncDataStream as AsyncDataStream
    from drey.pyflink.datastream.async_retry_strategies import AsyncRetryPredicate as AsyncRetryPredicate
    from drey.pyflink.datastream.async_retry_strategies import AsyncRetryStrategy as AsyncRetryStrategy
    from drey.pyflink.datastream.checkpoint_config import CheckpointConfig as CheckpointConfig
    from drey.pyflink.datastream.checkpoint_storage import CheckpointStorage as CheckpointStorage
    from drey.pyflink.datastream.checkpoint_storage import CustomCheckpointStorage as CustomCheckpointStorage
    from drey.pyflink.datastream.checkpoint_storage import (
        FileSystemCheckpointStorage as FileSystemCheckpointStorage,
    )
    from drey.pyflink.datastream.checkpoint_storage import (
        JobManagerCheckpointStorage as JobManagerCheckpointStorage,
    )
    from drey.pyflink.datastream.checkpointing_mode import CheckpointingMode as CheckpointingMode
    from drey.pyflink.datastream.data_stream import BroadcastConnectedStream as BroadcastConnectedStream
    from drey.pyflink.datastream.data_stream import BroadcastStream as BroadcastStream
    from drey.pyflink.datastream.data_stream import ConnectedStreams as ConnectedStreams
    from drey.pyflink.datastream.data_stream import DataStream as DataStream
    from drey.pyflink.datastream.data_stream import DataStreamSink as DataStreamSink
    from drey.pyflink.datastream.data_stream import KeyedStream as KeyedStream
    from drey.pyflink.datastream.data_stream import WindowedStream as WindowedStream
    from drey.pyflink.datastream.execution_mode import RuntimeExecutionMode as RuntimeExecutionMode
    from drey.pyflink.datastream.externalized_checkpoint_retention import (
        ExternalizedCheckpointRetention as ExternalizedCheckpointRetention,
    )
    from drey.pyflink.datastream.functions import AggregateFunction as AggregateFunction
    from drey.pyflink.datastream.functions import AsyncFunction as AsyncFunction
    from drey.pyflink.datastream.functions import BroadcastProcessFunction as BroadcastProcessFunction
    from drey.pyflink.datastream.functions import CoFlatMapFunction as CoFlatMapFunction
    from drey.pyflink.datastream.functions import CoMapFunction as CoMapFunction
    from drey.pyflink.datastream.functions import CoProcessFunction as CoProcessFunction
    from drey.pyflink.datastream.functions import FilterFunction as FilterFunction
    from drey.pyflink.datastream.functions import FlatMapFunction as FlatMapFunction
    from drey.pyflink.datastream.functions import (
        KeyedBroadcastProcessFunction as KeyedBroadcastProcessFunction,
    )
    from drey.pyflink.datastream.functions import KeyedCoProcessFunction as KeyedCoProcessFunction
    from drey.pyflink.datastream.functions import KeyedProcessFunction as KeyedProcessFunction
    from drey.pyflink.datastream.functions import KeySelector as KeySelector
    from drey.pyflink.datastream.functions import MapFunction as MapFunction
    from drey.pyflink.datastream.functions import Partitioner as Partitioner
    from drey.pyflink.datastream.functions import ProcessFunction as ProcessFunction
    from drey.pyflink.datastream.functions import ProcessWindowFunction as ProcessWindowFunction
    from drey.pyflink.datastream.functions import ReduceFunction as ReduceFunction
    from drey.pyflink.datastream.functions import RuntimeContext as RuntimeContext
    from drey.pyflink.datastream.functions import SinkFunction as SinkFunction
    from drey.pyflink.datastream.functions import SourceFunction as SourceFunction
    from drey.pyflink.datastream.functions import WindowFunction as WindowFunction
    from drey.pyflink.datastream.output_tag import OutputTag as OutputTag
    from drey.pyflink.datastream.slot_sharing_group import MemorySize as MemorySize
    from drey.pyflink.datastream.slot_sharing_group import SlotSharingGroup as SlotSharingGroup
    from drey.pyflink.datastream.state_backend import CustomStateBackend as CustomStateBackend
    from drey.pyflink.datastream.state_backend import (
        EmbeddedRocksDBStateBackend as EmbeddedRocksDBStateBackend,
    )
    from drey.pyflink.datastream.state_backend import HashMapStateBackend as HashMapStateBackend
    from drey.pyflink.datastream.state_backend import PredefinedOptions as PredefinedOptions
    from drey.pyflink.datastream.state_backend import StateBackend as StateBackend
    from drey.pyflink.datastream.stream_execution_environment import (
        StreamExecutionEnvironment as StreamExecutionEnvironment,
    )
    from drey.pyflink.datastream.time_domain import TimeDomain as TimeDomain
    from drey.pyflink.datastream.timerservice import TimerService as TimerService
    from drey.pyflink.datastream.window import CountWindow as CountWindow
    from drey.pyflink.datastream.window import GlobalWindow as GlobalWindow
    from drey.pyflink.datastream.window import MergingWindowAssigner as MergingWindowAssigner
    from drey.pyflink.datastream.window import TimeWindow as TimeWindow
    from drey.pyflink.datastream.window import Trigger as Trigger
    from drey.pyflink.datastream.window import TriggerResult as TriggerResult
    from drey.pyflink.datastream.window import Window as Window
    from drey.pyflink.datastream.window import WindowAssigner as WindowAssigner

__all__ = [
    "StreamExecutionEnvironment",
    "DataStream",
    "KeyedStream",
    "WindowedStream",
    "ConnectedStreams",
    "BroadcastStream",
    "BroadcastConnectedStream",
    "AsyncDataStream",
    "DataStreamSink",
    "MapFunction",
    "CoMapFunction",
    "FlatMapFunction",
    "CoFlatMapFunction",
    "ReduceFunction",
    "FilterFunction",
    "ProcessFunction",
    "KeyedProcessFunction",
    "CoProcessFunction",
    "KeyedCoProcessFunction",
    "WindowFunction",
    "ProcessWindowFunction",
    "AggregateFunction",
    "BroadcastProcessFunction",
    "KeyedBroadcastProcessFunction",
    "AsyncFunction",
    "RuntimeContext",
    "TimerService",
    "CheckpointingMode",
    "CheckpointConfig",
    "ExternalizedCheckpointRetention",
    "StateBackend",
    "HashMapStateBackend",
    "EmbeddedRocksDBStateBackend",
    "CustomStateBackend",
    "PredefinedOptions",
    "CheckpointStorage",
    "JobManagerCheckpointStorage",
    "FileSystemCheckpointStorage",
    "CustomCheckpointStorage",
    "RuntimeExecutionMode",
    "Window",
    "TimeWindow",
    "CountWindow",
    "GlobalWindow",
    "WindowAssigner",
    "MergingWindowAssigner",
    "TriggerResult",
    "Trigger",
    "TimeDomain",
    "KeySelector",
    "Partitioner",
    "SourceFunction",
    "SinkFunction",
    "SlotSharingGroup",
    "MemorySize",
    "OutputTag",
    "AsyncRetryPredicate",
    "AsyncRetryStrategy",
]

__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "legacy.stream_names": "ExternalizedCheckpointCleanup FsStateBackend MemoryStateBackend "
        "RocksDBStateBackend TimeCharacteristic",
        "datastream.async_data_stream": "AsyncDataStream",
        "datastream.async_retry_strategies": "AsyncRetryPredicate AsyncRetryStrategy",
        "datastream.checkpoint_config": "CheckpointConfig",
        "datastream.checkpoint_storage": "CheckpointStorage CustomCheckpointStorage FileSystemCheckpointStorage JobManagerCheckpointStorage",
        "datastream.checkpointing_mode": "CheckpointingMode",
        "datastream.data_stream": "BroadcastConnectedStream BroadcastStream ConnectedStreams DataStream DataStreamSink KeyedStream WindowedStream",
        "datastream.execution_mode": "RuntimeExecutionMode",
        "datastream.externalized_checkpoint_retention": "ExternalizedCheckpointRetention",
        "datastream.functions": "AggregateFunction AsyncFunction BroadcastProcessFunction CoFlatMapFunction CoMapFunction CoProcessFunction FilterFunction FlatMapFunction KeySelector KeyedBroadcastProcessFunction KeyedCoProcessFunction KeyedProcessFunction MapFunction Partitioner ProcessFunction ProcessWindowFunction ReduceFunction RuntimeContext SinkFunction SourceFunction WindowFunction",
        "datastream.output_tag": "OutputTag",
        "datastream.slot_sharing_group": "MemorySize SlotSharingGroup",
        "datastream.state_backend": "CustomStateBackend EmbeddedRocksDBStateBackend HashMapStateBackend PredefinedOptions StateBackend",
        "datastream.stream_execution_environment": "StreamExecutionEnvironment",
        "datastream.time_domain": "TimeDomain",
        "datastream.timerservice": "TimerService",
        "datastream.window": "CountWindow GlobalWindow MergingWindowAssigner TimeWindow Trigger TriggerResult Window WindowAssigner",
    },
)
