"""JSON_STRING, JSON_OBJECT, JSON_ARRAY, JSON, JSON_QUOTE and JSON_UNQUOTE.

JSON_OBJECT takes key, value, ... and JSON_ARRAY values; their option is ``NULL ON NULL`` (the default of
JSON_OBJECT) or ``ABSENT ON NULL`` (the default of JSON_ARRAY). A value that is itself such a call, or a call
of JSON, is embedded as JSON; other texts become JSON strings.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.json.text import JsonError, JsonText, dump_json, parse_json
from drey.functions.parameters import TEXT, takes
from drey.functions.row_kernels import rowwise
from drey.functions.strings.utf16 import text_of_units, units_of_text
from drey.types import logical as t
from drey.types.polars_types import MAP_KEY, MAP_VALUE

Converter = Callable[[Any], Any]

_EMBEDDED = ("JSON_OBJECT", "JSON_ARRAY", "JSON")
_QUOTED = re.compile(r'["\\/\x08\f\n\r\t\x7f-\uffff]')
_SHORT = {
    '"': '\\"',
    "\\": "\\\\",
    "/": "\\/",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}

_ESCAPE = re.compile(r'\\(["\\/bfnrt]|u[0-9a-fA-F]{4})')
_UNESCAPED = {short[1]: character for character, short in _SHORT.items()}

_MICROSECONDS = 6


def has_json_form(type_: t.LogicalType) -> bool:
    """True for the types that JSON_STRING and its kin take."""
    match type_:
        case t.ArrayType(element=element):
            return has_json_form(element)
        case t.MapType(key=key, value=value):
            return isinstance(key, t.CharacterType) and has_json_form(value)
        case t.RowType(types=types):
            return all(has_json_form(inner) for inner in types)
    simple = t.CharacterType | t.BooleanType | t.BytesType | t.NumericType | t.AnyTimestampType | t.NullType
    return isinstance(type_, simple | t.VariantType)


def converter(type_: t.LogicalType) -> Converter:
    """Turns a Python value of a type into what :func:`dump_json` writes."""
    match type_:
        case t.BytesType():
            convert: Converter = lambda value: base64.b64encode(value).decode()  # noqa: E731
        case t.AnyTimestampType():
            convert = _timestamp
        case t.VariantType():
            convert = JsonText
        case t.ArrayType(element=element):
            inner = converter(element)
            convert = lambda value: [inner(one) for one in value]  # noqa: E731
        case t.MapType(value=value_type):
            inner = converter(value_type)
            convert = lambda value: {e[MAP_KEY]: inner(e[MAP_VALUE]) for e in value}  # noqa: E731
        case t.RowType(fields=fields):
            inners = {field.name: converter(field.type) for field in fields}
            convert = lambda value: {name: one(value[name]) for name, one in inners.items()}  # noqa: E731
        case _:
            return lambda value: value
    return lambda value: None if value is None else convert(value)


def _timestamp(value: dt.datetime) -> str:
    """ISO 8601 with as many digits of the second as are needed; instants are in UTC and end in Z."""
    fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
    text = value.replace(tzinfo=None).isoformat(timespec="seconds") + fraction
    return text + ("Z" if value.tzinfo else "")


def _is_fine(type_: t.LogicalType) -> bool:
    """True for timestamps with digits that Python's values don't have."""
    return isinstance(type_, t.AnyTimestampType) and type_.precision > _MICROSECONDS


def _arguments(call: KernelCall) -> list[pl.Expr]:
    """The arguments, timestamps with nanoseconds as the texts that :func:`_timestamp` makes of others."""
    return [
        timestamp_text(arg, type_) if _is_fine(type_) else arg
        for arg, type_ in zip(call.args, call.types, strict=True)
    ]


def timestamp_text(value: pl.Expr, type_: t.LogicalType) -> pl.Expr:
    """The texts of :func:`_timestamp`, of nanoseconds too."""
    text = value.dt.strftime("%Y-%m-%dT%H:%M:%S%.9f").str.strip_chars_end("0").str.strip_chars_end(".")
    return pl.concat_str(text, pl.lit("Z")) if isinstance(type_, t.LocalZonedTimestampType) else text


def _argument_converter(type_: t.LogicalType) -> Converter:
    return (lambda value: value) if _is_fine(type_) else converter(type_)


def _embedded(value: str | None) -> Any:
    if value is None:
        return None
    try:
        return parse_json(value)
    except JsonError as error:
        raise EvaluationError(f"Invalid JSON string in JSON(value) function: {error}") from None


def _converters(call: KernelCall, indices: range) -> list[Converter]:
    return [
        _embedded
        if call.callees[i : i + 1] and call.callees[i] in _EMBEDDED
        else _argument_converter(call.types[i])
        for i in indices
    ]


def _check_values(call: CallTypes, indices: range) -> None:
    for index in indices:
        if not has_json_form(call.types[index]):
            raise call.invalid("a value that has a JSON form")


def _infer_string(call: CallTypes) -> t.LogicalType:
    if len(call.types) != 1:
        raise call.invalid("<ANY>")
    _check_values(call, range(1))
    return call.nullable_if_args(t.string_type())


def _infer_object(call: CallTypes) -> t.LogicalType:
    count = len(call.types)
    if count % 2 or not all(isinstance(call.types[i], t.CharacterType) for i in range(0, count, 2)):
        raise call.invalid("[<CHARACTER>, <ANY>]...")
    _check_values(call, range(1, count, 2))
    return t.string_type(nullable=False)


def _infer_array(call: CallTypes) -> t.LogicalType:
    _check_values(call, range(len(call.types)))
    return t.string_type(nullable=False)


def _string(call: KernelCall) -> pl.Expr:
    convert = _argument_converter(call.types[0])
    return rowwise(call, lambda value: dump_json(convert(value)), args=_arguments(call), memo=False)


def _object(call: KernelCall) -> pl.Expr:
    converters = _converters(call, range(1, len(call.args), 2))
    absent = "ABSENT ON NULL" in call.options
    if not call.args:
        return pl.lit("{}")

    def row(*operands: Any) -> str:
        out: dict[str, Any] = {}
        for key, value, convert in zip(operands[::2], operands[1::2], converters, strict=True):
            if key is None:
                raise EvaluationError("the key of JSON_OBJECT must not be NULL")
            if value is not None or not absent:
                out[key] = None if value is None else convert(value)
        return dump_json(out)

    return rowwise(call, row, args=_arguments(call), takes_null=True, memo=False)


def _array(call: KernelCall) -> pl.Expr:
    converters = _converters(call, range(len(call.args)))
    with_nulls = "NULL ON NULL" in call.options
    if not call.args:
        return pl.lit("[]")

    def row(*operands: Any) -> str:
        pairs = zip(operands, converters, strict=True)
        return dump_json(
            [None if v is None else convert(v) for v, convert in pairs if v is not None or with_nulls]
        )

    return rowwise(call, row, args=_arguments(call), takes_null=True, memo=False)


def _json(call: KernelCall) -> pl.Expr:
    return call.args[0]


def _quote_character(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def json_quote(text: str) -> str:
    """The text as a JSON string in ASCII; control characters without a short form stay as they are."""
    return '"' + _QUOTED.sub(_quote_character, units_of_text(text)) + '"'


def json_unquote(text: str) -> str:
    """The text of a JSON string; other texts stay as they are."""
    if len(text) < 2 or not (text.startswith('"') and text.endswith('"')):
        return text
    inner = text[1:-1]
    if _ESCAPE.sub("", inner).count("\\"):
        return text
    return text_of_units(units_of_text(_ESCAPE.sub(_unescaped, inner)))


def _unescaped(match: re.Match[str]) -> str:
    escape = match.group(1)
    return chr(int(escape[1:], 16)) if len(escape) == 5 else _UNESCAPED[escape]


def _quote(call: KernelCall) -> pl.Expr:
    return rowwise(call, json_quote)


def _unquote(call: KernelCall) -> pl.Expr:
    return rowwise(call, json_unquote)


_TEXT_IF_ARGS = nullable_if_args(t.string_type())

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("JSON_STRING", _infer_string, _string, ("JSON_STRING",)),
    ScalarFunction("JSON_OBJECT", _infer_object, _object, ("JSON_OBJECT",), foldable=False),
    ScalarFunction("JSON_ARRAY", _infer_array, _array, ("JSON_ARRAY",), foldable=False),
    ScalarFunction("JSON", takes(TEXT, result=_TEXT_IF_ARGS), _json, ("JSON",), foldable=False),
    ScalarFunction("JSON_QUOTE", takes(TEXT, nulls=True, result=_TEXT_IF_ARGS), _quote, ("JSON_QUOTE",)),
    ScalarFunction(
        "JSON_UNQUOTE", takes(TEXT, nulls=True, result=_TEXT_IF_ARGS), _unquote, ("JSON_UNQUOTE",)
    ),
)
