"""Runs a page's blocks in the current directory: blocks as JSON on standard input, their output as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import linecache
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import drey
from drey.cli.failures import report
from drey.session.defaults import wait_for_jobs
from drey.session.script import ScriptRunner
from drey.session.session import Session
from tests.docs.pages import KNOWN, ROOT, RUN, environment
from tests.processes import run


class PageRunner:
    """The namespace and the session that the blocks of a page share."""

    def __init__(self) -> None:
        drey.use("embedded")
        self._namespace: dict[str, Any] = {"__name__": "__main__"}
        self._session = ScriptRunner(Session(), print)
        self._count = 0

    def run(self, language: str, title: str | None, text: str) -> tuple[str, bool]:
        """Run one block; what it printed, and whether it succeeded."""
        if title is not None:
            Path(title).parent.mkdir(parents=True, exist_ok=True)
            Path(title).write_text(text)
            return "", True
        run: Callable[[str], None] | None = {"python": self._python, "sql": self._session.run}.get(language)
        if language == "bash":
            return bash(text)
        if run is None:
            return "", True
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            try:
                run(text)
                wait_for_jobs(report)
            except Exception as error:
                error.__traceback__ = _behind(error, __file__)
                report(error)
                return output.getvalue(), False
        return output.getvalue(), True

    def _python(self, text: str) -> None:
        self._count += 1
        name = f"example_{self._count}.py"
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        exec(compile(text, name, "exec"), self._namespace)


def _behind(error: BaseException, file: str) -> Any:
    """The traceback from behind the last frame of a file."""
    trace, found = error.__traceback__, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            found = trace.tb_next
        trace = trace.tb_next
    return found


def bash(text: str) -> tuple[str, bool]:
    """Run the commands of a block, see :mod:`tests.docs.pages`."""
    output, good = [], True
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        if words[0] == "make":
            targets = [word for word in words[1:] if "=" not in word]
            rules = (ROOT / "Makefile").read_text()
            good = good and all(f"\n{target}:" in rules for target in targets)
        elif words[0] in RUN:
            first = {"drey": [sys.executable, "-m", "drey"], "python": [sys.executable]}
            done = run(
                [*first.get(words[0], [words[0]]), *words[1:]],
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=environment(),
            )
            output.append(done.stdout)
            good = good and done.returncode == 0
        elif words[0] not in KNOWN:
            output.append(f"unknown command in a bash block: {words[0]}\n")
            good = False
    return "".join(output), good


def main() -> None:
    """Run the page on standard input."""
    runner = PageRunner()
    json.dump([runner.run(*block) for block in json.load(sys.stdin)], sys.stdout)
