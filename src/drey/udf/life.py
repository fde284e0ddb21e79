"""What users' functions of all APIs have in common: their objects are opened before the first row and closed at the end."""

from __future__ import annotations

from typing import Any

from drey.udf.context import FunctionContext
from drey.udf.failures import user_code_failure


class FunctionLife:
    """Opens and closes a function that is an object of the user's, not a plain callable."""

    name: str

    @property
    def user_object(self) -> Any | None:
        """The object that may have ``open(FunctionContext)`` and ``close()``; None for a plain callable."""
        raise NotImplementedError

    def open(self, context: FunctionContext) -> None:
        """Begin the function's life.

        Raises:
            UserCodeError: Its ``open`` raised.
        """
        self._call("open", context)

    def close(self) -> None:
        """End the function's life.

        Raises:
            UserCodeError: Its ``close`` raised.
        """
        self._call("close")

    def _call(self, method: str, *args: Any) -> None:
        found = getattr(self.user_object, method, None)
        if found is None:
            return
        try:
            found(*args)
        except Exception as error:
            raise user_code_failure(error, f"{self.name}.{method}", found, None) from None
