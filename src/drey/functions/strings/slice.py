"""Functions that cut strings: SUBSTRING, LEFT, RIGHT, OVERLAY and the trims."""

from __future__ import annotations

import polars as pl

from drey.functions.definition import NOT_LITERAL, CallTypes, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import TEXT, WHOLE, takes, varying_text
from drey.functions.row_kernels import batchwise, null_where_any_null, rowwise
from drey.functions.strings.utf16 import text_of_units, units_of_text
from drey.types import logical as t


def _substring(call: KernelCall) -> pl.Expr:
    """Positions count from 1, negative ones from the end; 0 means 1; a negative length gives NULL."""
    text, start = call.args[0], call.args[1].cast(pl.Int64)
    length = call.args[2].cast(pl.Int64) if len(call.args) > 2 else None
    position = call.literal(1)
    size = call.literal(2) if length is not None else 0
    known_size = size is not NOT_LITERAL and size is not None and size >= 0
    if position is not NOT_LITERAL and position is not None and known_size:
        count = size if length is not None else None
        if position >= 0:
            return text.str.slice(max(position - 1, 0), count)
        return pl.when(text.str.len_chars() < -position).then(pl.lit("")).otherwise(
            text.str.slice(position, count)
        )  # fmt: skip
    chars = text.str.len_chars().cast(pl.Int64)
    offset = pl.when(start > 0).then(start - 1).when(start < 0).then(chars + start).otherwise(0)
    rest = chars if length is None else pl.when(length < 0).then(0).otherwise(length)
    inside = (offset >= 0) & (offset < chars)
    cut = pl.when(inside).then(text.str.slice(offset, rest)).otherwise(pl.lit(""))
    if length is not None:
        cut = pl.when(length < 0).then(None).otherwise(cut)
    return null_where_any_null(cut, call.args)


def _left(call: KernelCall) -> pl.Expr:
    count = call.args[1].cast(pl.Int64)
    taken = call.args[0].str.slice(0, pl.when(count > 0).then(count).otherwise(0))
    return null_where_any_null(taken, call.args)


def _right(call: KernelCall) -> pl.Expr:
    text, count = call.args[0], call.args[1].cast(pl.Int64)
    skipped = text.str.len_chars().cast(pl.Int64) - pl.when(count > 0).then(count).otherwise(0)
    taken = text.str.slice(pl.when(skipped > 0).then(skipped).otherwise(0))
    return null_where_any_null(taken, call.args)


def _infer_trim(call: CallTypes) -> t.LogicalType:
    """Operands are the text and, optionally, the characters to strip."""
    return takes(TEXT, TEXT, optional=1, result=varying_text(0))(call)


def _strip(call: KernelCall, side: str) -> pl.Expr:
    text = call.args[0]
    if len(call.args) > 1:
        characters: str | pl.Expr = call.args[1]
        if isinstance(literal := call.literal(1), str):
            characters = literal
    else:
        characters = " "
    if isinstance(characters, str) and not characters:
        return text
    match side:
        case "LEADING":
            return text.str.strip_chars_start(characters)
        case "TRAILING":
            return text.str.strip_chars_end(characters)
        case _:
            return text.str.strip_chars(characters)


def _trim_side(side: str | None) -> Kernel:
    def kernel(call: KernelCall) -> pl.Expr:
        chosen = side or (call.options[0] if call.options else "BOTH")
        stripped = _strip(call, chosen)
        return null_where_any_null(stripped, call.args[1:])

    return kernel


def _overlay_row(text: str, replacement: str, start: int, length: int | None = None) -> str:
    """After ``start`` - 1 characters comes the replacement, then what follows ``length`` characters.

    As in Flink, nothing follows if ``length`` isn't positive.
    """
    units, inserted = units_of_text(text), units_of_text(replacement)
    size = len(inserted) if length is None else length
    if start <= 0 or start > len(units):
        return text
    tail = units[start - 1 + size :] if size > 0 and start + size <= len(units) else ""
    return text_of_units(units[: start - 1] + inserted + tail)


def _overlay_type(call: CallTypes) -> t.LogicalType:
    lengths = [type_.length for type_ in call.types[:2] if isinstance(type_, t.CharacterType)]
    return call.nullable_if_args(t.VarCharType(min(sum(lengths), t.MAX_LENGTH)))


def _overlay(call: KernelCall) -> pl.Expr:
    return rowwise(call, _overlay_row)


def _pad_row(text: str, length: int, pad: str, left: bool) -> str | None:
    if length < 0 or not pad:
        return None
    units, filler = units_of_text(text), units_of_text(pad)
    missing = length - len(units)
    if missing <= 0:
        return text_of_units(units[:length])
    padding = (filler * (missing // len(filler) + 1))[:missing]
    return text_of_units(padding + units if left else units + padding)


def _pad(left: bool) -> Kernel:
    """A column of ASCII texts padded with one ASCII character to a constant length takes Polars' own kernel."""

    def kernel(call: KernelCall) -> pl.Expr:
        length, pad = call.literal(1), call.literal(2)
        by_row = rowwise(call, lambda text, size, filler: _pad_row(text, size, filler, left))
        if not (isinstance(length, int) and length >= 0 and isinstance(pad, str) and len(pad) == 1):
            return by_row
        if not pad.isascii():
            return by_row

        def pad_column(texts: pl.Series) -> pl.Series:
            if (texts.str.len_bytes() == texts.str.len_chars()).all():
                cut = texts.str.slice(0, length)
                return cut.str.pad_start(length, pad) if left else cut.str.pad_end(length, pad)
            rows = [None if text is None else _pad_row(text, length, pad, left) for text in texts]
            return pl.Series(rows, dtype=pl.String)

        return batchwise(call, pad_column, args=call.args[:1])

    return kernel


_SUBSTRING = takes(TEXT, WHOLE, WHOLE, optional=1, result=varying_text(0, always_nullable=True))
_SIDE = takes(TEXT, WHOLE, result=varying_text(0, always_nullable=True))
_BTRIM = takes(TEXT, TEXT, optional=1, nulls=True, result=nullable_if_args(t.string_type()))
_PAD = takes(TEXT, WHOLE, TEXT, result=nullable_if_args(t.string_type()))
_OVERLAY = takes(TEXT, TEXT, WHOLE, WHOLE, optional=1, result=_overlay_type)

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("SUBSTRING", _SUBSTRING, _substring, ("SUBSTRING",)),
    ScalarFunction("SUBSTR", _SUBSTRING, _substring, ("SUBSTR",)),
    ScalarFunction("LEFT", _SIDE, _left, ("LEFT",)),
    ScalarFunction("RIGHT", _SIDE, _right, ("RIGHT",)),
    ScalarFunction("TRIM", _infer_trim, _trim_side(None), ("TRIM",)),
    ScalarFunction("LTRIM", _infer_trim, _trim_side("LEADING"), ("LTRIM",)),
    ScalarFunction("RTRIM", _infer_trim, _trim_side("TRAILING"), ("RTRIM",)),
    ScalarFunction("BTRIM", _BTRIM, _trim_side("BOTH"), ("BTRIM",)),
    ScalarFunction("OVERLAY", _OVERLAY, _overlay, ("OVERLAY",)),
    ScalarFunction("LPAD", _PAD, _pad(True), ("LPAD",)),
    ScalarFunction("RPAD", _PAD, _pad(False), ("RPAD",)),
)
