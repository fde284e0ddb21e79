"""Mirror of ``pyflink.datastream.connectors.pulsar``."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Union

from drey.pyflink.datastream.connectors.base import Sink, Source
from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.config_options import ConfigOption
    from drey.pyflink.common.serialization import DeserializationSchema, SerializationSchema
    from drey.pyflink.common.time import Duration
    from drey.pyflink.datastream.connectors.base import DeliveryGuarantee

__all__ = [
    "PulsarSource",
    "PulsarSourceBuilder",
    "StartCursor",
    "StopCursor",
    "RangeGenerator",
    "PulsarSink",
    "PulsarSinkBuilder",
    "MessageDelayer",
    "TopicRoutingMode",
]


class StartCursor:
    """Flink's ``StartCursor``."""

    @staticmethod
    def default_start_cursor() -> StartCursor:
        """Flink's ``default_start_cursor``; not built yet."""
        raise not_built("StartCursor.default_start_cursor")

    @staticmethod
    def earliest() -> StartCursor:
        """Flink's ``earliest``; not built yet."""
        raise not_built("StartCursor.earliest")

    @staticmethod
    def latest() -> StartCursor:
        """Flink's ``latest``; not built yet."""
        raise not_built("StartCursor.latest")

    @staticmethod
    def from_message_id(message_id: bytes, inclusive: bool = True) -> StartCursor:
        """Flink's ``from_message_id``; not built yet."""
        raise not_built("StartCursor.from_message_id")

    @staticmethod
    def from_publish_time(timestamp: int) -> StartCursor:
        """Flink's ``from_publish_time``; not built yet."""
        raise not_built("StartCursor.from_publish_time")


class StopCursor:
    """Flink's ``StopCursor``."""

    @staticmethod
    def default_stop_cursor() -> StopCursor:
        """Flink's ``default_stop_cursor``; not built yet."""
        raise not_built("StopCursor.default_stop_cursor")

    @staticmethod
    def never() -> StopCursor:
        """Flink's ``never``; not built yet."""
        raise not_built("StopCursor.never")

    @staticmethod
    def latest() -> StopCursor:
        """Flink's ``latest``; not built yet."""
        raise not_built("StopCursor.latest")

    @staticmethod
    def at_event_time(timestamp: int) -> StopCursor:
        """Flink's ``at_event_time``; not built yet."""
        raise not_built("StopCursor.at_event_time")

    @staticmethod
    def after_event_time(timestamp: int) -> StopCursor:
        """Flink's ``after_event_time``; not built yet."""
        raise not_built("StopCursor.after_event_time")

    @staticmethod
    def at_publish_time(timestamp: int) -> StopCursor:
        """Flink's ``at_publish_time``; not built yet."""
        raise not_built("StopCursor.at_publish_time")

    @staticmethod
    def after_publish_time(timestamp: int) -> StopCursor:
        """Flink's ``after_publish_time``; not built yet."""
        raise not_built("StopCursor.after_publish_time")

    @staticmethod
    def at_message_id(message_id: bytes) -> StopCursor:
        """Flink's ``at_message_id``; not built yet."""
        raise not_built("StopCursor.at_message_id")

    @staticmethod
    def after_message_id(message_id: bytes) -> StopCursor:
        """Flink's ``after_message_id``; not built yet."""
        raise not_built("StopCursor.after_message_id")


class RangeGenerator:
    """Flink's ``RangeGenerator``."""

    @staticmethod
    def full() -> RangeGenerator:
        """Flink's ``full``; not built yet."""
        raise not_built("RangeGenerator.full")

    @staticmethod
    def fixed_key(
        support_null_key: bool = False,
        keys: Optional[Union[str, List[str]]] = None,
        key_bytes: Optional[bytes] = None,
        ordering_key_bytes: Optional[bytes] = None,
    ) -> RangeGenerator:
        """Flink's ``fixed_key``; not built yet."""
        raise not_built("RangeGenerator.fixed_key")


class PulsarSource(Source):
    """Flink's ``PulsarSource``."""

    @staticmethod
    def builder() -> PulsarSourceBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("PulsarSource.builder")


class PulsarSourceBuilder:
    """Flink's ``PulsarSourceBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def set_admin_url(self, admin_url: str) -> PulsarSourceBuilder:
        """Flink's ``set_admin_url``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_admin_url")

    def set_service_url(self, service_url: str) -> PulsarSourceBuilder:
        """Flink's ``set_service_url``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_service_url")

    def set_subscription_name(self, subscription_name: str) -> PulsarSourceBuilder:
        """Flink's ``set_subscription_name``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_subscription_name")

    def set_topics(self, topics: Union[str, List[str]]) -> PulsarSourceBuilder:
        """Flink's ``set_topics``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_topics")

    def set_topic_pattern(self, topic_pattern: str) -> PulsarSourceBuilder:
        """Flink's ``set_topic_pattern``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_topic_pattern")

    def set_consumer_name(self, consumer_name: str) -> PulsarSourceBuilder:
        """Flink's ``set_consumer_name``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_consumer_name")

    def set_range_generator(self, range_generator: RangeGenerator) -> PulsarSourceBuilder:
        """Flink's ``set_range_generator``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_range_generator")

    def set_start_cursor(self, start_cursor: StartCursor) -> PulsarSourceBuilder:
        """Flink's ``set_start_cursor``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_start_cursor")

    def set_unbounded_stop_cursor(self, stop_cursor: StopCursor) -> PulsarSourceBuilder:
        """Flink's ``set_unbounded_stop_cursor``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_unbounded_stop_cursor")

    def set_bounded_stop_cursor(self, stop_cursor: StopCursor) -> PulsarSourceBuilder:
        """Flink's ``set_bounded_stop_cursor``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_bounded_stop_cursor")

    def set_deserialization_schema(
        self, deserialization_schema: DeserializationSchema
    ) -> PulsarSourceBuilder:
        """Flink's ``set_deserialization_schema``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_deserialization_schema")

    def set_authentication(
        self, auth_plugin_class_name: str, auth_params_string: Union[str, Dict[str, str]]
    ) -> PulsarSourceBuilder:
        """Flink's ``set_authentication``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_authentication")

    def set_config(self, key: Union[str, ConfigOption], value: Any) -> PulsarSourceBuilder:
        """Flink's ``set_config``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_config")

    def set_config_with_dict(self, config: dict[Any, Any]) -> PulsarSourceBuilder:
        """Flink's ``set_config_with_dict``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_config_with_dict")

    def set_properties(self, config: dict[Any, Any]) -> PulsarSourceBuilder:
        """Flink's ``set_properties``; not built yet."""
        raise not_built("PulsarSourceBuilder.set_properties")

    def build(self) -> PulsarSource:
        """Flink's ``build``; not built yet."""
        raise not_built("PulsarSourceBuilder.build")


class TopicRoutingMode(Enum):
    """Flink's ``TopicRoutingMode``."""

    ROUND_ROBIN = 0
    MESSAGE_KEY_HASH = 1
    CUSTOM = 2


class MessageDelayer:
    """Flink's ``MessageDelayer``."""

    @staticmethod
    def never() -> MessageDelayer:
        """Flink's ``never``; not built yet."""
        raise not_built("MessageDelayer.never")

    @staticmethod
    def fixed(duration: Duration) -> MessageDelayer:
        """Flink's ``fixed``; not built yet."""
        raise not_built("MessageDelayer.fixed")


class PulsarSink(Sink):
    """Flink's ``PulsarSink``."""

    @staticmethod
    def builder() -> PulsarSinkBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("PulsarSink.builder")


class PulsarSinkBuilder:
    """Flink's ``PulsarSinkBuilder``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def set_admin_url(self, admin_url: str) -> PulsarSinkBuilder:
        """Flink's ``set_admin_url``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_admin_url")

    def set_service_url(self, service_url: str) -> PulsarSinkBuilder:
        """Flink's ``set_service_url``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_service_url")

    def set_producer_name(self, producer_name: str) -> PulsarSinkBuilder:
        """Flink's ``set_producer_name``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_producer_name")

    def set_topics(self, topics: Union[str, List[str]]) -> PulsarSinkBuilder:
        """Flink's ``set_topics``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_topics")

    def set_delivery_guarantee(self, delivery_guarantee: DeliveryGuarantee) -> PulsarSinkBuilder:
        """Flink's ``set_delivery_guarantee``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_delivery_guarantee")

    def set_topic_routing_mode(self, topic_routing_mode: TopicRoutingMode) -> PulsarSinkBuilder:
        """Flink's ``set_topic_routing_mode``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_topic_routing_mode")

    def set_topic_router(self, topic_router_class_name: str) -> PulsarSinkBuilder:
        """Flink's ``set_topic_router``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_topic_router")

    def set_serialization_schema(self, serialization_schema: SerializationSchema) -> PulsarSinkBuilder:
        """Flink's ``set_serialization_schema``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_serialization_schema")

    def set_authentication(
        self, auth_plugin_class_name: str, auth_params_string: Union[str, Dict[str, str]]
    ) -> PulsarSinkBuilder:
        """Flink's ``set_authentication``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_authentication")

    def delay_sending_message(self, message_delayer: MessageDelayer) -> PulsarSinkBuilder:
        """Flink's ``delay_sending_message``; not built yet."""
        raise not_built("PulsarSinkBuilder.delay_sending_message")

    def set_config(self, key: str, value: Any) -> PulsarSinkBuilder:
        """Flink's ``set_config``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_config")

    def set_properties(self, config: dict[Any, Any]) -> PulsarSinkBuilder:
        """Flink's ``set_properties``; not built yet."""
        raise not_built("PulsarSinkBuilder.set_properties")

    def build(self) -> PulsarSink:
        """Flink's ``build``; not built yet."""
        raise not_built("PulsarSinkBuilder.build")
