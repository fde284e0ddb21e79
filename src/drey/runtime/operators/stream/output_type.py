"""Makes what users' functions return values of the type that they declared."""

from __future__ import annotations

from typing import Any

from drey.errors import UserFunctionError
from drey.types.stream_scalars import holds_for_all, scalar_converter
from drey.types.stream_types import StreamType, converter
from drey.udf.failures import shown


class OutputType:
    """The declared type of a function's results.

    Args:
        type_: The type.
        name: What messages call the function.
    """

    def __init__(self, type_: StreamType, name: str) -> None:
        self._type = type_
        self._name = name
        self._holds = holds_for_all(type_)
        self._convert = converter(type_) if self._holds is None else scalar_converter(type_)

    def convert(self, values: list[Any]) -> list[Any]:
        """The values as the type has them; the same list if there is nothing to do.

        Raises:
            UserFunctionError: A value is not of the type.
        """
        if self._convert is None or (self._holds is not None and self._holds(values)):
            return values
        converted: list[Any] = []
        try:
            converted.extend(map(self._convert, values))
        except (TypeError, ValueError, KeyError, OverflowError) as error:
            value = values[len(converted)]
            raise UserFunctionError(
                f"the function of '{self._name}' must return {self._type['kind']}, "
                f"but returned {shown(value)} ({type(value).__name__})",
                detail=str(error),
            ) from None
        return converted
