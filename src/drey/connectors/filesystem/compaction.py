"""Small files of one checkpoint become larger ones, as Flink's ``auto-compaction``: exactly once, at any parallelism.

With compaction a finished file stays hidden when its checkpoint is complete. Every writer leaves a *list* of its files
before it acknowledges; when the checkpoint is complete, the committer of the first writer reads the lists of all, writes
down a *plan* of which files become one, and carries it out. A reader sees a merged file, or none of its parts.

A kill at any point loses and doubles nothing. The plan is durable before anything is merged, and repeated until all is
done: files are merged beside their place, the parts are deleted, then the merged file is renamed. So parts without a
merged file have not been merged, a merged file without parts is whole, and neither means that all is done; that
somebody takes a visible file away in between makes no difference.

Lists are cumulative: a writer names every file that is still hidden, so what was prepared for an aborted checkpoint is
in the list of the next, and files that are gone are passed over.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from drey.connectors.api.format import EncodingFormat, FileDecodingFormat, RecordEncodingFormat
from drey.connectors.filesystem.part_files import sync_directory, write_errors
from drey.errors import ConnectorError
from drey.records import record

Json = Any

_MERGED = ".merged"
_PLAN = "plan.json"
_READ_ROWS = 1 << 20


@record
class Compaction:
    """How files are merged.

    Args:
        size: The bytes that a merged file should not exceed; a larger file is not touched.
        encoding: The format that files are written in.
        decoding: The format that they are read back by, if they can't just be appended to each other.
    """

    size: int
    encoding: EncodingFormat
    decoding: FileDecodingFormat | None

    def merge(self, parts: Sequence[str], target: str) -> None:
        """Write the rows of all parts into a new file, which is durable then."""
        if isinstance(self.encoding, RecordEncodingFormat):
            with open(target, "wb") as out:
                for part in parts:
                    with open(part, "rb") as file:
                        shutil.copyfileobj(file, out, 1 << 20)
        else:
            assert self.decoding is not None
            frames = [
                frame for part in parts for _, frame in self.decoding.read(part, 0, lambda: _READ_ROWS, None)
            ]
            self.encoding.write(target, frames)
        with open(target, "rb") as file:
            os.fsync(file.fileno())


def compaction_directory(root: str, *names: str) -> str:
    """Where writers leave their lists, by what they have in common."""
    name = hashlib.sha256("/".join(names).encode()).hexdigest()[:16]
    return os.path.join(root, f".drey-compaction-{name}")


def list_path(directory: str, checkpoint_id: int, subtask: int) -> str:
    """The list of one writer for one checkpoint."""
    return os.path.join(directory, f"{checkpoint_id}-{subtask}.json")


def plan_path(directory: str, checkpoint_id: int) -> str:
    """The plan of a checkpoint."""
    return os.path.join(directory, f"{checkpoint_id}-{_PLAN}")


def write_durably(path: str, value: Json) -> None:
    """Write a JSON value so that the file is there as a whole or not at all, whatever happens."""
    with write_errors(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(f"{path}.new", "w") as file:
            json.dump(value, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{path}.new", path)
        sync_directory(os.path.dirname(path))


def units(files: Iterable[Json], size: int) -> list[Json]:
    """Which files become one: in their order, as many of a directory as have no more than ``size`` bytes together.

    Args:
        files: ``{"pending": path, "final": path}`` each, which are there.
        size: The bytes.

    Returns:
        ``{"parts": [paths], "final": path}`` each.
    """
    by_directory: dict[str, list[_Bin]] = {}
    for file in files:
        bins = by_directory.setdefault(os.path.dirname(file["final"]), [])
        own = os.path.getsize(file["pending"])
        if not bins or bins[-1].size + own > size:
            bins.append(_Bin())
        bins[-1].size += own
        bins[-1].files.append(file)
    return [
        {"parts": [one["pending"] for one in some.files], "final": _compacted(some.files[0]["final"])}
        for bins in by_directory.values()
        for some in bins
    ]


@dataclass
class _Bin:
    files: list[Json] = field(default_factory=list)
    size: int = 0


def _compacted(path: str) -> str:
    directory, name = os.path.split(path)
    return os.path.join(directory, f"compacted-{name}")


class Compactor:
    """Carries out compactions; belongs to the committer of one writer.

    Args:
        compaction: How files are merged.
    """

    def __init__(self, compaction: Compaction) -> None:
        self._compaction = compaction

    def compact(self, directory: str, checkpoint_id: int, writers: int) -> None:
        """Merge what the writers of a complete checkpoint have listed, and end what was begun for earlier ones.

        Args:
            directory: Where lists and plans are.
            checkpoint_id: The checkpoint.
            writers: How many writers there are.

        Raises:
            ConnectorError: A file can't be read or written, or is missing.
        """
        for number in sorted(_numbers(directory, _PLAN)):
            if number <= checkpoint_id:
                self._carry_out(directory, number)
        lists = [list_path(directory, checkpoint_id, writer) for writer in range(writers)]
        listed = [one for path in lists for one in (_read(path) or ())]
        if listed:
            write_durably(plan_path(directory, checkpoint_id), self.plan(listed))
            self._carry_out(directory, checkpoint_id)
        else:
            forget(directory, lambda number, name: number == checkpoint_id and name != _PLAN)
            _remove_if_empty(directory)

    def _carry_out(self, directory: str, checkpoint_id: int) -> None:
        plan: Json = _read(plan_path(directory, checkpoint_id))
        for path in plan["remove"]:
            with write_errors(path), suppress(FileNotFoundError):
                os.unlink(path)
        for unit in plan["units"]:
            self._unite(unit)
        for path in plan["success"]:
            with write_errors(path):
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb"):
                    pass
        # The lists go first: a list without its plan would be planned again.
        forget(directory, lambda number, name: number <= checkpoint_id and name != _PLAN)
        forget(directory, lambda number, name: number == checkpoint_id)
        for staging in {
            directory,
            *(os.path.dirname(part) for unit in plan["units"] for part in unit["parts"]),
        }:
            _remove_if_empty(staging)

    def plan(self, committables: Sequence[Json]) -> Json:
        """What is to be done for committables of a file sink; files that are not there any more are done."""
        files = [one for one in committables if "pending" in one and os.path.exists(one["pending"])]
        return {
            "remove": [path for one in committables for path in one.get("remove", ())],
            "units": units(files, self._compaction.size),
            "success": [one["success"] for one in committables if "success" in one],
        }

    def _unite(self, unit: Json) -> None:
        """Make one file of several, or do the rest of it."""
        parts, final = unit["parts"], unit["final"]
        merged = os.path.join(os.path.dirname(parts[0]), f".{os.path.basename(final)}{_MERGED}")
        with write_errors(final):
            if not os.path.exists(merged):
                present = [part for part in parts if os.path.exists(part)]
                if not present:
                    return
                if len(present) < len(parts):
                    raise ConnectorError(
                        "files to be compacted are missing",
                        detail=f"{len(parts) - len(present)} of {len(parts)} parts of '{final}'",
                    )
                self._merge(parts, merged)
            for part in parts:
                with suppress(FileNotFoundError):
                    os.unlink(part)
            sync_directory(os.path.dirname(merged))
            os.makedirs(os.path.dirname(final), exist_ok=True)
            os.replace(merged, final)
            sync_directory(os.path.dirname(final))

    def _merge(self, parts: Sequence[str], merged: str) -> None:
        if len(parts) == 1:
            os.replace(parts[0], merged)
        else:
            self._compaction.merge(parts, f"{merged}.new")
            os.replace(f"{merged}.new", merged)
        sync_directory(os.path.dirname(merged))


def forget(directory: str, unwanted: Callable[[int, str], bool]) -> None:
    """Delete lists and plans.

    Args:
        directory: Where they are.
        unwanted: Whether to delete one, by the number of its checkpoint and the rest of its name.
    """
    for number, name in _files(directory):
        if unwanted(number, name):
            path = os.path.join(directory, f"{number}-{name}")
            with write_errors(path), suppress(FileNotFoundError):
                os.unlink(path)


def _remove_if_empty(directory: str) -> None:
    with suppress(OSError):  # files of the next epoch are in it
        os.rmdir(directory)


def _files(directory: str) -> list[tuple[int, str]]:
    """The lists and plans, by checkpoint and the rest of their names."""
    try:
        names = os.listdir(directory)
    except FileNotFoundError:
        return []
    parts = [name.partition("-") for name in names]
    return [(int(number), rest) for number, _, rest in parts if number.isdigit()]


def _numbers(directory: str, wanted: str) -> list[int]:
    return [number for number, name in _files(directory) if name == wanted]


def _read(path: str) -> Json | None:
    with write_errors(path):
        try:
            with open(path) as file:
                return json.load(file)
        except FileNotFoundError:
            return None
