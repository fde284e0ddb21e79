"""What needs pandas imports it, or says what to install; each case in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import processes

SESSION = """
import sys, drey
drey.use()
from pyflink.table import EnvironmentSettings, TableEnvironment
from pyflink.table.expressions import col
from pyflink.table.udf import udf

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
table = t_env.from_elements([(1,), (2,)], ["x"])
"""
FUNCTION = """
@udf(result_type="BIGINT", func_type="pandas")
def plus_one(x):
    return x + 1
"""
SHOW = """
with table.select(plus_one(col("x"))).execute().collect() as rows:
    print([row[0] for row in rows])
"""
BLOCK = "sys.modules['pyarrow'] = None\n"


def run(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", program]
    return processes.run(command)


def test_a_function_imports_pandas_when_it_is_defined() -> None:
    shown = "print('pandas' in sys.modules)\n"
    done = run(SESSION + shown + FUNCTION + shown + SHOW)
    assert (done.stdout, done.returncode) == ("False\nTrue\n[2, 3]\n", 0), done.stderr


@pytest.mark.parametrize(
    ("use", "what"),
    [
        (FUNCTION, "the pandas function 'plus_one'"),
        ("table.to_pandas()", "to_pandas"),
        ("t_env.from_pandas(None)", "from_pandas"),
    ],
)
def test_what_is_missing_is_named(use: str, what: str) -> None:
    done = run(SESSION + BLOCK + use)
    assert done.returncode == 1
    assert f"{what} needs pyarrow" in done.stderr
    assert "hint: pip install 'drey[pandas]'" in done.stderr
