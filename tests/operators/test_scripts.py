"""Every event script of this directory, with state in memory, in RocksDB, and moving from one to the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operators.harness import OperatorScript, scripts


@pytest.mark.parametrize(
    "backends", [["hashmap"], ["rocksdb"], ["hashmap", "rocksdb"], ["rocksdb", "hashmap"]]
)
@pytest.mark.parametrize("document", scripts(Path(__file__).parent))
def test_script(document, backends, tmp_path):
    OperatorScript(document, tmp_path, backends).run()
