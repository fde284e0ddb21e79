"""The texts of floating-point numbers as Java before 19 writes them, which is what Flink runs on.

Those are not always the shortest texts that read as the same number: ``2.14748365E9`` for the FLOAT nearest to
two to the power of 31, ``4.9E-324`` for the smallest DOUBLE. The algorithm is that of
``jdk.internal.math.FloatingDecimal``, which produces digits from exact fractions until the rest is within half a unit
of the last place.
"""

from __future__ import annotations

import math
import struct

_NAMES = {math.inf: "Infinity", -math.inf: "-Infinity"}
_MANTISSA_BITS = {"f": 23, "d": 52}
_LONG_BITS = 64
_SMALL_EXPONENTS = range(-21, 63)


def java_double(value: float) -> str:
    """``1.5``, ``1.0E10``, ``1.0E-5``, ``NaN``, ``-Infinity``: plain from 0.001 up to 10 million."""
    return _text(value, "d")


def java_float(value: float) -> str:
    """As :func:`java_double`, for a value of 32 bits."""
    return _text(value, "f")


def _text(value: float, kind: str) -> str:
    if value != value:
        return "NaN"
    if value in _NAMES:
        return _NAMES[value]
    sign = "-" if math.copysign(1, value) < 0 else ""
    if value == 0:
        return f"{sign}0.0"
    if kind == "d" and 1e-3 <= abs(value) < 1e7:
        return repr(value)
    digits, power = _digits(abs(value), kind)
    if 0 < power < 8:
        padded = digits.ljust(power, "0")
        return f"{sign}{padded[:power]}.{padded[power:] or '0'}"
    if -3 < power <= 0:
        return f"{sign}0.{'0' * -power}{digits}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{power - 1}"


def _digits(value: float, kind: str) -> tuple[str, int]:
    """The digits and the position of the decimal point before them."""
    width = _MANTISSA_BITS[kind]
    bits = int.from_bytes(struct.pack(f">{kind}", value), "big")
    fraction, biased = bits & ((1 << width) - 1), bits >> width
    bias = (1 << (7 if kind == "f" else 10)) - 1
    if biased:
        fraction |= 1 << width
        significant = width + 1
    else:
        # A denormal number is shifted up to have the leading bit.
        significant = fraction.bit_length()
        shift = width + 1 - significant
        fraction <<= shift
        biased = 1 - shift
    exponent = biased - bias
    trailing = (fraction & -fraction).bit_length() - 1
    used = width + 1 - trailing
    tiny = max(0, used - exponent - 1)
    if tiny == 0 and exponent in _SMALL_EXPONENTS:
        return _whole_digits(fraction, exponent - width, exponent - significant - 1)
    return _fraction_digits(fraction >> trailing, used, exponent, significant)


def _whole_digits(fraction: int, shift: int, extra_bits: int) -> tuple[str, int]:
    """A whole number: decimal places of which the bits know nothing are rounded away."""
    number = fraction << shift if shift >= 0 else fraction >> -shift
    dropped = int(extra_bits * math.log10(2)) if extra_bits > 1 else 0
    if dropped:
        number = (number + 10**dropped // 2) // 10**dropped
    text = str(number)
    return text.rstrip("0"), len(text) + dropped


def _fraction_digits(mantissa: int, used: int, exponent: int, significant: int) -> tuple[str, int]:
    """Digits of ``mantissa * 2**(exponent - used + 1)`` until the rest is below half a unit of the last place."""
    tiny = max(0, used - exponent - 1)
    estimate = mantissa / (1 << (used - 1))
    power = math.floor((estimate - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981)
    fives = max(0, -power)
    twos = fives + tiny + exponent
    scale_twos = max(0, power) + tiny
    half_twos = twos - significant
    twos -= used - 1
    common = min(twos, scale_twos)
    twos, scale_twos, half_twos = twos - common, scale_twos - common, half_twos - common
    if used == 1:
        # Below a power of two numbers are half as far apart.
        half_twos -= 1
    if half_twos < 0:
        twos, scale_twos, half_twos = twos - half_twos, scale_twos - half_twos, 0
    rest = mantissa * 5**fives << twos
    scale = 5 ** max(0, power) << scale_twos
    half = 5**fives << half_twos
    bits = max(used + twos + _bits_of_five(fives), scale_twos + 1 + _bits_of_five(max(0, power) + 1))
    # Java's own big integers stop at a tie already, its longs go on.
    limit = scale * 10 + (1 if bits < _LONG_BITS else 0)
    digits: list[int] = []
    low = high = False
    first = True
    while not (low or high):
        digit, rest = divmod(rest, scale)
        rest, half = rest * 10, half * 10
        low, high = rest < half, rest + half >= limit
        if first and digit == 0 and not high:
            power -= 1
        else:
            digits.append(digit)
        if first and not -3 <= power < 8:
            # With an exponent there is at least one digit after the point.
            low = high = False
        first = False
    if high and (not low or _rounds_up(rest * 2 - scale * 10, digits[-1])):
        return _rounded_up(digits, power)
    return "".join(map(str, digits)).rstrip("0"), power + 1


def _bits_of_five(power: int) -> int:
    """As many bits as Java reckons a power of five to have."""
    return (5**power).bit_length() if 0 < power < 27 else power * 3


def _rounds_up(difference: int, last: int) -> bool:
    return difference > 0 or (difference == 0 and last % 2 == 1)


def _rounded_up(digits: list[int], power: int) -> tuple[str, int]:
    text = str(int("".join(map(str, digits))) + 1)
    return text.rstrip("0"), power + 1 + len(text) - len(digits)
