"""Parsed json values to values of Flink's types, as ``JsonToRowDataConverters`` does it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from drey.connectors.formats.cells import (
    TextStyle,
    cell_reader,
    fit_decimal,
    integer_reader,
    read_base64,
    read_float,
)
from drey.connectors.formats.json.options import JsonOptions
from drey.errors import UnsupportedError
from drey.types import logical as t
from drey.types.java_double import java_double
from drey.types.polars_types import MAP_KEY, MAP_VALUE


class RawFloat(float):
    """A number with a fraction or exponent that remembers its text."""

    text: str

    def __new__(cls, text: str) -> RawFloat:
        number = super().__new__(cls, text)
        number.text = text
        return number


def _no_constant(text: str) -> None:
    raise ValueError(f"unexpected token {text}")


def _first_of_equal_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        found.clear()
        for key, value in pairs:
            found.setdefault(key, value)
    return found


_DECODER = json.JSONDecoder(
    strict=False,  # a tab or a line feed in a string is itself, as in Flink
    parse_float=RawFloat,
    parse_constant=_no_constant,
    object_pairs_hook=_first_of_equal_keys,
)


def parse_line(line: str) -> Any:
    """The first json value of a line; what follows it is ignored, as in Flink.

    Raises:
        ValueError: The line starts with no json value.
    """
    stripped = line.lstrip(" \t\r\n\ufeff")
    return _DECODER.raw_decode(stripped)[0]


_BETWEEN = secrets.token_hex(16)
"""Stands between lines that are parsed together; nobody can guess it, so no line has it."""


def parse_lines(lines: Sequence[str]) -> list[Any] | None:
    """The values of lines, parsed together, in a third of the time; None unless each has one value and nothing else."""
    separator = f',"{_BETWEEN}",'
    text = f"[{separator.join(lines)}]"
    try:
        found, end = _DECODER.raw_decode(text)
    except ValueError:
        return None
    alone = end == len(text) and len(found) == 2 * len(lines) - 1
    return found[::2] if alone and found[1::2].count(_BETWEEN) == len(lines) - 1 else None


def as_text(value: Any) -> str:
    """Jackson's ``asText``; arrays and objects as compact json."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case RawFloat():
            return value.text
        case dict() | list():
            return _compact(value)
    return str(value)


def _compact(value: Any) -> str:
    """Jackson's text of a tree, in which numbers with a fraction or exponent have become doubles."""
    match value:
        case dict():
            return (
                "{"
                + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{_compact(v)}" for k, v in value.items())
                + "}"
            )
        case list():
            return "[" + ",".join(map(_compact, value)) + "]"
        case RawFloat():
            return java_double(value) if isfinite(value) else f'"{java_double(value)}"'
    return json.dumps(value, ensure_ascii=False)


class MissingFieldError(ValueError):
    """A key is missing and ``fail-on-missing-field`` is set."""


Convert = Callable[[Any], Any]


def converter(type_: t.LogicalType, options: JsonOptions, name: str) -> Convert:
    """The function from a parsed json value to the physical Python value of a type.

    It raises ValueError for a value that is none of the type, unless parse errors are ignored: then null.
    """
    convert = _strict(type_, options, name)

    def nullable(value: Any) -> Any:
        if value is None:
            return None
        try:
            return convert(value)
        except (ValueError, TypeError, InvalidOperation, OverflowError):
            if options.ignore_errors:
                return None
            raise

    return nullable


def json_style(options: JsonOptions) -> TextStyle:
    """How json texts of dates, times and timestamps look."""
    return TextStyle(options.iso_timestamps, lenient_dates=False, trim_decimals=True, short_times=False)


def _strict(type_: t.LogicalType, options: JsonOptions, name: str) -> Convert:
    match type_:
        case t.BooleanType():
            return lambda v: v if isinstance(v, bool) else as_text(v).strip().lower() == "true"
        case t.IntegerNumericType():
            return _integer(type_)
        case t.FloatType() | t.DoubleType():
            return lambda v: float(v) if _is_number(v) else read_float(as_text(v))
        case t.DecimalType():
            quantum = Decimal(1).scaleb(-type_.scale)
            return lambda v: fit_decimal(Decimal(as_text(v).strip()), type_, quantum)
        case t.CharacterType():
            return as_text
        case t.BytesType():
            return lambda v: read_base64(as_text(v))
        case t.DateType() | t.TimeType() | t.AnyTimestampType():
            read = cell_reader(type_, json_style(options), name).exact
            return lambda v: read(as_text(v))
        case t.ArrayType(element=element):
            convert = converter(element, options, name)
            return lambda v: [convert(item) for item in _expect(v, list)]
        case t.MapType(key=key, value=inner):
            return _map(key, converter(inner, options, name), name)
        case t.MultisetType(element=element):
            return _map(element, converter(t.IntType(), options, name), name)
        case t.RowType(fields=fields):
            return row_converter(fields, options)
    raise UnsupportedError(f"unsupported type {type_.summary()} for field '{name}' of format 'json'")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _expect(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise ValueError(as_text(value))
    return value


def _integer(type_: t.IntegerNumericType) -> Convert:
    """INT and BIGINT take fractions and cut them off; TINYINT and SMALLINT parse the number's text."""
    parse = integer_reader(type_)
    cuts = isinstance(type_, t.IntType | t.BigIntType)

    def convert(value: Any) -> int:
        if cuts and _is_number(value):
            whole = int(value)
            if type_.minimum <= whole <= type_.maximum:
                return whole
        return parse(as_text(value))

    return convert


def _map(key: t.LogicalType, convert: Convert, name: str) -> Convert:
    if not isinstance(key, t.CharacterType):
        raise UnsupportedError(
            "the json format doesn't support non-string as key type of map",
            detail=f"field '{name}' has keys of type {key}",
        )
    return lambda v: [{MAP_KEY: k, MAP_VALUE: convert(item)} for k, item in _expect(v, dict).items()]


def _plain(type_: t.LogicalType) -> tuple[Any, int, int]:
    """The class of values that are of the type as they are, and the bounds of those that are numbers."""
    if isinstance(type_, t.CharacterType):
        return str, 0, 0
    if isinstance(type_, t.IntType | t.BigIntType):
        return int, type_.minimum, type_.maximum
    return None, 0, 0


def row_converter(fields: tuple[t.Field, ...], options: JsonOptions) -> Convert:
    """Objects to rows; missing keys are null."""
    converters = [(f.name, converter(f.type, options, f.name), *_plain(f.type)) for f in fields]

    def convert(value: Any) -> dict[str, Any]:
        found = _expect(value, dict)
        row: dict[str, Any] = {}
        for name, convert_field, plain, least, most in converters:
            one = found.get(name)
            if type(one) is plain and (plain is str or least <= one <= most):
                row[name] = one
                continue
            if one is None and options.fail_on_missing and name not in found:
                raise MissingFieldError(f"field '{name}' is missing")
            try:
                row[name] = convert_field(one)
            except MissingFieldError:
                raise
            except (ValueError, TypeError, InvalidOperation, OverflowError) as error:
                raise ValueError(f"fail to deserialize at field: {name}: {error}") from None
        return row

    return convert
