"""Key groups of Python objects: the same in every process, whatever ``PYTHONHASHSEED`` says.

Integers are mixed as the INT and BIGINT columns of SQL are (see :mod:`drey.runtime.state.key_groups`), so that the
key 5 has one group everywhere; everything else is hashed by the bytes of :func:`key_bytes`. Keys that are equal in Python
are one key to keyed state, whatever their classes: 1, 1.0, True and Decimal("1.00") have one group.
"""

from __future__ import annotations

import io
import math
import pickle
import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from drey.runtime.state.key_groups import key_groups, mix
from drey.types.row import Row

_LEAST, _GREATEST = -(1 << 63), (1 << 63) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def object_key_groups(keys: Sequence[Any], max_parallelism: int) -> npt.NDArray[np.int32]:
    """The key group of each key, Int32 from 0 up to ``max_parallelism``.

    Each distinct key of a batch is hashed once.
    """
    if not len(keys):
        return np.zeros(0, dtype=np.int32)
    if set(map(type, keys)) == {int}:
        try:
            return key_groups(mix(np.fromiter(keys, dtype=np.int64, count=len(keys))), max_parallelism)
        except OverflowError:
            pass
    distinct = dict.fromkeys(keys)
    hashes = np.fromiter((_hash(key) for key in distinct), dtype=np.uint64, count=len(distinct))
    groups = dict(zip(distinct, key_groups(hashes, max_parallelism).tolist(), strict=True))
    return np.fromiter((groups[key] for key in keys), dtype=np.int32, count=len(keys))


def _hash(key: Any) -> int:
    if _is_finite(key) and _LEAST <= key <= _GREATEST and key == int(key):
        return int(mix(np.array([int(key)], dtype=np.int64))[0])
    return int.from_bytes(blake2b(key_bytes(key), digest_size=8).digest(), "little")


def _is_finite(key: Any) -> bool:
    """True for a number that is neither infinite nor none."""
    if isinstance(key, Decimal):
        return key.is_finite()
    return isinstance(key, int) or (isinstance(key, float) and math.isfinite(key))


def key_bytes(key: Any) -> bytes:
    """The same for equal keys and for no others, in every process.

    An object of a user's class is its pickle, so two of them that are equal must have equal parts.
    """
    if isinstance(key, str):
        return b"s" + str.encode(key, "utf-8", "surrogatepass")
    if isinstance(key, int):
        return b"n%x/1" % key
    if isinstance(key, tuple):
        return b"t" + _joined(map(key_bytes, key))
    if isinstance(key, bytes):
        return b"b" + key
    if key is None:
        return b"0"
    if isinstance(key, float | Decimal):
        return b"n%x/%x" % key.as_integer_ratio() if _is_finite(key) else b"f" + struct.pack(">d", key)
    if isinstance(key, Row):
        _, (names, values, kind) = key.__reduce__()
        return b"r" + _joined(map(key_bytes, (names and tuple(names), values, kind.value)))
    if isinstance(key, frozenset):
        return b"z" + _joined(sorted(map(key_bytes, key)))
    if isinstance(key, datetime) and key.utcoffset() is not None:
        return b"d" + _pickled(key - _EPOCH)
    return b"p" + _pickled(key)


def _joined(parts: Iterable[bytes]) -> bytes:
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def _pickled(key: Any) -> bytes:
    """The pickle of a key, the same whether equal parts of it are one object or several."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=4)
    pickler.fast = True
    pickler.dump(key)
    return written.getvalue()
