"""Every row of docs/bad-input.md is tried, and the user sees what the page says.

``python -m tests.docs.test_bad_input`` tries all of them and writes messages and page; read the difference.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.pages import ROOT, environment, normal

DATA = Path(__file__).with_name("bad_input.yaml")
MESSAGES = Path(__file__).with_name("bad_input_messages.yaml")
PAGE = ROOT / "docs" / "bad-input.md"
CASES: list[dict[str, Any]] = yaml.safe_load(DATA.read_text())

HEAD = """# What bad input looks like

<!-- Written by python -m tests.docs.test_bad_input. -->

Each was tried; this is what comes out on the error stream, and the exit code. The test suite tries them again.
"""


def attempt(case: dict[str, Any], directory: Path) -> dict[str, Any]:
    """Do what a case says; the exit code and the error stream."""
    for name, text in case.get("files", {}).items():
        (directory / name).write_text(text)
    if "script" in case:
        (directory / "job.py").write_text(case["script"])
    holder = None
    if "setup" in case:  # it stays alive, with the locks it has
        code = case["setup"] + "; print('ready', flush=True); input()"
        holder = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=directory,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert holder.stdout is not None
        assert holder.stdout.readline() == "ready\n"
    arguments = case.get("arguments") or (
        ["run", "job.py"] if "script" in case else ["sql", "-e", case["sql"]]
    )
    limit = case.get("limit")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "drey", *arguments],
            cwd=directory,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            preexec_fn=None
            if limit is None
            else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
    finally:
        if holder is not None:
            holder.communicate("\n")
    text = re.sub(r"\b[0-9a-f-]{36}\b", "<id>", normal(done.stderr, Path(os.path.realpath(directory))))
    return {"code": done.returncode, "message": text}


def page(messages: dict[str, dict[str, Any]]) -> str:
    """The text of the page."""
    parts = [HEAD]
    for case in CASES:
        seen = messages[case["case"]]
        text, language = case.get("sql"), "sql"
        if text is None:
            text, language = case.get("script"), "python"
        if text is None:
            text, language = " ".join(["drey", *case["arguments"]]), "bash"
        given = "\n".join(f"    {line}".rstrip() for line in text.strip().splitlines())
        shown = "\n".join(f"    {line}".rstrip() for line in seen["message"].strip().splitlines())
        title = case["case"][0].upper() + case["case"][1:]
        parts.append(
            f"\n## {title}\n\nInput ({language}):\n\n{given}\n\nOutput, exit code {seen['code']}:\n\n{shown}\n"
        )
    return "".join(parts)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    seen = attempt(case, tmp_path)
    assert seen == yaml.safe_load(MESSAGES.read_text())[case["case"]]
    assert seen["code"] in (1, 2)
    assert "src/drey" not in seen["message"]


def test_page_is_current() -> None:
    assert PAGE.read_text() == page(yaml.safe_load(MESSAGES.read_text()))


def record() -> None:
    """Try everything and write messages and page."""
    messages = {}
    for case in CASES:
        with tempfile.TemporaryDirectory() as directory:
            messages[case["case"]] = attempt(case, Path(directory))
    MESSAGES.write_text(yaml.safe_dump(messages, sort_keys=False, allow_unicode=True, width=1000))
    PAGE.write_text(page(messages))


if __name__ == "__main__":
    record()
