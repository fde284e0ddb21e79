"""The ``collection`` connector: rows that the program itself holds, as an Arrow IPC resource of the job.

``from_elements`` and ``from_pandas`` make such tables. The resource has the table's columns by name, and a
column ``$kind`` (Int8) if the collection holds changes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping

import polars as pl

from drey.connectors.api.factory import SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.source import (
    Fetched,
    FixedSplitEnumerator,
    Source,
    SourceReader,
    SourceSplit,
    SplitEnumerator,
    SplitReader,
)
from drey.errors import ConnectorError
from drey.options import ConfigOption
from drey.types.changelog import ALL_CHANGES, INSERT_ONLY
from drey.types.polars_types import polars_schema

BOUNDED = ConfigOption("bounded", bool, True, description="whether the table counts as bounded")
CHANGES = ConfigOption("changes", bool, False, description="whether the resource has a column $kind")
KIND_COLUMN = "$kind"


class CollectionEnumerator(FixedSplitEnumerator):
    """The whole collection is one split."""

    def splits(self) -> list[SourceSplit]:
        return [SourceSplit("collection", {"row": 0})]


class CollectionReader(SplitReader):
    """Slices the resource; a split's position is the number of rows read."""

    def __init__(self, spec: TableSpec, resource: bytes) -> None:
        super().__init__()
        self._spec = spec
        self._resource = resource

    def read(self, split: SourceSplit, max_rows: Callable[[], int]) -> Iterator[Fetched]:
        frame = pl.read_ipc(io.BytesIO(self._resource))
        kinds = [pl.col(KIND_COLUMN).cast(pl.Int8)] if CHANGES.get(self._spec.options) else []
        schema = polars_schema(self._spec.produced)
        rows = frame.select([pl.col(name).cast(dtype) for name, dtype in schema.items()] + kinds)
        start = split.position["row"]
        stop = rows.height if self._spec.limit is None else min(rows.height, self._spec.limit)
        while True:
            end = min(start + max_rows(), stop)
            following = SourceSplit(split.id, {"row": end}) if end < stop else None
            yield Fetched(rows.slice(start, max(end - start, 0)), following, split.id)
            if following is None:
                return
            start = end


class CollectionSource(Source):
    """A collection, configured."""

    def __init__(self, spec: TableSpec, resource: bytes) -> None:
        self._spec = spec
        self._resource = resource

    def create_enumerator(self) -> SplitEnumerator:
        return CollectionEnumerator()

    def create_reader(self) -> SourceReader:
        return CollectionReader(self._spec, self._resource)


class CollectionFactory(TableFactory):
    """``'connector' = 'collection'``; made by programs, not by users' DDL."""

    identifier = "collection"
    optional = (BOUNDED, CHANGES)

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        changes = ALL_CHANGES if CHANGES.get(spec.options) else INSERT_ONLY
        return SourceAbilities(bounded=BOUNDED.get(spec.options) is True, changelog=changes, limit=True)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        if spec.resource is None or spec.resource not in resources:
            raise ConnectorError(
                "the rows of a collection are missing", detail=f"table {spec.path}, resource {spec.resource}"
            )
        return CollectionSource(spec, resources[spec.resource])
