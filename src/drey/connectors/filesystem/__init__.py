"""The ``filesystem`` connector: files of local directories, read bounded or watched, written exactly once."""

from __future__ import annotations

from collections.abc import Mapping

from drey.connectors.api.factory import SinkAbilities, SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.format import FormatSpec
from drey.connectors.api.sink import Sink
from drey.connectors.api.source import Source
from drey.connectors.filesystem import options as o
from drey.connectors.filesystem.paths import local_path
from drey.connectors.filesystem.sink import FileSink, sink_table
from drey.connectors.filesystem.source import FileSource, FileTable
from drey.connectors.formats.registry import format_factory
from drey.connectors.predicates import simple_predicates
from drey.errors import OptionError, ValidationError
from drey.options import check_options
from drey.types import logical as t

METADATA: dict[str, t.LogicalType] = {
    "file.path": t.string_type(nullable=False),
    "file.name": t.string_type(nullable=False),
    "file.size": t.BigIntType(nullable=False),
    "file.modification-time": t.LocalZonedTimestampType(3, nullable=False),
}


class FilesystemFactory(TableFactory):
    """``'connector' = 'filesystem'``."""

    identifier = "filesystem"
    required = o.REQUIRED
    optional = o.OPTIONAL

    def validate(self, spec: TableSpec) -> None:
        options = {k: v for k, v in spec.options.items() if k not in ("connector", "property-version")}
        form = format_factory(o.FORMAT.require(options))
        prefix = f"{form.identifier}."
        own = {k: v for k, v in options.items() if not k.startswith(prefix)}
        check_options(f"connector '{self.identifier}'", own, self.required, self.optional)
        form.validate(options)
        interval = o.MONITOR_INTERVAL.get(options)
        if interval is not None and interval.total_seconds() <= 0:
            raise OptionError(
                f"'{o.MONITOR_INTERVAL.key}' must be longer than nothing",
                hint="leave it out to read what is there once",
            )
        missing = [key for key in spec.partition_keys if key not in spec.row_type.names]
        if missing:
            raise ValidationError(f"partition key '{missing[0]}' is no column", detail=f"table {spec.path}")
        if spec.partition_keys and len(spec.partition_keys) == len(spec.row_type.fields):
            raise OptionError("a table needs a column beside its partition keys", detail=f"table {spec.path}")

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        return SourceAbilities(
            bounded=o.MONITOR_INTERVAL.get(spec.options) is None, filters=True, limit=True, metadata=METADATA
        )

    def sink_abilities(self, spec: TableSpec) -> SinkAbilities:
        return SinkAbilities(overwrite=True, partitions=True)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        record = t.RowType(tuple(f for f in spec.row_type.fields if f.name not in spec.partition_keys))
        predicates = simple_predicates(spec.filters, spec.row_type)
        wanted = {*(spec.projection or spec.row_type.names), *(p.column for p in predicates)}
        # At least one column is decoded, for a frame's height comes from its columns.
        decoded = tuple(name for name in record.names if name in wanted) or record.names[:1]
        form = format_factory(o.FORMAT.require(spec.options))
        interval = o.MONITOR_INTERVAL.get(spec.options)
        return FileSource(
            FileTable(
                spec=spec,
                path=local_path(o.PATH.require(spec.options)),
                regex=o.PATH_REGEX.get(spec.options),
                monitor_interval=None if interval is None else interval.total_seconds(),
                decoding=form.decoding(FormatSpec(record, spec.options, decoded, spec.time_zone, spec.path)),
                decoded=decoded,
                predicates=predicates,
                default_partition=o.DEFAULT_PARTITION.require(spec.options),
            )
        )

    def create_sink(self, spec: TableSpec) -> Sink:
        return FileSink(sink_table(spec))
