"""How tables find their connector: factories by identifier, and the plain specs that they work from."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import field
from typing import Any, ClassVar, Self

from drey.connectors.api.lookup import LookupReader
from drey.connectors.api.sink import Sink
from drey.connectors.api.source import Source
from drey.errors import ValidationError
from drey.options import ConfigOption, check_options
from drey.records import record
from drey.rex.nodes import RexNode
from drey.rex.serde import rex_from_json, rex_to_json, row_type_from_json, row_type_to_json
from drey.types.changelog import INSERT_ONLY, ChangelogMode
from drey.types.logical import LogicalType, RowType

Json = Any


@record
class TableSpec:
    """A table as its connector sees it: everything plain, so that it travels in the job graph.

    Args:
        path: The table's name, for messages.
        options: The WITH options, ``connector`` included.
        row_type: The physical columns (for a sink: physical and persisted metadata columns).
        partition_keys: The columns of PARTITIONED BY.
        primary_key: The columns of the primary key, empty if none.
        time_zone: The session time zone.
        projection: Source: the columns to produce, in order; None for all of ``row_type``.
        filters: Source: accepted predicates over ``row_type``; rows that don't satisfy them may be left out.
        limit: Source: enough rows.
        metadata: Source: metadata keys to produce behind the projected columns, with their types. Sink: those
            to write, with their types.
        metadata_columns: Sink: for each key of ``metadata`` the column of ``row_type`` that holds it.
        static_partition: Sink: constants of ``INSERT INTO t PARTITION (k = v)``.
        overwrite: Sink: INSERT OVERWRITE.
        upsert_keys: Sink: the unique key of the query, for connectors that can do with it.
        resource: The key of a binary resource of the job graph, for collections.
    """

    path: str
    options: Mapping[str, str]
    row_type: RowType
    partition_keys: tuple[str, ...] = ()
    primary_key: tuple[str, ...] = ()
    time_zone: str = "UTC"
    projection: tuple[str, ...] | None = None
    filters: tuple[RexNode, ...] = ()
    limit: int | None = None
    metadata: tuple[tuple[str, LogicalType], ...] = ()
    metadata_columns: tuple[str, ...] = ()
    static_partition: Mapping[str, str] = field(default_factory=dict)
    overwrite: bool = False
    upsert_keys: tuple[str, ...] = ()
    resource: str | None = None

    @property
    def connector(self) -> str:
        return self.options["connector"]

    @property
    def produced(self) -> RowType:
        """The columns that a source with this spec produces; a metadata column whose key is taken is renamed."""
        names = self.row_type.names if self.projection is None else self.projection
        physical = [(n, self.row_type.fields[self.row_type.names.index(n)].type) for n in names]
        columns = dict(physical)
        for key, type_ in self.metadata:
            columns[f"$metadata${len(columns)}${key}" if key in columns else key] = type_
        return RowType.of(*columns.items(), nullable=False)

    def to_json(self) -> Json:
        return {
            "path": self.path,
            "options": dict(self.options),
            "row_type": row_type_to_json(self.row_type),
            "partition_keys": list(self.partition_keys),
            "primary_key": list(self.primary_key),
            "time_zone": self.time_zone,
            "projection": None if self.projection is None else list(self.projection),
            "filters": [rex_to_json(f) for f in self.filters],
            "limit": self.limit,
            "metadata": row_type_to_json(RowType.of(*self.metadata)),
            "metadata_columns": list(self.metadata_columns),
            "static_partition": dict(self.static_partition),
            "overwrite": self.overwrite,
            "upsert_keys": list(self.upsert_keys),
            "resource": self.resource,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        metadata = row_type_from_json(data["metadata"])
        return cls(
            path=data["path"],
            options=data["options"],
            row_type=row_type_from_json(data["row_type"]),
            partition_keys=tuple(data["partition_keys"]),
            primary_key=tuple(data["primary_key"]),
            time_zone=data["time_zone"],
            projection=None if data["projection"] is None else tuple(data["projection"]),
            filters=tuple(rex_from_json(f) for f in data["filters"]),
            limit=data["limit"],
            metadata=tuple((f.name, f.type) for f in metadata.fields),
            metadata_columns=tuple(data.get("metadata_columns", ())),
            static_partition=data["static_partition"],
            overwrite=data["overwrite"],
            upsert_keys=tuple(data["upsert_keys"]),
            resource=data["resource"],
        )


@record
class SourceAbilities:
    """What a source can do, told to the planner as plain values.

    Args:
        bounded: True if the input ends.
        changelog: The kinds of change that it produces.
        projection: True if it reads only the columns asked for.
        filters: True if it wants to see predicates (it uses those that it can and may ignore the rest; the
            planner keeps them all).
        limit: True if it can stop early.
        metadata: The metadata keys that it offers, with their types.
        lookup: True if rows can be asked for by key.
        watermarks: True if event time is to be found for each split by itself, because splits are read side by side.
    """

    bounded: bool
    changelog: ChangelogMode = INSERT_ONLY
    projection: bool = True
    filters: bool = False
    limit: bool = False
    metadata: Mapping[str, LogicalType] = field(default_factory=dict)
    lookup: bool = False
    watermarks: bool = False


@record
class SinkAbilities:
    """What a sink accepts.

    Args:
        changelog: The kinds of change that it takes; without UPDATE_BEFORE it is an upsert sink.
        overwrite: True if INSERT OVERWRITE works.
        partitions: True if static and dynamic partitions work.
        metadata: The metadata keys that can be written, with their types.
    """

    changelog: ChangelogMode = INSERT_ONLY
    overwrite: bool = False
    partitions: bool = False
    metadata: Mapping[str, LogicalType] = field(default_factory=dict)


class TableFactory(ABC):
    """Makes sources and sinks of one connector. Stateless; one instance per process.

    ``in_user_process`` is true if the sinks keep what they get in the memory of the user's process, so that they must
    not run in a worker.
    """

    in_user_process: ClassVar[bool] = False
    identifier: ClassVar[str]
    required: ClassVar[tuple[ConfigOption[Any], ...]] = ()
    optional: ClassVar[tuple[ConfigOption[Any], ...]] = ()

    def validate(self, spec: TableSpec) -> None:
        """Refuse options that don't fit. Formats check their own prefix."""
        options = {k: v for k, v in spec.options.items() if k not in ("connector", "property-version")}
        check_options(f"connector '{self.identifier}'", options, self.required, self.optional)

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        """What a source of this spec can do. Touches no external system."""
        raise self._one_way("sink", "source", spec)

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        """What a sink of this spec accepts. Touches no external system."""
        raise self._one_way("source", "sink", spec)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        """The source of a spec; opens nothing yet."""
        raise self._one_way("sink", "source", spec)

    def create_lookup(self, spec: TableSpec, keys: tuple[str, ...]) -> LookupReader:
        """Finds rows of a spec by these columns; opens nothing yet. For sources whose abilities have ``lookup``."""
        raise ValidationError(
            f"Connector '{self.identifier}' can't look rows up by key.", detail=f"table {spec.path}"
        )

    def create_sink(self, spec: TableSpec) -> Sink:
        """The sink of a spec; opens nothing yet."""
        raise self._one_way("source", "sink", spec)

    def _one_way(self, is_: str, is_not: str, spec: TableSpec) -> ValidationError:
        return ValidationError(
            f"Connector '{self.identifier}' can only be used as a {is_}. It cannot be used as a {is_not}.",
            detail=f"table {spec.path}",
        )
