"""Pickles Python objects of users, their code with the file where it stands.

cloudpickle writes functions of a script by value. Since 3.1.3 it writes ``<dynamic-code>`` in place of the file of
their code; an error in a function then would show neither its file nor its line.
"""

from __future__ import annotations

import io
import pickle
from collections import ChainMap
from collections.abc import Callable
from types import CodeType
from typing import Any, TypeVar

import cloudpickle

from drey.errors import UserFunctionError

_Function = TypeVar("_Function")

_reduce_code: Callable[[CodeType], tuple[Any, ...]] = cloudpickle.Pickler.dispatch_table[CodeType]


def code_of_file(make: Callable[..., CodeType], arguments: tuple[Any, ...], file: str) -> CodeType:
    """Code as cloudpickle makes it, of a file; what pickles of :func:`dumps` call."""
    return make(*arguments).replace(co_filename=file)


def _reduce(code: CodeType) -> tuple[Any, ...]:
    make, arguments = _reduce_code(code)[:2]
    return code_of_file, (make, arguments, code.co_filename)


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # it has no types
    dispatch_table = ChainMap({CodeType: _reduce}, cloudpickle.Pickler.dispatch_table)


def dumps(value: Any) -> bytes:
    """The pickle of an object, for ``pickle.loads`` in any process that has Drey.

    Raises:
        Exception: It can't be pickled; a user's ``__reduce__`` may raise anything.
    """
    buffer = io.BytesIO()
    _Pickler(buffer).dump(value)
    return buffer.getvalue()


def dump_function(function: Any, subject: str) -> bytes:
    """Pickle a user's function, with what it refers to, for the job graph.

    Args:
        function: It, as the engine carries it.
        subject: What it is called, the middle of the error.

    Raises:
        UserFunctionError: It refers to something that can't be pickled.
    """
    try:
        return dumps(function)
    except Exception as error:  # a user's __reduce__ may raise anything
        raise UserFunctionError(
            f"the Python function {subject} can't be pickled",
            detail=f"{type(error).__name__}: {error}",
            hint="make connections, locks and the like in its 'open' method, not where it is defined",
        ) from error


def load_function(data: bytes, kind: type[_Function]) -> _Function:
    """The function of :func:`dump_function`.

    Args:
        data: Its bytes, which this user's job has made.
        kind: What it is to be.

    Raises:
        UserFunctionError: A module that it needs can't be imported, or the bytes are no such function.
    """
    try:
        loaded = pickle.loads(data)
    except Exception as error:  # unpickling runs the user's imports
        raise UserFunctionError(
            "a Python function can't be loaded", detail=f"{type(error).__name__}: {error}"
        ) from error
    if not isinstance(loaded, kind):
        raise UserFunctionError("a Python function can't be loaded", detail=f"found {type(loaded).__name__}")
    return loaded
