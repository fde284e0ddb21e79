"""JSON_STRING, JSON_OBJECT, JSON_ARRAY, JSON, JSON_QUOTE and JSON_UNQUOTE.

JSON_OBJECT takes key, value, ... and JSON_ARRAY values; their option is ``NULL ON NULL`` (the default of
JSON_OBJECT) or ``ABSENT ON NULL`` (the default of JSON_ARRAY). A value that is itself such a call, or a call
of JSON, is embedded as JSON; other texts become JSON strings.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from drey.errors import EvaluationError
from drey.functions.definition import CallTypes, KernelCall, ScalarFunction
from drey.functions.inference import nullable_if_args
from drey.functions.json.text import JsonError, dump_json, parse_json
from drey.functions.json.values import Converter, as_values, converter, has_json_form
from drey.functions.parameters import TEXT, takes
from drey.functions.row_kernels import rowwise
from drey.functions.strings.utf16 import text_of_units, units_of_text
from drey.types import logical as t

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


def _embedded(value: str | None) -> Any:
    if value is None:
        return None
    try:
        return parse_json(value)
    except JsonError as error:
        raise EvaluationError(f"Invalid JSON string in JSON(value) function: {error}") from None


def _converters(call: KernelCall, indices: range) -> list[Converter]:
    return [
        _embedded if call.callees[i : i + 1] and call.callees[i] in _EMBEDDED else converter(call.types[i])
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
    convert = converter(call.types[0])
    return rowwise(
        call, lambda value: dump_json(convert(value)), args=as_values(call.args, call.types), memo=False
    )


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

    return rowwise(call, row, args=as_values(call.args, call.types), takes_null=True, memo=False)


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

    return rowwise(call, row, args=as_values(call.args, call.types), takes_null=True, memo=False)


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
