"""Numbers as Java prints them, which is how Flink casts them to text."""

from __future__ import annotations

import math

import numpy as np


def double_text(value: float) -> str:
    """``Double.toString``: plain between 0.001 and ten million, else ``d.ddE±n``."""
    return _layout(repr(value), value)


def float_text(value: float) -> str:
    """``Float.toString`` of a value that is a 32-bit float."""
    return _layout(str(np.float32(value)), value)


def _layout(shortest: str, value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "-0.0" if math.copysign(1.0, value) < 0 else "0.0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent_text = shortest.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = int(exponent_text or 0) + len(whole) - 1
    if whole.strip("0") == "":
        exponent = int(exponent_text or 0) - (len(fraction) - len(fraction.lstrip("0"))) - 1
    digits = digits.rstrip("0") or "0"
    if -3 <= exponent < 7:
        if exponent >= 0:
            digits = digits.ljust(exponent + 1, "0")
            return f"{sign}{digits[: exponent + 1]}.{digits[exponent + 1 :] or '0'}"
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"
