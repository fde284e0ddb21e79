"""Whom a write into PostgreSQL may have waited for.

A wait is for one lock, and it has lasted for as long as ``lock_timeout`` says. So what was waited for belongs to a
transaction that is older than that and is still open. Which of several it was nobody can say behind the wait:
locks of rows are in the rows alone.
"""

from __future__ import annotations

from typing import Any

_LOCK_HOLDERS = """
SELECT a.pid, a.usename, a.application_name, a.state
FROM pg_stat_activity AS a, (
    SELECT clock_timestamp() - setting::int * INTERVAL '1 ms' AS began FROM pg_settings WHERE name = 'lock_timeout'
) AS wait
WHERE a.datname = current_database() AND a.backend_type NOT IN ('parallel worker', 'autovacuum worker')
AND a.application_name <> current_setting('application_name') AND a.xact_start < wait.began
AND EXISTS (
    SELECT FROM pg_locks AS l WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.relation = to_regclass(%s) AND (
        -- These lock writers out, even one that is still waited for: who comes later queues behind it.
        (l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
            AND (l.granted OR a.query_start < wait.began))
        -- These come with locks of rows, if the transaction has a number to mark rows with.
        OR (l.mode IN ('RowShareLock', 'RowExclusiveLock') AND l.granted AND a.backend_xid IS NOT NULL)
    )
)
ORDER BY a.xact_start"""


def lock_holders(connection: Any, table: str) -> list[str]:
    """See :meth:`JdbcDialect.lock_holders`. Without the rights of ``pg_read_all_stats``, the user's own sessions."""
    return [
        f"session {pid} of {user} ({', '.join(filter(None, (application, state)))})"
        for pid, user, application, state in connection.execute(_LOCK_HOLDERS, [table]).fetchall()
    ]
