"""Contracts between the engine and connectors."""

from drey.connectors.api.factory import SinkAbilities, SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.lookup import LookupReader
from drey.connectors.api.sink import Committer, Sink, SinkWriter, WriterContext
from drey.connectors.api.source import (
    Fetched,
    FixedSplitEnumerator,
    ReaderContext,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    SplitReader,
    cut,
)

__all__ = [
    "Committer",
    "Fetched",
    "FixedSplitEnumerator",
    "LookupReader",
    "ReaderContext",
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
    "WriterContext",
    "cut",
]
