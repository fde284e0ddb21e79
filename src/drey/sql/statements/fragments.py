"""What statements are made of: paths, names, options and pieces of query syntax."""

from __future__ import annotations

from dataclasses import field

from sqlglot import exp

from drey.errors import SourcePosition
from drey.records import record


@record
class ObjectPath:
    """A name of up to three parts, as written: ``table``, ``database.table``, ``catalog.database.table``."""

    parts: tuple[str, ...]
    position: SourcePosition = field(compare=False, repr=False)

    def __str__(self) -> str:
        return ".".join("`" + part.replace("`", "``") + "`" for part in self.parts)


@record
class Name:
    """One identifier."""

    text: str
    position: SourcePosition = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.text


@record
class SourceFragment:
    """A piece of the source with its syntax tree; the tree's offsets count in ``position.text``.

    Args:
        expression: The tree.
        text: The source of just this piece.
        position: Its place in the whole text.
    """

    expression: exp.Expression
    text: str
    position: SourcePosition = field(compare=False, repr=False)


@record
class Query(SourceFragment):
    """A query."""


@record
class ScalarExpression(SourceFragment):
    """An expression outside a query: of a computed column, a watermark, SET or WHERE."""


@record
class Options:
    """``('key' = 'value', ..)`` in the order written; a repeated key keeps the last value."""

    values: dict[str, str] = field(default_factory=dict)
    positions: dict[str, SourcePosition] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.values)


@record
class PartitionSpec:
    """``PARTITION (k = v, k2)``; the value is None where only the column is named."""

    values: dict[str, str | None]
    position: SourcePosition = field(compare=False, repr=False)


@record
class Statement:
    """A statement; ``position`` spans it in the whole text."""

    position: SourcePosition = field(compare=False, repr=False, kw_only=True)

    @property
    def text(self) -> str:
        """The source of the statement, without the semicolon."""
        return self.position.text[self.position.start : self.position.end]
