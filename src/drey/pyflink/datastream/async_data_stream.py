"""Mirror of ``pyflink.datastream.async_data_stream``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.time import Time
    from drey.pyflink.common.typeinfo import TypeInformation
    from drey.pyflink.datastream.data_stream import DataStream
    from drey.pyflink.datastream.functions import AsyncFunction, AsyncRetryStrategy


class AsyncDataStream:
    """Flink's ``AsyncDataStream``."""

    @staticmethod
    def unordered_wait(
        data_stream: DataStream,
        async_function: AsyncFunction,
        timeout: Time,
        capacity: int = 100,
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``unordered_wait``; not built yet."""
        raise not_built("AsyncDataStream.unordered_wait")

    @staticmethod
    def unordered_wait_with_retry(
        data_stream: DataStream,
        async_function: AsyncFunction,
        timeout: Time,
        async_retry_strategy: AsyncRetryStrategy,
        capacity: int = 100,
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``unordered_wait_with_retry``; not built yet."""
        raise not_built("AsyncDataStream.unordered_wait_with_retry")

    @staticmethod
    def ordered_wait(
        data_stream: DataStream,
        async_function: AsyncFunction,
        timeout: Time,
        capacity: int = 100,
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``ordered_wait``; not built yet."""
        raise not_built("AsyncDataStream.ordered_wait")

    @staticmethod
    def ordered_wait_with_retry(
        data_stream: DataStream,
        async_function: AsyncFunction,
        timeout: Time,
        async_retry_strategy: AsyncRetryStrategy,
        capacity: int = 100,
        output_type: TypeInformation | None = None,
    ) -> DataStream:
        """Flink's ``ordered_wait_with_retry``; not built yet."""
        raise not_built("AsyncDataStream.ordered_wait_with_retry")
