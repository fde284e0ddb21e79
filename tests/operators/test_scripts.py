"""Every event script of this directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operators.harness import OperatorScript, scripts


@pytest.mark.parametrize("document", scripts(Path(__file__).parent))
def test_script(document, tmp_path):
    OperatorScript(document, tmp_path).run()
