"""Fixtures of databases on real servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl
import pytest

from drey.testing.servers import Server
from tests.connectors.jdbc.databases import TestDatabase, fresh_database


@pytest.fixture(scope="session")
def _mysql_database(mariadb_server: Server) -> Iterator[TestDatabase]:
    with fresh_database(mariadb_server) as database:
        yield database


@pytest.fixture(scope="session")
def _postgresql_database(postgresql_server: Server) -> Iterator[TestDatabase]:
    with fresh_database(postgresql_server) as database:
        yield database


@pytest.fixture
def mysql(_mysql_database: TestDatabase) -> TestDatabase:
    """An empty database of MariaDB."""
    _mysql_database.empty()
    return _mysql_database


@pytest.fixture
def postgresql(_postgresql_database: TestDatabase) -> TestDatabase:
    """An empty database of PostgreSQL."""
    _postgresql_database.empty()
    return _postgresql_database


@pytest.fixture(params=["mysql", "postgresql"])
def database(request: pytest.FixtureRequest) -> TestDatabase:
    """A database of each server."""
    found: TestDatabase = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def changes() -> Callable[..., tuple[pl.DataFrame, pl.Series]]:
    """A batch of ``(kind, id, a)``."""

    def make(*rows: tuple[int, int, str | None]) -> tuple[pl.DataFrame, pl.Series]:
        frame = pl.DataFrame([r[1:] for r in rows], schema={"id": pl.Int32, "a": pl.String}, orient="row")
        return frame, pl.Series([r[0] for r in rows], dtype=pl.Int8)

    return make
