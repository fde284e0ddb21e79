"""The contract of lookups: the rows of an external table for some keys, asked while a stream goes by."""

from __future__ import annotations

from abc import ABC, abstractmethod

import polars as pl


class LookupReader(ABC):
    """Finds rows by key. All methods are called by one task thread, and may block."""

    def open(self) -> None:
        """Connect; called once, before everything else.

        Raises:
            ConnectorError: The table can't be reached or doesn't fit.
        """

    @abstractmethod
    def lookup(self, keys: pl.DataFrame) -> pl.DataFrame:
        """The rows whose key columns equal one of the keys, in any order.

        Args:
            keys: Distinct keys without NULL; its columns are named as the table's and have their exact types.

        Returns:
            The columns that the table's spec asks for, the key's among them, with exact types. Rows of other
            keys may be there; they are left out by the caller. A key without rows just has none.

        Raises:
            ConnectorError: The table can't be read.
        """

    def close(self) -> None:
        """Release everything; called once, also after a failure."""
