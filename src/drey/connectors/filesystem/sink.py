"""The writing side of the filesystem connector: exactly once by renaming finished files.

A writer writes into ``<path>/.drey-<lineage>/``; the lineage is its name through all restores, so that it can
tell its own leftovers. ``prepare_commit`` closes all files; the committer renames them to
``part-<attempt>-<subtask>-<n>`` in their partition. Files are numbered through the lineage, and a restore deletes those
from the number on that the snapshot holds. A finished file has a fresh attempt id in its name after every
restore, so it never replaces one that an abandoned attempt made visible.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from drey.connectors.api.factory import TableSpec
from drey.connectors.api.format import (
    DecodingFormat,
    EncodingFormat,
    FileDecodingFormat,
    FormatSpec,
    RecordEncodingFormat,
)
from drey.connectors.api.sink import Committer, Sink, SinkWriter, WriterContext
from drey.connectors.filesystem import options as o
from drey.connectors.filesystem.committer import FileCommitter, replaceable_files
from drey.connectors.filesystem.compaction import (
    Compaction,
    compaction_directory,
    forget,
    list_path,
    write_durably,
)
from drey.connectors.filesystem.part_files import PartFile, open_part_file, write_errors
from drey.connectors.filesystem.partition_commit import CommitPolicy
from drey.connectors.filesystem.partitions import partition_path, partition_texts
from drey.connectors.filesystem.paths import has_pattern, local_path
from drey.connectors.formats.registry import format_factory
from drey.errors import OptionError, ValidationError
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
        compacts: True if the files of a checkpoint are merged.
        compaction: How.
    """

    spec: TableSpec
    root: str
    encoding: EncodingFormat
    record: t.RowType
    rolling: RollingPolicy
    policy: CommitPolicy | None
    default_partition: str
    compacts: bool
    compaction: Compaction


def sink_table(spec: TableSpec) -> FileSinkTable:
    """Parse a spec.

    Raises:
        OptionError: The path is a pattern, or options don't fit together.
    """
    options = spec.options
    path = o.PATH.require(options)
    if has_pattern(path):
        raise OptionError("can't write to a path with a pattern", detail=f"path '{path}'")
    record = t.RowType(tuple(f for f in spec.row_type.fields if f.name not in spec.partition_keys))
    form = format_factory(o.FORMAT.require(options))
    form_spec = FormatSpec(record, options, record.names, spec.time_zone, spec.path)
    encoding = form.encoding(form_spec)
    rolling_size = o.ROLLING_SIZE.require(options)
    return FileSinkTable(
        spec=spec,
        root=local_path(path),
        encoding=encoding,
        record=record,
        rolling=RollingPolicy(
            rolling_size,
            o.ROLLOVER_INTERVAL.require(options).total_seconds(),
            o.INACTIVITY_INTERVAL.require(options).total_seconds(),
            o.CHECK_INTERVAL.require(options).total_seconds(),
        ),
        policy=CommitPolicy.of(options, spec.partition_keys),
        default_partition=o.DEFAULT_PARTITION.require(options),
        compacts=o.AUTO_COMPACTION.require(options),
        compaction=Compaction(
            o.COMPACTION_SIZE.get(options) or rolling_size,
            encoding,
            _whole_files(form.decoding, encoding, form_spec),
        ),
    )


def _whole_files(
    decoding: Callable[[FormatSpec], DecodingFormat], encoding: EncodingFormat, spec: FormatSpec
) -> FileDecodingFormat | None:
    """What reads back the files of a format whose files can't be appended to each other."""
    if isinstance(encoding, RecordEncodingFormat):
        return None
    found = decoding(spec)
    assert isinstance(found, FileDecodingFormat)
    return found


@dataclass
class _State:
    """What a writer carries over restores."""

    lineage: str = field(default_factory=lambda: uuid.uuid4().hex)
    next: int = 0
    uncommitted: dict[str, float] = field(default_factory=dict)
    replaced: list[str] = field(default_factory=list)
    hidden: list[Json] = field(default_factory=list)


class FileSinkWriter(SinkWriter):
    """Writes part files; see the module."""

    def __init__(self, table: FileSinkTable) -> None:
        self._table = table
        self._keys = table.spec.partition_keys
        self._attempt = str(uuid.uuid4())
        self._context = WriterContext()
        self._state = _State()
        self._open: dict[str, PartFile] = {}
        self._finished: list[Json] = []
        self._now = time.time()
        self._next_check = 0.0
        self._watermark: int | None = None
        self._ended = False

    # -- rows -------------------------------------------------------------------------------------------------

    def open(self, context: WriterContext) -> None:
        self._context = context

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
        name = self._file_name(number)
        pending = os.path.join(self._staging, f".{name}.{number}.inprogress")
        part = open_part_file(pending, os.path.join(directory, name), self._table.encoding, self._now)
        self._open[partition] = part
        if partition:
            self._state.uncommitted.setdefault(partition, self._now)
        return part

    def _file_name(self, number: int) -> str:
        """The name of a finished file; the number is unique in the lineage."""
        return f"part-{self._attempt}-{self._context.subtask}-{number}"

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
        return self._listed(checkpoint_id, committables) if self._table.compacts else committables

    def _listed(self, checkpoint_id: int, committables: list[Json]) -> list[Json]:
        """Leave the committables to the writer that has the files of all merged."""
        hidden = [one for one in [*self._state.hidden, *committables] if _is_due(one)]
        self._state.hidden = hidden
        together, directory = self._context.commits_together, self._lists
        writer = self._context.subtask if together else 0
        write_durably(list_path(directory, checkpoint_id, writer), hidden)
        if writer:
            return []
        writers = self._context.parallelism if together else 1
        return [{"compact": directory, "checkpoint": checkpoint_id, "writers": writers}]

    @property
    def _lists(self) -> str:
        """Where the list of this writer goes: beside those of the others, or to itself."""
        context = self._context
        shared = (context.job_id, context.uid) if context.commits_together else (self._state.lineage,)
        return compaction_directory(self._table.root, *shared)

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
            "hidden": list(self._state.hidden),
        }

    def restore(self, states: Sequence[Json], checkpoint_id: int) -> None:
        for state in reversed(states):
            # The last one's lineage, which is the first state's, becomes this writer's.
            self._state = _State(
                state["lineage"],
                state["next"],
                {**self._state.uncommitted, **state["uncommitted"]},
                sorted({*self._state.replaced, *state["replaced"]}),
                self._state.hidden + state.get("hidden", []),
            )
            self._remove_leftovers()
        if self._table.compacts and not (self._context.commits_together and self._context.subtask):
            forget(self._lists, lambda number, _: number > checkpoint_id)

    def _remove_leftovers(self) -> None:
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
        return FileCommitter(self._table.compaction)


def _is_due(committable: Json) -> bool:
    """True if a committable that was listed has not been carried out yet."""
    if "success" in committable:
        return not os.path.exists(committable["success"])
    return any(os.path.exists(path) for path in committable.get("remove", [committable.get("pending")]))
