"""Mirror of ``pyflink.datastream.connectors.jdbc``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.datastream.functions import SinkFunction
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.typeinfo import RowTypeInfo

__all__ = ["JdbcSink", "JdbcConnectionOptions", "JdbcExecutionOptions"]


class JdbcSink(SinkFunction):
    """Flink's ``JdbcSink``."""

    @staticmethod
    def sink(
        sql: str,
        type_info: RowTypeInfo,
        jdbc_connection_options: JdbcConnectionOptions,
        jdbc_execution_options: JdbcExecutionOptions | None = None,
    ) -> Any:
        """Flink's ``sink``; not built yet."""
        raise not_built("JdbcSink.sink")


class JdbcConnectionOptions:
    """Flink's ``JdbcConnectionOptions``."""

    class JdbcConnectionOptionsBuilder:
        """Flink's ``JdbcConnectionOptionsBuilder``."""

        def __init__(self) -> None:
            """Make an empty object."""

        def with_url(self, url: str) -> JdbcConnectionOptions.JdbcConnectionOptionsBuilder:
            """Flink's ``with_url``; not built yet."""
            raise not_built("JdbcConnectionOptions.JdbcConnectionOptionsBuilder.with_url")

        def with_driver_name(self, driver_name: str) -> JdbcConnectionOptions.JdbcConnectionOptionsBuilder:
            """Flink's ``with_driver_name``; not built yet."""
            raise not_built("JdbcConnectionOptions.JdbcConnectionOptionsBuilder.with_driver_name")

        def with_user_name(self, user_name: str) -> JdbcConnectionOptions.JdbcConnectionOptionsBuilder:
            """Flink's ``with_user_name``; not built yet."""
            raise not_built("JdbcConnectionOptions.JdbcConnectionOptionsBuilder.with_user_name")

        def with_password(self, password: str) -> JdbcConnectionOptions.JdbcConnectionOptionsBuilder:
            """Flink's ``with_password``; not built yet."""
            raise not_built("JdbcConnectionOptions.JdbcConnectionOptionsBuilder.with_password")

        def build(self) -> JdbcConnectionOptions:
            """Flink's ``build``; not built yet."""
            raise not_built("JdbcConnectionOptions.JdbcConnectionOptionsBuilder.build")

    def get_db_url(self) -> str:
        """Flink's ``get_db_url``; not built yet."""
        raise not_built("JdbcConnectionOptions.get_db_url")

    def get_driver_name(self) -> str:
        """Flink's ``get_driver_name``; not built yet."""
        raise not_built("JdbcConnectionOptions.get_driver_name")

    def get_user_name(self) -> str:
        """Flink's ``get_user_name``; not built yet."""
        raise not_built("JdbcConnectionOptions.get_user_name")

    def get_password(self) -> str:
        """Flink's ``get_password``; not built yet."""
        raise not_built("JdbcConnectionOptions.get_password")


class JdbcExecutionOptions:
    """Flink's ``JdbcExecutionOptions``."""

    class Builder:
        """Flink's ``Builder``."""

        def __init__(self) -> None:
            """Make an empty object."""

        def with_batch_size(self, size: int) -> JdbcExecutionOptions.Builder:
            """Flink's ``with_batch_size``; not built yet."""
            raise not_built("JdbcExecutionOptions.Builder.with_batch_size")

        def with_batch_interval_ms(self, interval_ms: int) -> JdbcExecutionOptions.Builder:
            """Flink's ``with_batch_interval_ms``; not built yet."""
            raise not_built("JdbcExecutionOptions.Builder.with_batch_interval_ms")

        def with_max_retries(self, max_retries: int) -> JdbcExecutionOptions.Builder:
            """Flink's ``with_max_retries``; not built yet."""
            raise not_built("JdbcExecutionOptions.Builder.with_max_retries")

        def build(self) -> JdbcExecutionOptions:
            """Flink's ``build``; not built yet."""
            raise not_built("JdbcExecutionOptions.Builder.build")

    def get_batch_interval_ms(self) -> int:
        """Flink's ``get_batch_interval_ms``; not built yet."""
        raise not_built("JdbcExecutionOptions.get_batch_interval_ms")

    def get_batch_size(self) -> int:
        """Flink's ``get_batch_size``; not built yet."""
        raise not_built("JdbcExecutionOptions.get_batch_size")

    def get_max_retries(self) -> int:
        """Flink's ``get_max_retries``; not built yet."""
        raise not_built("JdbcExecutionOptions.get_max_retries")

    @staticmethod
    def defaults() -> JdbcExecutionOptions:
        """Flink's ``defaults``; not built yet."""
        raise not_built("JdbcExecutionOptions.defaults")

    @staticmethod
    def builder() -> Builder:
        """Flink's ``builder``; not built yet."""
        raise not_built("JdbcExecutionOptions.builder")
