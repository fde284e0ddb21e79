"""The ``_metadata`` of a snapshot: a versioned JSON manifest of everything in its directory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import field
from typing import Any

from drey.errors import CheckpointError
from drey.graph.job_graph import JobGraph
from drey.records import record
from drey.rex.serde import row_type_to_json
from drey.runtime.checkpoint.places import Place
from drey.runtime.state.chains import StateFile

MANIFEST_FORMAT = "drey.snapshot"
MANIFEST_VERSION = 2
MANIFEST_FILE = "_metadata"
CORRUPT_HINT = "restore from another checkpoint or savepoint"

Json = Any

_PLAIN_FIELDS: dict[str, type] = {
    "job_id": str,
    "job_name": str,
    "origin": str,
    "checkpoint_id": int,
    "kind": str,
    "timestamp": int,
    "max_parallelism": int,
    "fingerprint": str,
}


_FILE_FIELDS = ("path", "rows", "size", "key_groups", "crc32")


@record
class TableEntry:
    """One state table of one subtask.

    Args:
        layers: Its files: those with all rows, then those of each delta on top, oldest first.
        key_group: The column of key groups, if the state is keyed.
        keys: The key columns, if the writer named them.
        hash: The hash version that the key groups come from, if the keys are named.
    """

    layers: tuple[tuple[StateFile, ...], ...]
    key_group: str | None = None
    keys: tuple[str, ...] = ()
    hash: str | None = None

    @property
    def files(self) -> tuple[StateFile, ...]:
        """The files of all layers."""
        return tuple(file for layer in self.layers for file in layer)


@record
class SubtaskEntry:
    """One subtask's state; fields as in :class:`~drey.runtime.state.snapshot.OperatorSnapshot`."""

    subtask: int = 0
    tables: dict[str, TableEntry] = field(default_factory=dict)
    values: dict[str, Json] = field(default_factory=dict)
    source: Json = None
    ended_inputs: tuple[bool, ...] = ()

    @property
    def stateful(self) -> bool:
        """True if a restore would lose something without it."""
        return bool(self.tables or self.values or self.source is not None)


@record
class OperatorEntry:
    """One operator's state, by subtask."""

    uid: str
    name: str
    subtasks: tuple[SubtaskEntry, ...] = ()

    @property
    def stateful(self) -> bool:
        """True if a restore would lose something without the operator."""
        return any(one.stateful for one in self.subtasks)

    @property
    def keyed(self) -> bool:
        """True if some of its state belongs to key groups."""
        return any(t.key_group is not None for one in self.subtasks for t in one.tables.values())

    @property
    def files(self) -> tuple[StateFile, ...]:
        """All its files."""
        return tuple(f for one in self.subtasks for table in one.tables.values() for f in table.files)


def merge_operators(entries: Iterable[OperatorEntry]) -> tuple[OperatorEntry, ...]:
    """The entries that several subtasks have written, as one for each operator, in order of appearance."""
    merged: dict[str, OperatorEntry] = {}
    for entry in entries:
        known = merged.get(entry.uid)
        subtasks = (*(known.subtasks if known else ()), *entry.subtasks)
        ordered = tuple(sorted(subtasks, key=lambda one: one.subtask))
        merged[entry.uid] = OperatorEntry(entry.uid, entry.name, ordered)
    return tuple(merged.values())


@record
class Manifest:
    """What a snapshot is and holds.

    Args:
        job_id: The job that took it.
        job_name: Its name.
        origin: The id of the first job of the chain of restores; sinks know the job by it.
        checkpoint_id: Its number.
        kind: ``checkpoint``, ``savepoint``, ``stop`` or ``final``.
        timestamp: When it was triggered, in ms since the epoch.
        max_parallelism: The number of key groups.
        fingerprint: Of the job graph, for messages.
        operators: The state, one entry for each operator.
    """

    job_id: str
    job_name: str
    origin: str
    checkpoint_id: int
    kind: str
    timestamp: int
    max_parallelism: int
    fingerprint: str
    operators: tuple[OperatorEntry, ...]

    def to_json(self) -> str:
        return json.dumps(
            {
                "format": MANIFEST_FORMAT,
                "version": MANIFEST_VERSION,
                "job_id": self.job_id,
                "job_name": self.job_name,
                "origin": self.origin,
                "checkpoint_id": self.checkpoint_id,
                "kind": self.kind,
                "timestamp": self.timestamp,
                "max_parallelism": self.max_parallelism,
                "fingerprint": self.fingerprint,
                "operators": [operator_to_json(entry) for entry in self.operators],
            },
            indent=1,
        )


def operator_to_json(entry: OperatorEntry) -> Json:
    """An entry as JSON, in which form a subtask reports what it has written."""
    return {
        "uid": entry.uid,
        "name": entry.name,
        "subtasks": [
            {
                "subtask": one.subtask,
                "tables": {name: _table_to_json(table) for name, table in one.tables.items()},
                "values": one.values,
                "source": one.source,
                "ended_inputs": one.ended_inputs,
            }
            for one in entry.subtasks
        ],
    }


def _table_to_json(table: TableEntry) -> Json:
    return {
        "key_group": table.key_group,
        "keys": table.keys,
        "hash": table.hash,
        "layers": [
            [{name: getattr(file, name) for name in _FILE_FIELDS} for file in layer] for layer in table.layers
        ],
    }


def operator_from_json(data: Json) -> OperatorEntry:
    """The reverse of :func:`operator_to_json`.

    Raises:
        KeyError, TypeError, IndexError, AttributeError: It is something else.
    """
    return OperatorEntry(
        data["uid"],
        data["name"],
        tuple(
            SubtaskEntry(
                one["subtask"],
                {name: _table_from_json(table) for name, table in one["tables"].items()},
                one["values"],
                one["source"],
                tuple(one["ended_inputs"]),
            )
            for one in data["subtasks"]
        ),
    )


def _table_from_json(data: Json) -> TableEntry:
    layers = tuple(tuple(_file_from_json(file, file["path"]) for file in layer) for layer in data["layers"])
    return TableEntry(layers, data["key_group"], tuple(data["keys"]), data["hash"])


def _file_from_json(data: Json, path: str) -> StateFile:
    groups = data["key_groups"]
    return StateFile(
        path,
        data["rows"],
        data["size"],
        None if groups is None else (groups[0], groups[1]),
        data.get("crc32"),
    )


def _operator_of_version_1(data: Json) -> OperatorEntry:
    """Version 1 knew one subtask, one file for each table, and no key columns."""
    tables = {
        name: TableEntry(((_file_from_json(table, table["file"]),),), table["key_group"])
        for name, table in data["tables"].items()
    }
    one = SubtaskEntry(0, tables, data["values"], data["source"], tuple(data["ended_inputs"]))
    return OperatorEntry(data["uid"], data["name"], (one,))


_OPERATOR_READERS = {1: _operator_of_version_1, 2: operator_from_json}


def read_manifest(path: Place) -> Manifest:
    """Read a ``_metadata`` file.

    Raises:
        CheckpointError: The file can't be read, isn't a manifest, or is of a newer version.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise CheckpointError(f"the manifest {path} can't be read", detail=str(error)) from error
    except ValueError as error:
        raise CheckpointError(
            f"the manifest {path} is corrupt", detail=f"not JSON: {error}", hint=CORRUPT_HINT
        ) from error
    if not isinstance(data, dict) or data.get("format") != MANIFEST_FORMAT:
        raise CheckpointError(
            f"{path} is not a manifest of a snapshot",
            detail=f"its format is not '{MANIFEST_FORMAT}'; snapshots of Apache Flink itself can't be read",
            hint="restore from a snapshot that this engine has written",
        )
    read_operator = _OPERATOR_READERS.get(data.get("version", 0))
    if read_operator is None:
        raise CheckpointError(
            f"the snapshot {path.parent} has version {data.get('version')}",
            detail=f"this release reads versions {min(_OPERATOR_READERS)} to {MANIFEST_VERSION}",
            hint="restore it with the release that wrote it, or a newer one",
        )
    try:
        return Manifest(
            **{name: _of_type(data[name], kind, name) for name, kind in _PLAIN_FIELDS.items()},
            operators=tuple(read_operator(entry) for entry in data["operators"]),
        )
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise CheckpointError(
            f"the manifest {path} is corrupt", detail=f"missing or bad: {error}", hint=CORRUPT_HINT
        ) from error


def _of_type(value: Json, kind: type, name: str) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {value!r}")
    return value


def fingerprint(graph: JobGraph) -> str:
    """A short hash of a graph's structure: uids, kinds, row types and edges."""
    structure = [
        [s.uid, s.kind, s.version, row_type_to_json(s.output), [[e.operator, e.exchange] for e in s.inputs]]
        for s in graph.operators
    ]
    return hashlib.sha256(json.dumps(structure).encode()).hexdigest()[:16]
