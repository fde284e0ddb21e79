"""Mirror of ``pyflink.datastream.connectors.file_system``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from drey.connectors.api import TableSpec
from drey.errors import ValidationError
from drey.pyflink.common.typeinfo import Types
from drey.pyflink.datastream.connectors.base import Sink, Source, SupportsPreprocessing
from drey.pyflink.datastream.functions import SinkFunction
from drey.pyflink.datastream.sources import StreamSink, StreamSource
from drey.pyflink.not_built import not_built
from drey.runtime.configuration import local_time_zone
from drey.types import logical as t

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
    """How files are found; here always the same way."""

    @staticmethod
    def default_splittable_file_enumerator() -> FileEnumeratorProvider:
        """Files in any number of pieces."""
        return FileEnumeratorProvider()

    @staticmethod
    def default_non_splittable_file_enumerator() -> FileEnumeratorProvider:
        """Files as wholes."""
        return FileEnumeratorProvider()


class FileSplitAssignerProvider:
    """Which reader gets which file; here always the same way."""

    @staticmethod
    def locality_aware_split_assigner() -> FileSplitAssignerProvider:
        """Files near their readers."""
        return FileSplitAssignerProvider()


class StreamFormat:
    """How values are read from a file one after another.

    Args:
        options: The format's options for a table.
    """

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options

    @staticmethod
    def text_line_format(charset_name: str = "UTF-8") -> StreamFormat:
        """Each line is a text."""
        return StreamFormat({"format": "raw", "raw.charset": charset_name})


class BulkFormat:
    """How rows are read from a file many at once; the formats make it."""


class FileSourceBuilder:
    """Collects the parts of a source; every method returns the builder.

    Args:
        options: The options of the tables.
        paths: Files and directories.
    """

    def __init__(self, options: Mapping[str, str], paths: Sequence[str]) -> None:
        self._options = dict(options)
        self._paths = paths

    def monitor_continuously(self, discovery_interval: Duration) -> FileSourceBuilder:
        """Look for new files, again and again: the stream never ends."""
        self._options["source.monitor-interval"] = f"{discovery_interval.to_millis()} ms"
        return self

    def process_static_file_set(self) -> FileSourceBuilder:
        """Read the files that are there at the start: the stream ends."""
        self._options.pop("source.monitor-interval", None)
        return self

    def set_file_enumerator(self, file_enumerator: FileEnumeratorProvider) -> FileSourceBuilder:
        """Kept for Flink: files are found in one way here."""
        return self

    def set_split_assigner(self, split_assigner: FileSplitAssignerProvider) -> FileSourceBuilder:
        """Kept for Flink: files are given to readers in one way here."""
        return self

    def build(self) -> FileSource:
        """The source."""
        lines = t.RowType.of(("line", t.string_type()), nullable=False)
        tables = tuple(
            TableSpec(path, {"connector": "filesystem", "path": path, **self._options}, lines)
            for path in self._paths
        )
        return FileSource(StreamSource(tables, Types.STRING()))


class FileSource(Source):
    """Files as a stream; made by the static methods."""

    @staticmethod
    def for_record_stream_format(stream_format: StreamFormat, *paths: str) -> FileSourceBuilder:
        """A source of values that are read one after another.

        Args:
            stream_format: How.
            paths: Files and directories.

        Raises:
            ValidationError: There is no path.
        """
        if not paths:
            raise ValidationError("a FileSource needs at least one path")
        return FileSourceBuilder(stream_format._options, paths)

    @staticmethod
    def for_bulk_file_format(bulk_format: BulkFormat, *paths: str) -> FileSourceBuilder:
        """Flink's ``for_bulk_file_format``; not built yet."""
        raise not_built("FileSource.for_bulk_file_format")


class BucketAssigner:
    """Which directory a value goes into.

    Args:
        options: Options of the sink's table.
    """

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options

    @staticmethod
    def base_path_bucket_assigner() -> BucketAssigner:
        """All values into the base path."""
        return BucketAssigner({"bucket.format": ""})

    @staticmethod
    def date_time_bucket_assigner(format_str: str = "yyyy-MM-dd--HH", timezone_id: str | None = None) -> Any:
        """Values into a directory for the time at which they come.

        Args:
            format_str: The pattern of the directory, as Java's ``DateTimeFormatter`` has it.
            timezone_id: The time zone; None for the machine's.
        """
        zone = local_time_zone({}) if timezone_id is None else timezone_id
        return BucketAssigner({"bucket.format": format_str, "bucket.time-zone": zone})


class RollingPolicy:
    """When a file is finished before a checkpoint finishes it.

    Args:
        options: Options of the sink's table.
    """

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options

    @staticmethod
    def default_rolling_policy(
        part_size: int = 1024 * 1024 * 128,
        rollover_interval: int = 60 * 1000,
        inactivity_interval: int = 60 * 1000,
    ) -> DefaultRollingPolicy:
        """By size in bytes, and by the milliseconds since the first and the last value.

        A checkpoint finishes a file in any case, which Flink leaves open then.
        """
        return DefaultRollingPolicy(
            {
                "sink.rolling-policy.file-size": f"{part_size} b",
                "sink.rolling-policy.rollover-interval": f"{rollover_interval} ms",
                "sink.rolling-policy.inactivity-interval": f"{inactivity_interval} ms",
            }
        )

    @staticmethod
    def on_checkpoint_rolling_policy() -> OnCheckpointRollingPolicy:
        """Only by checkpoints."""
        return OnCheckpointRollingPolicy(
            {
                "sink.rolling-policy.file-size": "1 tb",
                "sink.rolling-policy.rollover-interval": "36500 d",
                "sink.rolling-policy.inactivity-interval": "36500 d",
            }
        )


class DefaultRollingPolicy(RollingPolicy):
    """By size and time."""


class OnCheckpointRollingPolicy(RollingPolicy):
    """By checkpoints."""


class OutputFileConfig:
    """What the names of files begin and end with.

    Args:
        part_prefix: The beginning.
        part_suffix: The end.
    """

    class OutputFileConfigBuilder:
        """Collects the parts; every method returns the builder."""

        def __init__(self) -> None:
            self.part_prefix = "part"
            self.part_suffix = ""

        def with_part_prefix(self, prefix: Any) -> OutputFileConfig.OutputFileConfigBuilder:
            """Set the beginning."""
            self.part_prefix = prefix
            return self

        def with_part_suffix(self, suffix: Any) -> OutputFileConfig.OutputFileConfigBuilder:
            """Set the end."""
            self.part_suffix = suffix
            return self

        def build(self) -> OutputFileConfig:
            """The configuration."""
            return OutputFileConfig(self.part_prefix, self.part_suffix)

    def __init__(self, part_prefix: str, part_suffix: str) -> None:
        self._part_prefix = part_prefix
        self._part_suffix = part_suffix

    @staticmethod
    def builder() -> Any:
        """A builder."""
        return OutputFileConfig.OutputFileConfigBuilder()

    def get_part_prefix(self) -> str:
        """The beginning."""
        return self._part_prefix

    def get_part_suffix(self) -> str:
        """The end."""
        return self._part_suffix


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
    """Writes a stream into files, exactly once: files are seen when a checkpoint has them, or the job has ended."""

    class BaseBuilder(ABC):
        """Collects the parts of a sink; every method returns the builder.

        Args:
            options: The options of the sink's table.
        """

        def __init__(self, options: Mapping[str, str]) -> None:
            self._options = dict(options)

        def with_bucket_check_interval(self, interval: int) -> Any:
            """Look every so many milliseconds whether files are to be finished."""
            self._options["sink.rolling-policy.check-interval"] = f"{interval} ms"
            return self

        def with_bucket_assigner(self, bucket_assigner: BucketAssigner) -> Any:
            """Set which directory a value goes into; by default one for each hour."""
            self._options.update(bucket_assigner._options)
            return self

        def with_output_file_config(self, output_file_config: OutputFileConfig) -> Any:
            """Set what the names of files begin and end with."""
            self._options["part.prefix"] = output_file_config.get_part_prefix()
            self._options["part.suffix"] = output_file_config.get_part_suffix()
            return self

        def enable_compact(self, strategy: FileCompactStrategy, compactor: FileCompactor) -> Any:
            """Flink's ``enable_compact``; not built yet."""
            raise not_built("FileSink.BaseBuilder.enable_compact")

        def disable_compact(self) -> Any:
            """Leave files as they were written, as they are by default."""
            return self

        @abstractmethod
        def with_rolling_policy(self, rolling_policy: Any) -> Any:
            """Set when files are finished."""

        def build(self) -> Any:
            """The sink."""
            lines = t.RowType.of(("line", t.string_type()), nullable=False)
            table = TableSpec(self._options["path"], {"connector": "file-buckets", **self._options}, lines)
            return FileSink(StreamSink(table, "text"))

    class RowFormatBuilder(BaseBuilder):
        """Collects the parts of a sink that writes one value after another."""

        def with_rolling_policy(self, rolling_policy: RollingPolicy) -> Any:
            """Set when files are finished."""
            self._options.update(rolling_policy._options)
            return self

    class BulkFormatBuilder(BaseBuilder):
        """Flink's ``BulkFormatBuilder``."""

        def with_rolling_policy(self, rolling_policy: OnCheckpointRollingPolicy) -> Any:
            """Flink's ``with_rolling_policy``; not built yet."""
            raise not_built("FileSink.BulkFormatBuilder.with_rolling_policy")

        def build(self) -> FileSink:
            """Flink's ``build``; not built yet."""
            raise not_built("FileSink.BulkFormatBuilder.build")

    def get_transformer(self) -> Optional[StreamTransformer]:
        """What is done with the stream before it is written: nothing."""
        return None

    @staticmethod
    def for_row_format(base_path: str, encoder: Encoder) -> FileSink.RowFormatBuilder:
        """A sink of lines.

        Args:
            base_path: The directory.
            encoder: Makes the text of a value: ``Encoder.simple_string_encoder()``.
        """
        hourly = BucketAssigner.date_time_bucket_assigner()
        default = RollingPolicy.default_rolling_policy()
        return FileSink.RowFormatBuilder(
            {
                "path": base_path,
                "format": "raw",
                "raw.charset": encoder._charset,
                **hourly._options,
                **default._options,
            }
        )

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
