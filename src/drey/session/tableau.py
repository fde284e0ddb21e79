"""Results as Flink's SQL client prints them: tables of text, with an ``op`` column for changelogs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from drey.functions.call_builder import make_call
from drey.functions.compiler import RexCompiler
from drey.functions.definition import EvaluationContext
from drey.rex.nodes import RexInputRef
from drey.runtime.elements import ChangelogBatch
from drey.types import logical as t
from drey.types.changelog import RowKind

NULL_TEXT = "<NULL>"
OP_COLUMN = "op"
EMPTY = "Empty set"
_CUT = "..."


class CellTexts:
    """Renders batches as texts, each value as ``CAST(value AS STRING)`` gives it, a VARIANT as JSON."""

    def __init__(self, row_type: t.RowType, time_zone: str, null_text: str = NULL_TEXT) -> None:
        self._null_text = null_text
        compiler = RexCompiler(row_type.names, EvaluationContext(time_zone=time_zone))
        self._columns = []
        for index, field in enumerate(row_type.fields):
            node = RexInputRef(index, type=field.type)
            if not isinstance(field.type, t.CharacterType | t.VariantType):
                node = make_call("CAST", (node,), ("STRING",))  # type: ignore[assignment]
            text = compiler.compile(node)
            if isinstance(field.type, t.BytesType):
                # Flink shows binary values as SQL writes them.
                text = pl.format("x'{}'", pl.col(field.name).bin.encode("hex"))
            self._columns.append(text.alias(f"${index}"))

    def rows(self, frame: pl.DataFrame) -> list[tuple[str, ...]]:
        """The texts of a frame's rows."""
        if not self._columns:
            return [()] * frame.height
        texts = frame.select(self._columns).with_columns(pl.all().fill_null(self._null_text))
        return texts.rows()

    def changes(self, batch: ChangelogBatch) -> list[tuple[str, ...]]:
        """The texts of a batch's rows behind their kinds."""
        kinds = [RowKind(kind).short for kind in batch.kinds.to_list()]
        return [(kind, *row) for kind, row in zip(kinds, self.rows(batch.rows), strict=True)]


def type_widths(row_type: t.RowType, maximum: int) -> list[int]:
    """Column widths that fit any value of the types: what a stream of unknown length is printed with."""
    widths = []
    for field in row_type.fields:
        width = max(_type_width(field.type, maximum), text_width(field.name))
        widths.append(max(width, len(NULL_TEXT)))
    return widths


def _type_width(type_: t.LogicalType, maximum: int) -> int:
    match type_:
        case t.IntegerNumericType():
            return type_.digits + 1
        case t.DecimalType():
            return type_.precision + 2
        case t.BooleanType():
            return 5
        case t.DateType():
            return 10
        case t.TimeType():
            return 8 if type_.precision == 0 else type_.precision + 9
        case t.AnyTimestampType():
            return 19 if type_.precision == 0 else type_.precision + 20
    return maximum


def content_widths(names: Sequence[str], rows: Iterable[Sequence[str]], maximum: int) -> list[int]:
    """Column widths that fit these rows, cut at ``maximum``."""
    widths = [text_width(name) for name in names]
    for row in rows:
        widths = [max(width, min(text_width(cell), maximum)) for width, cell in zip(widths, row, strict=True)]
    return widths


def text_width(text: str) -> int:
    """How many terminal columns a text takes: wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def border(widths: Sequence[int]) -> str:
    return "+" + "".join("-" * (width + 2) + "+" for width in widths)


def line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """One row of the table; texts that are too wide are cut."""
    return "|" + "".join(f" {_fitted(cell, width)} |" for cell, width in zip(cells, widths, strict=True))


def _fitted(text: str, width: int) -> str:
    text = text.replace("\n", "\\n")
    if text_width(text) > width:
        kept = ""
        for character in text:
            if text_width(kept + character) > width - len(_CUT):
                break
            kept += character
        text = kept + _CUT
    return " " * (width - text_width(text)) + text


def _footer(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'} in set"


def table_lines(names: Sequence[str], rows: Sequence[Sequence[str]], maximum: int) -> Iterator[str]:
    """A table of rows that are all there."""
    if not rows:
        yield EMPTY
        return
    widths = content_widths(names, rows, maximum)
    yield border(widths)
    yield line(names, widths)
    yield border(widths)
    for row in rows:
        yield line(row, widths)
    yield border(widths)
    yield _footer(len(rows))


def changelog_lines(
    row_type: t.RowType,
    batches: Iterable[ChangelogBatch],
    maximum: int,
    time_zone: str,
    show_kinds: bool = True,
    head_first: bool = True,
) -> Iterator[str]:
    """A changelog, or without kinds a table, line by line as batches arrive, in columns as wide as the types.

    Args:
        row_type: The columns.
        batches: The rows.
        maximum: The width that columns are cut at.
        time_zone: The session time zone.
        show_kinds: True for the ``op`` column.
        head_first: False if the head waits for the first row, and no rows at all are an empty set.
    """
    texts = CellTexts(row_type, time_zone)
    first = 0 if show_kinds else 1
    widths = [len(OP_COLUMN), *type_widths(row_type, maximum)][first:]
    head = [border(widths), line([OP_COLUMN, *row_type.names][first:], widths), border(widths)]
    if head_first:
        yield from head
    count = 0
    for batch in batches:
        for row in texts.changes(batch):
            if not count and not head_first:
                yield from head
            count += 1
            yield line(row[first:], widths)
    if count or head_first:
        yield border(widths)
        yield _footer(count)
    else:
        yield EMPTY
