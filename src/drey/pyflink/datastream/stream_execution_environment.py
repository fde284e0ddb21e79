"""Mirror of ``pyflink.datastream.stream_execution_environment``: where a streaming program begins.

"Intro to the Python DataStream API" in Flink's documentation shows one; "Configuration" there defines the options.
"""

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

    A job takes the options as they are when it starts; a running one doesn't see later changes.

    Args:
        configuration: The options; the object itself is kept, not copied.

    Example:
        >>> from drey.pyflink.common import Types
        >>> from drey.pyflink.datastream import StreamExecutionEnvironment
        >>> env = StreamExecutionEnvironment.get_execution_environment()
        >>> doubled = env.from_collection([1, 2, 3], Types.LONG()).map(lambda x: 2 * x, Types.LONG())
        >>> with doubled.execute_and_collect() as values:
        ...     list(values)
        [2, 4, 6]
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
        """A new environment.

        Args:
            configuration: Its options, which are copied; None for none. Those of the command line come behind them.
        """
        return StreamExecutionEnvironment(Configuration(configuration))

    @property
    def configuration(self) -> Configuration:
        """The options (an addition to PyFlink): the object that the environment uses, so that changes to it count."""
        return self._configuration

    def get_config(self) -> ExecutionConfig:
        """The options of execution as methods; they read and write :attr:`configuration`."""
        return self._config

    def set_parallelism(self, parallelism: int) -> StreamExecutionEnvironment:
        """Set how many subtasks an operator has that isn't given a number of its own (``parallelism.default``).

        Args:
            parallelism: The number, at least 1; -1 forgets what was set. Above 1 a job runs in worker processes.

        Returns:
            This environment, so that calls can be chained.

        Raises:
            ValidationError: It is another number.
        """
        self._config.set_parallelism(parallelism)
        return self

    def set_max_parallelism(self, max_parallelism: int) -> StreamExecutionEnvironment:
        """Set the number of key groups (``pipeline.max-parallelism``): state can be restored up to that parallelism.

        Args:
            max_parallelism: The number, 1 to 32768.

        Returns:
            This environment, so that calls can be chained.

        Raises:
            ValidationError: It is another number.
        """
        self._config.set_max_parallelism(max_parallelism)
        return self

    def register_slot_sharing_group(self, slot_sharing_group: SlotSharingGroup) -> StreamExecutionEnvironment:
        """Keep the resources of a slot sharing group; the engine has no slots, and they change nothing.

        Args:
            slot_sharing_group: The group with its CPU and memory.

        Returns:
            This environment, so that calls can be chained.
        """
        self._slot_sharing_groups.append(slot_sharing_group)
        return self

    def get_parallelism(self) -> int:
        """The parallelism of operators that aren't given one of their own, by default 1."""
        return self._config.get_parallelism()

    def get_max_parallelism(self) -> int:
        """The number of key groups; -1, the default, leaves it to the engine, which takes 128 up to parallelism 85."""
        return self._config.get_max_parallelism()

    def set_runtime_mode(self, execution_mode: RuntimeExecutionMode) -> None:
        """Set how programs run (``execution.runtime-mode``).

        Args:
            execution_mode: ``STREAMING``, the default; ``BATCH``, in which ``reduce`` and rolling aggregates give
                one value for each key at the end; or ``AUTOMATIC``.
        """
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
        """Run every operator as a task of its own (``pipeline.operator-chaining.enabled``), with queues between them.

        Returns:
            This environment, so that calls can be chained.
        """
        self._configuration.set_boolean(_CHAINING, False)
        return self

    def is_chaining_enabled(self) -> bool:
        """Whether neighbouring operators are one task where they can be; True unless it was switched off."""
        return self._configuration.get_boolean(_CHAINING, True)

    def is_chaining_of_operators_with_different_max_parallelism_enabled(self) -> bool:
        """What Flink's option of that name says, by default True; it changes nothing here."""
        key = "pipeline.operator-chaining.chain-operators-with-different-max-parallelism"
        return self._configuration.get_boolean(key, True)

    def get_checkpoint_config(self) -> CheckpointConfig:
        """The options of checkpoints as methods; they read and write :attr:`configuration`."""
        return self._checkpoint_config

    def enable_checkpointing(
        self, interval: int, mode: CheckpointingMode | None = None
    ) -> StreamExecutionEnvironment:
        """Take checkpoints; see "Checkpointing" in Flink's documentation.

        Where they are written is the option ``execution.checkpointing.dir``; without a directory no job can start
        from them.

        Args:
            interval: The milliseconds from the start of one to the start of the next.
            mode: ``EXACTLY_ONCE`` or ``AT_LEAST_ONCE``; None leaves the mode as it is.

        Returns:
            This environment, so that calls can be chained.
        """
        self._checkpoint_config.set_checkpoint_interval(interval)
        if mode is not None:
            self._checkpoint_config.set_checkpointing_mode(mode)
        return self

    def get_checkpoint_interval(self) -> int:
        """The milliseconds between the starts of checkpoints; -1 if there are none."""
        return self._checkpoint_config.get_checkpoint_interval()

    def get_checkpointing_mode(self) -> CheckpointingMode:
        """The mode of checkpoints: ``EXACTLY_ONCE``, the default, or ``AT_LEAST_ONCE``."""
        return self._checkpoint_config.get_checkpointing_mode()

    def get_checkpointing_consistency_mode(self) -> CheckpointingMode:
        """The same as :meth:`get_checkpointing_mode`."""
        return self._checkpoint_config.get_checkpointing_mode()

    def enable_changelog_state_backend(self, enabled: bool) -> StreamExecutionEnvironment:
        """Keep Flink's switch for writing changes of state as they come; a job warns of it and ignores it.

        Checkpoints are incremental anyway. The warning is an ``OptionWithoutEffectWarning``.

        Args:
            enabled: The switch.

        Returns:
            This environment, so that calls can be chained.
        """
        self._configuration.set_boolean(_CHANGELOG, enabled)
        return self

    def is_changelog_state_backend_enabled(self) -> bool | None:
        """What :meth:`enable_changelog_state_backend` was given, or None; it changes nothing here."""
        known = self._configuration.contains_key(_CHANGELOG)
        return self._configuration.get_boolean(_CHANGELOG, False) if known else None

    def set_default_savepoint_directory(self, directory: str) -> StreamExecutionEnvironment:
        """Set where savepoints go for which no directory is named (``execution.checkpointing.savepoint-dir``).

        Args:
            directory: A path, or a URL such as ``s3://bucket/path``.

        Returns:
            This environment, so that calls can be chained.
        """
        self._configuration.set_string(_SAVEPOINTS, directory)
        return self

    def get_default_savepoint_directory(self) -> str | None:
        """Where savepoints go for which no directory is named, or None."""
        directory: str | None = self._configuration.get_string(_SAVEPOINTS, None)
        return directory

    def configure(self, configuration: Configuration) -> None:
        """Copy options into :attr:`configuration`; equal keys are replaced.

        Args:
            configuration: The options; later changes to it don't count.
        """
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
        """Keep the paths of Java archives (``pipeline.jars``); the embedded engine loads none, and a job warns of it.

        Args:
            jars_path: Paths or URLs, behind those that were added before.
        """
        known = self._configuration.get_string("pipeline.jars", "")
        self._configuration.set_string("pipeline.jars", ";".join([*([known] if known else []), *jars_path]))

    def add_classpaths(self, *classpaths: str) -> None:
        """Keep class paths of Java (``pipeline.classpaths``); the embedded engine loads none, and a job warns of it.

        Args:
            classpaths: URLs, behind those that were added before.
        """
        known = self._configuration.get_string("pipeline.classpaths", "")
        paths = [*([known] if known else []), *classpaths]
        self._configuration.set_string("pipeline.classpaths", ";".join(paths))

    def get_default_local_parallelism(self) -> int:
        """What :meth:`set_default_local_parallelism` was given, by default the number of CPUs; it changes nothing."""
        return self._local_parallelism

    def set_default_local_parallelism(self, parallelism: int) -> None:
        """Keep a number for :meth:`get_default_local_parallelism`; jobs go by :meth:`set_parallelism`.

        Args:
            parallelism: The number.
        """
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
        """Run the program and wait for its end: all sinks that were added since the last time.

        Args:
            job_name: What users see; None for the option ``pipeline.name``, or ``Flink Streaming Job``.

        Returns:
            The job's id and how long it ran.

        Raises:
            ValidationError: There are no sinks.
            UserFunctionError: A function can't be pickled, or returns what isn't of its declared type.
            Exception: The job failed; an exception of a user's function is raised as it is.
        """
        job = self._submit(job_name)
        job.wait()
        return JobExecutionResult._of(job)

    def execute_async(self, job_name: str = "Flink Streaming Job") -> JobClient:
        """Start the program without waiting for its end; it takes all sinks that were added since the last time.

        Args:
            job_name: What users see.

        Returns:
            The job, to be asked, stopped or waited for.

        Raises:
            ValidationError: There are no sinks.
            UserFunctionError: A function can't be pickled.
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
            source: What is read, such as a ``FileSource`` or a ``KafkaSource``.
            watermark_strategy: The values' event time; ``WatermarkStrategy.no_watermarks()`` for none. Where the
                source knows its splits' times, watermarks are found for each split.
            source_name: What users see.
            type_info: The type of the values, where the source doesn't say it.

        Returns:
            The stream of the source's values.
        """
        type_ = source._source.type if type_info is None else type_info
        by_split = watermark_strategy.kind != "none" and source._source.timestamps
        node = source_nodes(source._source, source_name, type_, watermark_strategy if by_split else None)
        made: DataStream = DataStream._of(self, StreamEdge(node), type_)
        if by_split or (watermark_strategy.kind == "none" and watermark_strategy.timestamp_assigner is None):
            return made
        return made.assign_timestamps_and_watermarks(watermark_strategy)

    def from_collection(self, collection: list[Any], type_info: TypeInformation | None = None) -> DataStream:
        """A stream of the values of a list, which ends behind the last.

        Args:
            collection: The values; a pickled copy travels with the job.
            type_info: Their type; None takes any Python object.

        Returns:
            The stream, whose source has one subtask.

        Raises:
            ValidationError: A value can't be pickled.
        """
        type_ = Types.PICKLED_BYTE_ARRAY() if type_info is None else type_info
        made: DataStream = DataStream._of(self, StreamEdge(collection_node(list(collection), type_)), type_)
        return made

    def is_unaligned_checkpoints_enabled(self) -> bool:
        """Whether barriers overtake rows (``execution.checkpointing.unaligned.enabled``), by default False."""
        return self._checkpoint_config.is_unaligned_checkpoints_enabled()

    def is_force_unaligned_checkpoints(self) -> bool:
        """Whether Flink's option of that name is set; it changes nothing here."""
        return self._checkpoint_config.is_force_unaligned_checkpoints()

    def close(self) -> None:
        """Do nothing: an environment holds nothing open. Jobs that it has started go on."""


def _values(job: JobHandle) -> Iterator[Any]:
    for batch in job.results():
        assert isinstance(batch, ObjectBatch)
        yield from batch.values
