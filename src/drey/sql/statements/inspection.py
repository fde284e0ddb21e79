"""SHOW, DESCRIBE and EXPLAIN."""

from __future__ import annotations

from drey.records import record
from drey.sql.statements.fragments import ObjectPath, PartitionSpec, Statement


@record
class LikePattern:
    """``[NOT] LIKE | ILIKE 'pattern'``."""

    pattern: str
    negated: bool = False
    case_sensitive: bool = True


@record
class Show(Statement):
    """``SHOW kind [FROM scope] [LIKE ..]``.

    Args:
        kind: CATALOGS, DATABASES, TABLES, VIEWS, MATERIALIZED TABLES, COLUMNS, PARTITIONS, FUNCTIONS,
            USER FUNCTIONS, PROCEDURES, MODULES, FULL MODULES, MODELS, CONNECTIONS, JARS, JOBS,
            CURRENT CATALOG or CURRENT DATABASE.
        scope: What stands behind FROM or IN, and the table of SHOW PARTITIONS.
        preposition: FROM or IN as written.
        like: The filter.
        partition: Of SHOW PARTITIONS.
    """

    kind: str
    scope: ObjectPath | None = None
    preposition: str | None = None
    like: LikePattern | None = None
    partition: PartitionSpec | None = None


@record
class ShowCreate(Statement):
    """``SHOW CREATE kind path``: CATALOG, TABLE, VIEW, MATERIALIZED TABLE, MODEL or CONNECTION.

    ``or_alter`` is set for ``SHOW CREATE OR ALTER MATERIALIZED TABLE``.
    """

    kind: str
    path: ObjectPath
    or_alter: bool = False


@record
class Describe(Statement):
    """``DESCRIBE [kind] [EXTENDED] path``: TABLE (not written), CATALOG, DATABASE, FUNCTION, MODEL, CONNECTION."""

    kind: str
    path: ObjectPath
    extended: bool = False


@record
class DescribeJob(Statement):
    job_id: str


@record
class Explain(Statement):
    """``EXPLAIN [PLAN FOR | details] statement``.

    ``details`` holds ESTIMATED_COST, CHANGELOG_MODE, JSON_EXECUTION_PLAN and PLAN_ADVICE.
    """

    statement: Statement
    details: frozenset[str] = frozenset()
