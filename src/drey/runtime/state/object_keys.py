"""Key groups of Python objects: the same in every process, whatever ``PYTHONHASHSEED`` says.

Integers are mixed as the INT and BIGINT columns of SQL are (see :mod:`drey.runtime.state.key_groups`), so that the
key 5 has one group everywhere; texts are hashed by their UTF-8 bytes, everything else by its pickle. The three are
told apart, so that 1 and "1" are different keys. Values that are equal and of different classes (1, 1.0 and True)
are one key to Python's dictionaries and so to keyed state; numbers that equal an integer are hashed as that integer.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from drey.runtime.state.key_groups import key_groups, mix

_LEAST, _GREATEST = -(1 << 63), (1 << 63) - 1


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
    if isinstance(key, int | float) and _LEAST <= key <= _GREATEST and key == int(key):
        return int(mix(np.array([int(key)], dtype=np.int64))[0])
    return int.from_bytes(blake2b(_bytes(key), digest_size=8).digest(), "little")


def _bytes(key: Any) -> bytes:
    if type(key) is str:
        return b"s" + key.encode("utf-8", "surrogatepass")
    if type(key) is bytes:
        return b"b" + key
    if type(key) is tuple:
        # Not one pickle: that refers back to a part that is the same object as an earlier one.
        parts = [_hash(one).to_bytes(8, "little") for one in key]
        return b"t" + b"".join(parts)
    return b"p" + pickle.dumps(key, protocol=4)
