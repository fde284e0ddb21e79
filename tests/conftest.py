"""Options of the test suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--torture", type=int, default=0, help="how many seeds the fault tests run with")
    parser.addoption(
        "--all-modes", action="store_true", help="run every recorded query in every mode, not a part of them"
    )
