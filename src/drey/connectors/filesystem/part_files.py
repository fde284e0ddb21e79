"""Part files while they are written."""

from __future__ import annotations

import errno
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from drey.connectors.api.format import EncodingFormat, FileEncodingFormat, RecordEncodingFormat
from drey.errors import ConnectorError

_HINTS = {
    errno.ENOSPC: "free space on the device, then start the job again from its last checkpoint",
    errno.EDQUOT: "raise the quota, then start the job again from its last checkpoint",
    errno.EACCES: "let the job's user write there",
    errno.EPERM: "let the job's user write there",
    errno.EROFS: "choose a path on a file system that can be written",
    errno.ENOTDIR: "the path of a table that is written is a directory",
    errno.EEXIST: "the path of a table that is written is a directory",
    errno.EMFILE: "raise the limit of open files (ulimit -n), or write fewer partitions at once",
}


@contextmanager
def write_errors(path: str) -> Iterator[None]:
    """Turn operating system errors into errors that say what failed and where."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hint = _HINTS.get(error.errno or 0)
        raise ConnectorError(
            "can't write a file", detail=f"'{error.filename or path}': {reason}", hint=hint
        ) from error


def sync_directory(path: str) -> None:
    """Make renames in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class PartFile(ABC):
    """One part file in progress.

    Args:
        pending: Where it is written, hidden.
        final: Where it will be seen.
        opened: When it was opened, in seconds.
    """

    def __init__(self, pending: str, final: str, opened: float) -> None:
        self.pending = pending
        self.final = final
        self.opened = opened
        self.touched = opened
        self.size = 0
        with write_errors(pending):
            os.makedirs(os.path.dirname(pending), exist_ok=True)

    def append(self, rows: pl.DataFrame, now: float) -> None:
        """Take rows."""
        self.touched = now
        with write_errors(self.pending):
            self.size += self._append(rows)

    def finish(self) -> None:
        """Complete the file and make its content durable."""
        with write_errors(self.pending):
            self._finish()

    def abandon(self) -> None:
        """Drop the file; never fails."""
        self._drop()
        if os.path.exists(self.pending):
            os.unlink(self.pending)

    @abstractmethod
    def _append(self, rows: pl.DataFrame) -> int: ...

    @abstractmethod
    def _finish(self) -> None: ...

    def _drop(self) -> None:
        """Release what is held."""


class RecordPartFile(PartFile):
    """A stream of records. The file is open only while bytes are written, so partitions need no handles."""

    def __init__(self, pending: str, final: str, encoding: RecordEncodingFormat, opened: float) -> None:
        super().__init__(pending, final, opened)
        self._encoding = encoding

    def _append(self, rows: pl.DataFrame) -> int:
        data = self._encoding.encode(rows)
        with open(self.pending, "ab") as file:
            file.write(data)
        return len(data)

    def _finish(self) -> None:
        with open(self.pending, "ab") as file:
            os.fsync(file.fileno())


class WholePartFile(PartFile):
    """A file of a format that is written at once: the rows wait in memory until it is finished."""

    def __init__(self, pending: str, final: str, encoding: FileEncodingFormat, opened: float) -> None:
        super().__init__(pending, final, opened)
        self._encoding = encoding
        self._frames: list[pl.DataFrame] = []

    def _append(self, rows: pl.DataFrame) -> int:
        self._frames.append(rows)
        return int(rows.estimated_size())

    def _finish(self) -> None:
        self._encoding.write(self.pending, self._frames)
        self._frames = []
        with open(self.pending, "rb") as file:
            os.fsync(file.fileno())

    def _drop(self) -> None:
        self._frames = []


def open_part_file(pending: str, final: str, encoding: EncodingFormat, now: float) -> PartFile:
    """The part file for a format."""
    if isinstance(encoding, RecordEncodingFormat):
        return RecordPartFile(pending, final, encoding, now)
    return WholePartFile(pending, final, encoding, now)
