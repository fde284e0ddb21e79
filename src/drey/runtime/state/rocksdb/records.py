"""The keys and records under which a table's rows are in its database.

A key is the key group (2 bytes, big endian) and the packed key columns; a record is the packed values, then a list of
second-level rows for each table of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from drey.runtime.state.columns import Slots, StateColumn
from drey.runtime.state.key_groups import KEY_GROUP, Hashes, key_groups
from drey.runtime.state.rocksdb.change_log import CHANGED, ROW
from drey.runtime.state.rocksdb.database import Database, DatabaseSnapshot
from drey.runtime.state.rocksdb.row_codec import RowCodec
from drey.runtime.state.table import AttachedValues

_GROUP_BYTES = 2
_LISTS = "$values"


class TableRecords:
    """Packs the rows of a table and reads them again.

    Args:
        keys: The key columns.
        columns: The table's columns, of which there may be more until the first record.
        attached: The second-level tables, likewise.
        max_parallelism: The number of key groups.
    """

    def __init__(
        self,
        keys: Mapping[str, pl.DataType],
        columns: Mapping[str, StateColumn],
        attached: Mapping[str, AttachedValues],
        max_parallelism: int,
    ) -> None:
        self._keys = keys
        self._columns = columns
        self._attached = attached
        self._max_parallelism = max_parallelism
        self._key_codec = RowCodec(list(keys.values()), ordered=True)
        self._codec: RowCodec | None = None
        self._swept: bytes | None = None

    @property
    def names(self) -> list[str]:
        """The columns in a record, in their order."""
        return [name for name in self._columns if name != CHANGED]

    @property
    def _record_codec(self) -> RowCodec:
        if self._codec is None:
            types = [self._columns[name].dtype for name in self.names]
            self._codec = RowCodec([*types, *(values.dtype for values in self._attached.values())])
        return self._codec

    def columns_of(self, slots: Slots) -> tuple[list[pl.Series], list[pl.Series]]:
        """What goes into the records of slots: the columns, and a list of rows for each second-level table."""
        columns = [self._columns[name].gather(slots) for name in self.names]
        return columns, [values.pack(slots) for values in self._attached.values()]

    def encode(self, columns: list[pl.Series], lists: list[pl.Series]) -> list[bytes]:
        """The records of what :meth:`columns_of` gives."""
        return self._record_codec.encode([*columns, *lists])

    def fill(self, slots: Slots, records: list[bytes]) -> None:
        """Put what records hold into slots, which have nothing yet."""
        values, names = self._record_codec.decode(records), self.names
        for name, series in zip(names, values, strict=False):
            self._columns[name].scatter(slots, series)
        for attached, series in zip(self._attached.values(), values[len(names) :], strict=True):
            some = series.is_not_null().to_numpy()
            if some.any():
                lists = series.filter(pl.Series(some))
                rows = lists.explode().struct.unnest()
                attached.restore(np.repeat(slots[some], lists.list.len().to_numpy()), rows)

    def encoded_keys(self, keys: pl.DataFrame, hashes: Hashes) -> tuple[list[bytes], Slots]:
        """The database's keys, sorted, and the position of each among the rows."""
        groups = key_groups(hashes, self._max_parallelism).astype(">u2")
        prefix = groups.view(np.uint8).reshape(keys.height, _GROUP_BYTES)
        encoded = self._key_codec.encode(keys.get_columns(), prefix)
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        return [encoded[i] for i in order], np.array(order, dtype=np.int64)

    def rows(self, snapshot: DatabaseSnapshot) -> Iterator[pl.DataFrame]:
        """The rows of a database, in parts."""
        names = self.names
        for keys, records in snapshot.scan():
            values = self._record_codec.decode(records)
            columns = [s.alias(name) for name, s in zip(names, values, strict=False)]
            yield self._with_keys(keys, columns)

    def attached_rows(self, snapshot: DatabaseSnapshot, name: str) -> Iterator[pl.DataFrame]:
        """The second-level rows of a name, with the keys and numbers of their owners, in parts."""
        names = self.names
        number, position = names.index(ROW), len(names) + list(self._attached).index(name)
        for keys, records in snapshot.scan():
            values = self._record_codec.decode(records)
            owners = self._with_keys(keys, [values[number].alias(ROW), values[position].alias(_LISTS)])
            yield owners.filter(pl.col(_LISTS).is_not_null()).explode(_LISTS).unnest(_LISTS)

    def sweep(self, database: Database, name: str, until: int, count: int) -> pl.DataFrame:
        """The keys of rows whose column is at most ``until``, among the next ``count``, going round the database."""
        found = database.scan(self._swept, count)
        self._swept = found[-1][0] if len(found) == count else None
        if not found:
            return pl.DataFrame(schema=dict(self._keys))
        values = self._record_codec.decode([one for _, one in found])
        past = values[self.names.index(name)] <= until
        return self._with_keys([key for key, _ in found], []).filter(past).select(list(self._keys))

    def _with_keys(self, keys: list[bytes], columns: list[pl.Series]) -> pl.DataFrame:
        found = self._key_codec.decode(keys, _GROUP_BYTES)
        named = [series.alias(name) for series, name in zip(found, self._keys, strict=True)]
        groups = np.frombuffer(b"".join(key[:_GROUP_BYTES] for key in keys), dtype=">u2").astype(np.int32)
        return pl.DataFrame([*named, *columns, pl.Series(KEY_GROUP, groups)])
