"""Mirror of ``pyflink.datastream.connectors.cassandra``."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from drey.pyflink.not_built import not_built

if TYPE_CHECKING:
    from drey.pyflink.common.time import Duration

__all__ = [
    "CassandraSink",
    "ConsistencyLevel",
    "MapperOptions",
    "ClusterBuilder",
    "CassandraCommitter",
    "CassandraFailureHandler",
]


class ConsistencyLevel(Enum):
    """Flink's ``ConsistencyLevel``."""

    ANY = 0
    ONE = 1
    TWO = 2
    THREE = 3
    QUORUM = 4
    ALL = 5
    LOCAL_QUORUM = 6
    EACH_QUORUM = 7
    SERIAL = 8
    LOCAL_SERIAL = 9
    LOCAL_ONE = 10


class MapperOptions:
    """Flink's ``MapperOptions``."""

    def __init__(self) -> None:
        """Make an empty object."""

    def ttl(self, ttl: int) -> MapperOptions:
        """Flink's ``ttl``; not built yet."""
        raise not_built("MapperOptions.ttl")

    def timestamp(self, timestamp: int) -> MapperOptions:
        """Flink's ``timestamp``; not built yet."""
        raise not_built("MapperOptions.timestamp")

    def consistency_level(self, cl: ConsistencyLevel) -> MapperOptions:
        """Flink's ``consistency_level``; not built yet."""
        raise not_built("MapperOptions.consistency_level")

    def tracing(self, enabled: bool) -> MapperOptions:
        """Flink's ``tracing``; not built yet."""
        raise not_built("MapperOptions.tracing")

    def save_null_fields(self, enabled: bool) -> MapperOptions:
        """Flink's ``save_null_fields``; not built yet."""
        raise not_built("MapperOptions.save_null_fields")

    def if_not_exists(self, enabled: bool) -> MapperOptions:
        """Flink's ``if_not_exists``; not built yet."""
        raise not_built("MapperOptions.if_not_exists")


class ClusterBuilder:
    """Flink's ``ClusterBuilder``."""


class CassandraCommitter:
    """Flink's ``CassandraCommitter``."""

    @staticmethod
    def default_checkpoint_committer(
        builder: ClusterBuilder, key_space: str | None = None
    ) -> CassandraCommitter:
        """Flink's ``default_checkpoint_committer``; not built yet."""
        raise not_built("CassandraCommitter.default_checkpoint_committer")


class CassandraFailureHandler:
    """Flink's ``CassandraFailureHandler``."""

    @staticmethod
    def no_op() -> CassandraFailureHandler:
        """Flink's ``no_op``; not built yet."""
        raise not_built("CassandraFailureHandler.no_op")


class CassandraSink:
    """Flink's ``CassandraSink``."""

    class CassandraSinkBuilder:
        """Flink's ``CassandraSinkBuilder``."""

        def set_query(self, query: str) -> CassandraSink.CassandraSinkBuilder:
            """Flink's ``set_query``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.set_query")

        def set_host(self, host: str, port: int = 9042) -> CassandraSink.CassandraSinkBuilder:
            """Flink's ``set_host``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.set_host")

        def set_cluster_builder(self, builder: ClusterBuilder) -> CassandraSink.CassandraSinkBuilder:
            """Flink's ``set_cluster_builder``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.set_cluster_builder")

        def enable_write_ahead_log(
            self, committer: CassandraCommitter | None = None
        ) -> CassandraSink.CassandraSinkBuilder:
            """Flink's ``enable_write_ahead_log``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.enable_write_ahead_log")

        def set_mapper_options(self, options: MapperOptions) -> CassandraSink.CassandraSinkBuilder:
            """Flink's ``set_mapper_options``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.set_mapper_options")

        def set_failure_handler(
            self, failure_handler: CassandraFailureHandler
        ) -> CassandraSink.CassandraSinkBuilder:
            """Flink's ``set_failure_handler``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.set_failure_handler")

        def set_max_concurrent_requests(
            self, max_concurrent_requests: int, duration: Duration | None = None
        ) -> CassandraSink.CassandraSinkBuilder:
            """Flink's ``set_max_concurrent_requests``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.set_max_concurrent_requests")

        def enable_ignore_null_fields(self) -> CassandraSink.CassandraSinkBuilder:
            """Flink's ``enable_ignore_null_fields``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.enable_ignore_null_fields")

        def build(self) -> CassandraSink:
            """Flink's ``build``; not built yet."""
            raise not_built("CassandraSink.CassandraSinkBuilder.build")

    def name(self, name: str) -> CassandraSink:
        """Flink's ``name``; not built yet."""
        raise not_built("CassandraSink.name")

    def uid(self, uid: str) -> CassandraSink:
        """Flink's ``uid``; not built yet."""
        raise not_built("CassandraSink.uid")

    def set_uid_hash(self, uid_hash: str) -> CassandraSink:
        """Flink's ``set_uid_hash``; not built yet."""
        raise not_built("CassandraSink.set_uid_hash")

    def set_parallelism(self, parallelism: int) -> CassandraSink:
        """Flink's ``set_parallelism``; not built yet."""
        raise not_built("CassandraSink.set_parallelism")

    def disable_chaining(self) -> CassandraSink:
        """Flink's ``disable_chaining``; not built yet."""
        raise not_built("CassandraSink.disable_chaining")

    def slot_sharing_group(self, slot_sharing_group: str) -> CassandraSink:
        """Flink's ``slot_sharing_group``; not built yet."""
        raise not_built("CassandraSink.slot_sharing_group")

    @staticmethod
    def add_sink(input: Any) -> CassandraSinkBuilder:
        """Flink's ``add_sink``; not built yet."""
        raise not_built("CassandraSink.add_sink")
