"""One RocksDB database of one table: sorted multi-gets, write batches, consistent scans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from drey.errors import CheckpointError
from drey.records import record
from drey.runtime.state.rocksdb.loading import load_rocksdict

_WRITTEN_AT_ONCE = 1 << 16
_SCANNED_AT_ONCE = 1 << 14
_KB, _MB = 1 << 10, 1 << 20


@record
class DatabaseMemory:
    """What a database may use.

    Args:
        cache: Bytes of the block cache, with index and filter blocks.
        write_buffer: Bytes of one write buffer, of which there are up to three.
    """

    cache: int
    write_buffer: int


class Database:
    """A working store without a write-ahead log: it is of no use after a crash.

    Args:
        path: Its directory, made by it.
        memory: What it may use.

    Raises:
        DependencyError: rocksdict is not installed.
    """

    def __init__(self, path: Path, memory: DatabaseMemory) -> None:
        self._rocksdict = rocksdict = load_rocksdict()
        options = rocksdict.Options(raw_mode=True)
        options.create_if_missing(True)
        options.set_write_buffer_size(max(memory.write_buffer, 64 * _KB))
        options.set_max_write_buffer_number(3)
        options.set_max_background_jobs(2)
        options.set_compression_type(rocksdict.DBCompressionType.none())
        options.set_level_compaction_dynamic_level_bytes(True)
        options.set_keep_log_file_num(1)
        options.set_max_log_file_size(_MB)
        options.set_use_fsync(False)
        blocks = rocksdict.BlockBasedOptions()
        blocks.set_block_cache(rocksdict.Cache(max(memory.cache, 256 * _KB)))
        blocks.set_bloom_filter(10, False)
        blocks.set_format_version(5)
        # Index and filters in small blocks that share the cache: their size is bounded, too.
        blocks.set_index_type(rocksdict.BlockBasedIndexType.two_level_index_search())
        blocks.set_partition_filters(True)
        blocks.set_cache_index_and_filter_blocks(True)
        blocks.set_pin_top_level_index_and_filter(True)
        options.set_block_based_table_factory(blocks)
        self._db: Any = rocksdict.Rdict(str(path), options)
        unlogged = rocksdict.WriteOptions()
        unlogged.disable_wal = True
        self._db.set_write_options(unlogged)

    def get(self, keys: Sequence[bytes]) -> list[bytes | None]:
        """The record of each key, None where there is none; fastest if the keys are sorted."""
        found: list[bytes | None] = self._db.get(keys if isinstance(keys, list) else list(keys))
        return found

    def put(self, keys: Sequence[bytes], records: Sequence[bytes]) -> None:
        """Store records; fastest if the keys are sorted."""
        for start in range(0, len(keys), _WRITTEN_AT_ONCE):
            batch = self._rocksdict.WriteBatch(raw_mode=True)
            put = batch.put
            stop = start + _WRITTEN_AT_ONCE
            for key, one in zip(keys[start:stop], records[start:stop], strict=True):
                put(key, one)
            self._db.write(batch)

    def delete(self, keys: Sequence[bytes]) -> None:
        """Forget records."""
        for start in range(0, len(keys), _WRITTEN_AT_ONCE):
            batch = self._rocksdict.WriteBatch(raw_mode=True)
            delete = batch.delete
            for key in keys[start : start + _WRITTEN_AT_ONCE]:
                delete(key)
            self._db.write(batch)

    def snapshot(self) -> DatabaseSnapshot:
        """What is stored now, to be read later, by any thread."""
        # An iterator sees what was there when it was made. Snapshots of rocksdict 0.3.29 hold their moment for
        # single gets only: their iterators show later writes.
        return DatabaseSnapshot(self._db.items())

    def scan(self, after: bytes | None, count: int) -> list[tuple[bytes, bytes]]:
        """The next records in the order of their keys, beginning behind a key."""
        found = list(islice(self._db.items(from_key=after), count + 1))
        if after is not None and found and found[0][0] == after:
            del found[0]
        return found[:count]

    def close(self) -> None:
        """Give everything back; snapshots that are still read fail."""
        self._db.close()


class DatabaseSnapshot:
    """The records at one moment, to be read once."""

    def __init__(self, items: Any) -> None:
        self._items = items

    def scan(self) -> Iterator[tuple[list[bytes], list[bytes]]]:
        """Keys and records in parts, in the order of the keys.

        Raises:
            CheckpointError: The database was closed meanwhile.
        """
        try:
            items = iter(self._items)
            while part := list(islice(items, _SCANNED_AT_ONCE)):
                keys, records = zip(*part, strict=True)
                yield list(keys), list(records)
        except CheckpointError:
            raise
        except Exception as error:  # of the client library
            raise CheckpointError("the state's database can't be read", detail=str(error)) from error
