"""The text of a double as ``Double.toString`` writes it."""

from __future__ import annotations

from decimal import Decimal


def java_double(value: float) -> str:
    """``1.5``, ``1.0E10``, ``1.0E-5``, ``NaN``, ``-Infinity``: plain from 0.001 up to 10 million."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    text = "".join(str(digit) for digit in digits).rstrip("0") or "0"
    power = len(digits) - 1 + int(exponent)
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{power}"
