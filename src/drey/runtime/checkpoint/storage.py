"""Completes snapshots as directories, finds them, reads them back and deletes them.

A snapshot is a directory of Parquet files and a ``_metadata`` manifest that names them all. It is written under a
temporary name beside its place, synced to disk, and renamed as the last step, so that a directory of a right name is
always complete. A savepoint has nothing outside of its directory. An incremental checkpoint also names files in
the directory ``shared`` beside it; such a file goes with the last checkpoint that names it.
"""

from __future__ import annotations

import errno
import re
import sys
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from polars.exceptions import PolarsError

from drey.errors import CheckpointError
from drey.records import record
from drey.runtime.checkpoint.manifest import (
    MANIFEST_FILE,
    Manifest,
    OperatorEntry,
    read_manifest,
)
from drey.runtime.checkpoint.places import (
    Place,
    file_size,
    make_directory,
    move_into_place,
    place,
    remove_file,
    remove_tree,
    sync_directory,
    write_file,
)
from drey.runtime.checkpoint.remote import RemotePlace
from drey.runtime.checkpoint.state_files import SHARED, StateFileWriter, StoredTable
from drey.runtime.configuration import CHECKPOINTING_DIR
from drey.runtime.state.chains import Chain, TableKey
from drey.runtime.state.snapshot import OperatorSnapshot, RestoredState

_CHECKPOINT = re.compile(r"chk-(\d+)")
SAVEPOINT_PREFIX = "savepoint-"
"""What the name of a savepoint begins with."""

_OS_ERROR = re.compile(r"\(os error (\d+)\)")
_TEMPORARY = ".in-progress-"
_REMOTE_HINT = "check the bucket, 's3.endpoint' and the credentials ('s3.access-key', 's3.secret-key')"


@record
class StoredSnapshot:
    """A snapshot on disk.

    Args:
        path: Its directory.
        size: How many bytes were written for it.
        full_size: How many bytes it names, with what earlier checkpoints have written.
        manifest: What it holds.
        chains: What the next incremental checkpoint may build on, of the subtask that wrote it.
    """

    path: Place
    size: int
    full_size: int
    manifest: Manifest
    chains: Mapping[TableKey, Chain]


def write_snapshot(
    target: Place, manifest: Manifest, operators: Sequence[OperatorSnapshot]
) -> StoredSnapshot:
    """Write the snapshot of a job with one subtask so that ``target`` either is complete or isn't there.

    Args:
        target: The directory to make.
        manifest: All but the operators' entries.
        operators: The state; closed when this returns.

    Raises:
        CheckpointError: ``target`` exists, or can't be written.
    """
    temporary = begin_snapshot(target)
    shared = shared_directory(target)
    writer = StateFileWriter(temporary, shared, manifest.max_parallelism, owner=shared_owner(manifest.job_id))
    try:
        written = writer.write(operators)
        complete = complete_snapshot(temporary, target, manifest, written.operators)
    except BaseException as error:
        abandon_snapshot(temporary)
        writer.written.remove_shared()
        if not isinstance(error, WRITE_FAILURES):
            raise
        raise not_written(target, error) from error
    own = file_size(target / MANIFEST_FILE)
    full_size = own + sum(file.size for entry in complete.operators for file in entry.files)
    return StoredSnapshot(target, own + written.size, full_size, complete, written.chains)


WRITE_FAILURES = (OSError, PolarsError, TypeError, ValueError)
"""What fails when files of a snapshot can't be written; :func:`not_written` says it to the user."""


def begin_snapshot(target: Place) -> Place:
    """The directory into which the files of a snapshot go before it is complete.

    Raises:
        CheckpointError: ``target`` exists, or nothing can be written beside it.
    """
    if isinstance(target, RemotePlace):
        return _begin_remote(target)
    if target.exists():
        raise CheckpointError(f"the snapshot {target} exists already")
    temporary = target.parent / f"{_TEMPORARY}{target.name}-{uuid.uuid4().hex[:8]}"
    try:
        make_directory(temporary)
    except OSError as error:
        abandon_snapshot(temporary)
        raise not_written(target, error) from error
    return temporary


def _begin_remote(target: RemotePlace) -> RemotePlace:
    """Without a rename files are written in their place; only the manifest makes a snapshot of them."""
    try:
        found = (target / MANIFEST_FILE).is_file()
    except OSError as error:
        raise not_written(target, error) from error
    if found:
        raise CheckpointError(f"the snapshot {target} exists already")
    return target


def complete_snapshot(
    temporary: Place, target: Place, manifest: Manifest, operators: Sequence[OperatorEntry]
) -> Manifest:
    """Write the manifest of a snapshot whose files are there, and give it its name.

    Args:
        temporary: What :func:`begin_snapshot` made.
        target: The snapshot's directory.
        manifest: All but the operators' entries.
        operators: One entry for each operator.

    Raises:
        OSError: It can't be done.
    """
    complete = replace(manifest, operators=tuple(operators))
    if any(file.path.startswith("../") for entry in operators for file in entry.files):
        sync_directory(shared_directory(target))
    write_file(temporary / MANIFEST_FILE, complete.to_json().encode())
    move_into_place(temporary, target)
    return complete


def abandon_snapshot(temporary: Place) -> None:
    """Delete what was written of a snapshot that will not be complete."""
    remove_tree(temporary)


def shared_directory(target: Place) -> Place:
    """Where a checkpoint's shared files are."""
    return target.parent / SHARED


def shared_owner(job_id: str) -> str:
    """What the names of a job's shared files begin with."""
    return f"{job_id[:8]}-"


def not_written(target: Place, error: Exception) -> CheckpointError:
    """The error of a snapshot that can't be written."""
    return CheckpointError(
        f"the snapshot {target} can't be written",
        detail=f"{type(error).__name__}: {error}",
        hint=_write_hint(error, target),
    )


def _write_hint(error: Exception, target: Place) -> str | None:
    """What helps against a failure of the file system."""
    if not isinstance(error, OSError | PolarsError):
        return None
    directory = target.parent
    # Polars tells what the file system says in the text only.
    number = _OS_ERROR.search(str(error))
    if isinstance(directory, RemotePlace):
        return _REMOTE_HINT
    code = error.errno if isinstance(error, OSError) else number and int(number.group(1))
    if SAVEPOINT_PREFIX in target.name:  # also one that is being written
        other = "name another one for the savepoint"
    else:
        other = f"set '{CHECKPOINTING_DIR.key}' to another one"
    if code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"make room in {directory}, or {other}"
    if code in (errno.ENOTEMPTY, errno.EEXIST):
        return f"another job may write its checkpoints into {directory}: {other}"
    return f"make {directory} a directory that can be written, or {other}"


def find_snapshot(text: str, options: Mapping[str, str] = MappingProxyType({})) -> Place:
    """The snapshot directory that a user's path means.

    Args:
        text: A snapshot's directory, its ``_metadata`` file, or a job's directory, which means the newest
            complete checkpoint in it.
        options: The job's configuration, for object stores.

    Raises:
        CheckpointError: There is none.
    """
    path = place(text, options)
    try:
        return _found_snapshot(text, path)
    except OSError as error:
        if isinstance(path, Path):
            raise
        raise _unreadable(path, error) from error


def _unreadable(path: Place, error: OSError) -> CheckpointError:
    return CheckpointError(
        f"the snapshots in {path} can't be read", detail=f"{type(error).__name__}: {error}", hint=_REMOTE_HINT
    )


def _found_snapshot(text: str, path: Place) -> Place:
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


def _nearby(path: Place) -> str:
    """The first directory above a missing path that is there, and the snapshots in it."""
    if isinstance(path, RemotePlace):
        return "a snapshot has a file '_metadata'"
    above = next(parent for parent in path.absolute().parents if parent.is_dir())
    found = sorted(manifest.parent.name for manifest in above.glob(f"*/{MANIFEST_FILE}"))
    return f"{above} has " + (", ".join(found[-5:]) if found else "no snapshot either")


def list_checkpoints(directory: Place) -> list[tuple[int, Place]]:
    """The complete checkpoints in a job's directory with their ids, oldest first."""
    if not directory.is_dir():
        return []
    found = [(_CHECKPOINT.fullmatch(path.name), path) for path in directory.iterdir()]
    return sorted((int(m.group(1)), p) for m, p in found if m and (p / MANIFEST_FILE).is_file())


def newest_readable(paths: Sequence[Place]) -> tuple[Manifest, Place]:
    """The newest of the checkpoints of a job's directory that can be read; those behind it are reported.

    Args:
        paths: Their directories, oldest first.

    Raises:
        CheckpointError: None can be read: what is wrong with the newest.
    """
    _report_incomplete(paths[-1])
    first: CheckpointError | None = None
    for path in reversed(paths):
        try:
            manifest = read_manifest(path / MANIFEST_FILE)
            for entry in manifest.operators:
                open_operator(path, entry)
        except CheckpointError as error:
            if first is not None or len(paths) > 1:
                print(f"warning: {path} can't be read: {error.message}", file=sys.stderr)
            first = first or error
            continue
        if first is not None:
            print(f"warning: {path} is used instead", file=sys.stderr)
        return manifest, path
    assert first is not None
    raise first


def _report_incomplete(newest: Place) -> None:
    """Tell the user of newer checkpoints that have lost their manifest."""
    if isinstance(newest, RemotePlace):
        return  # there a killed process leaves such directories
    match = _CHECKPOINT.fullmatch(newest.name)
    for path in sorted(newest.parent.glob("chk-*")) if match else []:
        other = _CHECKPOINT.fullmatch(path.name)
        if match and other and int(other.group(1)) > int(match.group(1)):
            print(f"warning: {path} has no {MANIFEST_FILE}, {newest.name} is used instead", file=sys.stderr)


def remove_unfinished(directory: Place, job_id: str = "") -> None:
    """Delete what a killed process left half written, and the job's shared files that no checkpoint names."""
    if isinstance(directory, RemotePlace):
        try:
            for found in directory.glob("chk-*"):
                if _CHECKPOINT.fullmatch(found.name) and not (found / MANIFEST_FILE).is_file():
                    remove_tree(found)
        except OSError as error:
            raise _unreadable(directory, error) from error
    for path in directory.glob(f"{_TEMPORARY}*"):
        remove_tree(path)
    shared = directory / SHARED
    if job_id and shared.is_dir():
        named = _named_files(directory)
        for path in shared.glob(f"{shared_owner(job_id)}*"):
            if named is not None and path.name not in named:
                remove_file(path)
        _remove_if_empty(shared)


def discard_snapshot(path: Place) -> None:
    """Delete a snapshot: its manifest first, so that what is left after a crash isn't taken for complete.

    Then go the shared files that it names and no other snapshot beside it does.
    """
    shared = shared_directory(path)
    try:
        names = _shared_names(read_manifest(path / MANIFEST_FILE))
    except CheckpointError:
        names = set()
    remove_file(path / MANIFEST_FILE)
    remove_tree(path)
    named = _named_files(path.parent) if names else set()
    for name in names - named if named is not None else ():
        remove_file(shared / name)
    _remove_if_empty(shared)


def _remove_if_empty(shared: Place) -> None:
    if shared.is_dir() and not any(shared.iterdir()):
        remove_tree(shared)


def drop_snapshot(path: Place) -> None:
    """Delete a snapshot as far as possible: a store that doesn't answer leaves it, and fails no job."""
    with suppress(OSError):
        discard_snapshot(path)


def _shared_names(manifest: Manifest) -> set[str]:
    paths = (Path(file.path) for entry in manifest.operators for file in entry.files)
    return {path.name for path in paths if path.parent == Path("..") / SHARED}


def _named_files(directory: Place) -> set[str] | None:
    """The shared files that some complete checkpoint of a directory names; None if a manifest can't be read."""
    try:
        return {
            name
            for _, path in list_checkpoints(directory)
            for name in _shared_names(read_manifest(path / MANIFEST_FILE))
        }
    except (CheckpointError, OSError):
        return None


def read_snapshot(path: Place) -> tuple[Manifest, dict[str, OperatorSnapshot]]:
    """The state of a job with one subtask, by operator uid.

    Files are compared with the manifest now, and decoded when an operator reads them.

    Raises:
        CheckpointError: A file is missing or corrupt, the manifest is of a newer version, or an operator had
            several subtasks.
    """
    manifest = read_manifest(path / MANIFEST_FILE)
    operators = {}
    for entry in manifest.operators:
        parts = open_operator(path, entry)
        if len(parts) > 1:
            raise CheckpointError(
                f"operator '{entry.name}' has the state of {len(parts)} subtasks in the snapshot {path}"
            )
        operators[entry.uid] = parts[0] if parts else OperatorSnapshot(entry.uid, entry.name)
    return manifest, operators


def read_operator(
    path: Place, entry: OperatorEntry, max_parallelism: int, subtask: int = 0, parallelism: int = 1
) -> RestoredState:
    """The state that one subtask of an operator takes over.

    Args:
        path: The snapshot's directory.
        entry: The operator's entry in the manifest, of all its old subtasks.
        max_parallelism: The snapshot's number of key groups.
        subtask: The number of the new subtask.
        parallelism: How many new subtasks there are.

    Raises:
        CheckpointError: A file is missing or corrupt.
    """
    return RestoredState(open_operator(path, entry), subtask, parallelism, max_parallelism)


def open_operator(path: Place, entry: OperatorEntry, check: bool = True) -> list[OperatorSnapshot]:
    """The state of each old subtask of an operator; with ``check`` files are compared with the manifest now, and
    not only when they are read.

    Raises:
        CheckpointError: A file is missing or corrupt.
    """
    parts = []
    for one in entry.subtasks:
        tables = {name: StoredTable(path, entry.name, table) for name, table in one.tables.items()}
        for table in tables.values() if check else ():
            table.check()
        parts.append(
            OperatorSnapshot(
                entry.uid, entry.name, {**tables}, one.values, one.source, one.ended_inputs, one.subtask
            )
        )
    return parts
