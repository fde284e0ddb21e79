"""Mirror of ``pyflink.table.sql_dialect``."""

from __future__ import annotations

__all__ = ["SqlDialect"]


class SqlDialect:
    """The dialects of SQL that Flink names; Drey parses DEFAULT."""

    DEFAULT = 0
    HIVE = 1
