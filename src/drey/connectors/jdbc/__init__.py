"""The ``jdbc`` connector: tables of databases, by Python's drivers; SQLite is built."""

from __future__ import annotations

from collections.abc import Mapping

from drey.connectors.api.factory import SinkAbilities, SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.lookup import LookupReader
from drey.connectors.api.sink import Sink
from drey.connectors.api.source import Source
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.dialects import dialect_of
from drey.connectors.jdbc.lookup import cache_of, create_lookup, reload_of
from drey.connectors.jdbc.sink import JdbcSink
from drey.connectors.jdbc.source import JdbcSource
from drey.errors import OptionError, ValidationError, did_you_mean
from drey.types import logical as t
from drey.types.changelog import INSERT_ONLY, UPSERT


class JdbcFactory(TableFactory):
    """``'connector' = 'jdbc'``."""

    identifier = "jdbc"
    required = o.REQUIRED
    optional = o.OPTIONAL

    def validate(self, spec: TableSpec) -> None:
        super().validate(spec)
        dialect = dialect_of(spec.options)
        for field in spec.row_type.fields:
            dialect.column_type(field.type)
        self._validate_limits(spec)
        self._validate_partitions(spec)
        if cache_of(spec) == "FULL":
            reload_of(spec)

    @staticmethod
    def _validate_limits(spec: TableSpec) -> None:
        for retries in (o.LOOKUP_RETRIES, o.MAX_RETRIES):
            if retries.require(spec.options) < 0:
                raise OptionError(
                    f"'{retries.key}' shouldn't be negative", detail=f"it is {spec.options[retries.key]}"
                )
        if o.CONNECT_TIMEOUT.require(spec.options).total_seconds() < 1:
            raise OptionError(
                f"'{o.CONNECT_TIMEOUT.key}' shouldn't be shorter than a second",
                detail=f"it is {spec.options[o.CONNECT_TIMEOUT.key]}",
            )

    @staticmethod
    def _validate_partitions(spec: TableSpec) -> None:
        given = [option.key for option in o.PARTITION if option.key in spec.options]
        if given and len(given) < len(o.PARTITION):
            missing = [option.key for option in o.PARTITION if option.key not in spec.options]
            raise OptionError(
                "a partitioned scan needs all of its options", detail="missing: " + ", ".join(missing)
            )
        if not given:
            return
        lower, upper = o.PARTITION_LOWER.require(spec.options), o.PARTITION_UPPER.require(spec.options)
        if lower > upper:
            raise OptionError(
                f"'{o.PARTITION_LOWER.key}' = {lower} is above '{o.PARTITION_UPPER.key}' = {upper}"
            )
        if o.PARTITION_NUM.require(spec.options) < 1:
            raise OptionError(f"'{o.PARTITION_NUM.key}' must be at least 1")
        name = o.PARTITION_COLUMN.require(spec.options)
        index = spec.row_type.index_of(name)
        if index is None:
            raise ValidationError(
                f"'{o.PARTITION_COLUMN.key}' names no column: '{name}'",
                hint=did_you_mean(name, spec.row_type.names),
            )
        if not isinstance(spec.row_type.fields[index].type, t.NumericType):
            raise ValidationError(
                f"'{o.PARTITION_COLUMN.key}' must be a number", detail=f"column {spec.row_type.fields[index]}"
            )

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        filters = o.FILTERS.require(spec.options).lower() == "always"
        return SourceAbilities(bounded=True, filters=filters, limit=True, lookup=True)

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        return SinkAbilities(UPSERT if spec.primary_key else INSERT_ONLY)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        return JdbcSource(spec, dialect_of(spec.options))

    def create_lookup(self, spec: TableSpec, keys: tuple[str, ...]) -> LookupReader:
        return create_lookup(spec, dialect_of(spec.options), keys)

    def create_sink(self, spec: TableSpec) -> Sink:
        return JdbcSink(spec, dialect_of(spec.options))
