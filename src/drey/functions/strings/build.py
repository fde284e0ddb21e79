"""Functions that build strings from others: concatenation, repetition, replacement, ELT."""

from __future__ import annotations

import polars as pl

from drey.errors import ValidationError
from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.parameters import BYTES, TEXT, WHOLE, takes, takes_many
from drey.functions.row_kernels import null_where_any_null, rowwise
from drey.functions.strings.utf16 import text_of_units, units_of_text
from drey.types import logical as t


def joined_text(call: CallTypes) -> t.LogicalType:
    """The type of ``a || b``: CHAR or BINARY of the summed length if both are, else the varying kind."""
    first = call.types[0]
    fixed = all(isinstance(type_, t.CharType | t.BinaryType) for type_ in call.types)
    if isinstance(first, t.BytesType):
        size = sum(type_.length for type_ in call.types if isinstance(type_, t.BytesType))
        kind: type[t.BinaryType | t.VarBinaryType] = t.BinaryType if fixed else t.VarBinaryType
        return call.nullable_if_args(kind(min(size, t.MAX_LENGTH)))
    size = sum(type_.length for type_ in call.types if isinstance(type_, t.CharacterType))
    made = t.CharType if fixed else t.VarCharType
    return call.nullable_if_args(made(min(size, t.MAX_LENGTH)))


def _infer_concat_operator(call: CallTypes) -> t.LogicalType:
    binary = any(isinstance(type_, t.BytesType) for type_ in call.types)
    return takes_many(then=BYTES if binary else TEXT, minimum=2, result=joined_text)(call)


def _concat(call: KernelCall) -> pl.Expr:
    if isinstance(call.result, t.BytesType):
        return rowwise(call, lambda *parts: b"".join(parts))
    if len(call.args) == 1:
        return call.args[0]
    return pl.concat_str(call.args, ignore_nulls=False)


def _concat_ws(call: KernelCall) -> pl.Expr:
    """NULL arguments are left out; a NULL separator gives NULL."""
    parts = call.args[1:]
    separator = call.literal(0)
    if not parts:
        return pl.when(call.args[0].is_null()).then(None).otherwise(pl.lit(""))
    if isinstance(separator, str):
        return pl.concat_str(parts, separator=separator, ignore_nulls=True)
    return rowwise(call, _join_row, takes_null=True)


def _join_row(separator: str | None, *parts: str | None) -> str | None:
    return None if separator is None else separator.join(part for part in parts if part is not None)


def _repeat(call: KernelCall) -> pl.Expr:
    return rowwise(call, lambda text, times: text * times)


def _replace(call: KernelCall) -> pl.Expr:
    text, old, new = call.args
    searched = call.literal(1)
    replacement = call.literal(2)
    if isinstance(searched, str) and searched and isinstance(replacement, str):
        return text.str.replace_all(searched, replacement, literal=True)
    return rowwise(call, _replace_row, args=[text, old, new])


def _replace_row(text: str, old: str, new: str) -> str:
    """An empty ``old`` is found before each UTF-16 unit."""
    return text.replace(old, new) if old else text_of_units(units_of_text(text).replace("", new))


def translate(text: str | None, source: str | None, target: str | None) -> str | None:
    """Each character of ``source`` in ``text`` becomes the one at its place in ``target``, or nothing."""
    if text is None or not source:
        return text
    target = target or ""
    table: dict[int, str | None] = {}
    for index, character in enumerate(source):
        table.setdefault(ord(character), target[index] if index < len(target) else None)
    return text.translate(table)


def _translate(call: KernelCall) -> pl.Expr:
    return rowwise(call, translate, takes_null=True)


def _infer_elt(call: CallTypes) -> t.LogicalType:
    index = call.literals[0] if call.literals else None
    if isinstance(index, int) and index < 0:
        raise ValidationError(f"index must be an integer starting from 0, but was {index}")
    binary = any(isinstance(type_, t.BytesType) for type_ in call.types[1:])
    infer = takes_many(WHOLE, then=BYTES if binary else TEXT, minimum=1, result=_widest)
    return infer(call)


def _widest(call: CallTypes) -> t.LogicalType:
    """The common type of the candidates, nullable because the index may be out of range."""
    candidates = call.types[1:]
    if all(isinstance(type_, t.BytesType) for type_ in candidates):
        sizes = [type_.length for type_ in candidates if isinstance(type_, t.BytesType)]
        same = len(set(sizes)) == 1 and all(isinstance(type_, t.BinaryType) for type_ in candidates)
        return t.BinaryType(sizes[0]) if same else t.VarBinaryType(max(sizes))
    lengths = [type_.length for type_ in candidates if isinstance(type_, t.CharacterType)]
    same = len(set(lengths)) == 1 and all(isinstance(type_, t.CharType) for type_ in candidates)
    return t.CharType(lengths[0]) if same else t.VarCharType(max(lengths))


def _elt(call: KernelCall) -> pl.Expr:
    index = call.args[0]
    result = pl.when(index == 1).then(call.args[1])
    for place, candidate in enumerate(call.args[2:], start=2):
        result = result.when(index == place).then(candidate)  # type: ignore[assignment]
    return null_where_any_null(result.otherwise(None), [index])


_TEXT_IF_ARGS = nullable_if_args(t.string_type())

FUNCTIONS: tuple[ScalarFunction, ...] = (
    # The operator || and the function CONCAT differ in their result types.
    ScalarFunction("CONCAT_OPERATOR", _infer_concat_operator, _concat),
    ScalarFunction("CONCAT", takes_many(then=TEXT, minimum=1, result=_TEXT_IF_ARGS), _concat, ("CONCAT",)),
    ScalarFunction(
        "CONCAT_WS", takes_many(TEXT, then=TEXT, result=_TEXT_IF_ARGS), _concat_ws, ("CONCAT_WS",)
    ),
    ScalarFunction("REPEAT", takes(TEXT, WHOLE, result=_TEXT_IF_ARGS), _repeat, ("REPEAT",)),
    ScalarFunction("REPLACE", takes(TEXT, TEXT, TEXT, result=_TEXT_IF_ARGS), _replace, ("REPLACE",)),
    ScalarFunction(
        "TRANSLATE",
        takes(TEXT, TEXT, TEXT, result=lambda call: t.string_type().with_nullable(call.types[0].nullable)),
        _translate,
        ("TRANSLATE", "TRANSLATE3"),
    ),
    ScalarFunction("ELT", _infer_elt, _elt, ("ELT",)),
)
