"""Syntax trees back to SQL text, in the spelling that Flink keeps in its catalogs.

``expression_text`` is what SHOW CREATE TABLE and DESCRIBE print of computed columns and watermarks,
``query_text`` what SHOW CREATE VIEW prints. Both parse back to an equal tree.
"""

from __future__ import annotations

from drey.sql.unparse.expressions import expression_text
from drey.sql.unparse.queries import query_text

__all__ = ["expression_text", "query_text"]
