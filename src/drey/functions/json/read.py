"""IS JSON, JSON_EXISTS, JSON_VALUE and JSON_QUERY.

Their clauses come as options in the words of SQL: ``RETURNING INT``, ``NULL ON EMPTY``, ``DEFAULT ON ERROR``,
``WITH CONDITIONAL ARRAY WRAPPER``, ``EMPTY ARRAY ON EMPTY``, ``TRUE ON ERROR``. The default expressions of
JSON_VALUE are operands after the path, in the order of their clauses. A path without mode is strict.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import polars as pl

from drey.errors import EvaluationError, UnsupportedError
from drey.functions.definition import CallTypes, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import explicit, illegal_null
from drey.functions.json.path import PathNotFoundError, PathSyntaxError, json_path
from drey.functions.json.text import JsonError, dump_json, parse_json
from drey.functions.parameters import TEXT, Parameter, nullable, takes
from drey.functions.row_kernels import rowwise
from drey.records import record
from drey.types import logical as t
from drey.types.type_parser import parse_type

_KINDS = ("VALUE", "SCALAR", "ARRAY", "OBJECT")
_JSON = Parameter(
    "<CHARACTER or VARIANT>",
    lambda type_: isinstance(type_, t.CharacterType | t.VariantType | t.NullType),
    t.string_type(),
)
"""What JSON_VALUE and JSON_QUERY read; JSON_EXISTS and IS JSON read texts only, as in Flink."""


def _is_json(text: str | None, kind: str) -> bool:
    if text is None:
        return False
    try:
        value = parse_json(text)
    except JsonError:
        return False
    if kind == "VALUE":
        return True
    found = "ARRAY" if isinstance(value, list) else "OBJECT" if isinstance(value, dict) else "SCALAR"
    return found == kind


def _is_json_kernel(negated: bool) -> Kernel:
    def kernel(call: KernelCall) -> pl.Expr:
        kind = next((option for option in call.options if option in _KINDS), "VALUE")
        return rowwise(call, lambda text: _is_json(text, kind) is not negated, takes_null=True)

    return kernel


@lru_cache(maxsize=256)
def _parsed(text: str) -> Any:
    return parse_json(text)


@record
class _Reading:
    """What a path found in a text, or why it found nothing; in lax mode a missing node is NULL."""

    value: Any
    error: Exception | None
    strict: bool


def _read(text: str, path_text: str) -> _Reading:
    strict = True
    try:
        path = json_path(path_text)
        strict = path.strict
        return _Reading(path.read(_parsed(text)), None, strict)
    except PathNotFoundError as error:
        return _Reading(None, error if strict else None, strict)
    except (JsonError, PathSyntaxError) as error:
        return _Reading(None, error, strict)


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, list | dict)


def _behaviour(options: tuple[str, ...], event: str, default: str) -> str:
    """The words before ``ON EMPTY`` or ``ON ERROR``."""
    ending = f" ON {event}"
    found = (option.upper() for option in options if option.upper().endswith(ending))
    return next((option.removesuffix(ending) for option in found), default)


def _returning(options: tuple[str, ...]) -> t.LogicalType:
    for option in options:
        if option.upper().startswith("RETURNING "):
            return parse_type(option[len("RETURNING ") :]).with_nullable(True)
    return t.string_type()


def _failure(error: Exception | None, fallback: str) -> EvaluationError:
    return EvaluationError(str(error) if error is not None and str(error) else fallback)


# JSON_EXISTS


def _exists(call: KernelCall) -> pl.Expr:
    on_error = _behaviour(call.options, "ERROR", "FALSE")

    def row(text: str, path_text: str) -> bool | None:
        found = _read(text, path_text)
        if found.error is None:
            return found.value is not None
        if on_error == "ERROR":
            raise _failure(found.error, "JSON_EXISTS failed")
        return {"TRUE": True, "FALSE": False}.get(on_error)

    return rowwise(call, row)


# JSON_VALUE


@record
class _Defaults:
    """Where the default expressions of JSON_VALUE stand among its operands."""

    on_empty: int | None
    on_error: int | None


def _defaults(options: tuple[str, ...]) -> _Defaults:
    places: dict[str, int] = {}
    for option in options:
        if option.upper().startswith("DEFAULT ON "):
            places[option.upper().removeprefix("DEFAULT ON ")] = 2 + len(places)
    return _Defaults(places.get("EMPTY"), places.get("ERROR"))


def _infer_value(call: CallTypes) -> t.LogicalType:
    result = _returning(call.options)
    if not isinstance(result, t.CharacterType | t.BooleanType | t.IntType | t.DoubleType):
        raise UnsupportedError(f"type {result.summary()} for RETURNING in JSON_VALUE() is not supported")
    count = 2 + sum(option.upper().startswith("DEFAULT ON ") for option in call.options)
    if len(call.types) != count or not (_JSON.check(call.types[0]) and TEXT.check(call.types[1])):
        raise call.invalid("<CHARACTER or VARIANT>, <CHARACTER>")
    for index in range(2):
        if isinstance(call.types[index], t.NullType):
            raise illegal_null(call.name, t.string_type())
    for index in range(2, count):
        given = call.types[index]
        if not (isinstance(given, t.CharacterType) and isinstance(result, t.CharacterType)):
            call.coerce(index, result)
    return result


def _typed_value(value: Any, result: t.LogicalType) -> Any:
    """A JSON scalar as a value of the RETURNING type.

    Raises:
        EvaluationError: It is of another kind.
    """
    if isinstance(result, t.CharacterType):
        return (value if isinstance(value, str) else dump_json(value))[: result.length]
    truth = isinstance(value, bool)
    if isinstance(result, t.BooleanType) and truth:
        return value
    if isinstance(result, t.IntType) and isinstance(value, int) and not truth:
        if result.minimum <= value <= result.maximum:
            return value
    elif isinstance(result, t.DoubleType) and isinstance(value, int | Decimal) and not truth:
        return float(value)
    raise EvaluationError(f"JSON_VALUE can't return {dump_json(value)} as {result.summary()}")


def _value(call: KernelCall) -> pl.Expr:
    on_empty = _behaviour(call.options, "EMPTY", "NULL")
    on_error = _behaviour(call.options, "ERROR", "NULL")
    places = _defaults(call.options)

    def row(text: str | None, path_text: str | None, *defaults: Any) -> Any:
        if text is None or path_text is None:
            return None
        found = _read(text, path_text)
        value = found.value
        if found.error is None:
            if not found.strict and (value is None or not _is_scalar(value)):
                if on_empty == "ERROR":
                    raise EvaluationError("Empty result of JSON_VALUE function is not allowed")
                return defaults[places.on_empty - 2] if places.on_empty is not None else None
            if value is not None and _is_scalar(value):
                return _typed_value(value, call.result)
        if on_error == "ERROR":
            raise _failure(
                found.error,
                f"Strict jsonpath mode requires scalar value, and the actual value is: '{dump_json(value)}'",
            )
        return defaults[places.on_error - 2] if places.on_error is not None else None

    return rowwise(call, row, takes_null=True, memo=False)


# JSON_QUERY


def _infer_query(call: CallTypes) -> t.LogicalType:
    result = _returning(call.options)
    texts = isinstance(result, t.ArrayType) and isinstance(result.element, t.CharacterType)
    if not texts and not isinstance(result, t.CharacterType):
        raise UnsupportedError(f"type {result.summary()} for RETURNING in JSON_QUERY() is not supported")
    return takes(_JSON, TEXT, result=explicit(result))(call)


def _wrapping(options: tuple[str, ...]) -> Callable[[Any], Any]:
    wrapper = next((option.upper() for option in options if option.upper().endswith("WRAPPER")), "WITHOUT")
    if wrapper.startswith("WITHOUT"):
        return lambda value: value
    if "CONDITIONAL" in wrapper and "UNCONDITIONAL" not in wrapper:
        return lambda value: value if isinstance(value, list) else [value]
    return lambda value: [value]


def _replacement(behaviour: str) -> Any:
    """What EMPTY ARRAY, EMPTY OBJECT or NULL stand for."""
    return {"EMPTY ARRAY": [], "EMPTY": [], "EMPTY OBJECT": {}}.get(behaviour)


def _query(call: KernelCall) -> pl.Expr:
    on_empty = _behaviour(call.options, "EMPTY", "NULL")
    on_error = _behaviour(call.options, "ERROR", "NULL")
    wrap = _wrapping(call.options)
    as_array = isinstance(call.result, t.ArrayType)

    def row(text: str, path_text: str) -> Any:
        found = result(_read(text, path_text))
        if found is None:
            return None
        if not as_array:
            return dump_json(found)
        if not isinstance(found, list):
            if on_error == "ERROR":
                raise EvaluationError(f"JSON_QUERY can't return {dump_json(found)} as an array")
            return [] if on_error == "EMPTY ARRAY" else None
        return [one if one is None or isinstance(one, str) else dump_json(one) for one in found]

    def result(found: _Reading) -> Any:
        value = None if found.value is None else wrap(found.value)
        if found.error is None:
            if not found.strict and _is_scalar(value):
                if on_empty == "ERROR":
                    raise EvaluationError("Empty result of JSON_QUERY function is not allowed")
                return _replacement(on_empty)
            if not _is_scalar(value):
                return value
        if on_error == "ERROR":
            shown = value if isinstance(value, str) else dump_json(value)
            raise _failure(
                found.error,
                f"Strict jsonpath mode requires array or object value, and the actual value is: '{shown}'",
            )
        return _replacement(on_error)

    return rowwise(call, row)


_TRUTH = explicit(t.BooleanType(nullable=False))

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction("IS_JSON", takes(TEXT, result=_TRUTH), _is_json_kernel(False)),
    ScalarFunction("IS_NOT_JSON", takes(TEXT, result=_TRUTH), _is_json_kernel(True)),
    ScalarFunction(
        "JSON_EXISTS", takes(TEXT, TEXT, result=nullable(t.BooleanType())), _exists, ("JSON_EXISTS",)
    ),
    ScalarFunction("JSON_VALUE", _infer_value, _value, ("JSON_VALUE",)),
    ScalarFunction("JSON_QUERY", _infer_query, _query, ("JSON_QUERY",)),
)
