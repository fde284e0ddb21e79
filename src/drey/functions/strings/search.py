"""Functions that look for one string in another: POSITION, LOCATE, INSTR, STARTSWITH, ENDSWITH."""

from __future__ import annotations

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import BYTES, TEXT, WHOLE, takes
from drey.functions.row_kernels import null_where_any_null, rowwise
from drey.types import logical as t


def _position_in(text: pl.Expr, sought: pl.Expr) -> pl.Expr:
    """The place of ``sought`` counted from 1 in characters, 0 where it isn't found."""
    offset = text.str.find(sought, literal=True)
    before = text.cast(pl.Binary).bin.slice(0, offset).cast(pl.String).str.len_chars()
    return pl.when(offset.is_null()).then(0).otherwise(before + 1).cast(pl.Int32)


def _locate_row(sought: str, text: str, start: int) -> int:
    return text.find(sought, max(start - 1, 0)) + 1 if sought else 1


def _position(call: KernelCall) -> pl.Expr:
    """``sought, text[, start]``."""
    if len(call.args) > 2:
        return rowwise(call, _locate_row)
    return null_where_any_null(_position_in(call.args[1], call.args[0]), call.args)


def instr(text: str, sought: str, start: int = 1, occurrence: int = 1) -> int:
    """The place of the n-th occurrence from ``start`` on, backwards if ``start`` is negative.

    Raises:
        EvaluationError: ``occurrence`` isn't positive.
    """
    if occurrence <= 0:
        raise EvaluationError("nthAppearance must be positive!")
    if start == 0:
        return 0
    if start < 0:
        place = instr(text[::-1], sought[::-1], -start, occurrence)
        return len(text) + 2 - place - len(sought) if place else 0
    index = 0
    for _ in range(occurrence):
        index = (text.find(sought, start - 1) if sought else 0) + 1
        if index == 0:
            return 0
        start = index + 1
    return index


def _instr(call: KernelCall) -> pl.Expr:
    """``text, sought[, start[, occurrence]]``."""
    if len(call.args) > 2:
        return rowwise(call, instr)
    return null_where_any_null(_position_in(call.args[0], call.args[1]), call.args)


def _infer_affix(call: CallTypes) -> t.LogicalType:
    binary = any(isinstance(type_, t.BytesType) for type_ in call.types)
    kind = BYTES if binary else TEXT
    return takes(kind, kind, nulls=True, result=nullable_if_args(t.BooleanType()))(call)


def _starts_with(call: KernelCall) -> pl.Expr:
    text, affix = call.args
    if isinstance(call.types[0], t.BytesType):
        return text.bin.starts_with(affix)
    return text.str.starts_with(affix)


def _ends_with(call: KernelCall) -> pl.Expr:
    text, affix = call.args
    if isinstance(call.types[0], t.BytesType):
        return text.bin.ends_with(affix)
    return text.str.ends_with(affix)


_INT_IF_ARGS = nullable_if_args(t.IntType())

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "POSITION", takes(TEXT, TEXT, WHOLE, optional=1, result=_INT_IF_ARGS), _position, ("POSITION",)
    ),
    ScalarFunction(
        "LOCATE", takes(TEXT, TEXT, WHOLE, optional=1, result=_INT_IF_ARGS), _position, ("LOCATE",)
    ),
    ScalarFunction(
        "INSTR", takes(TEXT, TEXT, WHOLE, WHOLE, optional=2, result=_INT_IF_ARGS), _instr, ("INSTR",)
    ),
    ScalarFunction("STARTS_WITH", _infer_affix, _starts_with, ("STARTSWITH",)),
    ScalarFunction("ENDS_WITH", _infer_affix, _ends_with, ("ENDSWITH",)),
)
