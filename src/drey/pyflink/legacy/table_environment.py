"""Methods of table environments that PyFlink 2.x dropped."""

from __future__ import annotations


class LegacyTableEnvironment:
    """Mixed into ``TableEnvironment``."""
