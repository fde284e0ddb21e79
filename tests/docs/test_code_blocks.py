"""Every example of the README and the documentation runs and prints what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drey.testing.servers import KafkaServer
from tests.connectors.servers import skip_without
from tests.docs.pages import NEEDS_KAFKA, PAGES, ROOT, blocks_of, output_block, run_page

PRINTED = re.compile(r"\S+> [+-][IUD]\[")


@pytest.mark.parametrize("path", [str(page.relative_to(ROOT)) for page in PAGES])
def test_page(path: str, tmp_path: Path) -> None:
    page = (ROOT / path).read_text()
    blocks = blocks_of(page)
    if not any(block.language in ("python", "sql", "bash") for block in blocks):
        return
    if NEEDS_KAFKA in page:
        skip_without(KafkaServer())
    for number, (printed, good) in enumerate(run_page(page, tmp_path)):
        where = f"{path}, line {page.count(chr(10), 0, blocks[number].start)}"
        following = output_block(page, blocks, number)
        if following is not None:
            assert jobs_last(printed) == jobs_last(following.text), where
        else:
            assert good, f"{where}:\n{printed}"


def jobs_last(text: str) -> list[str]:
    """The lines, behind the others those of the print connector: they come whenever the job gets to them."""
    return sorted(text.splitlines(), key=lambda line: bool(PRINTED.match(line)))


def test_fences_are_paired() -> None:
    """A block that is indented, or open at the end, would not be run."""
    for page in PAGES:
        text = page.read_text()
        fences = sum(line.lstrip().startswith("```") for line in text.splitlines())
        assert fences == 2 * len(blocks_of(text)), page
