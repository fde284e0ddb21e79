"""Mirror of ``pyflink.datastream.stream_execution_environment``: where a streaming program begins."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from drey.errors import ValidationError
from drey.planner.context import PlannerContext
from drey.planner.streams.nodes import NodeSettings, StreamEdge, StreamNode
from drey.pyflink.common.configuration import Configuration
from drey.pyflink.common.duration_text import duration_text, parse_duration_text
from drey.pyflink.common.execution_config import ExecutionConfig
from drey.pyflink.common.job_client import JobClient
from drey.pyflink.common.job_execution_result import JobExecutionResult
from drey.pyflink.common.typeinfo import TypeInformation, Types
from drey.pyflink.datastream.checkpoint_config import CheckpointConfig
from drey.pyflink.datastream.checkpointing_mode import CheckpointingMode
from drey.pyflink.datastream.closeable_iterator import CloseableIterator
from drey.pyflink.datastream.data_stream import DataStream
from drey.pyflink.datastream.sources import collection_node, source_nodes
from drey.pyflink.legacy.stream_execution_environment import LegacyStreamExecutionEnvironment
from drey.pyflink.not_built import not_built
from drey.pyflink.python_dependencies import PythonDependencies
from drey.runtime.elements import ObjectBatch
from drey.runtime.jobs.client import JobHandle
from drey.session.defaults import process_options
from drey.session.option_effects import warn_without_effect
from drey.session.streams import submit_streams

if TYPE_CHECKING:
    from drey.pyflink.common.watermark_strategy import WatermarkStrategy
    from drey.pyflink.datastream.connectors.base import Source
    from drey.pyflink.datastream.execution_mode import RuntimeExecutionMode
    from drey.pyflink.datastream.functions import SourceFunction
    from drey.pyflink.datastream.slot_sharing_group import SlotSharingGroup

__all__ = ["StreamExecutionEnvironment"]

_CHAINING = "pipeline.operator-chaining.enabled"
_BUFFER = "execution.buffer-timeout.interval"
_BUFFERED = "execution.buffer-timeout.enabled"
_CHANGELOG = "state.backend.changelog.enabled"
_SAVEPOINTS = "execution.checkpointing.savepoint-dir"


class StreamExecutionEnvironment(PythonDependencies, LegacyStreamExecutionEnvironment):
    """Makes streams and runs the program; every option is kept in one configuration.

    Args:
        configuration: The options.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._config = ExecutionConfig(configuration)
        self._checkpoint_config = CheckpointConfig(configuration)
        self._slot_sharing_groups: list[SlotSharingGroup] = []
        self._local_parallelism = os.cpu_count() or 1
        self._sinks: list[StreamNode] = []
        self._tables: list[PlannerContext] = []

    @staticmethod
    def get_execution_environment(configuration: Configuration | None = None) -> StreamExecutionEnvironment:
        """A new environment with these options."""
        return StreamExecutionEnvironment(Configuration(configuration))

    @property
    def configuration(self) -> Configuration:
        """The options (an addition to PyFlink); changes to it count."""
        return self._configuration

    def get_config(self) -> ExecutionConfig:
        """The options of execution."""
        return self._config

    def set_parallelism(self, parallelism: int) -> StreamExecutionEnvironment:
        """Set the default parallelism of operators."""
        self._config.set_parallelism(parallelism)
        return self

    def set_max_parallelism(self, max_parallelism: int) -> StreamExecutionEnvironment:
        """Set the number of key groups."""
        self._config.set_max_parallelism(max_parallelism)
        return self

    def register_slot_sharing_group(self, slot_sharing_group: SlotSharingGroup) -> StreamExecutionEnvironment:
        """Keep the resources of a slot sharing group."""
        self._slot_sharing_groups.append(slot_sharing_group)
        return self

    def get_parallelism(self) -> int:
        """The default parallelism of operators."""
        return self._config.get_parallelism()

    def get_max_parallelism(self) -> int:
        """The number of key groups, -1 if it is left to the engine."""
        return self._config.get_max_parallelism()

    def set_runtime_mode(self, execution_mode: RuntimeExecutionMode) -> None:
        """Set streaming, batch or automatic."""
        self._configuration.set_string("execution.runtime-mode", execution_mode.name)

    def set_buffer_timeout(self, timeout_millis: int) -> StreamExecutionEnvironment:
        """Keep Flink's time to wait for more before sending; ``OptionWithoutEffectWarning`` says that it is ignored.

        Rows travel here in batches, and a batch is sent as soon as it is computed.

        Args:
            timeout_millis: The milliseconds, or -1 for waiting until a buffer is full, from then on.

        Raises:
            ValidationError: The number is below -1.
        """
        if timeout_millis < -1:
            raise ValidationError(
                f"the buffer timeout must be at least 0 ms, or -1 for none, not {timeout_millis}"
            )
        if timeout_millis == -1:
            self._set_option(_BUFFERED, "false")
        else:
            self._set_option(_BUFFER, duration_text(datetime.timedelta(milliseconds=timeout_millis)))
        return self

    def get_buffer_timeout(self) -> int:
        """The milliseconds that :meth:`set_buffer_timeout` was given, by default 100; they change nothing here."""
        if not self._configuration.get_boolean(_BUFFERED, True):
            return -1
        text = self._configuration.get_string(_BUFFER, "100 ms")
        return parse_duration_text(text) // datetime.timedelta(milliseconds=1)

    def disable_operator_chaining(self) -> StreamExecutionEnvironment:
        """Run every operator as a task of its own."""
        self._configuration.set_boolean(_CHAINING, False)
        return self

    def is_chaining_enabled(self) -> bool:
        """Whether operators are chained."""
        return self._configuration.get_boolean(_CHAINING, True)

    def is_chaining_of_operators_with_different_max_parallelism_enabled(self) -> bool:
        """Whether operators with different numbers of key groups are chained."""
        key = "pipeline.operator-chaining.chain-operators-with-different-max-parallelism"
        return self._configuration.get_boolean(key, True)

    def get_checkpoint_config(self) -> CheckpointConfig:
        """The options of checkpoints."""
        return self._checkpoint_config

    def enable_checkpointing(
        self, interval: int, mode: CheckpointingMode | None = None
    ) -> StreamExecutionEnvironment:
        """Take a checkpoint every so many milliseconds."""
        self._checkpoint_config.set_checkpoint_interval(interval)
        if mode is not None:
            self._checkpoint_config.set_checkpointing_mode(mode)
        return self

    def get_checkpoint_interval(self) -> int:
        """The milliseconds between checkpoints, -1 for none."""
        return self._checkpoint_config.get_checkpoint_interval()

    def get_checkpointing_mode(self) -> CheckpointingMode:
        """Exactly once or at least once."""
        return self._checkpoint_config.get_checkpointing_mode()

    def get_checkpointing_consistency_mode(self) -> CheckpointingMode:
        """Exactly once or at least once."""
        return self._checkpoint_config.get_checkpointing_mode()

    def enable_changelog_state_backend(self, enabled: bool) -> StreamExecutionEnvironment:
        """Write changes of state as they come."""
        self._configuration.set_boolean(_CHANGELOG, enabled)
        return self

    def is_changelog_state_backend_enabled(self) -> bool | None:
        """Whether changes of state are written as they come; None if nothing was said."""
        known = self._configuration.contains_key(_CHANGELOG)
        return self._configuration.get_boolean(_CHANGELOG, False) if known else None

    def set_default_savepoint_directory(self, directory: str) -> StreamExecutionEnvironment:
        """Put savepoints below this directory."""
        self._configuration.set_string(_SAVEPOINTS, directory)
        return self

    def get_default_savepoint_directory(self) -> str | None:
        """Where savepoints go."""
        directory: str | None = self._configuration.get_string(_SAVEPOINTS, None)
        return directory

    def configure(self, configuration: Configuration) -> None:
        """Take over options."""
        self._configuration.add_all(configuration)

    def _option(self, key: str) -> str | None:
        value: str | None = self._configuration.get_string(key, process_options().get(key))
        return value

    def _set_option(self, key: str, value: str) -> None:
        self._configuration.set_string(key, value)
        warn_without_effect({key: value})

    def set_python_executable(self, python_exec: str) -> None:
        """Keep Flink's interpreter for user functions; ``OptionWithoutEffectWarning`` says that it is ignored.

        User functions run in the interpreter of the program itself.

        Args:
            python_exec: The interpreter's path.
        """
        self._set_option("python.executable", python_exec)

    def add_jars(self, *jars_path: str) -> None:
        """Keep the paths of jars for the flink engine; the embedded engine needs none."""
        known = self._configuration.get_string("pipeline.jars", "")
        self._configuration.set_string("pipeline.jars", ";".join([*([known] if known else []), *jars_path]))

    def add_classpaths(self, *classpaths: str) -> None:
        """Keep class paths for the flink engine; the embedded engine needs none."""
        known = self._configuration.get_string("pipeline.classpaths", "")
        paths = [*([known] if known else []), *classpaths]
        self._configuration.set_string("pipeline.classpaths", ";".join(paths))

    def get_default_local_parallelism(self) -> int:
        """The parallelism on this machine if nothing else is said."""
        return self._local_parallelism

    def set_default_local_parallelism(self, parallelism: int) -> None:
        """Set the parallelism on this machine if nothing else is said."""
        self._local_parallelism = parallelism

    # What streams and table environments use

    def _add_tables(self, context: PlannerContext) -> None:
        """Remember a session whose tables may become streams."""
        self._tables.append(context)

    def _add_sink(self, node: StreamNode) -> None:
        self._sinks.append(node)

    def _submit(self, job_name: str | None) -> JobHandle:
        """Start the job of all sinks so far, and forget them."""
        sinks, self._sinks = self._sinks, []
        options = self._configuration.to_dict()
        if job_name is not None:
            options["pipeline.name"] = job_name
        return submit_streams(sinks, "Flink Streaming Job", options, self._tables)

    def _collect(self, edge: StreamEdge, job_name: str | None) -> CloseableIterator:
        """Start the job with one more sink, whose values are taken from the iterator."""
        node = StreamNode("collect", NodeSettings("Collect Sink"), {"label": "collect"}, (edge,))
        self._add_sink(node)
        job = self._submit(job_name)
        return CloseableIterator(_values(job), job.cancel)

    def execute(self, job_name: str | None = None) -> JobExecutionResult:
        """Run the program and wait for its end.

        Args:
            job_name: The job's name.

        Raises:
            Exception: The job failed; an exception of a user's function is raised as it is.
        """
        job = self._submit(job_name)
        job.wait()
        return JobExecutionResult._of(job)

    def execute_async(self, job_name: str = "Flink Streaming Job") -> JobClient:
        """Start the program.

        Args:
            job_name: The job's name.
        """
        return JobClient._of(self._submit(job_name))

    def get_execution_plan(self) -> str:
        """The plan as JSON; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_execution_plan")

    def register_cached_file(self, file_path: str, name: str, executable: bool = False) -> None:
        """Give every worker a copy of a file; not built yet."""
        raise not_built("StreamExecutionEnvironment.register_cached_file")

    def create_input(self, input_format: Any, type_info: TypeInformation | None = None) -> Any:
        """A stream of an input format; not built yet."""
        raise not_built("StreamExecutionEnvironment.create_input")

    def add_source(
        self,
        source_func: SourceFunction,
        source_name: str = "Custom Source",
        type_info: TypeInformation | None = None,
    ) -> DataStream:
        """A stream of a source of the old kind; not built yet."""
        raise not_built("StreamExecutionEnvironment.add_source")

    def from_source(
        self,
        source: Source,
        watermark_strategy: WatermarkStrategy,
        source_name: str,
        type_info: TypeInformation | None = None,
    ) -> DataStream:
        """A stream of a source.

        Args:
            source: What is read.
            watermark_strategy: The values' event time.
            source_name: What users see.
            type_info: The type of the values, where the source doesn't say it.
        """
        type_ = source._source.type if type_info is None else type_info
        by_split = watermark_strategy.kind != "none" and source._source.timestamps
        node = source_nodes(source._source, source_name, type_, watermark_strategy if by_split else None)
        made: DataStream = DataStream._of(self, StreamEdge(node), type_)
        if by_split or (watermark_strategy.kind == "none" and watermark_strategy.timestamp_assigner is None):
            return made
        return made.assign_timestamps_and_watermarks(watermark_strategy)

    def from_collection(self, collection: list[Any], type_info: TypeInformation | None = None) -> DataStream:
        """A stream of the values of a list.

        Args:
            collection: The values.
            type_info: Their type; None takes any Python object.
        """
        type_ = Types.PICKLED_BYTE_ARRAY() if type_info is None else type_info
        made: DataStream = DataStream._of(self, StreamEdge(collection_node(list(collection), type_)), type_)
        return made

    def is_unaligned_checkpoints_enabled(self) -> bool:
        """Whether barriers overtake records."""
        return self._checkpoint_config.is_unaligned_checkpoints_enabled()

    def is_force_unaligned_checkpoints(self) -> bool:
        """Whether barriers overtake even where that is unsafe."""
        return self._checkpoint_config.is_force_unaligned_checkpoints()

    def close(self) -> None:
        """Free what the environment holds, which is nothing before a program runs."""


def _values(job: JobHandle) -> Iterator[Any]:
    for batch in job.results():
        assert isinstance(batch, ObjectBatch)
        yield from batch.values
