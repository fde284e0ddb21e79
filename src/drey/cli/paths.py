"""Paths that another process is told."""

from __future__ import annotations

from pathlib import Path


def absolute(directory: str | None) -> str | None:
    """A path of this process as one of any process; a URL stays as it is."""
    if directory is None or "://" in directory:
        return directory
    return str(Path(directory).absolute())
