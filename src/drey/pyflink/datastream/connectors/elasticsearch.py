"""Mirror of ``pyflink.datastream.connectors.elasticsearch``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, List, Union

from drey.pyflink.datastream.connectors.base import Sink
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.datastream.connectors.base import DeliveryGuarantee

__all__ = [
    "FlushBackoffType",
    "ElasticsearchEmitter",
    "Elasticsearch6SinkBuilder",
    "Elasticsearch7SinkBuilder",
    "ElasticsearchSink",
]


class FlushBackoffType(Enum):
    """Flink's ``FlushBackoffType``."""

    CONSTANT = "CONSTANT"
    EXPONENTIAL = "EXPONENTIAL"
    NONE = "NONE"


class ElasticsearchEmitter:
    """Flink's ``ElasticsearchEmitter``."""

    @staticmethod
    def static_index(
        index: str, key_field: str | None = None, doc_type: str | None = None
    ) -> ElasticsearchEmitter:
        """Flink's ``static_index``; not built yet."""
        raise not_built("ElasticsearchEmitter.static_index")

    @staticmethod
    def dynamic_index(
        index_field: str, key_field: str | None = None, doc_type: str | None = None
    ) -> ElasticsearchEmitter:
        """Flink's ``dynamic_index``; not built yet."""
        raise not_built("ElasticsearchEmitter.dynamic_index")


class ElasticsearchSinkBuilderBase(ABC):
    """Flink's ``ElasticsearchSinkBuilderBase``."""

    def __init__(self) -> None:
        """Make an empty object."""

    @abstractmethod
    def get_http_host_class(self) -> Any:
        """Flink's ``get_http_host_class``"""

    def set_emitter(self, emitter: ElasticsearchEmitter) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_emitter``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_emitter")

    def set_hosts(self, hosts: Union[str, List[str]]) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_hosts``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_hosts")

    def set_delivery_guarantee(self, delivery_guarantee: DeliveryGuarantee) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_delivery_guarantee``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_delivery_guarantee")

    def set_bulk_flush_max_actions(self, num_max_actions: int) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_bulk_flush_max_actions``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_bulk_flush_max_actions")

    def set_bulk_flush_max_size_mb(self, max_size_mb: int) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_bulk_flush_max_size_mb``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_bulk_flush_max_size_mb")

    def set_bulk_flush_interval(self, interval_millis: int) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_bulk_flush_interval``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_bulk_flush_interval")

    def set_bulk_flush_backoff_strategy(
        self, flush_backoff_type: FlushBackoffType, max_retries: int, delay_millis: int
    ) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_bulk_flush_backoff_strategy``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_bulk_flush_backoff_strategy")

    def set_connection_username(self, username: str) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_connection_username``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_connection_username")

    def set_connection_password(self, password: str) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_connection_password``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_connection_password")

    def set_connection_path_prefix(self, prefix: str) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_connection_path_prefix``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_connection_path_prefix")

    def set_connection_request_timeout(self, timeout: int) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_connection_request_timeout``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_connection_request_timeout")

    def set_connection_timeout(self, timeout: int) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_connection_timeout``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_connection_timeout")

    def set_socket_timeout(self, timeout: int) -> ElasticsearchSinkBuilderBase:
        """Flink's ``set_socket_timeout``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.set_socket_timeout")

    def build(self) -> ElasticsearchSink:
        """Flink's ``build``; not built yet."""
        raise not_built("ElasticsearchSinkBuilderBase.build")


class Elasticsearch6SinkBuilder(ElasticsearchSinkBuilderBase):
    """Flink's ``Elasticsearch6SinkBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def get_http_host_class(self) -> Any:
        """Flink's ``get_http_host_class``; not built yet."""
        raise not_built("Elasticsearch6SinkBuilder.get_http_host_class")


class Elasticsearch7SinkBuilder(ElasticsearchSinkBuilderBase):
    """Flink's ``Elasticsearch7SinkBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def get_http_host_class(self) -> Any:
        """Flink's ``get_http_host_class``; not built yet."""
        raise not_built("Elasticsearch7SinkBuilder.get_http_host_class")


class ElasticsearchSink(Sink):
    """Flink's ``ElasticsearchSink``."""
