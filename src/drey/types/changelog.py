"""Row kinds and changelog modes: what a row of a changelog does to the table it describes."""

from __future__ import annotations

from enum import IntEnum
from typing import NoReturn

from drey.errors import UnsupportedError
from drey.records import record


class RowKind(IntEnum):
    """The kind of a change; the numbers are Flink's and what a batch stores as Int8."""

    INSERT = 0
    UPDATE_BEFORE = 1
    UPDATE_AFTER = 2
    DELETE = 3

    @property
    def short(self) -> str:
        """``+I``, ``-U``, ``+U`` or ``-D``."""
        return _SHORT[self.value]

    def __str__(self) -> str:
        return self.short

    def to_j_row_kind(self) -> NoReturn:
        """PyFlink's way to its Java object; there is none behind a row kind here."""
        raise UnsupportedError(
            "RowKind.to_j_row_kind is not built: there is no Java object behind a row kind"
        )

    @property
    def is_add(self) -> bool:
        """True if the row is in the table afterwards."""
        return self in (RowKind.INSERT, RowKind.UPDATE_AFTER)


_SHORT = ("+I", "-U", "+U", "-D")


@record
class ChangelogMode:
    """The kinds of change that an edge may carry."""

    kinds: frozenset[RowKind]

    @property
    def insert_only(self) -> bool:
        return self.kinds == {RowKind.INSERT}

    @property
    def upserts(self) -> bool:
        """True if updates come without the rows that they replace."""
        return RowKind.UPDATE_AFTER in self.kinds and RowKind.UPDATE_BEFORE not in self.kinds

    def __contains__(self, kind: RowKind) -> bool:
        return kind in self.kinds

    def __str__(self) -> str:
        letters = {
            RowKind.INSERT: "I",
            RowKind.UPDATE_BEFORE: "UB",
            RowKind.UPDATE_AFTER: "UA",
            RowKind.DELETE: "D",
        }
        return "[" + ",".join(letters[kind] for kind in RowKind if kind in self.kinds) + "]"


INSERT_ONLY = ChangelogMode(frozenset({RowKind.INSERT}))
UPSERT = ChangelogMode(frozenset({RowKind.INSERT, RowKind.UPDATE_AFTER, RowKind.DELETE}))
ALL_CHANGES = ChangelogMode(frozenset(RowKind))
