"""Files as byte streams, decompressed by their suffix."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from drey.errors import ConnectorError, DependencyError

_SKIP_BLOCK = 1 << 20


class _Inflating:
    """A ``.deflate`` file (zlib format) as a readable stream."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._inflater = zlib.decompressobj()

    def read(self, size: int) -> bytes:
        while True:
            compressed = self._inflater.unconsumed_tail or self._raw.read(size)
            data = self._inflater.decompress(compressed, size)
            if data or not compressed:
                return data

    def close(self) -> None:
        self._raw.close()


def _open_decompressed(path: str) -> Any:
    suffix = os.path.splitext(path)[1].lower()
    match suffix:
        case ".gz" | ".gzip":
            return gzip.open(path, "rb")
        case ".bz2":
            return bz2.open(path, "rb")
        case ".xz":
            return lzma.open(path, "rb")
        case ".deflate":
            return _Inflating(open(path, "rb"))
        case ".zst" | ".zstd":
            try:
                import zstandard  # type: ignore[import-not-found,unused-ignore]
            except ImportError:
                raise DependencyError(
                    "reading .zst files needs the package zstandard",
                    detail=f"file '{path}'",
                    hint="pip install zstandard",
                ) from None
            return zstandard.open(path, "rb")
    return open(path, "rb")


def is_compressed(path: str) -> bool:
    """True if the file's bytes are not its records."""
    return os.path.splitext(path)[1].lower() in (".gz", ".gzip", ".bz2", ".xz", ".deflate", ".zst", ".zstd")


@contextmanager
def open_stream(path: str, offset: int) -> Iterator[IO[bytes]]:
    """A binary stream at an offset of the decompressed content.

    Raises:
        ConnectorError: The file can't be opened or is damaged.
    """
    try:
        stream = _open_decompressed(path)
        try:
            if is_compressed(path):
                _skip(stream, offset)
            else:
                stream.seek(offset)
            yield stream
        finally:
            stream.close()
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise ConnectorError("can't read a file", detail=f"'{path}': {error}") from error


def _skip(stream: Any, count: int) -> None:
    while count:
        skipped = len(stream.read(min(count, _SKIP_BLOCK)))
        if not skipped:
            return
        count -= skipped
