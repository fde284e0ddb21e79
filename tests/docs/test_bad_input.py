"""Every row of docs/bad-input.md is tried, and the user sees what the page says.

``python -m tests.docs.test_bad_input [WORD ...]`` tries all of them, or those with a word in their name and those that
are new, and writes messages and page; read the difference.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from drey.testing.servers import KafkaServer, server
from drey.testing.servers.processes import free_port
from tests.connectors.servers import leased
from tests.docs.pages import ROOT, environment, normal
from tests.processes import killed_at_the_end, next_line, run
from tests.waiting import PATIENCE

DATA = Path(__file__).with_name("bad_input.yaml")
MESSAGES = Path(__file__).with_name("bad_input_messages.yaml")
PAGE = ROOT / "docs" / "bad-input.md"
CASES: list[dict[str, Any]] = yaml.safe_load(DATA.read_text())

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2

HEAD = """# What bad input looks like

<!-- Written by python -m tests.docs.test_bad_input. -->

Each was tried; this is what comes out on the error stream, and the exit code. The test suite tries them again.

## Servers, records and savepoints

What a running job does, or one that is about to run. Nothing waits for ever; "tried" names the test, or the section below.

| what | what happens | tried |
|---|---|---|
| Kafka's broker is away at the start | it is waited for, 60 s or `properties.default.api.timeout.ms`; then the job fails with the brokers and the reason | a Kafka broker that is away |
| Kafka's broker is away in the middle | the job stays RUNNING, and goes on when the broker is back: sources wait, commits and sends are tried again for 5 minutes | `test_brokers_away`, for 3 s; with `DREY_AWAY_SECONDS=120` by hand |
| MySQL or PostgreSQL away at the start | fails at once: `the database can't be reached` | below |
| MySQL or PostgreSQL away in the middle, or its connections killed | connects again for `connection.max-retry-timeout` (60 s), then fails | `test_failures` of jdbc: stopped, killed, and away for good |
| a topic that doesn't exist | fails at once with what is near; a sink creates it if the brokers allow that | below |
| wrong user or password; a login at the wrong listener | fails at once: Kafka, MySQL, PostgreSQL | below |
| no login or SSL at the wrong port of Kafka | as a broker that is away; the hint names `security.protocol` | below |
| a database, a table or a column that doesn't exist | fails at once, with the `CREATE TABLE`, or the columns that there are | below |
| a column of another type in the database | fails at once with both types | below |
| a value that doesn't fit | fails with the row's table and the database's own words | below |
| a record that can't be decoded, or with another type than the table's | fails with topic, partition, offset and text | below |
| the same with `'json.ignore-parse-errors' = 'true'` | skipped; `drey status JOB` counts it as `dropped_rows` | `test_source`, `test_streams` of Kafka |
| a deadlock, made by a second connection | rolled back by the database and tried again, `sink.max-retries` times | `test_a_deadlock_is_tried_again`, on both |
| rows of a database that another session has locked | the lock is waited for, 50 s or the server's own limit, `sink.max-retries` times again; then the job fails; for PostgreSQL the error names the sessions that may have locked them | `test_rows_locked_for_good`, on both; below |
| a savepoint of another job | refused: which state no operator claims, and the option that drops it | below |
| a savepoint of a newer release | refused with both versions | below |
| a savepoint with a missing or broken file | refused with the file | below |
| the job runs twice | the older one fails: another process has taken over | `test_a_paused_process_is_fenced` |
"""


def restrict(limit: int | None) -> None:
    """In the process of a case: let permissions count for root too, and limit the size of files."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


SHOWN = {
    "kafka": "127.0.0.1:19092",
    "kafka_sasl": "127.0.0.1:19094",
    "mysql": "127.0.0.1:13306",
    "postgresql": "127.0.0.1:15432",
}
"""The addresses of servers as the page has them."""


class Servers:
    """The servers that cases need, each started for the first of them, and their addresses."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.addresses: dict[str, str] = {}

    def start(self, name: str) -> None:
        """Have a server run: a broker without topics, or the shared database server."""
        if name in self.addresses:
            return
        if name == "kafka":
            data = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
            broker = self._stack.enter_context(leased(KafkaServer(data, free_port())))
            assert isinstance(broker, KafkaServer)
            self.addresses |= {"kafka": broker.url, "kafka_sasl": broker.sasl_url}
        else:
            one = self._stack.enter_context(leased(server("mariadb" if name == "mysql" else name)))
            self.addresses[name] = f"127.0.0.1:{one.port}"

    def real(self, text: str) -> str:
        """A case's text with the real addresses."""
        for name, address in self.addresses.items():
            text = text.replace(SHOWN[name], address)
        return text

    def shown(self, text: str) -> str:
        """A text with the addresses that the page has."""
        for name, address in self.addresses.items():
            text = text.replace(address, SHOWN[name])
            port = address.rpartition(":")[2]
            text = text.replace(f"port {port}", f"port {SHOWN[name].split(':')[1]}")
        return text


@contextmanager
def holding(setup: str | None, directory: Path) -> Iterator[None]:
    """While a process that has done what ``setup`` says stays alive, with the locks it has."""
    if setup is None:
        yield
        return
    holder = subprocess.Popen(
        [sys.executable, "-c", f"{setup}\nprint('ready', flush=True)\ninput()"],
        cwd=directory,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with killed_at_the_end(holder):
        assert next_line(holder) == "ready\n"
        yield
        holder.communicate("\n", timeout=PATIENCE)


def attempt(case: dict[str, Any], directory: Path, servers: Servers) -> dict[str, Any]:
    """Do what a case says; the exit code and the error stream."""
    for name in case.get("needs", ()):
        servers.start(name)
    case = {
        key: servers.real(value) if key in ("sql", "script", "setup") else value
        for key, value in case.items()
    }
    for name, text in case.get("files", {}).items():
        (directory / name).write_text(text)
    for name, mode in case.get("modes", {}).items():
        (directory / name).chmod(int(mode, 8))
    if "script" in case:
        (directory / "job.py").write_text(case["script"])
    arguments = case.get("arguments") or (
        ["run", "job.py"] if "script" in case else ["sql", "-e", case["sql"]]
    )
    limit = case.get("limit")
    with holding(case.get("setup"), directory):
        done = run(
            [sys.executable, "-m", "drey", *arguments],
            cwd=directory,
            env=environment(),
            stdin=subprocess.DEVNULL,
            preexec_fn=lambda: restrict(limit),
        )
    text = re.sub(r"\b[0-9a-f-]{36}\b", "<id>", normal(done.stderr, Path(os.path.realpath(directory))))
    text = re.sub(r"\bsession \d+", "session <pid>", text)
    return {"code": done.returncode, "message": servers.shown(text)}


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


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(stack)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_case(case: dict[str, Any], tmp_path: Path, servers: Servers) -> None:
    seen = attempt(case, tmp_path, servers)
    assert seen == yaml.safe_load(MESSAGES.read_text())[case["case"]]
    assert seen["code"] in (1, 2)
    assert "src/drey" not in seen["message"]


def test_page_is_current() -> None:
    assert PAGE.read_text() == page(yaml.safe_load(MESSAGES.read_text()))


def record(words: list[str]) -> None:
    """Try everything, or what has one of some words in its name, and write messages and page."""
    known = yaml.safe_load(MESSAGES.read_text())
    messages = {}
    with ExitStack() as stack:
        servers = Servers(stack)
        for case in CASES:
            if words and case["case"] in known and not any(word in case["case"] for word in words):
                messages[case["case"]] = known[case["case"]]
                continue
            with tempfile.TemporaryDirectory() as directory:
                messages[case["case"]] = attempt(case, Path(directory), servers)
    MESSAGES.write_text(yaml.safe_dump(messages, sort_keys=False, allow_unicode=True, width=1000))
    PAGE.write_text(page(messages))


if __name__ == "__main__":
    record(sys.argv[1:])
