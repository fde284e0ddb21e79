"""The ``data-stream`` connector: a stream of Python objects that the program has, as a table.

Made by ``from_data_stream`` and ``from_changelog_stream``. There is no reader: the planner puts the stream's own
operators, and behind them one that makes columns of objects, where the scan would be.
"""

from __future__ import annotations

from drey.connectors.api.factory import SourceAbilities, TableFactory, TableSpec
from drey.options import ConfigOption
from drey.types import logical as t
from drey.types.changelog import ALL_CHANGES, INSERT_ONLY, UPSERT

CONNECTOR = "data-stream"
STREAM = ConfigOption[str]("stream", str, description="the stream's name in the session")
CHANGES = ConfigOption(
    "changes", str, "insert-only", description="the row kinds of the values: insert-only, upsert or all"
)
MODES = {"insert-only": INSERT_ONLY, "upsert": UPSERT, "all": ALL_CHANGES}
ROWTIME = "rowtime"
"""The metadata column with the timestamps of the values."""


class DataStreamFactory(TableFactory):
    """``'connector' = 'data-stream'``; made by programs, not by users' DDL."""

    identifier = CONNECTOR
    required = (STREAM,)
    optional = (CHANGES,)

    def source_abilities(self, spec: TableSpec) -> SourceAbilities:
        return SourceAbilities(
            bounded=True,
            changelog=MODES[CHANGES.require(spec.options)],
            projection=False,
            metadata={ROWTIME: t.LocalZonedTimestampType(3)},
        )
