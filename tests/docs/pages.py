"""Pages of documentation as code blocks, and what running them in order prints.

A page runs in one process with a directory of its own. By the language of a block:

- ``python`` is executed in one namespace per page, with ``pyflink`` on the embedded engine.
- ``sql`` is executed in one session per page, as ``drey sql`` does.
- ``bash`` runs the commands of :data:`RUN`; of ``make`` only the target is looked up; others must be in :data:`KNOWN`.
- A block with ``title="name"`` is written to that file and not executed.
- ``text`` behind a block is what it prints, errors included.

A page with ``<!-- needs: kafka -->`` gets a broker of its own, in place of the one at ``127.0.0.1:19092``.

Job ids read ``<job id>`` in the output, and the page's directory ``/home/you``.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from drey.testing.servers import KafkaServer
from drey.testing.servers.processes import free_port
from tests.processes import run

ROOT = Path(__file__).parents[2]
RUN = ("drey", "python", "cat", "ls")
KNOWN = ("pip", "git", "kill")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])

_FENCE = re.compile(r"^```(\w+)?(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEEDS_KAFKA = "<!-- needs: kafka -->"
_SHARED_BROKER = "127.0.0.1:19092"
_JOB_ID = re.compile(r"\b[0-9a-f]{32}\b")
_PATIENCE = 280.0
"""Seconds for all commands of a page together; pytest ends a test after 300."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, file name, text, and where the text is in the page."""

    language: str
    title: str | None
    text: str
    start: int
    end: int


def blocks_of(page: str) -> list[Block]:
    """The fenced blocks of a page's text."""
    return [Block(m[1] or "", m[2], m[3], m.start(3), m.end(3)) for m in _FENCE.finditer(page)]


def output_block(page: str, blocks: list[Block], number: int) -> Block | None:
    """The ``text`` block directly behind a block that runs: what it must print."""
    if blocks[number].language not in ("python", "sql", "bash") or blocks[number].title is not None:
        return None
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following is None or following.language != "text" or following.title is not None:
        return None
    between = page[blocks[number].end : following.start]
    return following if between.strip("`\n") == "text" else None


def environment() -> dict[str, str]:
    """The environment of commands: ``import drey`` finds this project, and nothing depends on the machine."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONWARNINGS": "default::DeprecationWarning",
        "TZ": "UTC",
        "DREY_RUNTIME_DIR": f"/tmp/drey-docs-{os.getuid()}",
        "COLUMNS": "100",
    }


def run_page(page: str, directory: Path) -> list[tuple[str, bool]]:
    """Run the blocks of a page in a directory.

    Returns:
        For each block what it printed, and whether it succeeded; ``("", True)`` for those that don't run.
    """
    if NEEDS_KAFKA not in page:
        return _run_blocks(page, directory)
    with _broker() as url:
        results = _run_blocks(page.replace(_SHARED_BROKER, url), directory)
    return [(text.replace(url, _SHARED_BROKER), good) for text, good in results]


@contextmanager
def _broker() -> Iterator[str]:
    """A broker that has no topics yet."""
    with tempfile.TemporaryDirectory() as data, KafkaServer(Path(data), free_port()).lease() as url:
        yield url


def _run_blocks(page: str, directory: Path) -> list[tuple[str, bool]]:
    blocks = [[b.language, b.title, b.text] for b in blocks_of(page)]
    done = run(
        [sys.executable, "-c", "from tests.docs.page_runner import main; main()"],
        patience=_PATIENCE,
        input=json.dumps(blocks),
        cwd=directory,
        env={**environment(), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return [(normal(text, directory), good) for text, good in json.loads(done.stdout)]


def normal(text: str, directory: Path) -> str:
    """Output without what differs from run to run, and without spaces at the ends of lines."""
    text = _JOB_ID.sub("<job id>", text.replace(str(directory), "/home/you"))
    return "".join(line.rstrip() + "\n" for line in text.splitlines())
