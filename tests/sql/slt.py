"""Reads and writes SQL logic tests (``*.slt``); see README.md beside this file for the format."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

SEPARATOR = "----"
QUERY_KINDS = ("final", "ordered", "changelog")
RUNTIMES = ("streaming", "batch")
_ADDS = ("+I", "+U")


@dataclass(frozen=True)
class Record:
    """One block of a file.

    Attributes:
        line: The number of its first line, from 1.
        comments: Its leading comment lines, with their ``#``.
        kind: ``ok``, ``error``, ``final``, ``ordered`` or ``changelog``.
        code: The error code of ``statement error``, empty otherwise.
        sql: The statement.
        expected: The expected lines of a query.
    """

    line: int
    comments: tuple[str, ...]
    kind: str
    code: str
    sql: str
    expected: tuple[str, ...] = ()

    @property
    def is_query(self) -> bool:
        return self.kind in QUERY_KINDS

    def with_expected(self, lines: Sequence[str]) -> Record:
        """The same record with other expected lines."""
        return replace(self, expected=tuple(lines))

    def text(self) -> str:
        """The block as it stands in a file."""
        head = f"query {self.kind}" if self.is_query else f"statement {self.kind} {self.code}".rstrip()
        lines = [*self.comments, head, self.sql]
        if self.is_query:
            lines += [SEPARATOR, *self.expected]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class TestFile:
    """A parsed file: the runtimes it is for, its records, and what is set on the configuration beforehand."""

    __test__ = False

    path: Path
    runtimes: tuple[str, ...] = RUNTIMES
    records: tuple[Record, ...] = field(default=())
    options: Mapping[str, str] = field(default_factory=dict)


def parse(path: Path) -> TestFile:
    """Parse a file.

    Raises:
        ValueError: A block isn't one of the documented forms; the message has file and line.
    """
    runtimes: tuple[str, ...] = RUNTIMES
    records: list[Record] = []
    options: dict[str, str] = {}
    for first, lines in _blocks(path.read_text(encoding="utf-8").splitlines()):
        if lines[0].startswith("runtime "):
            runtimes = tuple(lines[0].split()[1:])
            if not set(runtimes) <= set(RUNTIMES) or len(lines) > 1:
                raise ValueError(f"{path.name}:{first}: runtime takes {' and '.join(RUNTIMES)}")
        elif lines[0].startswith("option "):
            words = lines[0].split(maxsplit=2)
            if len(words) < 3 or len(lines) > 1:
                raise ValueError(f"{path.name}:{first}: option takes a key and a value")
            options[words[1]] = words[2]
        elif not all(line.startswith("#") for line in lines):
            records.append(_record(path, first, lines))
    return TestFile(path, runtimes, tuple(records), options)


def _blocks(lines: Sequence[str]) -> Iterable[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _record(path: Path, first: int, lines: list[str]) -> Record:
    comments = tuple(line for line in lines if line.startswith("#"))
    body = [line for line in lines if not line.startswith("#")]
    words, rest = body[0].split(), body[1:]
    if words[:1] == ["query"] and len(words) == 2 and words[1] in QUERY_KINDS and SEPARATOR in rest:
        cut = rest.index(SEPARATOR)
        return Record(first, comments, words[1], "", "\n".join(rest[:cut]), tuple(rest[cut + 1 :]))
    if rest and (words == ["statement", "ok"] or (words[:2] == ["statement", "error"] and len(words) == 3)):
        return Record(first, comments, words[1], "".join(words[2:]), "\n".join(rest))
    raise ValueError(f"{path.name}:{first}: not a record: {body[0]}")


def value_text(value: Any) -> str:
    """A value as Flink's ``Row`` prints it; line breaks and backslashes in texts are escaped."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\n", "\\n")
    if isinstance(value, bytes | bytearray):
        return f"x'{bytes(value).hex()}'"
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(sorted(f"{value_text(k)}={value_text(v)}" for k, v in value.items())) + "}"
    if isinstance(value, Iterable):
        return "[" + ", ".join(map(value_text, value)) + "]"
    return str(value)


def change_text(row: Any) -> str:
    """A row of a result as ``+I[a, b]``."""
    kinds = {"INSERT": "+I", "UPDATE_BEFORE": "-U", "UPDATE_AFTER": "+U", "DELETE": "-D"}
    return kinds[row.get_row_kind().name] + value_text(list(row))


def final_rows(changes: Iterable[str]) -> list[str]:
    """The rows, without kind, that remain after all changes.

    Raises:
        ValueError: A change takes back a row that isn't there.
    """
    rows: list[str] = []
    for change in changes:
        kind, row = change[:2], change[2:]
        if kind in _ADDS:
            rows.append(row)
        elif row in rows:
            rows.remove(row)
        else:
            raise ValueError(f"{change} takes back a row that isn't there")
    return rows


def compared(kind: str, changes: Sequence[str], keeps_changelog: bool) -> list[str]:
    """The changes of a result as the lines of a ``query`` of the given kind show them.

    Args:
        keeps_changelog: False where only what remains of a ``query changelog`` can be compared.
    """
    if kind == "changelog" and keeps_changelog:
        return list(changes)
    rows = final_rows(changes)
    return rows if kind == "ordered" else sorted(rows)
