"""Mirror of ``pyflink.datastream.stream_execution_environment``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration
    from drey.pyflink.common.execution_config import ExecutionConfig
    from drey.pyflink.common.io import InputFormat
    from drey.pyflink.common.job_client import JobClient
    from drey.pyflink.common.job_execution_result import JobExecutionResult
    from drey.pyflink.common.typeinfo import TypeInformation
    from drey.pyflink.common.watermark_strategy import WatermarkStrategy
    from drey.pyflink.datastream.checkpoint_config import CheckpointConfig
    from drey.pyflink.datastream.checkpointing_mode import CheckpointingMode
    from drey.pyflink.datastream.connectors.base import Source
    from drey.pyflink.datastream.data_stream import DataStream
    from drey.pyflink.datastream.execution_mode import RuntimeExecutionMode
    from drey.pyflink.datastream.functions import SourceFunction
    from drey.pyflink.datastream.slot_sharing_group import SlotSharingGroup

__all__ = ["StreamExecutionEnvironment"]


class StreamExecutionEnvironment:
    """Flink's ``StreamExecutionEnvironment``."""

    def get_config(self) -> ExecutionConfig:
        """Flink's ``get_config``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_config")

    def set_parallelism(self, parallelism: int) -> StreamExecutionEnvironment:
        """Flink's ``set_parallelism``; not built yet."""
        raise not_built("StreamExecutionEnvironment.set_parallelism")

    def set_max_parallelism(self, max_parallelism: int) -> StreamExecutionEnvironment:
        """Flink's ``set_max_parallelism``; not built yet."""
        raise not_built("StreamExecutionEnvironment.set_max_parallelism")

    def register_slot_sharing_group(self, slot_sharing_group: SlotSharingGroup) -> StreamExecutionEnvironment:
        """Flink's ``register_slot_sharing_group``; not built yet."""
        raise not_built("StreamExecutionEnvironment.register_slot_sharing_group")

    def get_parallelism(self) -> int:
        """Flink's ``get_parallelism``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_parallelism")

    def get_max_parallelism(self) -> int:
        """Flink's ``get_max_parallelism``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_max_parallelism")

    def set_runtime_mode(self, execution_mode: RuntimeExecutionMode) -> Any:
        """Flink's ``set_runtime_mode``; not built yet."""
        raise not_built("StreamExecutionEnvironment.set_runtime_mode")

    def set_buffer_timeout(self, timeout_millis: int) -> StreamExecutionEnvironment:
        """Flink's ``set_buffer_timeout``; not built yet."""
        raise not_built("StreamExecutionEnvironment.set_buffer_timeout")

    def get_buffer_timeout(self) -> int:
        """Flink's ``get_buffer_timeout``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_buffer_timeout")

    def disable_operator_chaining(self) -> StreamExecutionEnvironment:
        """Flink's ``disable_operator_chaining``; not built yet."""
        raise not_built("StreamExecutionEnvironment.disable_operator_chaining")

    def is_chaining_enabled(self) -> bool:
        """Flink's ``is_chaining_enabled``; not built yet."""
        raise not_built("StreamExecutionEnvironment.is_chaining_enabled")

    def is_chaining_of_operators_with_different_max_parallelism_enabled(self) -> bool:
        """Flink's ``is_chaining_of_operators_with_different_max_parallelism_enabled``; not built yet."""
        raise not_built(
            "StreamExecutionEnvironment.is_chaining_of_operators_with_different_max_parallelism_enabled"
        )

    def get_checkpoint_config(self) -> CheckpointConfig:
        """Flink's ``get_checkpoint_config``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_checkpoint_config")

    def enable_checkpointing(
        self, interval: int, mode: CheckpointingMode | None = None
    ) -> StreamExecutionEnvironment:
        """Flink's ``enable_checkpointing``; not built yet."""
        raise not_built("StreamExecutionEnvironment.enable_checkpointing")

    def get_checkpoint_interval(self) -> int:
        """Flink's ``get_checkpoint_interval``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_checkpoint_interval")

    def get_checkpointing_mode(self) -> CheckpointingMode:
        """Flink's ``get_checkpointing_mode``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_checkpointing_mode")

    def get_checkpointing_consistency_mode(self) -> CheckpointingMode:
        """Flink's ``get_checkpointing_consistency_mode``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_checkpointing_consistency_mode")

    def enable_changelog_state_backend(self, enabled: bool) -> StreamExecutionEnvironment:
        """Flink's ``enable_changelog_state_backend``; not built yet."""
        raise not_built("StreamExecutionEnvironment.enable_changelog_state_backend")

    def is_changelog_state_backend_enabled(self) -> Optional[bool]:
        """Flink's ``is_changelog_state_backend_enabled``; not built yet."""
        raise not_built("StreamExecutionEnvironment.is_changelog_state_backend_enabled")

    def set_default_savepoint_directory(self, directory: str) -> StreamExecutionEnvironment:
        """Flink's ``set_default_savepoint_directory``; not built yet."""
        raise not_built("StreamExecutionEnvironment.set_default_savepoint_directory")

    def get_default_savepoint_directory(self) -> Optional[str]:
        """Flink's ``get_default_savepoint_directory``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_default_savepoint_directory")

    def configure(self, configuration: Configuration) -> Any:
        """Flink's ``configure``; not built yet."""
        raise not_built("StreamExecutionEnvironment.configure")

    def add_python_file(self, file_path: str) -> Any:
        """Flink's ``add_python_file``; not built yet."""
        raise not_built("StreamExecutionEnvironment.add_python_file")

    def set_python_requirements(
        self, requirements_file_path: str, requirements_cache_dir: str | None = None
    ) -> Any:
        """Flink's ``set_python_requirements``; not built yet."""
        raise not_built("StreamExecutionEnvironment.set_python_requirements")

    def add_python_archive(self, archive_path: str, target_dir: str | None = None) -> Any:
        """Flink's ``add_python_archive``; not built yet."""
        raise not_built("StreamExecutionEnvironment.add_python_archive")

    def set_python_executable(self, python_exec: str) -> Any:
        """Flink's ``set_python_executable``; not built yet."""
        raise not_built("StreamExecutionEnvironment.set_python_executable")

    def add_jars(self, *jars_path: str) -> Any:
        """Flink's ``add_jars``; not built yet."""
        raise not_built("StreamExecutionEnvironment.add_jars")

    def add_classpaths(self, *classpaths: str) -> Any:
        """Flink's ``add_classpaths``; not built yet."""
        raise not_built("StreamExecutionEnvironment.add_classpaths")

    def get_default_local_parallelism(self) -> int:
        """Flink's ``get_default_local_parallelism``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_default_local_parallelism")

    def set_default_local_parallelism(self, parallelism: int) -> Any:
        """Flink's ``set_default_local_parallelism``; not built yet."""
        raise not_built("StreamExecutionEnvironment.set_default_local_parallelism")

    def execute(self, job_name: str | None = None) -> JobExecutionResult:
        """Flink's ``execute``; not built yet."""
        raise not_built("StreamExecutionEnvironment.execute")

    def execute_async(self, job_name: str = "Flink Streaming Job") -> JobClient:
        """Flink's ``execute_async``; not built yet."""
        raise not_built("StreamExecutionEnvironment.execute_async")

    def get_execution_plan(self) -> str:
        """Flink's ``get_execution_plan``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_execution_plan")

    def register_cached_file(self, file_path: str, name: str, executable: bool = False) -> Any:
        """Flink's ``register_cached_file``; not built yet."""
        raise not_built("StreamExecutionEnvironment.register_cached_file")

    @staticmethod
    def get_execution_environment(configuration: Configuration | None = None) -> StreamExecutionEnvironment:
        """Flink's ``get_execution_environment``; not built yet."""
        raise not_built("StreamExecutionEnvironment.get_execution_environment")

    def create_input(self, input_format: InputFormat, type_info: Optional[TypeInformation] = None) -> Any:
        """Flink's ``create_input``; not built yet."""
        raise not_built("StreamExecutionEnvironment.create_input")

    def add_source(
        self,
        source_func: SourceFunction,
        source_name: str = "Custom Source",
        type_info: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``add_source``; not built yet."""
        raise not_built("StreamExecutionEnvironment.add_source")

    def from_source(
        self,
        source: Source,
        watermark_strategy: WatermarkStrategy,
        source_name: str,
        type_info: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``from_source``; not built yet."""
        raise not_built("StreamExecutionEnvironment.from_source")

    def from_collection(self, collection: List[Any], type_info: TypeInformation | None = None) -> DataStream:
        """Flink's ``from_collection``; not built yet."""
        raise not_built("StreamExecutionEnvironment.from_collection")

    def is_unaligned_checkpoints_enabled(self) -> Any:
        """Flink's ``is_unaligned_checkpoints_enabled``; not built yet."""
        raise not_built("StreamExecutionEnvironment.is_unaligned_checkpoints_enabled")

    def is_force_unaligned_checkpoints(self) -> Any:
        """Flink's ``is_force_unaligned_checkpoints``; not built yet."""
        raise not_built("StreamExecutionEnvironment.is_force_unaligned_checkpoints")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("StreamExecutionEnvironment.close")
