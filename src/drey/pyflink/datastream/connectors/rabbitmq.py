"""Mirror of ``pyflink.datastream.connectors.rabbitmq``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drey.pyflink.datastream.functions import SinkFunction, SourceFunction
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.serialization import DeserializationSchema, SerializationSchema

__all__ = ["RMQConnectionConfig", "RMQSource", "RMQSink"]


class RMQConnectionConfig:
    """Flink's ``RMQConnectionConfig``."""

    class Builder:
        """Flink's ``Builder``."""

        def __init__(self) -> None:
            """Make an empty object."""

        def set_port(self, port: int) -> RMQConnectionConfig.Builder:
            """Flink's ``set_port``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_port")

        def set_host(self, host: str) -> RMQConnectionConfig.Builder:
            """Flink's ``set_host``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_host")

        def set_virtual_host(self, vhost: str) -> RMQConnectionConfig.Builder:
            """Flink's ``set_virtual_host``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_virtual_host")

        def set_user_name(self, user_name: str) -> RMQConnectionConfig.Builder:
            """Flink's ``set_user_name``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_user_name")

        def set_password(self, password: str) -> RMQConnectionConfig.Builder:
            """Flink's ``set_password``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_password")

        def set_uri(self, uri: str) -> RMQConnectionConfig.Builder:
            """Flink's ``set_uri``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_uri")

        def set_topology_recovery_enabled(
            self, topology_recovery_enabled: bool
        ) -> RMQConnectionConfig.Builder:
            """Flink's ``set_topology_recovery_enabled``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_topology_recovery_enabled")

        def set_requested_heartbeat(self, requested_heartbeat: int) -> RMQConnectionConfig.Builder:
            """Flink's ``set_requested_heartbeat``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_requested_heartbeat")

        def set_requested_frame_max(self, requested_frame_max: int) -> RMQConnectionConfig.Builder:
            """Flink's ``set_requested_frame_max``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_requested_frame_max")

        def set_requested_channel_max(self, requested_channel_max: int) -> RMQConnectionConfig.Builder:
            """Flink's ``set_requested_channel_max``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_requested_channel_max")

        def set_network_recovery_interval(
            self, network_recovery_interval: int
        ) -> RMQConnectionConfig.Builder:
            """Flink's ``set_network_recovery_interval``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_network_recovery_interval")

        def set_connection_timeout(self, connection_timeout: int) -> RMQConnectionConfig.Builder:
            """Flink's ``set_connection_timeout``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_connection_timeout")

        def set_automatic_recovery(self, automatic_recovery: bool) -> RMQConnectionConfig.Builder:
            """Flink's ``set_automatic_recovery``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_automatic_recovery")

        def set_prefetch_count(self, prefetch_count: int) -> RMQConnectionConfig.Builder:
            """Flink's ``set_prefetch_count``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.set_prefetch_count")

        def build(self) -> RMQConnectionConfig:
            """Flink's ``build``; not built yet."""
            raise not_built("RMQConnectionConfig.Builder.build")

    def get_host(self) -> str:
        """Flink's ``get_host``; not built yet."""
        raise not_built("RMQConnectionConfig.get_host")

    def get_port(self) -> int:
        """Flink's ``get_port``; not built yet."""
        raise not_built("RMQConnectionConfig.get_port")

    def get_virtual_host(self) -> str:
        """Flink's ``get_virtual_host``; not built yet."""
        raise not_built("RMQConnectionConfig.get_virtual_host")

    def get_user_name(self) -> str:
        """Flink's ``get_user_name``; not built yet."""
        raise not_built("RMQConnectionConfig.get_user_name")

    def get_password(self) -> str:
        """Flink's ``get_password``; not built yet."""
        raise not_built("RMQConnectionConfig.get_password")

    def get_uri(self) -> str:
        """Flink's ``get_uri``; not built yet."""
        raise not_built("RMQConnectionConfig.get_uri")

    def get_network_recovery_interval(self) -> int:
        """Flink's ``get_network_recovery_interval``; not built yet."""
        raise not_built("RMQConnectionConfig.get_network_recovery_interval")

    def is_automatic_recovery(self) -> bool:
        """Flink's ``is_automatic_recovery``; not built yet."""
        raise not_built("RMQConnectionConfig.is_automatic_recovery")

    def is_topology_recovery(self) -> bool:
        """Flink's ``is_topology_recovery``; not built yet."""
        raise not_built("RMQConnectionConfig.is_topology_recovery")

    def get_connection_timeout(self) -> int:
        """Flink's ``get_connection_timeout``; not built yet."""
        raise not_built("RMQConnectionConfig.get_connection_timeout")

    def get_requested_channel_max(self) -> int:
        """Flink's ``get_requested_channel_max``; not built yet."""
        raise not_built("RMQConnectionConfig.get_requested_channel_max")

    def get_requested_frame_max(self) -> int:
        """Flink's ``get_requested_frame_max``; not built yet."""
        raise not_built("RMQConnectionConfig.get_requested_frame_max")

    def get_requested_heartbeat(self) -> int:
        """Flink's ``get_requested_heartbeat``; not built yet."""
        raise not_built("RMQConnectionConfig.get_requested_heartbeat")


class RMQSource(SourceFunction):
    """Flink's ``RMQSource``."""

    def __init__(
        self,
        connection_config: RMQConnectionConfig,
        queue_name: str,
        use_correlation_id: bool,
        deserialization_schema: DeserializationSchema,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("RMQSource")


class RMQSink(SinkFunction):
    """Flink's ``RMQSink``."""

    def __init__(
        self,
        connection_config: RMQConnectionConfig,
        queue_name: str,
        serialization_schema: SerializationSchema,
    ) -> None:
        """Make the object; not built yet."""
        raise not_built("RMQSink")
