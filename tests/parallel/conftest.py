"""Lets ``import pyflink`` in these tests mean the mirror, and gives them input in several files."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import drey

drey.use("embedded")

FILES, ROWS = 6, 3000


@pytest.fixture(scope="session")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of CSV files with the columns ``k STRING, v BIGINT``: 3,000 rows, 40 letters and a null."""
    directory = tmp_path_factory.mktemp("numbers")
    chance = random.Random(7)
    for number in range(FILES):
        lines = [
            f"{chance.choice(['', *(f'k{n}' for n in range(40))])},{v}\n"
            for v in range(number * ROWS // FILES, (number + 1) * ROWS // FILES)
        ]
        (directory / f"{number}.csv").write_text("".join(lines))
    return directory
