"""Where an epoch's messages wait for their commit: in the committable while they are few, else in a file.

A file, ``<directory>/<transactional id>/epoch-<number>``, is a row of pieces: eight bytes with a length, then so
many bytes of Arrow IPC. It is durable before its committable is handed over, and so before the checkpoint that
holds it. Its commit removes it; a restore removes those of epochs that no checkpoint has.
"""

from __future__ import annotations

import base64
import contextlib
import io
import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from drey.connectors.kafka import options as o
from drey.connectors.kafka.encoding import Outgoing
from drey.errors import ConnectorError

Json = Any

_INLINE = 64 << 10
"""Bytes up to which messages lie in the checkpoint's manifest, so that small jobs write no files."""
_NAME = "epoch-"
_LENGTH = struct.Struct("<Q")


def staging_directory(options: Mapping[str, str], transactional_id: str) -> Path:
    """The directory of an attempt's files, below the option's or one among the user's own state."""
    home = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    root = o.STAGING_DIRECTORY.get(options) or str(Path(home, "drey", "kafka"))
    return Path(root.removeprefix("file://"), quote(transactional_id, safe=""))


@contextlib.contextmanager
def _file_errors(path: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConnectorError(
            "can't keep records that wait for their commit",
            detail=f"'{path}': {error.strerror}",
            hint=f"'{o.STAGING_DIRECTORY.key}' names another directory",
        ) from error


class Staging:
    """Collects the messages of one epoch after the other. Epochs with messages are numbered from 1."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.finished = 0
        self._pieces: list[bytes] = []
        self._size = 0
        self._messages = 0
        self._path: Path | None = None
        self._file: io.BufferedWriter | None = None

    def add(self, messages: Outgoing) -> None:
        """Append messages; they are not durable yet."""
        buffer = io.BytesIO()
        messages.to_frame().write_ipc(buffer, compression="lz4")
        piece = buffer.getvalue()
        self._messages += len(messages)
        self._size += len(piece)
        if self._file is None and self._size > _INLINE:
            self._spill()
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._write(piece)

    def _spill(self) -> None:
        with _file_errors(self._directory):
            self._directory.mkdir(parents=True, exist_ok=True)
            self._path = self._directory / f"{_NAME}{self.finished + 1}"
            self._file = self._path.open("wb")
        for piece in self._pieces:
            self._write(piece)
        self._pieces = []

    def _write(self, piece: bytes) -> None:
        assert self._file is not None
        with _file_errors(self._path or self._directory):
            self._file.write(_LENGTH.pack(len(piece)))
            self._file.write(piece)

    def finish(self) -> dict[str, Json] | None:
        """Make the messages durable and forget them: what :func:`staged_messages` needs, or None if there are none."""
        if not self._messages:
            return None
        self.finished += 1
        result: dict[str, Json] = {"epoch": self.finished, "messages": self._messages}
        if self._file is None:
            result["pieces"] = [base64.b64encode(piece).decode() for piece in self._pieces]
        else:
            assert self._path is not None
            with _file_errors(self._path):
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                _sync(self._directory)
            result |= {"file": str(self._path), "size": self._path.stat().st_size}
        self._pieces, self._size, self._messages = [], 0, 0
        self._path, self._file = None, None
        return result

    def abandon(self) -> None:
        """Remove an epoch that is not finished."""
        with contextlib.suppress(OSError):
            if self._file is not None and self._path is not None:
                self._file.close()
                self._path.unlink()
            self._directory.rmdir()  # unless epochs wait in it
        self._pieces, self._size, self._messages = [], 0, 0
        self._path, self._file = None, None


def remove_behind(directory: Path, epoch: int) -> None:
    """Remove the files of epochs behind the last one that a checkpoint has."""
    if not directory.is_dir():
        return
    with _file_errors(directory):
        for path in directory.iterdir():
            number = path.name.removeprefix(_NAME)
            if number.isdigit() and int(number) > epoch:
                path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        directory.rmdir()


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def staged_messages(staged: Mapping[str, Json]) -> Iterator[Outgoing]:
    """The messages of :meth:`Staging.finish`, in order.

    Raises:
        ConnectorError: The file is gone or is not whole.
    """
    if "pieces" in staged:
        for text in staged["pieces"]:
            yield Outgoing.from_frame(pl.read_ipc(io.BytesIO(base64.b64decode(text))))
        return
    path = Path(staged["file"])
    if not path.exists() or path.stat().st_size != staged["size"]:
        found = f"{path.stat().st_size} bytes of {staged['size']}" if path.exists() else "it is not there"
        raise ConnectorError(
            "the records of a checkpoint that was not committed are lost",
            detail=f"{staged['messages']} records in '{path}': {found}",
            hint=f"'{o.STAGING_DIRECTORY.key}' has to be a directory that outlives the process and moves with the job",
        )
    with _file_errors(path), path.open("rb") as file:
        while head := file.read(_LENGTH.size):
            (length,) = _LENGTH.unpack(head)
            yield Outgoing.from_frame(pl.read_ipc(io.BytesIO(file.read(length))))


def discard(staged: Mapping[str, Json]) -> None:
    """Remove what has been committed."""
    if "file" in staged:
        with contextlib.suppress(OSError):
            path = Path(staged["file"])
            path.unlink()
            path.parent.rmdir()  # unless other epochs wait in it
