"""Runs texts of several statements, as the SQL client does."""

from __future__ import annotations

from collections.abc import Callable

from drey.errors import UnsupportedError, ValidationError
from drey.planner.plan.logical import LogicalSink
from drey.session.result import StatementResult
from drey.session.session import Session
from drey.session.statements import execute_statement, options
from drey.session.statements.dml import insert_plan
from drey.sql import Statement, parse_statements
from drey.sql.statements.dml import BeginStatementSet, EndStatementSet, Insert
from drey.sql.statements.session import ClientCommand, ResetOption, SetOption


class ScriptRunner:
    """Executes statements one after another and prints what they give.

    Queries print until they end. INSERTs run in the background unless ``table.dml-sync`` is true; between
    ``BEGIN STATEMENT SET`` and ``END`` they are collected into one job.

    Args:
        session: Where statements run.
        write: Takes each line of output.
    """

    def __init__(self, session: Session, write: Callable[[str], None]) -> None:
        self.session = session
        self.ended = False
        self._write = write
        self._set: list[LogicalSink] | None = None

    def run(self, text: str) -> None:
        """Execute a script.

        Raises:
            DreyError: A statement failed; those behind it are not executed.
        """
        for statement in parse_statements(text):
            self.execute(statement)
            if self.ended:
                return

    def execute(self, statement: Statement) -> None:
        """Execute one statement and print its result."""
        match statement:
            case ClientCommand(command=command):
                self._command(command, statement)
            case BeginStatementSet():
                self._set = []
                self._write("[INFO] Begin a statement set.")
            case EndStatementSet():
                self._end_set(statement)
            case Insert() if self._set is not None:
                self._set.append(insert_plan(self.session, statement))
                self._write("[INFO] Add SQL update statement to the statement set.")
            case SetOption():
                self._show(options.set_option(self.session, statement))
            case ResetOption():
                self._show(options.reset_option(self.session, statement))
            case _:
                self._show(execute_statement(self.session, statement))

    def _command(self, command: str, statement: Statement) -> None:
        if command in ("QUIT", "EXIT"):
            self.ended = True
        elif command == "HELP":
            self._write("Statements end with ';'. QUIT ends. See the Flink SQL reference for the language.")
        elif command == "CLEAR":
            self._write("\x1b[2J\x1b[H")
        else:
            raise UnsupportedError(f"command {command} is not built yet", position=statement.position)

    def _end_set(self, statement: Statement) -> None:
        if self._set is None:
            raise ValidationError("END without BEGIN STATEMENT SET", position=statement.position)
        sinks, self._set = self._set, None
        if not sinks:
            self._write("[INFO] No statement in the statement set, skip submit.")
            return
        self._show(self.session.run_inserts(sinks))

    def _show(self, result: StatementResult) -> None:
        if result.job is not None and not result.collects:
            self._write(f"[INFO] Job {result.job.job_id} was submitted.")
            if self.session.options.get("table.dml-sync", "false").lower() == "true":
                self._write(f"[INFO] Job {result.job.job_id}: {result.job.wait().value}")
            return
        if not result.has_content:
            self._write("[INFO] Execute statement succeeded.")
            return
        for line in result.lines():
            self._write(line)
