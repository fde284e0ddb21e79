"""Worker processes import what was added by ``add_python_file``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from pyflink.table import DataTypes
from pyflink.table.udf import udf

from tests.parallel.jobs import environment, read_numbers


@udf(result_type=DataTypes.INT())
def imported(v):
    from where_of_a_worker import process

    return process()


def test_worker_processes_import_added_files(
    numbers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "where_of_a_worker.py").write_text("import os\n\n\ndef process():\n    return os.getpid()\n")
    t_env = environment(2)
    t_env.add_python_file(str(tmp_path / "where_of_a_worker.py"))
    read_numbers(t_env, numbers)
    t_env.create_temporary_function("imported", imported)
    found = {row[0] for row in t_env.execute_sql("SELECT imported(v) FROM t").collect()}
    assert found
    assert os.getpid() not in found
    assert "where_of_a_worker" not in sys.modules
