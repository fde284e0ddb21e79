"""Mirror of ``pyflink.datastream.connectors.hybrid_source``."""

from __future__ import annotations

from drey.pyflink.datastream.connectors.base import Source
from drey.pyflink.not_built import not_built

__all__ = ["HybridSource", "HybridSourceBuilder"]


class HybridSource(Source):
    """Flink's ``HybridSource``."""

    @staticmethod
    def builder(first_source: Source) -> HybridSourceBuilder:
        """Flink's ``builder``; not built yet."""
        raise not_built("HybridSource.builder")


class HybridSourceBuilder:
    """Flink's ``HybridSourceBuilder``."""

    def add_source(self, source: Source) -> HybridSourceBuilder:
        """Flink's ``add_source``; not built yet."""
        raise not_built("HybridSourceBuilder.add_source")

    def build(self) -> HybridSource:
        """Flink's ``build``; not built yet."""
        raise not_built("HybridSourceBuilder.build")
