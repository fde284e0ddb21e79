"""Mirror of ``pyflink.datastream.formats.parquet``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from drey.pyflink.datastream.connectors.file_system import BulkFormat
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration
    from drey.pyflink.common.serialization import BulkWriterFactory
    from drey.pyflink.datastream.connectors.file_system import StreamFormat
    from drey.pyflink.datastream.formats.avro import AvroSchema
    from drey.pyflink.table.types import RowType

__all__ = ["AvroParquetReaders", "AvroParquetWriters", "ParquetColumnarRowInputFormat", "ParquetBulkWriters"]


class AvroParquetReaders:
    """Flink's ``AvroParquetReaders``."""

    @staticmethod
    def for_generic_record(schema: AvroSchema) -> StreamFormat:
        """Flink's ``for_generic_record``; not built yet."""
        raise not_built("AvroParquetReaders.for_generic_record")


class AvroParquetWriters:
    """Flink's ``AvroParquetWriters``."""

    @staticmethod
    def for_generic_record(schema: AvroSchema) -> BulkWriterFactory:
        """Flink's ``for_generic_record``; not built yet."""
        raise not_built("AvroParquetWriters.for_generic_record")


class ParquetColumnarRowInputFormat(BulkFormat):
    """Flink's ``ParquetColumnarRowInputFormat``."""

    def __init__(
        self,
        row_type: RowType,
        hadoop_config: Optional[Configuration] = None,
        batch_size: int = 2048,
        is_utc_timestamp: bool = False,
        is_case_sensitive: bool = True,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("ParquetColumnarRowInputFormat")


class ParquetBulkWriters:
    """Flink's ``ParquetBulkWriters``."""

    @staticmethod
    def for_row_type(
        row_type: RowType, hadoop_config: Optional[Configuration] = None, utc_timestamp: bool = False
    ) -> BulkWriterFactory:
        """Flink's ``for_row_type``; not built yet."""
        raise not_built("ParquetBulkWriters.for_row_type")
