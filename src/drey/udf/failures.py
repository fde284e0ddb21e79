"""How an exception travels from a user's function to the user: as itself, with notes, without engine frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any

_ENGINE = str(Path(__file__).resolve().parent.parent)
_SHOWN = 200
_LONGEST_TEXT = 4000


class UserCodeError(Exception):
    """Carries a user's exception through the engine; whoever reports the failure raises ``error`` instead."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(shown(error))
        self.error = error


def is_engine_file(filename: str) -> bool:
    """True if a frame of this file belongs to the engine or to a library that the engine called."""
    return filename.startswith(_ENGINE) or "/polars/" in filename


def user_frames(traceback: TracebackType | None) -> TracebackType | None:
    """The traceback from the first frame on that is not the engine's, or all of it if every frame is."""
    inner = traceback
    while inner is not None and is_engine_file(inner.tb_frame.f_code.co_filename):
        inner = inner.tb_next
    return traceback if inner is None else inner


def shown(value: Any) -> str:
    """A value as text, cut to a length that is good to read."""
    try:
        text = repr(value)
    except Exception as error:
        return f"<{type(value).__name__} whose repr() fails: {type(error).__name__}>"
    return _cut(text, _SHOWN)


def named_text(error: BaseException) -> str:
    """The kind of an exception and its text, cut if it is huge; also of one whose own ``__str__`` fails."""
    try:
        text = str(error)
    except Exception as another:
        text = f"<its str() fails: {type(another).__name__}>"
    name = type(error).__name__
    return f"{name}: {_cut(text, _LONGEST_TEXT)}" if text else name


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}... ({len(text)} characters)"


def place_of(function: Any) -> str:
    """``file:line`` where a function is defined, or the name of its type for what has no Python code."""
    code = getattr(function, "__code__", None) or getattr(getattr(function, "eval", None), "__code__", None)
    if isinstance(code, CodeType):
        return f"{code.co_filename}:{code.co_firstlineno}"
    return type(function).__name__


def user_code_failure(
    error: BaseException, name: str, function: Any, arguments: Sequence[Any] | None
) -> UserCodeError:
    """Prepare a user's exception for its way out.

    Args:
        error: What the function raised.
        name: The name that users gave the function.
        function: The callable, for its place.
        arguments: The arguments of the row that failed; None if they are not known.
    """
    note = f"in Python function '{name}' ({place_of(function)})"
    if arguments is not None:
        note += f", called with ({', '.join(shown(a) for a in arguments)})"
    error.add_note(note)
    return UserCodeError(error.with_traceback(user_frames(error.__traceback__)))
