"""Makes finished part files visible."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from drey.connectors.api.sink import Committer
from drey.connectors.filesystem.compaction import Compaction, Compactor
from drey.connectors.filesystem.part_files import sync_directory, write_errors
from drey.connectors.filesystem.paths import is_hidden

Json = Any


def replaceable_files(directory: str, success_file: str) -> list[str]:
    """The data files directly in a directory, and its success file."""
    if not os.path.isdir(directory):
        return []
    names = [name for name in sorted(os.listdir(directory)) if name == success_file or not is_hidden(name)]
    return [path for name in names if os.path.isfile(path := os.path.join(directory, name))]


class FileCommitter(Committer):
    """Committables are ``{"remove": [paths]}``, ``{"pending": path, "final": path}``, ``{"success": path}``, and
    ``{"compact": directory, "checkpoint": n, "writers": n}``.

    Each is idempotent: a file that is not pending any more has been renamed before, since pending files are
    durable before their checkpoint is. For the last see :mod:`drey.connectors.filesystem.compaction`.

    Args:
        compaction: How files are merged.
    """

    def __init__(self, compaction: Compaction) -> None:
        self._compactor = Compactor(compaction)

    def commit(self, committables: list[Json]) -> None:
        self._compact([one for one in committables if "compact" in one])
        for one in committables:
            for path in one.get("remove", ()):
                with write_errors(path), contextlib.suppress(FileNotFoundError):
                    os.unlink(path)
        directories: set[str] = set()
        staging: set[str] = set()
        for one in committables:
            if "pending" in one:
                self._rename(one["pending"], one["final"])
                directories.add(os.path.dirname(one["final"]))
                staging.add(os.path.dirname(one["pending"]))
        for directory in directories:
            with write_errors(directory):
                sync_directory(directory)
        for one in committables:
            if "success" in one:
                with write_errors(one["success"]):
                    os.makedirs(os.path.dirname(one["success"]), exist_ok=True)
                    with open(one["success"], "wb"):
                        pass
        for directory in staging:
            with contextlib.suppress(OSError):  # files of the next epoch are in it
                os.rmdir(directory)

    def _compact(self, committables: list[Json]) -> None:
        """Lists are cumulative, so the last of a directory is enough."""
        newest = {one["compact"]: one for one in sorted(committables, key=lambda one: one["checkpoint"])}
        for directory, one in newest.items():
            self._compactor.compact(directory, one["checkpoint"], one["writers"])

    @staticmethod
    def _rename(pending: str, final: str) -> None:
        with write_errors(final):
            if os.path.exists(pending):
                os.makedirs(os.path.dirname(final), exist_ok=True)
                os.replace(pending, final)
