"""Rows to messages: keys and values by their formats, and what is written beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.kafka import options as o
from drey.connectors.kafka.decoding import METADATA
from drey.connectors.kafka.table import encoder, kafka_columns
from drey.connectors.kafka.validation import fixed_topic, topics
from drey.errors import ValidationError, did_you_mean
from drey.records import record
from drey.types import logical as t
from drey.types.changelog import RowKind
from drey.types.polars_types import MAP_KEY, MAP_VALUE

WRITABLE: dict[str, t.LogicalType] = {
    # Which of several topics; a null timestamp is the time of sending; null headers are none.
    "topic": METADATA["topic"].with_nullable(True),
    "headers": METADATA["headers"].with_nullable(True),
    "timestamp": METADATA["timestamp"].with_nullable(True),
}

_HEADERS = pl.List(pl.Struct({MAP_KEY: pl.String(), MAP_VALUE: pl.Binary()}))


@record
class Outgoing:
    """Messages to send, in columns: all lists have one entry per message, or are None.

    Args:
        values: The values; None deletes.
        keys: The keys.
        timestamps: Milliseconds since the epoch; None for now.
        headers: Names and values.
        topics: Where they go; None for the sink's only topic.
    """

    values: list[bytes | None]
    keys: list[bytes | None] | None = None
    timestamps: list[int | None] | None = None
    headers: list[list[dict[str, Any]] | None] | None = None
    topics: list[str] | None = None

    def __len__(self) -> int:
        return len(self.values)

    def by_topic(self) -> Iterator[tuple[str, Outgoing]]:
        """The messages of each topic, in order."""
        rows: dict[str, list[int]] = {}
        for index, topic in enumerate(self.topics or ()):
            rows.setdefault(topic, []).append(index)
        for topic, chosen in rows.items():
            columns = (self.values, self.keys, self.timestamps, self.headers)
            yield topic, Outgoing(*(None if one is None else [one[i] for i in chosen] for one in columns))  # type: ignore[arg-type]

    def to_frame(self) -> pl.DataFrame:
        """The messages as a frame, for keeping them."""
        columns = [pl.Series("value", self.values, dtype=pl.Binary)]
        if self.keys is not None:
            columns.append(pl.Series("key", self.keys, dtype=pl.Binary))
        if self.timestamps is not None:
            columns.append(pl.Series("timestamp", self.timestamps, dtype=pl.Int64))
        if self.headers is not None:
            columns.append(pl.Series("headers", self.headers, dtype=_HEADERS))
        if self.topics is not None:
            columns.append(pl.Series("topic", self.topics, dtype=pl.String))
        return pl.DataFrame(columns)

    @classmethod
    def from_frame(cls, frame: pl.DataFrame) -> Outgoing:
        """The messages of :meth:`to_frame`."""

        def column(name: str) -> list[Any] | None:
            return frame[name].to_list() if name in frame.columns else None

        return cls(
            frame["value"].to_list(), column("key"), column("timestamp"), column("headers"), column("topic")
        )


class TopicChoice:
    """The topics that rows name, checked against those of the table's options."""

    def __init__(self, spec: TableSpec) -> None:
        self._fixed = fixed_topic(spec) is not None
        self._named = topics(spec)
        self._pattern = o.TOPIC_PATTERN.get(spec.options)

    def checked(self, column: pl.Series) -> list[str] | None:
        """The topics of rows; None if the table has only one, whatever the rows say.

        Raises:
            ValidationError: A topic is missing, or none of the table's.
        """
        if self._fixed:
            return None
        for topic in column.unique():
            if topic is None:
                raise ValidationError("a record has no topic", detail=f"column '{column.name}' is NULL")
            if self._named and topic not in self._named:
                raise ValidationError(
                    f"a record's topic is none of the table's: '{topic}'",
                    detail="expected one of: " + ", ".join(self._named),
                    hint=did_you_mean(topic, self._named),
                )
            if self._pattern is not None and re.fullmatch(self._pattern, topic) is None:
                raise ValidationError(
                    f"a record's topic is none of the table's: '{topic}'",
                    detail=f"expected one that matches '{self._pattern}'",
                )
        return column.to_list()


class RowEncoder:
    """Encodes the rows of a table."""

    def __init__(self, spec: TableSpec, upsert: bool = False) -> None:
        """Make an encoder.

        Args:
            spec: The table.
            upsert: True if deletes become messages without a value.
        """
        self._columns = kafka_columns(spec)
        self._upsert = upsert
        self._time_zone = spec.time_zone
        self._choice = TopicChoice(spec)
        self._metadata = dict(zip((key for key, _ in spec.metadata), spec.metadata_columns, strict=True))
        self._value = encoder(spec, "value.", self._columns.value_record)
        self._key = encoder(spec, "key.", self._columns.key_record) if self._columns.key else None

    def encode(self, rows: pl.DataFrame, kinds: pl.Series | None) -> Outgoing:
        """The messages of a batch, one per row."""
        names = list(self._columns.value)
        values = self._value.encode_messages(rows if rows.columns == names else rows.select(names))
        if self._upsert and kinds is not None:
            deletes = (kinds == RowKind.DELETE.value) | (kinds == RowKind.UPDATE_BEFORE.value)
            for index in deletes.arg_true():
                values[index] = None
        keys = None
        if self._key is not None:
            key_rows = rows.select(self._columns.key)
            key_rows.columns = list(self._columns.key_record.names)
            keys = self._key.encode_messages(key_rows)
        return Outgoing(values, keys, self._timestamps(rows), self._headers(rows), self._topics(rows))

    def _timestamps(self, rows: pl.DataFrame) -> list[int | None] | None:
        name = self._metadata.get("timestamp")
        if name is None:
            return None
        times = rows[name]
        if isinstance(times.dtype, pl.Datetime) and times.dtype.time_zone is None:
            # declared as TIMESTAMP: a time on the session's clock
            times = times.dt.replace_time_zone(self._time_zone, ambiguous="earliest", non_existent="null")
        # Where no row has one, the client's fast way may be taken.
        return None if times.null_count() == len(times) else times.dt.epoch("ms").to_list()

    def _topics(self, rows: pl.DataFrame) -> list[str] | None:
        name = self._metadata.get("topic")
        return None if name is None else self._choice.checked(rows[name])

    def _headers(self, rows: pl.DataFrame) -> list[list[dict[str, Any]] | None] | None:
        name = self._metadata.get("headers")
        return None if name is None else rows[name].to_list()
