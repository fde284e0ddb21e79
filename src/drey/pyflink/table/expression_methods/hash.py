"""Hashes and bitmaps: methods of expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drey.pyflink.table.expression_node import ExpressionNode

if TYPE_CHECKING:
    from drey.pyflink.table.expression import Expression


class HashMethods(ExpressionNode):
    """Hashes and bitmaps."""

    @property
    def md5(self) -> Expression[Any]:
        """SQL's ``MD5(self)``."""
        return self._call("MD5")

    @property
    def sha1(self) -> Expression[Any]:
        """SQL's ``SHA1(self)``."""
        return self._call("SHA1")

    @property
    def sha224(self) -> Expression[Any]:
        """SQL's ``SHA224(self)``."""
        return self._call("SHA224")

    @property
    def sha256(self) -> Expression[Any]:
        """SQL's ``SHA256(self)``."""
        return self._call("SHA256")

    @property
    def sha384(self) -> Expression[Any]:
        """SQL's ``SHA384(self)``."""
        return self._call("SHA384")

    @property
    def sha512(self) -> Expression[Any]:
        """SQL's ``SHA512(self)``."""
        return self._call("SHA512")

    def sha2(self, hash_length: Any) -> Expression[Any]:
        """SQL's ``SHA2(self, hash_length)``."""
        return self._call("SHA2", hash_length)

    def bitmap_and(self, bitmap2: Any) -> Expression[Any]:
        """The numbers that both bitmaps have."""
        return self._call("BITMAP_AND", bitmap2)

    def bitmap_andnot(self, bitmap2: Any) -> Expression[Any]:
        """The numbers that this bitmap has and the other has not."""
        return self._call("BITMAP_ANDNOT", bitmap2)

    def bitmap_build(self) -> Expression[Any]:
        """The bitmap of the numbers of an array of INT."""
        return self._call("BITMAP_BUILD")

    def bitmap_cardinality(self) -> Expression[Any]:
        """How many numbers the bitmap has."""
        return self._call("BITMAP_CARDINALITY")

    def bitmap_from_bytes(self) -> Expression[Any]:
        """The bitmap that bytes hold, in the portable format of Roaring bitmaps."""
        return self._call("BITMAP_FROM_BYTES")

    def bitmap_or(self, bitmap2: Any) -> Expression[Any]:
        """The numbers that either bitmap has."""
        return self._call("BITMAP_OR", bitmap2)

    def bitmap_to_array(self) -> Expression[Any]:
        """The numbers as an array of INT, in their order without sign."""
        return self._call("BITMAP_TO_ARRAY")

    def bitmap_to_bytes(self) -> Expression[Any]:
        """The bitmap in the portable format of Roaring bitmaps."""
        return self._call("BITMAP_TO_BYTES")

    def bitmap_to_string(self) -> Expression[Any]:
        """The numbers as text, without sign: ``{1,2,4294967295}``."""
        return self._call("BITMAP_TO_STRING")

    def bitmap_xor(self, bitmap2: Any) -> Expression[Any]:
        """The numbers that exactly one of the bitmaps has."""
        return self._call("BITMAP_XOR", bitmap2)
