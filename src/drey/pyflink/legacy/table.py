"""Methods of tables that PyFlink 2.x dropped."""

from __future__ import annotations


class LegacyTable:
    """Mixed into ``Table``."""
