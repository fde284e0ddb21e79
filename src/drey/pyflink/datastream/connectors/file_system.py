"""Mirror of ``pyflink.datastream.connectors.file_system``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Optional

from drey.pyflink.datastream.connectors.base import Sink, Source, SupportsPreprocessing
from drey.pyflink.datastream.functions import SinkFunction
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.serialization import BulkWriterFactory, Encoder
    from drey.pyflink.common.time import Duration
    from drey.pyflink.datastream.connectors.base import StreamTransformer

__all__ = [
    "FileCompactor",
    "FileCompactStrategy",
    "OutputFileConfig",
    "FileSource",
    "FileSourceBuilder",
    "FileSink",
    "StreamingFileSink",
    "StreamFormat",
    "BulkFormat",
    "FileEnumeratorProvider",
    "FileSplitAssignerProvider",
    "RollingPolicy",
    "BucketAssigner",
]


class FileEnumeratorProvider:
    """Flink's ``FileEnumeratorProvider``."""

    @staticmethod
    def default_splittable_file_enumerator() -> FileEnumeratorProvider:
        """Flink's ``default_splittable_file_enumerator``; not built yet."""
        raise not_built("FileEnumeratorProvider.default_splittable_file_enumerator")

    @staticmethod
    def default_non_splittable_file_enumerator() -> FileEnumeratorProvider:
        """Flink's ``default_non_splittable_file_enumerator``; not built yet."""
        raise not_built("FileEnumeratorProvider.default_non_splittable_file_enumerator")


class FileSplitAssignerProvider:
    """Flink's ``FileSplitAssignerProvider``."""

    @staticmethod
    def locality_aware_split_assigner() -> FileSplitAssignerProvider:
        """Flink's ``locality_aware_split_assigner``; not built yet."""
        raise not_built("FileSplitAssignerProvider.locality_aware_split_assigner")


class StreamFormat:
    """Flink's ``StreamFormat``."""

    @staticmethod
    def text_line_format(charset_name: str = "UTF-8") -> StreamFormat:
        """Flink's ``text_line_format``; not built yet."""
        raise not_built("StreamFormat.text_line_format")


class BulkFormat:
    """Flink's ``BulkFormat``."""


class FileSourceBuilder:
    """Flink's ``FileSourceBuilder``."""

    def monitor_continuously(self, discovery_interval: Duration) -> FileSourceBuilder:
        """Flink's ``monitor_continuously``; not built yet."""
        raise not_built("FileSourceBuilder.monitor_continuously")

    def process_static_file_set(self) -> FileSourceBuilder:
        """Flink's ``process_static_file_set``; not built yet."""
        raise not_built("FileSourceBuilder.process_static_file_set")

    def set_file_enumerator(self, file_enumerator: FileEnumeratorProvider) -> FileSourceBuilder:
        """Flink's ``set_file_enumerator``; not built yet."""
        raise not_built("FileSourceBuilder.set_file_enumerator")

    def set_split_assigner(self, split_assigner: FileSplitAssignerProvider) -> FileSourceBuilder:
        """Flink's ``set_split_assigner``; not built yet."""
        raise not_built("FileSourceBuilder.set_split_assigner")

    def build(self) -> FileSource:
        """Flink's ``build``; not built yet."""
        raise not_built("FileSourceBuilder.build")


class FileSource(Source):
    """Flink's ``FileSource``."""

    @staticmethod
    def for_record_stream_format(stream_format: StreamFormat, *paths: str) -> FileSourceBuilder:
        """Flink's ``for_record_stream_format``; not built yet."""
        raise not_built("FileSource.for_record_stream_format")

    @staticmethod
    def for_bulk_file_format(bulk_format: BulkFormat, *paths: str) -> FileSourceBuilder:
        """Flink's ``for_bulk_file_format``; not built yet."""
        raise not_built("FileSource.for_bulk_file_format")


class BucketAssigner:
    """Flink's ``BucketAssigner``."""

    @staticmethod
    def base_path_bucket_assigner() -> BucketAssigner:
        """Flink's ``base_path_bucket_assigner``; not built yet."""
        raise not_built("BucketAssigner.base_path_bucket_assigner")

    @staticmethod
    def date_time_bucket_assigner(format_str: str = "yyyy-MM-dd--HH", timezone_id: str | None = None) -> Any:
        """Flink's ``date_time_bucket_assigner``; not built yet."""
        raise not_built("BucketAssigner.date_time_bucket_assigner")


class RollingPolicy:
    """Flink's ``RollingPolicy``."""

    @staticmethod
    def default_rolling_policy(
        part_size: int = 1024 * 1024 * 128,
        rollover_interval: int = 60 * 1000,
        inactivity_interval: int = 60 * 1000,
    ) -> DefaultRollingPolicy:
        """Flink's ``default_rolling_policy``; not built yet."""
        raise not_built("RollingPolicy.default_rolling_policy")

    @staticmethod
    def on_checkpoint_rolling_policy() -> OnCheckpointRollingPolicy:
        """Flink's ``on_checkpoint_rolling_policy``; not built yet."""
        raise not_built("RollingPolicy.on_checkpoint_rolling_policy")


class DefaultRollingPolicy(RollingPolicy):
    """Flink's ``DefaultRollingPolicy``."""


class OnCheckpointRollingPolicy(RollingPolicy):
    """Flink's ``OnCheckpointRollingPolicy``."""


class OutputFileConfig:
    """Flink's ``OutputFileConfig``."""

    class OutputFileConfigBuilder:
        """Flink's ``OutputFileConfigBuilder``."""

        def __init__(self) -> None:
            """Make the object; not built yet."""
            raise not_built("OutputFileConfig.OutputFileConfigBuilder")

        def with_part_prefix(self, prefix: Any) -> OutputFileConfig.OutputFileConfigBuilder:
            """Flink's ``with_part_prefix``; not built yet."""
            raise not_built("OutputFileConfig.OutputFileConfigBuilder.with_part_prefix")

        def with_part_suffix(self, suffix: Any) -> OutputFileConfig.OutputFileConfigBuilder:
            """Flink's ``with_part_suffix``; not built yet."""
            raise not_built("OutputFileConfig.OutputFileConfigBuilder.with_part_suffix")

        def build(self) -> OutputFileConfig:
            """Flink's ``build``; not built yet."""
            raise not_built("OutputFileConfig.OutputFileConfigBuilder.build")

    def __init__(self, part_prefix: str, part_suffix: str) -> None:
        """Make the object; not built yet."""
        raise not_built("OutputFileConfig")

    @staticmethod
    def builder() -> Any:
        """Flink's ``builder``; not built yet."""
        raise not_built("OutputFileConfig.builder")

    def get_part_prefix(self) -> str:
        """Flink's ``get_part_prefix``; not built yet."""
        raise not_built("OutputFileConfig.get_part_prefix")

    def get_part_suffix(self) -> str:
        """Flink's ``get_part_suffix``; not built yet."""
        raise not_built("OutputFileConfig.get_part_suffix")


class FileCompactStrategy:
    """Flink's ``FileCompactStrategy``."""

    class Builder:
        """Flink's ``Builder``."""

        def __init__(self) -> None:
            """Make an empty object."""

        def build(self) -> FileCompactStrategy:
            """Flink's ``build``; not built yet."""
            raise not_built("FileCompactStrategy.Builder.build")

        def enable_compaction_on_checkpoint(
            self, num_checkpoints_before_compaction: int
        ) -> FileCompactStrategy.Builder:
            """Flink's ``enable_compaction_on_checkpoint``; not built yet."""
            raise not_built("FileCompactStrategy.Builder.enable_compaction_on_checkpoint")

        def set_size_threshold(self, size_threshold: int) -> FileCompactStrategy.Builder:
            """Flink's ``set_size_threshold``; not built yet."""
            raise not_built("FileCompactStrategy.Builder.set_size_threshold")

        def set_num_compact_threads(self, num_compact_threads: int) -> FileCompactStrategy.Builder:
            """Flink's ``set_num_compact_threads``; not built yet."""
            raise not_built("FileCompactStrategy.Builder.set_num_compact_threads")

    @staticmethod
    def builder() -> FileCompactStrategy.Builder:
        """Flink's ``builder``; not built yet."""
        raise not_built("FileCompactStrategy.builder")


class FileCompactor:
    """Flink's ``FileCompactor``."""

    @staticmethod
    def concat_file_compactor(file_delimiter: bytes | None = None) -> Any:
        """Flink's ``concat_file_compactor``; not built yet."""
        raise not_built("FileCompactor.concat_file_compactor")

    @staticmethod
    def identical_file_compactor() -> Any:
        """Flink's ``identical_file_compactor``; not built yet."""
        raise not_built("FileCompactor.identical_file_compactor")


class FileSink(Sink, SupportsPreprocessing):
    """Flink's ``FileSink``."""

    class BaseBuilder(ABC):
        """Flink's ``BaseBuilder``."""

        def with_bucket_check_interval(self, interval: int) -> Any:
            """Flink's ``with_bucket_check_interval``; not built yet."""
            raise not_built("FileSink.BaseBuilder.with_bucket_check_interval")

        def with_bucket_assigner(self, bucket_assigner: BucketAssigner) -> Any:
            """Flink's ``with_bucket_assigner``; not built yet."""
            raise not_built("FileSink.BaseBuilder.with_bucket_assigner")

        def with_output_file_config(self, output_file_config: OutputFileConfig) -> Any:
            """Flink's ``with_output_file_config``; not built yet."""
            raise not_built("FileSink.BaseBuilder.with_output_file_config")

        def enable_compact(self, strategy: FileCompactStrategy, compactor: FileCompactor) -> Any:
            """Flink's ``enable_compact``; not built yet."""
            raise not_built("FileSink.BaseBuilder.enable_compact")

        def disable_compact(self) -> Any:
            """Flink's ``disable_compact``; not built yet."""
            raise not_built("FileSink.BaseBuilder.disable_compact")

        @abstractmethod
        def with_rolling_policy(self, rolling_policy: Any) -> Any:
            """Flink's ``with_rolling_policy``"""

        def build(self) -> Any:
            """Flink's ``build``; not built yet."""
            raise not_built("FileSink.BaseBuilder.build")

    class RowFormatBuilder(BaseBuilder):
        """Flink's ``RowFormatBuilder``."""

        def with_rolling_policy(self, rolling_policy: RollingPolicy) -> Any:
            """Flink's ``with_rolling_policy``; not built yet."""
            raise not_built("FileSink.RowFormatBuilder.with_rolling_policy")

    class BulkFormatBuilder(BaseBuilder):
        """Flink's ``BulkFormatBuilder``."""

        def with_rolling_policy(self, rolling_policy: OnCheckpointRollingPolicy) -> Any:
            """Flink's ``with_rolling_policy``; not built yet."""
            raise not_built("FileSink.BulkFormatBuilder.with_rolling_policy")

        def build(self) -> FileSink:
            """Flink's ``build``; not built yet."""
            raise not_built("FileSink.BulkFormatBuilder.build")

    def get_transformer(self) -> Optional[StreamTransformer]:
        """Flink's ``get_transformer``; not built yet."""
        raise not_built("FileSink.get_transformer")

    @staticmethod
    def for_row_format(base_path: str, encoder: Encoder) -> FileSink.RowFormatBuilder:
        """Flink's ``for_row_format``; not built yet."""
        raise not_built("FileSink.for_row_format")

    @staticmethod
    def for_bulk_format(base_path: str, writer_factory: BulkWriterFactory) -> FileSink.BulkFormatBuilder:
        """Flink's ``for_bulk_format``; not built yet."""
        raise not_built("FileSink.for_bulk_format")


class StreamingFileSink(SinkFunction):
    """Flink's ``StreamingFileSink``."""

    class BaseBuilder(ABC):
        """Flink's ``BaseBuilder``."""

        def with_bucket_check_interval(self, interval: int) -> Any:
            """Flink's ``with_bucket_check_interval``; not built yet."""
            raise not_built("StreamingFileSink.BaseBuilder.with_bucket_check_interval")

        def with_bucket_assigner(self, bucket_assigner: BucketAssigner) -> Any:
            """Flink's ``with_bucket_assigner``; not built yet."""
            raise not_built("StreamingFileSink.BaseBuilder.with_bucket_assigner")

        @abstractmethod
        def with_rolling_policy(self, policy: Any) -> Any:
            """Flink's ``with_rolling_policy``"""

        def with_output_file_config(self, output_file_config: OutputFileConfig) -> Any:
            """Flink's ``with_output_file_config``; not built yet."""
            raise not_built("StreamingFileSink.BaseBuilder.with_output_file_config")

        def build(self) -> StreamingFileSink:
            """Flink's ``build``; not built yet."""
            raise not_built("StreamingFileSink.BaseBuilder.build")

    class DefaultRowFormatBuilder(BaseBuilder):
        """Flink's ``DefaultRowFormatBuilder``."""

        def with_rolling_policy(self, policy: RollingPolicy) -> Any:
            """Flink's ``with_rolling_policy``; not built yet."""
            raise not_built("StreamingFileSink.DefaultRowFormatBuilder.with_rolling_policy")

    class DefaultBulkFormatBuilder(BaseBuilder):
        """Flink's ``DefaultBulkFormatBuilder``."""

        def with_rolling_policy(self, policy: OnCheckpointRollingPolicy) -> Any:
            """Flink's ``with_rolling_policy``; not built yet."""
            raise not_built("StreamingFileSink.DefaultBulkFormatBuilder.with_rolling_policy")

    @staticmethod
    def for_row_format(base_path: str, encoder: Encoder) -> DefaultRowFormatBuilder:
        """Flink's ``for_row_format``; not built yet."""
        raise not_built("StreamingFileSink.for_row_format")

    @staticmethod
    def for_bulk_format(base_path: str, writer_factory: BulkWriterFactory) -> Any:
        """Flink's ``for_bulk_format``; not built yet."""
        raise not_built("StreamingFileSink.for_bulk_format")
