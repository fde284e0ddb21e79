"""The ``_metadata`` of a snapshot: a versioned JSON manifest of everything in its directory."""

from __future__ import annotations

import hashlib
import json
from dataclasses import field
from pathlib import Path
from typing import Any

from drey.errors import CheckpointError
from drey.graph.job_graph import JobGraph
from drey.records import record
from drey.rex.serde import row_type_to_json

MANIFEST_FORMAT = "drey.snapshot"
MANIFEST_VERSION = 1
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


@record
class TableEntry:
    """One state table's file.

    Args:
        file: The Parquet file's name in the directory.
        rows: How many rows it must have.
        size: Its size in bytes.
        key_group: The column of key groups, if the state is keyed.
        key_groups: The smallest and largest key group in it.
        crc32: The file's checksum; None in snapshots of releases that wrote none.
    """

    file: str
    rows: int
    size: int
    key_group: str | None = None
    key_groups: tuple[int, int] | None = None
    crc32: int | None = None


@record
class OperatorEntry:
    """One operator's state; fields as in :class:`~drey.runtime.state.snapshot.OperatorSnapshot`."""

    uid: str
    name: str
    tables: dict[str, TableEntry] = field(default_factory=dict)
    values: dict[str, Json] = field(default_factory=dict)
    source: Json = None
    ended_inputs: tuple[bool, ...] = ()

    @property
    def stateful(self) -> bool:
        """True if a restore would lose something without the operator."""
        return bool(self.tables or self.values or self.source is not None)


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
                "operators": [_operator_to_json(entry) for entry in self.operators],
            },
            indent=1,
        )


def _operator_to_json(entry: OperatorEntry) -> Json:
    tables = {
        name: {
            "file": table.file,
            "rows": table.rows,
            "size": table.size,
            "key_group": table.key_group,
            "key_groups": table.key_groups,
            "crc32": table.crc32,
        }
        for name, table in entry.tables.items()
    }
    return {
        "uid": entry.uid,
        "name": entry.name,
        "tables": tables,
        "values": entry.values,
        "source": entry.source,
        "ended_inputs": entry.ended_inputs,
    }


def _operator_from_json(data: Json) -> OperatorEntry:
    tables = {
        name: TableEntry(
            table["file"],
            table["rows"],
            table["size"],
            table["key_group"],
            None if table["key_groups"] is None else (table["key_groups"][0], table["key_groups"][1]),
            table.get("crc32"),
        )
        for name, table in data["tables"].items()
    }
    return OperatorEntry(
        data["uid"], data["name"], tables, data["values"], data["source"], tuple(data["ended_inputs"])
    )


def read_manifest(path: Path) -> Manifest:
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
    if data.get("version") != MANIFEST_VERSION:
        raise CheckpointError(
            f"the snapshot {path.parent} has version {data.get('version')}",
            detail=f"this release reads version {MANIFEST_VERSION}",
            hint="restore it with the release that wrote it, or a newer one",
        )
    try:
        return Manifest(
            **{name: _of_type(data[name], kind, name) for name, kind in _PLAIN_FIELDS.items()},
            operators=tuple(_operator_from_json(entry) for entry in data["operators"]),
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
