"""Mirror of ``pyflink.table.table_result``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.job_client import JobClient
    from drey.pyflink.table.catalog import ResolvedSchema
    from drey.pyflink.table.result_kind import ResultKind
    from drey.pyflink.table.table_schema import TableSchema

__all__ = ["TableResult", "CloseableIterator"]


class TableResult:
    """Flink's ``TableResult``."""

    def get_job_client(self) -> Optional[JobClient]:
        """Flink's ``get_job_client``; not built yet."""
        raise not_built("TableResult.get_job_client")

    def wait(self, timeout_ms: int | None = None) -> Any:
        """Flink's ``wait``; not built yet."""
        raise not_built("TableResult.wait")

    def get_table_schema(self) -> TableSchema:
        """Flink's ``get_table_schema``; not built yet."""
        raise not_built("TableResult.get_table_schema")

    def get_resolved_schema(self) -> ResolvedSchema:
        """Flink's ``get_resolved_schema``; not built yet."""
        raise not_built("TableResult.get_resolved_schema")

    def get_result_kind(self) -> ResultKind:
        """Flink's ``get_result_kind``; not built yet."""
        raise not_built("TableResult.get_result_kind")

    def collect(self) -> CloseableIterator:
        """Flink's ``collect``; not built yet."""
        raise not_built("TableResult.collect")

    def print(self) -> Any:
        """Flink's ``print``; not built yet."""
        raise not_built("TableResult.print")


class CloseableIterator:
    """Flink's ``CloseableIterator``."""

    def next(self) -> Any:
        """Flink's ``next``; not built yet."""
        raise not_built("CloseableIterator.next")

    def close(self) -> Any:
        """Flink's ``close``; not built yet."""
        raise not_built("CloseableIterator.close")
