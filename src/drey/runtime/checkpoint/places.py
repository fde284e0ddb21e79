"""Reading and writing single files of snapshots so that they survive a crash of the machine.

A place is a path of this machine, or one in an object store. Paths are synced and renamed; an object store has neither.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from drey.runtime.checkpoint.remote import RemotePlace, remote_place

Place = Path | RemotePlace


def place(text: str, options: Mapping[str, str]) -> Place:
    """The place that a path, a ``file:`` URI or a URL of an object store names.

    Args:
        text: What the user has written, or the text of a place.
        options: The job's configuration.

    Raises:
        DependencyError: The client of the store isn't installed.
        UnsupportedError: Nobody knows the scheme.
    """
    scheme, found, rest = text.partition(":")
    if not found or "/" in scheme:
        return Path(text)
    if scheme == "file":
        return Path("/" + rest.lstrip("/")) if rest.startswith("/") else Path(rest)
    return remote_place(scheme, rest, options)


def write_file(path: Place, data: bytes | memoryview) -> None:
    """Write a new file; its bytes are on the disk when this returns."""
    if isinstance(path, RemotePlace):
        path.write_bytes(data)
        return
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def read_file(path: Place) -> bytes:
    """All bytes of a file."""
    return path.read_bytes()


def file_size(path: Place) -> int:
    """The size of a file in bytes."""
    return path.size() if isinstance(path, RemotePlace) else path.stat().st_size


def remove_file(path: Place) -> None:
    """Delete a file, if it is there."""
    if isinstance(path, RemotePlace):
        path.remove()
        return
    path.unlink(missing_ok=True)


def remove_tree(path: Place) -> None:
    """Delete a directory with what is in it, as far as possible."""
    if isinstance(path, RemotePlace):
        with suppress(OSError):
            path.remove_tree()
        return
    shutil.rmtree(path, ignore_errors=True)


def make_directory(path: Place) -> None:
    """Make a directory and those above it; it may be there."""
    if isinstance(path, RemotePlace):
        return  # files make them
    path.mkdir(parents=True, exist_ok=True)


def sync_directory(path: Place) -> None:
    """Have the names in a directory on the disk."""
    if isinstance(path, RemotePlace):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_into_place(temporary: Place, target: Place) -> None:
    """Rename a complete directory, as the last step of writing it."""
    if isinstance(temporary, RemotePlace) or isinstance(target, RemotePlace):
        assert temporary == target
        return
    sync_directory(temporary)
    os.rename(temporary, target)
    sync_directory(target.parent)
