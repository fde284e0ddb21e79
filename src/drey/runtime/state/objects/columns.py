"""Python objects as columns of a state table, readable by any tool where their type allows it.

A list of values of one plain class (int of 64 bits, float, str, bool) is a column of the matching type under
its own name. Any other list is pickled, value by value, into a Binary column ``NAME$pickle``, and the column
``NAME`` has the values' ``repr`` to read, cut to 100 characters.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import cloudpickle
import polars as pl

from drey.errors import CheckpointError

PICKLE = "$pickle"
_SHOWN = 100
_PLAIN: Mapping[type, pl.DataType] = {
    int: pl.Int64(),
    float: pl.Float64(),
    str: pl.String(),
    bool: pl.Boolean(),
}


def object_columns(name: str, values: Sequence[Any]) -> list[pl.Series]:
    """One column of plain values, or the two of pickled ones.

    Raises:
        CheckpointError: A value can't be pickled.
    """
    classes = set(map(type, values))
    if len(classes) == 1:
        dtype = _PLAIN.get(classes.pop())
        if dtype is not None:
            try:
                return [pl.Series(name, values, dtype=dtype, strict=True)]
            except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
                pass  # an int of more than 64 bits, a str that is no UTF-8
    shown = [_text(value) for value in values]
    pickled = [pickled_object(name, value) for value in values]
    return [
        pl.Series(name, shown, dtype=pl.String),
        pl.Series(f"{name}{PICKLE}", pickled, dtype=pl.Binary),
    ]


def objects_of(frame: pl.DataFrame, name: str) -> list[Any]:
    """The values of :func:`object_columns`.

    Raises:
        CheckpointError: A value can't be unpickled.
    """
    if f"{name}{PICKLE}" not in frame.columns:
        return frame[name].to_list()
    try:
        return [pickle.loads(one) for one in frame[f"{name}{PICKLE}"]]
    except Exception as error:  # unpickling runs the user's imports
        raise CheckpointError(
            f"a value of the state column '{name}' can't be unpickled",
            detail=f"{type(error).__name__}: {error}",
            hint="the class of the value must be importable where the job is restored",
        ) from error


def object_frame(**columns: Iterable[Any]) -> pl.DataFrame:
    """A frame of several columns of Python objects."""
    return pl.DataFrame([s for name, values in columns.items() for s in object_columns(name, list(values))])


def merged(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Frames of the same objects' columns as one, even if some hold plain values and some pickled ones."""
    if not frames:
        return pl.DataFrame()
    if len({tuple(frame.schema.items()) for frame in frames}) == 1:
        return pl.concat(frames)
    names = [name for name in frames[0].columns if "$" not in name]
    values = {name: [one for frame in frames for one in objects_of(frame, name)] for name in names}
    return object_frame(**values)


def _text(value: Any) -> str:
    text = repr(value)
    text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
    return text.encode("utf-8", "replace").decode()


def pickled_object(name: str, value: Any) -> bytes:
    """The pickle of a value of a state column.

    Raises:
        CheckpointError: It can't be pickled.
    """
    try:
        try:
            return pickle.dumps(value, protocol=5)
        except Exception:  # of a class or function that only the main script has
            dumped: bytes = cloudpickle.dumps(value, protocol=5)
            return dumped
    except Exception as error:
        raise CheckpointError(
            f"a value of the state column '{name}' can't be pickled",
            detail=f"{_text(value)}: {type(error).__name__}: {error}",
        ) from error
