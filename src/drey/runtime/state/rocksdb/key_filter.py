"""Which keys a database surely hasn't got: a Bloom filter over 64-bit key hashes, for whole batches at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from drey.runtime.state.key_groups import Hashes, Mask, mix

_BITS = 5
_FULL = 6
"""Bits of the filter for each key below which it isn't worth asking."""


class KeyFilter:
    """A blocked Bloom filter: a key sets and tests five bits of one 64-bit word.

    With 16 bits a key 1 % of unknown keys pass, with 10 bits 4 %. Keys can't be taken out.

    Args:
        nbytes: The size; rounded down to a power of two.
    """

    def __init__(self, nbytes: int) -> None:
        words = 1 << max(3, (nbytes // 8).bit_length() - 1)
        # Zeroed memory is mapped lazily, so a large filter of few keys costs little.
        self._words: npt.NDArray[np.uint64] = np.zeros(words, dtype=np.uint64)
        self._mask = np.uint64(words - 1)
        self.keys = 0
        """How many keys were added."""

    def add(self, hashes: Hashes) -> None:
        """Keys with these hashes are in the database."""
        places, bits = self._where(hashes)
        np.bitwise_or.at(self._words, places, bits)
        self.keys += len(hashes)

    def may_have(self, hashes: Hashes) -> Mask:
        """False for keys that were never added."""
        if self.keys * _FULL > 64 * len(self._words):
            return np.ones(len(hashes), dtype=np.bool_)
        places, bits = self._where(hashes)
        found: Mask = (self._words[places] & bits) == bits
        return found

    @property
    def nbytes(self) -> int:
        """The size in bytes."""
        return self._words.nbytes

    def _where(self, hashes: Hashes) -> tuple[Hashes, Hashes]:
        # Key groups and the probe table use the hashes' own bits.
        mixed = mix(hashes)
        bits = np.zeros(len(hashes), dtype=np.uint64)
        for number in range(_BITS):
            shift = (mixed >> np.uint64(34 + 6 * number)) & np.uint64(63)
            bits |= np.uint64(1) << shift
        return mixed & self._mask, bits
