"""What is said of exceptions and values, whatever they are."""

import pytest

from drey.errors import causes
from drey.udf.failures import named_text, shown


class _UnshownError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError("bad"), "ValueError: bad"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (ValueError("x" * 5000), f"ValueError: {'x' * 4000}... (5000 characters)"),
        (_UnshownError(), "_UnshownError: <its str() fails: RuntimeError>"),
    ],
)
def test_the_text_of_an_exception(error: BaseException, text: str) -> None:
    assert named_text(error) == text


def test_a_value_that_can_not_be_shown() -> None:
    assert shown(_UnshownError()) == "<_UnshownError whose repr() fails: RuntimeError>"


def test_the_causes_of_an_exception_are_those_that_python_shows() -> None:
    first, second, third = KeyError(1), ValueError(2), TypeError(3)
    second.__context__ = first
    third.__cause__ = second
    assert causes(third) == [second, first]
    second.__suppress_context__ = True
    assert causes(third) == [second]
    first.__context__, second.__suppress_context__ = third, False
    assert causes(third) == [second, first]
