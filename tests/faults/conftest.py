"""How many random kills a run makes."""

from __future__ import annotations

import pytest

from tests.connectors.servers import mariadb_server, postgresql_server  # noqa: F401 - fixtures

SEEDS_IN_TESTS = 3


@pytest.fixture
def torture_seeds(request: pytest.FixtureRequest) -> range:
    """The seeds: a few in the test suite, as many as asked for by ``make torture``."""
    return range(request.config.getoption("--torture") or SEEDS_IN_TESTS)
