"""OBJECT_OF and OBJECT_UPDATE: structured values, which are rows with the name of a class.

The class is a name only: values are rows, as in Flink where the class isn't on its class path.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from drey.errors import ValidationError, did_you_mean
from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import refuse_nulls
from drey.types import logical as t
from drey.types.polars_types import polars_type

_CLASS_NAME = re.compile(r"[^\W\d][\w$]*(\.[^\W\d][\w$]*)*")


def _keys(call: CallTypes, first: int) -> list[str]:
    """The constant field names from argument ``first`` on, every second one.

    Raises:
        ValidationError: One is no constant text, or comes twice.
    """
    names: list[str] = []
    for index in range(first, len(call.types), 2):
        name = call.literals[index]
        if not isinstance(call.types[index], t.CharacterType) or not isinstance(name, str):
            raise ValidationError(
                f"argument {index + 1} of {call.name.upper()} must be a field name, written as a text",
                detail=f"found {call.types[index]}",
            )
        if name in names:
            raise ValidationError(f"field '{name}' comes twice in {call.name.upper()}")
        names.append(name)
    return names


def _infer_of(call: CallTypes) -> t.LogicalType:
    if len(call.types) < 3 or len(call.types) % 2 == 0:
        raise call.invalid("<CLASS NAME>, <FIELD NAME>, <ANY>...")
    refuse_nulls(call)
    class_name = call.literals[0]
    if not isinstance(call.types[0], t.CharacterType) or not isinstance(class_name, str):
        raise ValidationError(f"the class name of {call.name.upper()} must be written as a text")
    if not _CLASS_NAME.fullmatch(class_name):
        raise ValidationError(f"'{class_name}' is no class name", hint="write it as in 'com.example.User'")
    fields = tuple(t.Field(name, type_) for name, type_ in zip(_keys(call, 1), call.types[2::2], strict=True))
    return t.StructuredType(fields, class_name)


def _of(call: KernelCall) -> pl.Expr:
    return _struct(call.result, call.args[2::2])


def _infer_update(call: CallTypes) -> t.LogicalType:
    given = call.types[0] if call.types else None
    if not isinstance(given, t.StructuredType) or len(call.types) % 2 == 0:
        raise call.invalid("<OBJECT>, <FIELD NAME>, <ANY>...")
    refuse_nulls(call)
    changed = dict(zip(_keys(call, 1), call.types[2::2], strict=True))
    for name in changed:
        if given.index_of(name) is None:
            raise ValidationError(
                f"{given.summary()} has no field '{name}'", hint=did_you_mean(name, given.names)
            )
    fields = tuple(t.Field(f.name, changed.get(f.name, f.type)) for f in given.fields)
    return t.StructuredType(fields, given.class_name, nullable=given.nullable)


def _update(call: KernelCall) -> pl.Expr:
    assert isinstance(call.result, t.StructuredType)
    given, values = call.args[0], call.args[2::2]
    changed = {str(call.literal(1 + 2 * index)): value for index, value in enumerate(values)}
    parts = [changed.get(name, given.struct.field(name)) for name in call.result.names]
    return pl.when(given.is_not_null()).then(_struct(call.result, parts))


def _struct(type_: t.LogicalType, parts: Sequence[pl.Expr]) -> pl.Expr:
    assert isinstance(type_, t.StructuredType)
    fields = zip(parts, type_.fields, strict=True)
    return pl.struct([part.cast(polars_type(f.type)).alias(f.name) for part, f in fields])


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("OBJECT_OF", _infer_of, _of, ("OBJECT_OF",)),
    ScalarFunction("OBJECT_UPDATE", _infer_update, _update, ("OBJECT_UPDATE",)),
)
