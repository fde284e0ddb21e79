"""Which function of a fused chain failed, and on which element."""

from __future__ import annotations

from collections.abc import Sequence
from types import CodeType, FrameType, TracebackType
from typing import Any

from drey.udf.failures import UserCodeError, shown, user_code_failure
from drey.udf.stream import StreamFunction


def function_failure(error: BaseException, function: StreamFunction, *arguments: Any) -> UserCodeError:
    """The failure of a call with known arguments."""
    return user_code_failure(error, function.name, function.target, arguments)


def chain_failure(error: BaseException, functions: Sequence[StreamFunction], element: Any) -> UserCodeError:
    """The failure of one of several functions that each take what the one before gave.

    Args:
        error: What was raised.
        functions: The functions in order.
        element: The value that the first was given.

    The function is found by its code in the traceback. One without Python code leaves no frame there; then it is
    the first such function, which is exact if there is only one.
    """
    index, frame = _find(error.__traceback__, [_code_of(one.target) for one in functions])
    function = functions[index]
    if index == 0:
        return function_failure(error, function, element)
    argument = _first_argument(frame)
    if argument is None:
        error.add_note(f"for the element {shown(element)}")
        return user_code_failure(error, function.name, function.target, None)
    failure = function_failure(error, function, argument[0])
    error.add_note(f"for the element {shown(element)}")
    return failure


def _find(traceback: TracebackType | None, codes: Sequence[CodeType | None]) -> tuple[int, FrameType | None]:
    while traceback is not None:
        if traceback.tb_frame.f_code in codes:
            return codes.index(traceback.tb_frame.f_code), traceback.tb_frame
        traceback = traceback.tb_next
    return (codes.index(None) if None in codes else 0), None


def _code_of(target: Any) -> CodeType | None:
    code = getattr(target, "__code__", None)
    if code is None:  # an object that can be called
        code = getattr(vars(type(target)).get("__call__"), "__code__", None)
    return code if isinstance(code, CodeType) else None


def _first_argument(frame: FrameType | None) -> tuple[Any] | None:
    """The first argument that is no ``self``, in a tuple; None if there is none or it has another value now."""
    if frame is None:
        return None
    names = frame.f_code.co_varnames[: frame.f_code.co_argcount]
    if names[:1] == ("self",):
        names = names[1:]
    return (frame.f_locals[names[0]],) if names and names[0] in frame.f_locals else None
