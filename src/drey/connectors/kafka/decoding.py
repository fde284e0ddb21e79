"""Messages to rows: keys and values by their formats, many at once, and metadata columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.format import DecodedMessages, Origin, RecordDecodingFormat
from drey.connectors.kafka.messages import MessageColumns
from drey.connectors.kafka.table import decoder, kafka_columns
from drey.types import logical as t
from drey.types.changelog import RowKind
from drey.types.polars_types import MAP_KEY, MAP_VALUE, polars_type

Indices = npt.NDArray[np.int64]

KIND = "$kind"
METADATA: dict[str, t.LogicalType] = {
    "topic": t.string_type(nullable=False),
    "partition": t.IntType(nullable=False),
    "headers": t.MapType(t.string_type(nullable=False), t.VarBinaryType(t.MAX_LENGTH), nullable=False),
    "leader-epoch": t.IntType(),
    "offset": t.BigIntType(nullable=False),
    "timestamp": t.LocalZonedTimestampType(3, nullable=False),
    "timestamp-type": t.string_type(nullable=False),
}
_LISTS = {
    "headers": "headers",
    "leader-epoch": "leader_epochs",
    "timestamp": "timestamps",
    "timestamp-type": "timestamps",
}
_TIMESTAMP_TYPES = {0: "NoTimestampType", 1: "CreateTime", 2: "LogAppendTime"}


class RowDecoder:
    """Decodes the messages of a table's partitions into the columns that a spec asks for."""

    def __init__(self, spec: TableSpec, upsert: bool = False) -> None:
        """Make a decoder.

        Args:
            spec: The table.
            upsert: True if a message without a value deletes its key, as upsert-kafka has it.
        """
        self._metadata = [key for key, _ in spec.metadata]
        self._produced = [*spec.produced.names, KIND] if upsert else list(spec.produced.names)
        self._upsert = upsert
        self._names = list(spec.row_type.names if spec.projection is None else spec.projection)
        columns = kafka_columns(spec)
        in_value = set(columns.value)
        value_names = tuple(name for name in self._names if name in in_value)
        # At least one column is decoded, for a frame's height comes from its columns.
        self._value_names = value_names or columns.value[:1]
        self._value = decoder(spec, "value.", columns.value_record, self._value_names)
        self._key: RecordDecodingFormat | None = None
        self._key_names: tuple[str, ...] = ()
        if columns.key:
            self._key_names = columns.key
            self._key = decoder(spec, "key.", columns.key_record, columns.key_record.names)
        self._dtypes = {f.name: polars_type(f.type) for f in columns.physical.fields}
        self.wanted = frozenset(_LISTS[key] for key in self._metadata if key in _LISTS) | (
            {"keys"} if self._key is not None else set()
        )

    def decode(self, messages: MessageColumns) -> tuple[pl.DataFrame, int]:
        """The rows of some messages, and how many malformed ones were skipped.

        Raises:
            MalformedRecordError: A message can't be decoded; the error names topic, partition and offset.
        """
        if not messages.values:
            return self._empty(messages), 0
        values = messages.values
        missing = self._missing(values)
        if missing is None:
            decoded = self._decode(self._value, values, messages, "value")
        else:
            decoded = self._with_missing(missing, messages)
        frame, indices, skipped = decoded.data, decoded.messages, decoded.skipped
        if self._key is not None:
            frame, indices, bad_keys = self._join_keys(frame, indices, messages)
            skipped += bad_keys
        columns = [frame[name] for name in self._names]
        columns += [self._metadata_column(key, messages, indices) for key in self._metadata]
        if self._upsert:
            columns.append(frame[KIND] if KIND in frame.columns else self._updates(frame.height))
        if not columns:
            return frame.select(self._value_names), skipped
        return self._named(columns), skipped

    def _named(self, columns: list[pl.Series]) -> pl.DataFrame:
        return pl.DataFrame([c.alias(name) for c, name in zip(columns, self._produced, strict=True)])

    @staticmethod
    def _missing(values: list[bytes | None]) -> Indices | None:
        """The indices of messages without a value; None if there are none, which is found out fastest so."""
        if None not in values:
            return None
        return np.array([index for index, value in enumerate(values) if value is None], dtype=np.int64)

    @staticmethod
    def _updates(height: int) -> pl.Series:
        return pl.repeat(RowKind.UPDATE_AFTER.value, height, dtype=pl.Int8, eager=True).alias(KIND)

    def _empty(self, messages: MessageColumns) -> pl.DataFrame:
        columns = [pl.Series(name, [], dtype=self._dtypes[name]) for name in self._names]
        none = np.array([], dtype=np.int64)
        columns += [self._metadata_column(key, messages, none) for key in self._metadata]
        if self._upsert:
            columns.append(self._updates(0))
        return self._named(columns)

    def _decode(
        self, form: RecordDecodingFormat, found: list[bytes | None], messages: MessageColumns, part: str
    ) -> DecodedMessages:
        topic, partition, offsets = messages.topic, messages.partition, messages.offsets

        def origin(index: int) -> Origin:
            place = f"topic '{topic}', partition {partition}, offset {offsets[index]}"
            return Origin(place if part == "value" else f"{part} of {place}", 0)

        return form.decode_messages(found, origin)  # type: ignore[arg-type]

    def _with_missing(self, missing: Indices, messages: MessageColumns) -> DecodedMessages:
        """Values where some are missing: rows of nulls by the format's wish, deletes of an upsert table, or nothing."""
        present = np.setdiff1d(np.arange(len(messages.values)), missing)
        parts: list[tuple[pl.DataFrame, Indices]] = []
        skipped = 0
        if len(present):
            some = messages.select(present.tolist())
            decoded = self._decode(self._value, some.values, some, "value")
            skipped = decoded.skipped
            rows = present if decoded.messages is None else present[decoded.messages]
            frame = decoded.data
            if self._upsert:
                frame = frame.with_columns(self._updates(frame.height))
            parts.append((frame, rows))
        absent: pl.DataFrame | None
        if self._upsert:
            kinds = pl.repeat(RowKind.DELETE.value, len(missing), dtype=pl.Int8, eager=True).alias(KIND)
            nulls = [
                pl.repeat(None, len(missing), dtype=self._dtypes[n], eager=True).alias(n)
                for n in self._value_names
            ]
            absent = pl.DataFrame([*nulls, kinds])
        else:
            absent = self._value.decode_missing(len(missing))
        if absent is not None:
            parts.append((absent, missing))
        if not parts:
            return DecodedMessages(
                pl.DataFrame(schema={n: self._dtypes[n] for n in self._value_names}), missing[:0]
            )
        frame = pl.concat([part for part, _ in parts])
        indices = np.concatenate([rows for _, rows in parts])
        order = np.argsort(indices, kind="stable")
        return DecodedMessages(frame[order], indices[order], skipped)

    def _join_keys(
        self, frame: pl.DataFrame, indices: Indices | None, messages: MessageColumns
    ) -> tuple[pl.DataFrame, Indices | None, int]:
        """Add the key's columns; a value's own column of the same name wins, except in a delete.

        Rows whose message has no key are left out, as in Flink, unless the key's format makes NULL of it; those with
        a malformed key that is skipped are left out, too.
        """
        assert self._key is not None
        keys = messages.keys
        there = [index for index, key in enumerate(keys) if key is not None]
        complete = len(there) == len(keys)
        some = messages if complete else messages.select(there)
        decoded = self._decode(self._key, some.keys, some, "key") if there else None
        key_frame = decoded.data if decoded is not None else None
        count = len(keys)
        rows = np.full(count, -1, dtype=np.int64)
        if decoded is not None:
            owners = np.arange(len(there)) if decoded.messages is None else decoded.messages
            rows[np.asarray(there, dtype=np.int64)[owners]] = np.arange(len(owners))
        absent = None if complete else self._key.decode_missing(1)
        if absent is not None:
            key_frame = absent if key_frame is None else pl.concat([key_frame, absent])
            rows[[index for index, key in enumerate(keys) if key is None]] = key_frame.height - 1
        own = np.arange(count, dtype=np.int64) if indices is None else indices
        at = rows[own]
        if (at < 0).any():
            keep = at >= 0
            frame, own, at = frame.filter(pl.Series(keep)), own[keep], at[keep]
            indices = own
        columns: list[pl.Series] = []
        deletes = frame[KIND] == RowKind.DELETE.value if KIND in frame.columns else None
        for position, name in enumerate(self._key_names):
            if key_frame is None:
                column = pl.Series(name, [], dtype=self._dtypes[name])
            else:
                column = key_frame.get_columns()[position].gather(at).alias(name)
            if name not in frame.columns:
                columns.append(column)
            elif deletes is not None and deletes.any():
                columns.append(frame[name].zip_with(~deletes, column))
        skipped = decoded.skipped if decoded is not None else 0
        return frame.with_columns(columns), indices, skipped

    def _metadata_column(self, key: str, messages: MessageColumns, indices: Indices | None) -> pl.Series:
        dtype = polars_type(METADATA[key])
        height = len(messages.values) if indices is None else len(indices)
        if key == "topic":
            return pl.repeat(messages.topic, height, dtype=dtype, eager=True).alias(key)
        if key == "partition":
            return pl.repeat(messages.partition, height, dtype=dtype, eager=True).alias(key)
        match key:
            case "offset":
                column = pl.Series(key, messages.offsets, dtype=dtype)
            case "timestamp":
                # Without a timestamp the Java client says -1.
                column = pl.Series(key, [at for _, at in messages.timestamps], dtype=pl.Int64).cast(dtype)
            case "timestamp-type":
                column = pl.Series(
                    key, [_TIMESTAMP_TYPES[kind] for kind, _ in messages.timestamps], dtype=dtype
                )
            case "leader-epoch":
                column = pl.Series(key, messages.leader_epochs, dtype=dtype)
            case _:
                found = [_entries(headers) for headers in messages.headers]
                column = pl.Series(key, found, dtype=dtype)
        return column if indices is None else column.gather(indices)


def _entries(headers: list[tuple[str, bytes | None]] | None) -> list[dict[str, bytes | str | None]]:
    """Headers as a map's entries; of equal names the last one counts."""
    return [{MAP_KEY: name, MAP_VALUE: value} for name, value in dict(headers or ()).items()]
