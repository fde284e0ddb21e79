"""The texts of floating-point numbers, as Java 17 prints them."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drey.types.java_double import java_double, java_float


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (0.001, "0.001"),
        (0.000999, "9.99E-4"),
        (9999999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (12345678.9, "1.23456789E7"),
        (5e-324, "4.9E-324"),
        (2.0**-44, "5.6843418860808015E-14"),
        (2e23, "1.9999999999999998E23"),
        (9007199254740993.0, "9.007199254740992E15"),
        (1.7976931348623157e308, "1.7976931348623157E308"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
    ],
)
def test_double(value: float, text: str) -> None:
    assert java_double(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0**31, "2.14748365E9"),
        (123456789.0, "1.23456792E8"),
        (1.17549435e-38, "1.17549435E-38"),
        (3.4028234663852886e38, "3.4028235E38"),
        (1e10, "1.0E10"),
        (-0.5, "-0.5"),
    ],
)
def test_float(value: float, text: str) -> None:
    assert java_float(struct.unpack("f", struct.pack("f", value))[0]) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_reads_as_the_same_number(value: float) -> None:
    assert float(java_double(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_the_text_of_a_float_reads_as_the_same_number(value: float) -> None:
    read = float(java_float(value))
    assert struct.pack("f", read) == struct.pack("f", value)
