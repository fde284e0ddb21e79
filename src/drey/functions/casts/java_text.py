"""Floating-point numbers as Java prints them, which is how Flink casts them to text."""

from __future__ import annotations


def java_float_text(shortest: str) -> str:
    """``Double.toString``: plain between 0.001 and ten million, else ``d.ddE±n``.

    Args:
        shortest: The shortest text that reads as the same number, as Polars and Python print it. (Java before 19
            sometimes prints a digit more than that.)
    """
    if shortest in _NAMES:
        return _NAMES[shortest]
    sign = "-" if shortest.startswith("-") else ""
    mantissa, _, exponent_text = shortest.lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return f"{sign}0.0"
    exponent = int(exponent_text or 0) + len(digits) - len(fraction) - 1
    digits = digits.rstrip("0")
    if 0 <= exponent < 7:
        digits = digits.ljust(exponent + 1, "0")
        return f"{sign}{digits[: exponent + 1]}.{digits[exponent + 1 :] or '0'}"
    if -3 <= exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"


_NAMES = {"NaN": "NaN", "nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
