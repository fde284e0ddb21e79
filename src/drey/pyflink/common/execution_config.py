"""Mirror of ``pyflink.common.execution_config``: how a program runs, kept in a configuration."""

from __future__ import annotations

import datetime

from drey.pyflink.common.configuration import Configuration
from drey.pyflink.common.duration_text import duration_text, parse_duration_text
from drey.pyflink.common.map_text import map_text, parse_map
from drey.pyflink.common.parallelism import checked_max_parallelism, checked_parallelism
from drey.session.workers import expect_workers

__all__ = ["ExecutionConfig"]

_PARALLELISM = "parallelism.default"
_MAX_PARALLELISM = "pipeline.max-parallelism"
_GENERIC = "pipeline.generic-types"
_UIDS = "pipeline.auto-generate-uids"
_KRYO = "pipeline.force-kryo"
_AVRO = "pipeline.force-avro"
_REUSE = "pipeline.object-reuse"
_CLEANER = "pipeline.closure-cleaner-level"
_PARAMETERS = "pipeline.global-job-parameters"
_COMPRESSION = "execution.checkpointing.snapshot-compression"


class ExecutionConfig:
    """Options of a program under Flink's keys.

    Args:
        configuration: Where the options are kept.
    """

    PARALLELISM_DEFAULT = -1
    PARALLELISM_UNKNOWN = -2

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    def enable_closure_cleaner(self) -> ExecutionConfig:
        """Kept for Flink, which cleans Java closures."""
        self._configuration.set_string(_CLEANER, "RECURSIVE")
        return self

    def disable_closure_cleaner(self) -> ExecutionConfig:
        """Kept for Flink."""
        self._configuration.set_string(_CLEANER, "NONE")
        return self

    def is_closure_cleaner_enabled(self) -> bool:
        """Kept for Flink."""
        level: str = self._configuration.get_string(_CLEANER, "RECURSIVE")
        return level != "NONE"

    def set_auto_watermark_interval(self, interval: int) -> ExecutionConfig:
        """Emit watermarks every so many milliseconds."""
        return self._set_millis("pipeline.auto-watermark-interval", interval)

    def get_auto_watermark_interval(self) -> int:
        """The milliseconds between watermarks."""
        return self._millis("pipeline.auto-watermark-interval", "200 ms")

    def set_latency_tracking_interval(self, interval: int) -> ExecutionConfig:
        """Measure latency every so many milliseconds."""
        return self._set_millis("metrics.latency.interval", interval)

    def get_latency_tracking_interval(self) -> int:
        """The milliseconds between measurements, 0 for none."""
        return self._millis("metrics.latency.interval", "0 ms")

    def get_parallelism(self) -> int:
        """The default parallelism of operators."""
        return self._configuration.get_integer(_PARALLELISM, 1)

    def set_parallelism(self, parallelism: int) -> ExecutionConfig:
        """Set the default parallelism of operators.

        Args:
            parallelism: The number, at least 1; -1 forgets what was set.

        Raises:
            ValidationError: It is another number.
        """
        number = checked_parallelism(parallelism)
        if number is None:
            self._configuration.remove_config(_PARALLELISM)
            return self
        self._configuration.set_integer(_PARALLELISM, number)
        expect_workers({_PARALLELISM: parallelism})
        return self

    def get_max_parallelism(self) -> int:
        """The number of key groups, -1 if it is left to the engine."""
        return self._configuration.get_integer(_MAX_PARALLELISM, -1)

    def set_max_parallelism(self, max_parallelism: int) -> ExecutionConfig:
        """Set the number of key groups.

        Raises:
            ValidationError: It is not from 1 to 32768.
        """
        self._configuration.set_integer(_MAX_PARALLELISM, checked_max_parallelism(max_parallelism))
        return self

    def get_task_cancellation_interval(self) -> int:
        """The milliseconds between attempts to cancel a task."""
        return self._millis("task.cancellation.interval", "30 s")

    def set_task_cancellation_interval(self, interval: int) -> ExecutionConfig:
        """Set the milliseconds between attempts to cancel a task."""
        return self._set_millis("task.cancellation.interval", interval)

    def get_task_cancellation_timeout(self) -> int:
        """The milliseconds after which a task that won't end is fatal."""
        return self._millis("task.cancellation.timeout", "3 min")

    def set_task_cancellation_timeout(self, timeout: int) -> ExecutionConfig:
        """Set the milliseconds after which a task that won't end is fatal."""
        return self._set_millis("task.cancellation.timeout", timeout)

    def enable_force_kryo(self) -> ExecutionConfig:
        """Kept for Flink, which serializes Java objects."""
        return self._flag(_KRYO, True)

    def disable_force_kryo(self) -> ExecutionConfig:
        """Kept for Flink."""
        return self._flag(_KRYO, False)

    def is_force_kryo_enabled(self) -> bool:
        """Kept for Flink."""
        return self._configuration.get_boolean(_KRYO, False)

    def enable_generic_types(self) -> ExecutionConfig:
        """Kept for Flink."""
        return self._flag(_GENERIC, True)

    def disable_generic_types(self) -> ExecutionConfig:
        """Kept for Flink."""
        return self._flag(_GENERIC, False)

    def has_generic_types_disabled(self) -> bool:
        """Kept for Flink."""
        return not self._configuration.get_boolean(_GENERIC, True)

    def enable_auto_generated_uids(self) -> ExecutionConfig:
        """Let operators without a uid get one from their place in the graph."""
        return self._flag(_UIDS, True)

    def disable_auto_generated_uids(self) -> ExecutionConfig:
        """Demand a uid of every operator with state."""
        return self._flag(_UIDS, False)

    def has_auto_generated_uids_enabled(self) -> bool:
        """Whether operators may go without a uid."""
        return self._configuration.get_boolean(_UIDS, True)

    def enable_force_avro(self) -> ExecutionConfig:
        """Kept for Flink."""
        return self._flag(_AVRO, True)

    def disable_force_avro(self) -> ExecutionConfig:
        """Kept for Flink."""
        return self._flag(_AVRO, False)

    def is_force_avro_enabled(self) -> bool:
        """Kept for Flink."""
        return self._configuration.get_boolean(_AVRO, False)

    def enable_object_reuse(self) -> ExecutionConfig:
        """Kept for Flink; the embedded engine never copies objects between chained operators."""
        return self._flag(_REUSE, True)

    def disable_object_reuse(self) -> ExecutionConfig:
        """Kept for Flink."""
        return self._flag(_REUSE, False)

    def is_object_reuse_enabled(self) -> bool:
        """Kept for Flink."""
        return self._configuration.get_boolean(_REUSE, False)

    def get_global_job_parameters(self) -> dict[str, str]:
        """The parameters that every function sees."""
        text: str = self._configuration.get_string(_PARAMETERS, "")
        return parse_map(text)

    def set_global_job_parameters(self, global_job_parameters_dict: dict[str, str]) -> ExecutionConfig:
        """Set the parameters that every function sees."""
        self._configuration.set_string(_PARAMETERS, map_text(global_job_parameters_dict))
        return self

    def get_default_kryo_serializer_classes(self) -> dict[str, str]:
        """None: there are no Java classes."""
        return {}

    def get_registered_kryo_types(self) -> list[str]:
        """None: there are no Java classes."""
        return []

    def get_registered_pojo_types(self) -> list[str]:
        """None: there are no Java classes."""
        return []

    def is_use_snapshot_compression(self) -> bool:
        """Whether snapshots are compressed."""
        return self._configuration.get_boolean(_COMPRESSION, False)

    def set_use_snapshot_compression(self, use_snapshot_compression: bool) -> ExecutionConfig:
        """Compress snapshots."""
        return self._flag(_COMPRESSION, use_snapshot_compression)

    def _flag(self, key: str, value: bool) -> ExecutionConfig:
        self._configuration.set_boolean(key, value)
        return self

    def _set_millis(self, key: str, millis: int) -> ExecutionConfig:
        self._configuration.set_string(key, duration_text(datetime.timedelta(milliseconds=millis)))
        return self

    def _millis(self, key: str, default: str) -> int:
        return parse_duration_text(self._configuration.get_string(key, default)) // datetime.timedelta(
            milliseconds=1
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExecutionConfig) and self._configuration == other._configuration

    def __hash__(self) -> int:
        return hash(self._configuration)
