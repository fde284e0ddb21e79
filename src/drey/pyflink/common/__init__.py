"""Mirror of ``pyflink.common``: what Table API and DataStream API share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from drey.pyflink.common.completable_future import CompletableFuture as CompletableFuture
    from drey.pyflink.common.config_options import ConfigOption as ConfigOption
    from drey.pyflink.common.config_options import ConfigOptions as ConfigOptions
    from drey.pyflink.common.configuration import Configuration as Configuration
    from drey.pyflink.common.execution_config import ExecutionConfig as ExecutionConfig
    from drey.pyflink.common.input_dependency_constraint import (
        InputDependencyConstraint as InputDependencyConstraint,
    )
    from drey.pyflink.common.job_client import JobClient as JobClient
    from drey.pyflink.common.job_execution_result import JobExecutionResult as JobExecutionResult
    from drey.pyflink.common.job_id import JobID as JobID
    from drey.pyflink.common.job_status import JobStatus as JobStatus
    from drey.pyflink.common.restart_strategy import RestartStrategies as RestartStrategies
    from drey.pyflink.common.restart_strategy import (
        RestartStrategyConfiguration as RestartStrategyConfiguration,
    )
    from drey.pyflink.common.serialization import ByteArraySchema as ByteArraySchema
    from drey.pyflink.common.serialization import DeserializationSchema as DeserializationSchema
    from drey.pyflink.common.serialization import Encoder as Encoder
    from drey.pyflink.common.serialization import SerializationSchema as SerializationSchema
    from drey.pyflink.common.serialization import SimpleStringSchema as SimpleStringSchema
    from drey.pyflink.common.serializer import TypeSerializer as TypeSerializer
    from drey.pyflink.common.time import Duration as Duration
    from drey.pyflink.common.time import Instant as Instant
    from drey.pyflink.common.time import Time as Time
    from drey.pyflink.common.typeinfo import TypeInformation as TypeInformation
    from drey.pyflink.common.typeinfo import Types as Types
    from drey.pyflink.common.types import Row as Row
    from drey.pyflink.common.types import RowKind as RowKind
    from drey.pyflink.common.watermark_strategy import (
        AssignerWithPeriodicWatermarksWrapper as AssignerWithPeriodicWatermarksWrapper,
    )
    from drey.pyflink.common.watermark_strategy import WatermarkStrategy as WatermarkStrategy
    from drey.pyflink.datastream.formats.avro import (
        AvroRowDeserializationSchema as AvroRowDeserializationSchema,
    )
    from drey.pyflink.datastream.formats.avro import AvroRowSerializationSchema as AvroRowSerializationSchema
    from drey.pyflink.datastream.formats.csv import CsvRowDeserializationSchema as CsvRowDeserializationSchema
    from drey.pyflink.datastream.formats.csv import CsvRowSerializationSchema as CsvRowSerializationSchema
    from drey.pyflink.datastream.formats.json import (
        JsonRowDeserializationSchema as JsonRowDeserializationSchema,
    )
    from drey.pyflink.datastream.formats.json import JsonRowSerializationSchema as JsonRowSerializationSchema

__all__ = [
    "Configuration",
    "ConfigOption",
    "ConfigOptions",
    "ExecutionConfig",
    "TypeInformation",
    "TypeSerializer",
    "Types",
    "SerializationSchema",
    "DeserializationSchema",
    "SimpleStringSchema",
    "ByteArraySchema",
    "Encoder",
    "CompletableFuture",
    "InputDependencyConstraint",
    "JobClient",
    "JobExecutionResult",
    "JobID",
    "JobStatus",
    "RestartStrategies",
    "RestartStrategyConfiguration",
    "Row",
    "RowKind",
    "WatermarkStrategy",
    "Duration",
    "Instant",
    "Time",
    "AssignerWithPeriodicWatermarksWrapper",
]

__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "common.completable_future": "CompletableFuture",
        "common.config_options": "ConfigOption ConfigOptions",
        "common.configuration": "Configuration",
        "common.execution_config": "ExecutionConfig",
        "common.input_dependency_constraint": "InputDependencyConstraint",
        "common.job_client": "JobClient",
        "common.job_execution_result": "JobExecutionResult",
        "common.job_id": "JobID",
        "common.job_status": "JobStatus",
        "common.restart_strategy": "RestartStrategies RestartStrategyConfiguration",
        "common.serialization": "ByteArraySchema DeserializationSchema Encoder SerializationSchema SimpleStringSchema",
        "common.serializer": "TypeSerializer",
        "common.time": "Duration Instant Time",
        "common.typeinfo": "TypeInformation Types",
        "common.types": "Row RowKind",
        "common.watermark_strategy": "AssignerWithPeriodicWatermarksWrapper WatermarkStrategy",
        "datastream.formats.avro": "AvroRowDeserializationSchema AvroRowSerializationSchema",
        "datastream.formats.csv": "CsvRowDeserializationSchema CsvRowSerializationSchema",
        "datastream.formats.json": "JsonRowDeserializationSchema JsonRowSerializationSchema",
    },
)
