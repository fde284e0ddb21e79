"""What ``import pyflink`` means after ``drey.use``; each case in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import processes


def run(program: str) -> subprocess.CompletedProcess[str]:
    return processes.run([sys.executable, "-c", program])


@pytest.mark.parametrize(
    "program",
    [
        "import pyflink.table.expressions as E, drey.pyflink.table.expressions as D; assert E is D",
        "import drey.pyflink.common as D; from pyflink.common import Row; assert Row is D.Row",
        "from pyflink.table.types import DataTypes; import pickle; pickle.loads(pickle.dumps(DataTypes.INT()))",
        "import pyflink, drey.pyflink; assert pyflink is drey.pyflink; import pyflink.table; pyflink.table.Schema",
        "import importlib; m = importlib.import_module('pyflink.util.exceptions'); importlib.reload(m)",
        "import pyflink.table as t; assert t.__spec__.name == 'drey.pyflink.table'",
    ],
)
def test_the_name_stands_for_the_mirror(program: str) -> None:
    result = run(f"import drey; drey.use('embedded'); {program}")
    assert result.returncode == 0, result.stderr


def test_an_unknown_module_is_not_found() -> None:
    result = run("import drey; drey.use(); import pyflink.java_gateway")
    assert "ModuleNotFoundError: No module named 'pyflink.java_gateway'" in result.stderr


def test_a_real_pyflink_that_is_imported_already_is_an_error() -> None:
    program = (
        "import sys, types; sys.modules['pyflink'] = types.ModuleType('pyflink'); import drey; drey.use()"
    )
    result = run(program)
    assert "the real PyFlink is imported already" in result.stderr
    assert "before the first import" in result.stderr


def test_the_flink_engine_asks_for_its_package() -> None:
    program = (
        "import drey; drey.use(); import pyflink.common\n"
        "try: drey.use('flink')\n"
        "except drey.pyflink.importing.DependencyError as error: print(error)\n"
    )
    result = run(program)
    if result.returncode == 0 and not result.stdout:
        pytest.skip("apache-flink is installed here")
    assert "pip install 'drey[flink]'" in result.stdout


def test_an_unknown_engine_is_named() -> None:
    assert "there is no engine 'embeded'" in run("import drey; drey.use('embeded')").stderr


def test_importing_the_package_is_light() -> None:
    heavy = ["polars", "numpy", "pandas", "pyarrow", "sqlglot", "asyncio"]
    program = (
        f"import drey, sys; drey.use(); import pyflink.table; print([m for m in {heavy} if m in sys.modules])"
    )
    assert run(program).stdout.strip() == "[]"
