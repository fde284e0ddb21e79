"""PRINTF: ``java.util.Formatter`` for numbers, texts and truth values. What it refuses gives NULL."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.parameters import ANYTHING, TEXT, nullable, takes_many
from drey.functions.row_kernels import rowwise
from drey.types import logical as t
from drey.types.java_double import java_double

_SPECIFIER = re.compile(r"%(?:(\d+)\$|(<))?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])")
_EPOCH = dt.date(1970, 1, 1)


class _RefusedError(ValueError):
    pass


def printf(pattern: str, values: list[Any], integer_bits: list[int]) -> str | None:
    """The values in Java's format, or None where Java's formatter throws.

    Args:
        pattern: The format, such as ``%-5s|%05d``.
        values: Python values; the bits of integers give the width of negative hexadecimals.
        integer_bits: For each value the bits of its integer type, else 0.
    """
    out: list[str] = []
    at = ordinary = 0
    last = -1
    try:
        for match in _SPECIFIER.finditer(pattern):
            out.append(_plain(pattern[at : match.start()]))
            at = match.end()
            position, again, flags, width, precision, conversion = match.groups()
            if conversion in "n%":
                text = "\n" if conversion == "n" else "%"
            else:
                if position is not None:
                    index = int(position) - 1
                elif again is not None:
                    index = last
                else:
                    index, ordinary = ordinary, ordinary + 1
                if not 0 <= index < len(values):
                    raise _RefusedError("missing argument")
                last = index
                digits = None if precision is None else int(precision)
                text = _converted(
                    values[index], conversion, flags, digits, integer_bits[index], int(width or 0)
                )
            out.append(_padded(text, flags, width))
        out.append(_plain(pattern[at:]))
    except _RefusedError:
        return None
    return "".join(out)


def _plain(text: str) -> str:
    if "%" in text:
        raise _RefusedError("unknown conversion")
    return text


def _padded(text: str, flags: str, width: str | None) -> str:
    if width is None:
        if "-" in flags:
            raise _RefusedError("no width")
        return text
    return text.ljust(int(width)) if "-" in flags else text.rjust(int(width))


def _converted(value: Any, conversion: str, flags: str, precision: int | None, bits: int, width: int) -> str:
    kind = conversion.lower()
    if kind in "bsh" and set(flags) - set("-"):
        raise _RefusedError("flags")
    if kind == "b":
        text = _cut("true" if value is not None and value is not False else "false", precision)
    elif value is None and kind in "shcdoxefga":
        text = _cut("null", precision)
    elif kind == "s":
        text = _cut(_shown(value), precision)
    elif kind == "h":
        text = _cut(f"{_java_hash(value):x}", precision)
    elif kind == "c" and bits:
        text = chr(value) if 0 <= value <= 0x10FFFF else _refuse()
    elif kind in "dox" and bits and precision is None and (kind != "d" or conversion == "d"):
        text = _whole(value, kind, flags, bits, width)
    elif kind in "efg" and isinstance(value, float):
        text = _float_text(value, kind, flags, 6 if precision is None else precision, width)
    else:
        raise _RefusedError("conversion")
    return text.upper() if conversion.isupper() else text


def _refuse() -> str:
    raise _RefusedError("value")


def _cut(text: str, precision: int | None) -> str:
    return text if precision is None else text[:precision]


def _whole(value: int, kind: str, flags: str, bits: int, width: int) -> str:
    if kind != "d":
        digits = format(value if value >= 0 else value + (1 << bits), kind)
        if "#" in flags:
            digits = ("0" if kind == "o" else "0x") + digits
        return digits.rjust(width, "0") if "0" in flags else digits
    return _signed(format(abs(value), "," if "," in flags else "d"), value < 0, flags, width)


def _float_text(value: float, kind: str, flags: str, precision: int, width: int) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        text = "NaN" if value != value else "Infinity"
        return _signed(text, value < 0, flags.replace("0", ""), width)
    # Java rounds the decimal digits of the shortest text half up.
    exact = abs(Decimal(repr(value)))
    if kind == "e":
        text = _scientific(exact, precision)
    elif kind == "f":
        rounded = exact.quantize(Decimal((0, (1,), -precision)), rounding=ROUND_HALF_UP)
        text = format(rounded, ",f" if "," in flags else "f")
    else:
        significant = precision or 1
        if exact != 0 and not Decimal("0.0001") <= exact < Decimal(10) ** significant:
            text = _scientific(exact, significant - 1)
        else:
            places = significant - 1 - (exact.adjusted() if exact else 0)
            text = format(exact.quantize(Decimal((0, (1,), -max(places, 0))), rounding=ROUND_HALF_UP), "f")
    return _signed(text, value < 0, flags, width)


def _scientific(value: Decimal, precision: int) -> str:
    exponent = value.adjusted() if value else 0
    mantissa = value.scaleb(-exponent).quantize(Decimal((0, (1,), -precision)), rounding=ROUND_HALF_UP)
    if mantissa >= 10:
        exponent += 1
        mantissa = value.scaleb(-exponent).quantize(Decimal((0, (1,), -precision)), rounding=ROUND_HALF_UP)
    return f"{mantissa:f}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _signed(digits: str, negative: bool, flags: str, width: int) -> str:
    if negative:
        head, tail = ("(", ")") if "(" in flags else ("-", "")
    else:
        head, tail = ("+" if "+" in flags else " " if " " in flags else ""), ""
    if "0" in flags:
        digits = digits.rjust(width - len(head) - len(tail), "0")
    return head + digits + tail


def _shown(value: Any) -> str:
    """As Flink's internal values print: dates are days since 1970, times milliseconds of the day."""
    match value:
        case bool():
            return "true" if value else "false"
        case dt.datetime():
            exact = "microseconds" if value.microsecond % 1000 else "milliseconds"
            spec = exact if value.microsecond else "seconds" if value.second else "minutes"
            return value.replace(tzinfo=None).isoformat(timespec=spec)
        case dt.date():
            return str((value - _EPOCH).days)
        case dt.time():
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return str(seconds * 1000 + value.microsecond // 1000)
        case float():
            return java_double(value)
    return str(value)


def _java_hash(value: Any) -> int:
    """``hashCode`` of a Flink string (a hash of its UTF-8 bytes isn't portable) as of a Java one."""
    if isinstance(value, bool):
        return 1231 if value else 1237
    if isinstance(value, int):
        return (value ^ (value >> 32)) & 0xFFFFFFFF
    result = 0
    for character in str(value):
        result = (31 * result + ord(character)) & 0xFFFFFFFF
    return result


def _printf(call: KernelCall) -> pl.Expr:
    bits = [type_.bits if isinstance(type_, t.IntegerNumericType) else 0 for type_ in call.types[1:]]

    def row(pattern: str | None, *values: Any) -> str | None:
        return None if pattern is None else printf(pattern, list(values), bits)

    # 1, 1.0 and True are one key of a dictionary but three texts.
    return rowwise(call, row, takes_null=True, memo=False)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "PRINTF",
        takes_many(TEXT, then=ANYTHING, nulls=True, result=nullable(t.string_type())),
        _printf,
        ("PRINTF",),
    ),
)
