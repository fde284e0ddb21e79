"""The writing side of the filesystem connector: exactly once by renaming finished files.

A writer writes into ``<path>/.drey-<lineage>/``; the lineage is its name through all restores, so that it can
tell its own leftovers. ``prepare_commit`` closes all files; the committer renames them to
``part-<attempt>-0-<n>`` in their partition. Files are numbered through the lineage, and a restore deletes those
from the number on that the snapshot holds. A finished file has a fresh attempt id in its name after every
restore, so it never replaces one that an abandoned attempt made visible.
"""

from __future__ import annotations

import os
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.format import EncodingFormat, FormatSpec
from drey.connectors.api.sink import Committer, Sink, SinkWriter
from drey.connectors.filesystem import options as o
from drey.connectors.filesystem.committer import FileCommitter, replaceable_files
from drey.connectors.filesystem.part_files import PartFile, open_part_file, write_errors
from drey.connectors.filesystem.partition_commit import CommitPolicy
from drey.connectors.filesystem.partitions import partition_path, partition_texts
from drey.connectors.filesystem.paths import has_pattern, local_path
from drey.connectors.formats.registry import format_factory
from drey.errors import OptionError, UnsupportedError, ValidationError
from drey.records import record
from drey.types import logical as t
from drey.types.changelog import RowKind

Json = Any


@record
class RollingPolicy:
    """When a part file is finished before a checkpoint finishes it: bytes, and seconds since its opening and
    since its last row, looked at every ``check_interval`` seconds."""

    size: int
    rollover: float
    inactivity: float
    check_interval: float


@record
class FileSinkTable:
    """A filesystem table as its writer needs it, parsed from the spec.

    Args:
        spec: The table.
        root: The table's directory.
        encoding: The format, over the columns that are no partition keys.
        record: Those columns.
        rolling: When files are finished early.
        policy: When and how finished partitions are marked; None if they are not.
        default_partition: The directory name of null keys.
    """

    spec: TableSpec
    root: str
    encoding: EncodingFormat
    record: t.RowType
    rolling: RollingPolicy
    policy: CommitPolicy | None
    default_partition: str


def sink_table(spec: TableSpec) -> FileSinkTable:
    """Parse a spec.

    Raises:
        OptionError: The path is a pattern, or options don't fit together.
        UnsupportedError: Compaction is asked for.
    """
    options = spec.options
    path = o.PATH.require(options)
    if has_pattern(path):
        raise OptionError("can't write to a path with a pattern", detail=f"path '{path}'")
    if o.AUTO_COMPACTION.get(options):
        raise UnsupportedError(
            "compaction of written files is not built yet",
            detail=f"table {spec.path}",
            hint="leave out 'auto-compaction'; larger files come from rarer checkpoints",
        )
    record = t.RowType(tuple(f for f in spec.row_type.fields if f.name not in spec.partition_keys))
    form = format_factory(o.FORMAT.require(options))
    return FileSinkTable(
        spec=spec,
        root=local_path(path),
        encoding=form.encoding(FormatSpec(record, options, record.names, spec.time_zone, spec.path)),
        record=record,
        rolling=RollingPolicy(
            o.ROLLING_SIZE.require(options),
            o.ROLLOVER_INTERVAL.require(options).total_seconds(),
            o.INACTIVITY_INTERVAL.require(options).total_seconds(),
            o.CHECK_INTERVAL.require(options).total_seconds(),
        ),
        policy=CommitPolicy.of(options, spec.partition_keys),
        default_partition=o.DEFAULT_PARTITION.require(options),
    )


@dataclass
class _State:
    """What a writer carries over restores."""

    lineage: str = field(default_factory=lambda: uuid.uuid4().hex)
    next: int = 0
    uncommitted: dict[str, float] = field(default_factory=dict)
    replaced: list[str] = field(default_factory=list)


class FileSinkWriter(SinkWriter):
    """Writes part files; see the module."""

    def __init__(self, table: FileSinkTable) -> None:
        self._table = table
        self._keys = table.spec.partition_keys
        self._attempt = str(uuid.uuid4())
        self._state = _State()
        self._open: dict[str, PartFile] = {}
        self._finished: list[Json] = []
        self._now = time.time()
        self._next_check = 0.0
        self._watermark: int | None = None
        self._ended = False

    # -- rows -------------------------------------------------------------------------------------------------

    def write(self, rows: pl.DataFrame, kinds: pl.Series | None) -> None:
        if kinds is not None and (kinds != RowKind.INSERT.value).any():
            raise ValidationError(
                "a filesystem table takes only inserts",
                detail=f"table {self._table.spec.path} got other changes",
            )
        if not rows.height:
            return
        if not self._keys:
            self._append("", rows)
            return
        rows = self._with_static_partition(rows)
        types = {f.name: f.type for f in self._table.spec.row_type.fields}
        texts = pl.DataFrame(
            [partition_texts(rows[k], types[k]).alias(f"${i}") for i, k in enumerate(self._keys)]
        )
        groups = pl.concat([rows.select(self._table.record.names), texts], how="horizontal").partition_by(
            texts.columns, as_dict=True, maintain_order=True, include_key=False
        )
        for values, group in groups.items():
            path = partition_path(
                self._keys, [None if v is None else str(v) for v in values], self._table.default_partition
            )
            self._append(path, group)

    def _with_static_partition(self, rows: pl.DataFrame) -> pl.DataFrame:
        missing = {k: v for k, v in self._table.spec.static_partition.items() if k not in rows.columns}
        return rows.with_columns(pl.lit(v).alias(k) for k, v in missing.items()) if missing else rows

    def _append(self, partition: str, rows: pl.DataFrame) -> None:
        part = self._open.get(partition)
        if part is None:
            part = self._start(partition)
        part.append(rows, self._now)
        if part.size >= self._table.rolling.size:
            self._finish(partition)

    def _start(self, partition: str) -> PartFile:
        number = self._state.next
        self._state.next += 1
        directory = os.path.join(self._table.root, partition) if partition else self._table.root
        name = f"part-{self._attempt}-0-{number}"
        pending = os.path.join(self._staging, f".{name}.{number}.inprogress")
        part = open_part_file(pending, os.path.join(directory, name), self._table.encoding, self._now)
        self._open[partition] = part
        if partition:
            self._state.uncommitted.setdefault(partition, self._now)
        return part

    @property
    def _staging(self) -> str:
        return os.path.join(self._table.root, f".drey-{self._state.lineage}")

    def _finish(self, partition: str) -> None:
        part = self._open.pop(partition)
        part.finish()
        self._finished.append({"pending": part.pending, "final": part.final})

    # -- time -------------------------------------------------------------------------------------------------

    def watermark(self, timestamp: int) -> None:
        self._watermark = timestamp

    def tick(self, now: float) -> None:
        self._now = time.time()
        if now < self._next_check:
            return
        rolling = self._table.rolling
        self._next_check = now + rolling.check_interval
        for partition, part in list(self._open.items()):
            if self._now - part.opened >= rolling.rollover or self._now - part.touched >= rolling.inactivity:
                self._finish(partition)

    def flush(self, end_of_input: bool) -> None:
        self._ended = self._ended or end_of_input

    # -- epochs -----------------------------------------------------------------------------------------------

    def prepare_commit(self, checkpoint_id: int) -> list[Json]:
        touched = [*self._open]
        for partition in touched:
            self._finish(partition)
        replaced = self._replaced_files() if self._table.spec.overwrite else []
        committables: list[Json] = [{"remove": replaced}] if replaced else []
        committables += self._finished
        self._finished = []
        policy = self._table.policy
        if policy is not None:
            self._now = time.time()
            for partition, created in list(self._state.uncommitted.items()):
                if self._ended or policy.due(partition, created, self._now, self._watermark):
                    marker = os.path.join(self._table.root, partition, policy.success_file)
                    committables.append({"success": marker})
                    del self._state.uncommitted[partition]
        else:
            self._state.uncommitted.clear()
        return committables

    def _replaced_files(self) -> list[str]:
        """INSERT OVERWRITE: the visible files of the partitions that are written for the first time."""
        spec = self._table.spec
        partitions = {
            os.path.relpath(os.path.dirname(one["final"]), self._table.root) for one in self._finished
        }
        if not self._keys:
            partitions = {"."}
        elif len(spec.static_partition) == len(self._keys):
            values = [spec.static_partition[key] for key in self._keys]
            partitions = {partition_path(self._keys, values, self._table.default_partition)}
        new = sorted(partitions - set(self._state.replaced))
        self._state.replaced += new
        success = o.SUCCESS_FILE.require(spec.options)
        return [
            file for one in new for file in replaceable_files(os.path.join(self._table.root, one), success)
        ]

    def snapshot(self) -> Json:
        return {
            "version": 1,
            "lineage": self._state.lineage,
            "next": self._state.next,
            "uncommitted": dict(self._state.uncommitted),
            "replaced": list(self._state.replaced),
        }

    def restore(self, state: Json, checkpoint_id: int) -> None:
        self._state = _State(
            state["lineage"], state["next"], dict(state["uncommitted"]), list(state["replaced"])
        )
        if not os.path.isdir(self._staging):
            return
        with write_errors(self._staging):
            for name in os.listdir(self._staging):
                number = name.removesuffix(".inprogress").rpartition(".")[2]
                if number.isdigit() and int(number) >= self._state.next:
                    os.unlink(os.path.join(self._staging, name))

    def close(self) -> None:
        unprepared = [one["pending"] for one in self._finished]
        for part in self._open.values():
            part.abandon()
        for path in unprepared:
            if os.path.exists(path):
                os.unlink(path)
        self._open.clear()
        self._finished = []
        if os.path.isdir(self._staging) and not os.listdir(self._staging):
            os.rmdir(self._staging)


class FileSink(Sink):
    """A filesystem table, writable."""

    def __init__(self, table: FileSinkTable) -> None:
        self._table = table

    def create_writer(self) -> SinkWriter:
        return FileSinkWriter(self._table)

    def create_committer(self) -> Committer:
        return FileCommitter()
