"""Contracts between the engine and connectors."""

from drey.connectors.api.factory import SinkAbilities, SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.sink import Committer, Sink, SinkWriter
from drey.connectors.api.source import (
    Fetched,
    FixedSplitEnumerator,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    SplitReader,
)

__all__ = [
    "Committer",
    "Fetched",
    "FixedSplitEnumerator",
    "Sink",
    "SinkAbilities",
    "SinkWriter",
    "Source",
    "SourceAbilities",
    "SourceReader",
    "SourceSplit",
    "SplitEnumerator",
    "SplitReader",
    "TableFactory",
    "TableSpec",
]
