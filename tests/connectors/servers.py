"""Fixtures of real servers: started if they are not running, stopped behind the last test run that uses them.

On a developer's machine a test is skipped, with the reason, where a server is not installed; in CI it is installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from drey.errors import DreyError
from drey.testing.servers import Server, server


def in_ci() -> bool:
    """True in continuous integration, where nothing is skipped."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def skip_without(one: Server) -> None:
    """Skip the test if the server is not installed."""
    missing = one.missing()
    if missing and not in_ci():
        pytest.skip(f"{missing}: python -m drey.testing.servers install {one.name}")


@contextmanager
def leased(one: Server) -> Iterator[Server]:
    """A running server; skips the test if there is none, fails it in CI."""
    skip_without(one)
    try:
        lease = one.lease()
        lease.__enter__()
    except DreyError as error:
        if in_ci():
            raise
        pytest.skip(f"{one.name} does not start: {error}")
    try:
        yield one
    finally:
        lease.__exit__(None, None, None)


def _fixture(name: str):
    @pytest.fixture(scope="session", name=f"{name}_server")
    def running() -> Iterator[Server]:
        with leased(server(name)) as one:
            yield one

    return running


kafka_server = _fixture("kafka")
mariadb_server = _fixture("mariadb")
postgresql_server = _fixture("postgresql")
s3_server = _fixture("s3")
