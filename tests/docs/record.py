"""Writes what examples print into the text blocks behind them; read the difference before committing it.

Usage: python -m tests.docs.record [PAGE ...]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.docs.pages import PAGES, blocks_of, output_block, run_page


def record(path: Path) -> None:
    """Bring the text blocks of a page up to date."""
    page = path.read_text()
    blocks = blocks_of(page)
    with tempfile.TemporaryDirectory() as directory:
        results = run_page(page, Path(directory))
    for number in reversed(range(len(blocks))):
        block, (printed, good) = blocks[number], results[number]
        following = output_block(page, blocks, number)
        if following is not None:
            page = page[: following.start] + printed + page[following.end :]
        elif not good:
            print(f"{path}, line {page.count(chr(10), 0, block.start)}:\n{printed}")
    path.write_text(page)


if __name__ == "__main__":
    for one in [Path(name) for name in sys.argv[1:]] or PAGES:
        record(one)
