"""LIKE and ILIKE of SHOW statements, on names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from drey.sql.statements.inspection import LikePattern


def matching(names: Iterable[str], like: LikePattern | None) -> list[str]:
    """The names that a filter lets through, in their order."""
    if like is None:
        return list(names)
    accepts = like_regex(like)
    return [name for name in names if (accepts.fullmatch(name) is not None) != like.negated]


def matching_rows(rows: Iterable[Sequence[object]], like: LikePattern | None) -> list[tuple[object, ...]]:
    """The rows whose first value, a name, a filter lets through."""
    kept = [tuple(row) for row in rows]
    if like is None:
        return kept
    accepts = like_regex(like)
    return [row for row in kept if (accepts.fullmatch(str(row[0])) is not None) != like.negated]


def like_regex(like: LikePattern) -> re.Pattern[str]:
    """The regular expression of a pattern: ``%`` is any text, ``_`` any character, a backslash escapes."""
    parts = []
    characters = iter(like.pattern)
    for character in characters:
        if character == "\\":
            parts.append(re.escape(next(characters, "\\")))
        elif character in "%_":
            parts.append(".*" if character == "%" else ".")
        else:
            parts.append(re.escape(character))
    return re.compile("".join(parts), re.DOTALL | (0 if like.case_sensitive else re.IGNORECASE))
