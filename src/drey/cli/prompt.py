"""The SQL prompt: statements over several lines, history, and completion of keywords and names."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from drey.errors import DreyError
from drey.functions.registry import sql_names
from drey.session.defaults import failed_jobs, running_jobs
from drey.session.script import ScriptRunner
from drey.sql.lexer import tokenize
from drey.sql.reserved import RESERVED

try:
    import readline
except ImportError:  # Python was built without it: the prompt works without history and completion
    readline = None  # type: ignore[assignment]

FIRST, NEXT = "Drey SQL> ", "> "
_HISTORY_LINES = 1000
_CANCEL_SECONDS = 10.0


class Prompt:
    """Reads statements from the terminal and runs them.

    Args:
        runner: Runs them.
        report: Shows an error.
    """

    def __init__(self, runner: ScriptRunner, report: Callable[[BaseException], None]) -> None:
        self._runner = runner
        self._report = report
        self._matches: list[str] = []

    def loop(self) -> None:
        """Until QUIT, or the end of the input (Ctrl-D)."""
        history = self._set_up()
        try:
            while not self._runner.ended:
                text = self._read()
                if text is None:
                    break
                self._run(text)
                self._report_failed_jobs()
        finally:
            for job in running_jobs():
                print(f"[INFO] Job {job.job_id} is cancelled, as its process ends.")
                job.cancel()
                job.wait(_CANCEL_SECONDS)
            if readline is not None:
                with contextlib.suppress(OSError):
                    history.parent.mkdir(parents=True, exist_ok=True)
                    readline.write_history_file(history)

    def _run(self, text: str) -> None:
        try:
            self._runner.run(text)
        except KeyboardInterrupt:
            print("cancelled")
        except Exception as error:
            self._report(error)

    def _report_failed_jobs(self) -> None:
        for job in failed_jobs():
            try:
                job.wait()
            except Exception as error:
                print(f"[ERROR] Job {job.job_id} failed:")
                self._report(error)

    def _read(self) -> str | None:
        """Lines up to one that ends a statement; None at the end of the input. Ctrl-C drops what was typed."""
        lines: list[str] = []
        while True:
            try:
                lines.append(input(NEXT if lines else FIRST))
            except EOFError:
                print()
                return None
            except KeyboardInterrupt:
                print()
                lines = []
                continue
            text = "\n".join(lines)
            if is_complete(text):
                return text

    def _set_up(self) -> Path:
        state = Path(os.environ.get("XDG_STATE_HOME", Path.home() / ".local" / "state"))
        history = state / "drey" / "sql_history"
        if readline is not None:
            with contextlib.suppress(OSError):
                readline.read_history_file(history)
            readline.set_history_length(_HISTORY_LINES)
            readline.set_completer(self.complete)
            readline.set_completer_delims(" \t\n,();=<>+-*/'`")
            readline.parse_and_bind("tab: complete")
        return history

    def complete(self, text: str, state: int) -> str | None:
        """The ``state``-th completion of a word, as readline asks for it."""
        if state == 0:
            self._matches = self.completions(text)
        return self._matches[state] if state < len(self._matches) else None

    def completions(self, text: str) -> list[str]:
        """Tables, columns, functions and keywords that begin with the text."""
        catalogs = self._runner.session.catalogs
        tables = catalogs.table_names(catalogs.current_catalog, catalogs.current_database)
        names = [*tables, *self._columns(tables), *catalogs.function_names(), *sql_names()]
        found = [name for name in dict.fromkeys(names) if name.lower().startswith(text.lower())]
        words = [word for word in sorted(RESERVED) if word.startswith(text.upper())]
        return found + [word if text.isupper() or not text else word.lower() for word in words]

    def _columns(self, tables: list[str]) -> list[str]:
        catalogs = self._runner.session.catalogs
        found = [catalogs.find_table(catalogs.qualify((table,))) for table in tables]
        return [name for table in found if table is not None for name in table.schema.row_type.names]


def is_complete(text: str) -> bool:
    """True if the text ends with a semicolon outside of quotes and comments, or is a bare QUIT."""
    if not text.strip():
        return True
    if text.strip().lower() in ("quit", "exit", "help", "clear"):
        return True
    try:
        tokens = [token for token in tokenize(text) if token.key]
    except DreyError:
        return False  # a quote or comment is still open
    return bool(tokens) and tokens[-1].key == ";"
