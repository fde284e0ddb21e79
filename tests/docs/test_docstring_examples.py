"""The ``>>>`` examples in the docstrings of the mirror give what they say."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import drey.pyflink

_ROOT = Path(drey.pyflink.__file__).parent


def _modules_with_examples() -> list[str]:
    paths = [path for path in sorted(_ROOT.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]
    names = [path.relative_to(_ROOT).with_suffix("").parts for path in paths]
    return [".".join(("drey.pyflink", *parts)).removesuffix(".__init__") for parts in names]


@pytest.mark.parametrize("name", _modules_with_examples())
def test_docstring_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
