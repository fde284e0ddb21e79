"""Writes snapshots to directories and reads them back.

A snapshot is a directory of Parquet files and a ``_metadata`` manifest that names them all, and nothing outside
of it. It is written under a temporary name beside its place, synced to disk, and renamed as the last step, so
that a directory of a right name is always complete. Parquet with zstd level 1 and without statistics takes 0.25 s
for 2 M rows of 4 columns where Arrow IPC takes 0.07 s uncompressed and 0.37 s with lz4, in a quarter of the
bytes; and every tool reads it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import uuid
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from drey.errors import CheckpointError, UnsupportedError
from drey.records import record
from drey.runtime.checkpoint.manifest import (
    CORRUPT_HINT,
    MANIFEST_FILE,
    Manifest,
    OperatorEntry,
    TableEntry,
    read_manifest,
)
from drey.runtime.configuration import CHECKPOINTING_DIR
from drey.runtime.state.snapshot import OperatorSnapshot, StateTable

_CHECKPOINT = re.compile(r"chk-(\d+)")
_OS_ERROR = re.compile(r"\(os error (\d+)\)")
_BLOCK = 1 << 20
_TEMPORARY = ".in-progress-"


@record
class StoredSnapshot:
    """A snapshot on disk: where, how many bytes, and what it holds."""

    path: Path
    size: int
    manifest: Manifest


def local_path(text: str) -> Path:
    """The directory that a path or ``file:`` URI of the configuration names.

    Raises:
        UnsupportedError: It is on another file system.
    """
    scheme, found, rest = text.partition(":")
    if not found or "/" in scheme:
        return Path(text)
    if scheme == "file":
        return Path("/" + rest.lstrip("/")) if rest.startswith("/") else Path(rest)
    raise UnsupportedError(f"snapshots on '{scheme}:' are not built yet", detail=f"found '{text}'")


def write_snapshot(target: Path, manifest: Manifest, operators: Sequence[OperatorSnapshot]) -> StoredSnapshot:
    """Write a snapshot so that ``target`` either is complete or isn't there.

    Args:
        target: The directory to make.
        manifest: All but the operators' entries.
        operators: The state.

    Raises:
        CheckpointError: ``target`` exists, or can't be written.
    """
    if target.exists():
        raise CheckpointError(f"the snapshot {target} exists already")
    temporary = target.parent / f"{_TEMPORARY}{target.name}-{uuid.uuid4().hex[:8]}"
    try:
        temporary.mkdir(parents=True)
        entries = tuple(_write_operator(temporary, i, one) for i, one in enumerate(operators))
        complete = Manifest(**{**_fields(manifest), "operators": entries})
        _write_synced(temporary / MANIFEST_FILE, complete.to_json().encode())
        _sync_directory(temporary)
        os.rename(temporary, target)
        _sync_directory(target.parent)
    except (OSError, PolarsError, TypeError, ValueError) as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise CheckpointError(
            f"the snapshot {target} can't be written",
            detail=f"{type(error).__name__}: {error}",
            hint=_write_hint(error, target.parent),
        ) from error
    size = sum(table.size for entry in entries for table in entry.tables.values())
    return StoredSnapshot(target, size + (target / MANIFEST_FILE).stat().st_size, complete)


def _write_hint(error: Exception, directory: Path) -> str | None:
    """What helps against a failure of the file system."""
    if not isinstance(error, OSError | PolarsError):
        return None
    # Polars tells what the file system says in the text only.
    number = _OS_ERROR.search(str(error))
    code = error.errno if isinstance(error, OSError) else number and int(number.group(1))
    if code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"make room in {directory}, or set '{CHECKPOINTING_DIR.key}' to a directory with more of it"
    return f"make {directory} a directory that can be written, or set '{CHECKPOINTING_DIR.key}' to one"


def _fields(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in Manifest.__dataclass_fields__}


def _write_operator(directory: Path, index: int, snapshot: OperatorSnapshot) -> OperatorEntry:
    tables = {
        name: _write_table(directory, f"{index:03d}-{position:02d}-{_plain(name)}.parquet", table)
        for position, (name, table) in enumerate(snapshot.tables.items())
    }
    return OperatorEntry(
        snapshot.uid, snapshot.name, tables, snapshot.values, snapshot.source, snapshot.ended_inputs
    )


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name)


def _write_table(directory: Path, file: str, table: StateTable) -> TableEntry:
    path = directory / file
    with path.open("wb") as out:
        table.frame.write_parquet(out, compression="zstd", compression_level=1, statistics=False)
        out.flush()
        os.fsync(out.fileno())
    groups = None
    if table.key_group is not None and table.frame.height:
        column = table.frame[table.key_group]
        low, high = column.min(), column.max()
        assert isinstance(low, int)
        assert isinstance(high, int)
        groups = (low, high)
    return TableEntry(file, table.frame.height, path.stat().st_size, table.key_group, groups, _checksum(path))


def _checksum(path: Path) -> int:
    """The CRC-32 of a file, at about 1 GB/s."""
    crc = 0
    with path.open("rb") as data:
        while block := data.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def find_snapshot(text: str) -> Path:
    """The snapshot directory that a user's path means.

    Args:
        text: A snapshot's directory, its ``_metadata`` file, or a job's directory, which means the newest
            complete checkpoint in it.

    Raises:
        CheckpointError: There is none.
    """
    path = local_path(text)
    if path.name == MANIFEST_FILE and path.is_file():
        return path.parent
    if (path / MANIFEST_FILE).is_file():
        return path
    if not path.exists():
        raise CheckpointError(
            f"there is no snapshot at '{text}'", detail="the path doesn't exist", hint=_nearby(path)
        )
    found = list_checkpoints(path)
    if found:
        return found[-1][1]
    jobs = (
        sorted(p.name for p in path.iterdir() if p.is_dir() and list_checkpoints(p)) if path.is_dir() else []
    )
    raise CheckpointError(
        f"there is no snapshot at '{text}'",
        detail=f"neither '{MANIFEST_FILE}' nor a complete 'chk-<n>' is in it",
        hint=f"it has the directories of the jobs {', '.join(jobs)}" if jobs else None,
    )


def _nearby(path: Path) -> str:
    """The first directory above a missing path that is there, and the snapshots in it."""
    above = next(parent for parent in path.absolute().parents if parent.is_dir())
    found = sorted(manifest.parent.name for manifest in above.glob(f"*/{MANIFEST_FILE}"))
    return f"{above} has " + (", ".join(found[-5:]) if found else "no snapshot either")


def list_checkpoints(directory: Path) -> list[tuple[int, Path]]:
    """The complete checkpoints in a job's directory with their ids, oldest first."""
    if not directory.is_dir():
        return []
    found = [(_CHECKPOINT.fullmatch(path.name), path) for path in directory.iterdir()]
    return sorted((int(m.group(1)), p) for m, p in found if m and (p / MANIFEST_FILE).is_file())


def remove_unfinished(directory: Path) -> None:
    """Delete what a killed process left half written."""
    for path in directory.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(path, ignore_errors=True)


def discard_snapshot(path: Path) -> None:
    """Delete a snapshot: its manifest first, so that what is left after a crash isn't taken for complete."""
    (path / MANIFEST_FILE).unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)


def read_snapshot(path: Path) -> tuple[Manifest, dict[str, OperatorSnapshot]]:
    """Read a snapshot's state, by operator uid.

    Raises:
        CheckpointError: A file is missing or corrupt, or the manifest is of a newer version.
    """
    manifest = read_manifest(path / MANIFEST_FILE)
    operators = {}
    for entry in manifest.operators:
        tables = {name: _read_table(path, entry.name, table) for name, table in entry.tables.items()}
        operators[entry.uid] = OperatorSnapshot(
            entry.uid, entry.name, tables, entry.values, entry.source, entry.ended_inputs
        )
    return manifest, operators


def _read_table(directory: Path, operator: str, entry: TableEntry) -> StateTable:
    path = directory / entry.file
    try:
        # Parquet files of Polars have no checksums, and wrong values may well decode.
        if entry.crc32 is not None and _checksum(path) != entry.crc32:
            raise OSError("its bytes have changed since it was written")
        frame = pl.read_parquet(path)
    except (OSError, PolarsError) as error:
        raise CheckpointError(
            f"the snapshot {directory} is corrupt",
            detail=f"the state of operator '{operator}' in {entry.file}: {error}",
            hint=CORRUPT_HINT,
        ) from error
    if frame.height != entry.rows:
        raise CheckpointError(
            f"the snapshot {directory} is corrupt",
            detail=f"{entry.file} has {frame.height} rows, its manifest says {entry.rows}",
            hint=CORRUPT_HINT,
        )
    return StateTable(frame, entry.key_group)
