"""Options of the test suite."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def interrupts() -> None:
    """Let Ctrl-C reach the processes of tests, though a shell has started the tests in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def jobs_of_tests() -> Iterator[None]:
    """Keep the jobs of the tests out of what the user's ``drey list`` shows."""
    with tempfile.TemporaryDirectory(prefix="drey-", dir="/tmp", ignore_cleanup_errors=True) as directory:
        os.environ["DREY_RUNTIME_DIR"] = directory
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--torture", type=int, default=0, help="how many seeds the fault tests run with")
    parser.addoption(
        "--all-modes", action="store_true", help="run every recorded query in every mode, not a part of them"
    )
