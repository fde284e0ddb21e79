"""The SQL prompt with a scripted terminal."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from pathlib import Path

import pytest

from drey.cli import prompt as module
from drey.cli.failures import report
from drey.cli.prompt import FIRST, NEXT, Prompt, is_complete
from drey.session.script import ScriptRunner
from drey.session.session import Session

Run = Callable[..., list[str]]


@pytest.fixture
def session() -> Session:
    return Session({"execution.runtime-mode": "batch"})


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, session: Session) -> Run:
    """Types lines (or raises what is an exception) and returns the prompts that were shown."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def run(*lines: str | type[BaseException]) -> list[str]:
        waiting, shown = list(lines), []

        def scripted(prompt: str = "") -> str:
            shown.append(prompt)
            line = waiting.pop(0) if waiting else EOFError
            if isinstance(line, str):
                return line
            raise line

        monkeypatch.setattr(builtins, "input", scripted)
        Prompt(ScriptRunner(session, print), report).loop()
        assert waiting == []
        return shown

    return run


def test_a_statement_over_several_lines(typed: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("SELECT 1", "  AS n", "", ";", "QUIT;") == [FIRST, NEXT, NEXT, NEXT, FIRST]
    assert capsys.readouterr().out == "+---+\n| n |\n+---+\n| 1 |\n+---+\n1 row in set\n"


def test_ctrl_c_drops_what_was_typed_and_ctrl_d_ends(typed: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("SELECT nonsense", KeyboardInterrupt, "SELECT 2;", EOFError) == [FIRST, NEXT, FIRST, FIRST]
    captured = capsys.readouterr()
    assert "| 2 |" not in captured.out  # the column is EXPR$0 and wider
    assert "2 |" in captured.out
    assert captured.err == ""


def test_an_error_is_shown_and_the_prompt_goes_on(typed: Run, capsys: pytest.CaptureFixture[str]) -> None:
    typed("SELEC 1;", "SELECT 3 AS n;")
    captured = capsys.readouterr()
    assert captured.err.startswith("error[SQL_SYNTAX]: ")
    assert "Traceback" not in captured.err
    assert "| 3 |" in captured.out


def test_ctrl_c_while_a_statement_runs(
    typed: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: ScriptRunner, text: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ScriptRunner, "run", interrupted)
    typed("SELECT 1;")
    assert capsys.readouterr().out == "cancelled\n\n"


def test_jobs_that_fail_behind_the_prompt_are_reported_once(
    typed: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    url = f"jdbc:sqlite:{tmp_path / 'no.sqlite'}"
    typed(
        f"CREATE TABLE d (n INT) WITH ('connector' = 'jdbc', 'url' = '{url}', 'table-name' = 'd');",
        "SET 'table.dml-sync' = 'false';",
        "INSERT INTO d VALUES (1);",
        *["SELECT COUNT(*) FROM (VALUES (1)) AS t(n);"] * 10,
    )
    captured = capsys.readouterr()
    assert captured.err.count("the database file does not exist") == 1
    assert captured.out.count("failed:") == 1


def test_jobs_end_with_the_prompt(typed: Run, capsys: pytest.CaptureFixture[str], session: Session) -> None:
    session.options["execution.runtime-mode"] = "streaming"
    typed(
        "CREATE TABLE g (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10');",
        "CREATE TABLE b (n INT) WITH ('connector' = 'blackhole');",
        "INSERT INTO b SELECT n FROM g;",
        "QUIT;",
    )
    assert "is cancelled, as its process ends." in capsys.readouterr().out.splitlines()[-1]


def test_completion(session: Session) -> None:
    runner = ScriptRunner(session, lambda line: None)
    runner.run("CREATE TABLE orders (customer STRING, item_count INT) WITH ('connector' = 'datagen')")
    prompt = Prompt(runner, report)
    assert prompt.completions("ord") == ["orders", "order", "ordinal"]
    assert "item_count" in prompt.completions("ite")
    assert prompt.completions("REGEXP_E") == ["REGEXP_EXTRACT", "REGEXP_EXTRACT_ALL"]
    assert "SELECT" in prompt.completions("SEL")
    assert [prompt.complete("cust", i) for i in range(2)] == ["customer", None]


def test_history_is_kept(typed: Run, tmp_path: Path) -> None:
    if module.readline is None:
        pytest.skip("this Python has no readline")
    typed("QUIT;")
    assert (tmp_path / "drey" / "sql_history").is_file()


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("", True),
        ("quit", True),
        ("SELECT 1", False),
        ("SELECT 1;", True),
        ("SELECT 1; -- done", True),
        ("SELECT ';", False),
        ("SELECT 1 /* ; ", False),
        ("SELECT 1; SELECT 2", False),
    ],
)
def test_is_complete(text: str, complete: bool) -> None:
    assert is_complete(text) is complete
