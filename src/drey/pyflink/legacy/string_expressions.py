"""String expressions of PyFlink until 1.15."""

from __future__ import annotations

from drey.errors import UnsupportedError
from drey.rex.unresolved import Expr


def parse_expressions(text: str) -> list[Expr]:
    """The expressions of a text, separated by commas."""
    raise UnsupportedError(f"string expressions are not built yet: '{text}'", hint="use col() and lit()")
