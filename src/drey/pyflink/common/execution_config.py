"""Mirror of ``pyflink.common.execution_config``."""

from __future__ import annotations

from typing import Any, Dict, List

from drey.pyflink.not_built import not_built

__all__ = ["ExecutionConfig"]


class ExecutionConfig:
    """Flink's ``ExecutionConfig``."""

    PARALLELISM_DEFAULT = -1
    PARALLELISM_UNKNOWN = -2

    def enable_closure_cleaner(self) -> ExecutionConfig:
        """Flink's ``enable_closure_cleaner``; not built yet."""
        raise not_built("ExecutionConfig.enable_closure_cleaner")

    def disable_closure_cleaner(self) -> ExecutionConfig:
        """Flink's ``disable_closure_cleaner``; not built yet."""
        raise not_built("ExecutionConfig.disable_closure_cleaner")

    def is_closure_cleaner_enabled(self) -> bool:
        """Flink's ``is_closure_cleaner_enabled``; not built yet."""
        raise not_built("ExecutionConfig.is_closure_cleaner_enabled")

    def set_auto_watermark_interval(self, interval: int) -> ExecutionConfig:
        """Flink's ``set_auto_watermark_interval``; not built yet."""
        raise not_built("ExecutionConfig.set_auto_watermark_interval")

    def get_auto_watermark_interval(self) -> int:
        """Flink's ``get_auto_watermark_interval``; not built yet."""
        raise not_built("ExecutionConfig.get_auto_watermark_interval")

    def set_latency_tracking_interval(self, interval: int) -> ExecutionConfig:
        """Flink's ``set_latency_tracking_interval``; not built yet."""
        raise not_built("ExecutionConfig.set_latency_tracking_interval")

    def get_latency_tracking_interval(self) -> int:
        """Flink's ``get_latency_tracking_interval``; not built yet."""
        raise not_built("ExecutionConfig.get_latency_tracking_interval")

    def get_parallelism(self) -> int:
        """Flink's ``get_parallelism``; not built yet."""
        raise not_built("ExecutionConfig.get_parallelism")

    def set_parallelism(self, parallelism: int) -> ExecutionConfig:
        """Flink's ``set_parallelism``; not built yet."""
        raise not_built("ExecutionConfig.set_parallelism")

    def get_max_parallelism(self) -> int:
        """Flink's ``get_max_parallelism``; not built yet."""
        raise not_built("ExecutionConfig.get_max_parallelism")

    def set_max_parallelism(self, max_parallelism: int) -> ExecutionConfig:
        """Flink's ``set_max_parallelism``; not built yet."""
        raise not_built("ExecutionConfig.set_max_parallelism")

    def get_task_cancellation_interval(self) -> int:
        """Flink's ``get_task_cancellation_interval``; not built yet."""
        raise not_built("ExecutionConfig.get_task_cancellation_interval")

    def set_task_cancellation_interval(self, interval: int) -> ExecutionConfig:
        """Flink's ``set_task_cancellation_interval``; not built yet."""
        raise not_built("ExecutionConfig.set_task_cancellation_interval")

    def get_task_cancellation_timeout(self) -> int:
        """Flink's ``get_task_cancellation_timeout``; not built yet."""
        raise not_built("ExecutionConfig.get_task_cancellation_timeout")

    def set_task_cancellation_timeout(self, timeout: int) -> ExecutionConfig:
        """Flink's ``set_task_cancellation_timeout``; not built yet."""
        raise not_built("ExecutionConfig.set_task_cancellation_timeout")

    def enable_force_kryo(self) -> ExecutionConfig:
        """Flink's ``enable_force_kryo``; not built yet."""
        raise not_built("ExecutionConfig.enable_force_kryo")

    def disable_force_kryo(self) -> ExecutionConfig:
        """Flink's ``disable_force_kryo``; not built yet."""
        raise not_built("ExecutionConfig.disable_force_kryo")

    def is_force_kryo_enabled(self) -> bool:
        """Flink's ``is_force_kryo_enabled``; not built yet."""
        raise not_built("ExecutionConfig.is_force_kryo_enabled")

    def enable_generic_types(self) -> ExecutionConfig:
        """Flink's ``enable_generic_types``; not built yet."""
        raise not_built("ExecutionConfig.enable_generic_types")

    def disable_generic_types(self) -> ExecutionConfig:
        """Flink's ``disable_generic_types``; not built yet."""
        raise not_built("ExecutionConfig.disable_generic_types")

    def has_generic_types_disabled(self) -> bool:
        """Flink's ``has_generic_types_disabled``; not built yet."""
        raise not_built("ExecutionConfig.has_generic_types_disabled")

    def enable_auto_generated_uids(self) -> ExecutionConfig:
        """Flink's ``enable_auto_generated_uids``; not built yet."""
        raise not_built("ExecutionConfig.enable_auto_generated_uids")

    def disable_auto_generated_uids(self) -> ExecutionConfig:
        """Flink's ``disable_auto_generated_uids``; not built yet."""
        raise not_built("ExecutionConfig.disable_auto_generated_uids")

    def has_auto_generated_uids_enabled(self) -> bool:
        """Flink's ``has_auto_generated_uids_enabled``; not built yet."""
        raise not_built("ExecutionConfig.has_auto_generated_uids_enabled")

    def enable_force_avro(self) -> ExecutionConfig:
        """Flink's ``enable_force_avro``; not built yet."""
        raise not_built("ExecutionConfig.enable_force_avro")

    def disable_force_avro(self) -> ExecutionConfig:
        """Flink's ``disable_force_avro``; not built yet."""
        raise not_built("ExecutionConfig.disable_force_avro")

    def is_force_avro_enabled(self) -> bool:
        """Flink's ``is_force_avro_enabled``; not built yet."""
        raise not_built("ExecutionConfig.is_force_avro_enabled")

    def enable_object_reuse(self) -> ExecutionConfig:
        """Flink's ``enable_object_reuse``; not built yet."""
        raise not_built("ExecutionConfig.enable_object_reuse")

    def disable_object_reuse(self) -> ExecutionConfig:
        """Flink's ``disable_object_reuse``; not built yet."""
        raise not_built("ExecutionConfig.disable_object_reuse")

    def is_object_reuse_enabled(self) -> bool:
        """Flink's ``is_object_reuse_enabled``; not built yet."""
        raise not_built("ExecutionConfig.is_object_reuse_enabled")

    def get_global_job_parameters(self) -> Dict[str, str]:
        """Flink's ``get_global_job_parameters``; not built yet."""
        raise not_built("ExecutionConfig.get_global_job_parameters")

    def set_global_job_parameters(self, global_job_parameters_dict: dict[Any, Any]) -> ExecutionConfig:
        """Flink's ``set_global_job_parameters``; not built yet."""
        raise not_built("ExecutionConfig.set_global_job_parameters")

    def get_default_kryo_serializer_classes(self) -> Dict[str, str]:
        """Flink's ``get_default_kryo_serializer_classes``; not built yet."""
        raise not_built("ExecutionConfig.get_default_kryo_serializer_classes")

    def get_registered_kryo_types(self) -> List[str]:
        """Flink's ``get_registered_kryo_types``; not built yet."""
        raise not_built("ExecutionConfig.get_registered_kryo_types")

    def get_registered_pojo_types(self) -> List[str]:
        """Flink's ``get_registered_pojo_types``; not built yet."""
        raise not_built("ExecutionConfig.get_registered_pojo_types")

    def is_use_snapshot_compression(self) -> bool:
        """Flink's ``is_use_snapshot_compression``; not built yet."""
        raise not_built("ExecutionConfig.is_use_snapshot_compression")

    def set_use_snapshot_compression(self, use_snapshot_compression: bool) -> ExecutionConfig:
        """Flink's ``set_use_snapshot_compression``; not built yet."""
        raise not_built("ExecutionConfig.set_use_snapshot_compression")
