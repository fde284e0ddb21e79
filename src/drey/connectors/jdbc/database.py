"""A connection of the jdbc connector: made again when it is lost, and what is tried again on it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drey.connectors.api.factory import TableSpec
from drey.connectors.jdbc import options as o
from drey.connectors.jdbc.dialects.dialect import Diagnosis, JdbcDialect, TableFacts, Target
from drey.connectors.jdbc.tables import require_table, target_of
from drey.connectors.jdbc.urls import without_secrets
from drey.errors import ConnectorError

T = TypeVar("T")

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 2.0


class Database:
    """Runs work on a connection.

    A failure that may pass at once, such as a deadlock, is tried again as often as ``retries`` says. When a
    connection that once worked is lost, it is made anew for as long as ``connection.max-retry-timeout`` says.

    Args:
        spec: The table.
        dialect: Its database.
        retries: The value of the option named by ``retries_key``.
        retries_key: For hints; None if no option says it.
    """

    def __init__(
        self, spec: TableSpec, dialect: JdbcDialect, retries: int, retries_key: str | None = o.MAX_RETRIES.key
    ) -> None:
        self.spec = spec
        self.dialect = dialect
        self.table = o.TABLE.require(spec.options)
        self._retries = retries
        self._retries_key = retries_key
        self._patience = o.CONNECT_TIMEOUT.require(spec.options).total_seconds()
        self._job_id = ""
        self._connection: Any = None
        self._facts: TableFacts | None = None
        self._target: Target | None = None

    @property
    def connection(self) -> Any:
        """The connection, made at the first use.

        Raises:
            Exception: One of the dialect's errors, or a ConnectorError of the dialect's own.
        """
        if self._connection is None:
            self._connection = self.dialect.connect()
            if self._job_id:
                self.dialect.introduce(self._connection, self._job_id)
        return self._connection

    def introduce(self, job_id: str) -> None:
        """Let the server see which job the connection works for, now and when it is made again."""
        self._job_id = job_id
        if job_id and self._connection is not None:
            try:
                self.dialect.introduce(self._connection, job_id)
            except self.dialect.errors:
                self.disconnect()  # the next use makes another, or says why it can't

    @property
    def facts(self) -> TableFacts:
        """What the database says of the table; asked for once.

        Raises:
            ConnectorError: The database can't be reached, or the table doesn't fit.
        """
        if self._facts is None:
            try:
                connection = self.connection
            except self.dialect.errors as error:
                raise self._no_connection(error) from error
            self._facts = require_table(self.dialect, connection, self.spec)
        return self._facts

    @property
    def target(self) -> Target:
        """The table as statements that write need it. Raises as :attr:`facts`."""
        if self._target is None:
            self._target = target_of(self.dialect, self.facts, self.spec)
        return self._target

    def transaction(self, work: Callable[[Any], T]) -> T:
        """Run some statements in one transaction, which may be tried several times.

        Raises:
            ConnectorError: The database refused them, or could not be reached for too long.
        """

        def whole(connection: Any) -> T:
            self.dialect.begin(connection)
            try:
                result = work(connection)
                self.dialect.commit(connection)
            except self.dialect.errors:
                raise
            except BaseException:
                self._roll_back()
                raise
            return result

        return self.run(whole, "write into", locks=True)

    def run(self, work: Callable[[Any], T], what: str, locks: bool = False) -> T:
        """Call ``work`` with the connection until it succeeds.

        Args:
            work: Safe to be called again.
            what: For messages: ``write into`` or ``read``.
            locks: True if it writes into the table, so that others' locks on it may be in the way.

        Raises:
            ConnectorError: As for :meth:`transaction`.
        """
        retries = 0
        lost_at: float | None = None
        pause = _FIRST_PAUSE
        while True:
            known = self._facts is not None
            try:
                return work(self.connection)
            except self.dialect.errors as error:
                diagnosis = self.dialect.diagnose(error)
                self._roll_back()
                if diagnosis.lost and known:
                    self.disconnect()
                    lost_at = lost_at or time.monotonic()
                    if time.monotonic() - lost_at + pause > self._patience:
                        raise self._failed(what, error, diagnosis, retries) from error
                elif diagnosis.transient and retries < self._retries:
                    retries += 1
                else:
                    holders = self._lock_holders() if locks and diagnosis.locked else []
                    raise self._failed(what, error, diagnosis, retries, holders) from error
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _roll_back(self) -> None:
        if self._connection is None:
            return
        try:
            self.dialect.roll_back(self._connection)
        except self.dialect.errors:
            self.disconnect()  # the server rolls back what a connection leaves behind

    def _no_connection(self, error: Exception) -> ConnectorError:
        diagnosis = self.dialect.diagnose(error)
        url = without_secrets(o.URL.require(self.spec.options))
        return ConnectorError(
            f"can't connect to a database: {diagnosis.message}",
            detail=f"table {self.spec.path}, url '{url}': {error_text(error)}",
            hint=diagnosis.hint,
        )

    def _failed(
        self, what: str, error: Exception, diagnosis: Diagnosis, retries: int, holders: Sequence[str] = ()
    ) -> ConnectorError:
        tried = f" after {retries} retries" if retries else ""
        hint = diagnosis.hint
        if diagnosis.lost:
            tried = f", and could not be reached for {self._patience:g} s" if self._patience else ""
            hint = f"start it, or raise '{o.CONNECT_TIMEOUT.key}'"
        elif diagnosis.transient:
            raised = self._retries_key and f"raise '{self._retries_key}'"
            hint = ", or ".join(filter(None, (raised, hint))) or None
        held = f"; may be locked by {' or '.join(holders)}" if holders else ""
        return ConnectorError(
            f"can't {what} table '{self.table}' of a database: {diagnosis.message}",
            detail=f"table {self.spec.path}{tried}: {error_text(error)}{held}",
            hint=hint,
        )

    def _lock_holders(self) -> list[str]:
        if self._connection is None or self._facts is None:
            return []
        try:
            return self.dialect.lock_holders(self._connection, self._facts.name)
        except self.dialect.errors:
            return []  # it only adds to a message

    def disconnect(self) -> None:
        """Give the connection up; the next use makes a new one."""
        if self._connection is not None:
            with contextlib.suppress(*self.dialect.errors):  # it may be gone already
                self._connection.close()
            self._connection = None

    close = disconnect


def error_text(error: Exception) -> str:
    """A driver's error in one line: ``[1062] Duplicate entry '1' for key 'PRIMARY'``."""
    match error.args:
        case (int() as code, str() as text):
            return f"[{code}] {text}"
    return " ".join(str(error).split())
