"""Mirror of ``pyflink.datastream.formats.orc``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.configuration import Configuration
    from drey.pyflink.common.serialization import BulkWriterFactory
    from drey.pyflink.table.types import RowType

__all__ = ["OrcBulkWriters"]


class OrcBulkWriters:
    """Flink's ``OrcBulkWriters``."""

    @staticmethod
    def for_row_type(
        row_type: RowType,
        writer_properties: Optional[Configuration] = None,
        hadoop_config: Optional[Configuration] = None,
    ) -> BulkWriterFactory:
        """Flink's ``for_row_type``; not built yet."""
        raise not_built("OrcBulkWriters.for_row_type")
