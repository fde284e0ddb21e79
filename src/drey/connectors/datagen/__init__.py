"""The ``datagen`` connector: random rows and sequences at a given rate."""

from __future__ import annotations

from collections.abc import Mapping

from drey.connectors.api.factory import SourceAbilities, TableFactory, TableSpec
from drey.connectors.api.source import Source
from drey.connectors.datagen import options as o
from drey.connectors.datagen.generators import ColumnGenerator, column_generator
from drey.connectors.datagen.source import DatagenSource
from drey.errors import OptionError
from drey.options import check_options


class DatagenFactory(TableFactory):
    """``'connector' = 'datagen'``."""

    identifier = "datagen"
    optional = (o.ROWS_PER_SECOND, o.NUMBER_OF_ROWS, o.SCAN_PARALLELISM)

    def validate(self, spec: TableSpec) -> None:
        options = {k: v for k, v in spec.options.items() if k not in ("connector", "property-version")}
        known = (*self.optional, *o.column_options(spec.row_type))
        check_options(f"connector '{self.identifier}'", options, (), known)
        if o.ROWS_PER_SECOND.require(options) < 1:
            raise OptionError(f"'{o.ROWS_PER_SECOND.key}' must be at least 1")
        self._columns(spec)

    @staticmethod
    def _columns(spec: TableSpec) -> dict[str, ColumnGenerator]:
        return {f.name: column_generator(f.name, f.type, spec.options) for f in spec.row_type.fields}

    def _rows(self, spec: TableSpec) -> int | None:
        """The number of rows: the smallest of ``number-of-rows`` and the lengths of all sequences."""
        limits = [column.rows for column in self._columns(spec).values()]
        counts = [n for n in (*limits, o.NUMBER_OF_ROWS.get(spec.options)) if n is not None]
        return min(counts, default=None)

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        return SourceAbilities(bounded=self._rows(spec) is not None, limit=True)

    def create_source(self, spec: TableSpec, resources: Mapping[str, bytes]) -> Source:
        rows = self._rows(spec)
        if spec.limit is not None:
            rows = spec.limit if rows is None else min(rows, spec.limit)
        per_second = o.ROWS_PER_SECOND.require(spec.options)
        return DatagenSource(spec.produced, self._columns(spec), rows, per_second)
