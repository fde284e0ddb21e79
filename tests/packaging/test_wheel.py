"""The wheel builds, installs into a clean environment, and runs there with nothing else around."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.processes import run

ROOT = Path(__file__).parents[2]
TIMEOUT = 600.0
"""Seconds for a command; packages come over the network."""

pytestmark = pytest.mark.timeout(3 * TIMEOUT)
MAX_PACKAGES = 15
MAX_MEGABYTES = 300
SCRIPT = """
from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

t_env = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
t_env.create_temporary_system_function("twice", udf(lambda x: 2 * x, result_type=DataTypes.BIGINT()))
t_env.execute_sql("SELECT twice(a) AS b FROM (VALUES (1), (2)) AS t (a)").print()
"""


def clean(command: list[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command without the surroundings of the tests."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = run(command, TIMEOUT, env=env, **options)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the built wheel and what it depends on."""
    work = tmp_path_factory.mktemp("wheel")
    pip = ["-m", "pip", "--disable-pip-version-check"]
    clean([sys.executable, *pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", work, ROOT])
    (wheel,) = work.glob("drey-*.whl")
    clean([sys.executable, "-m", "venv", work / "venv"])
    clean([work / "venv" / "bin" / "python", *pip, "install", "--quiet", wheel])
    return work / "venv"


@pytest.mark.slow
def test_a_script_runs_in_a_clean_environment(environment, tmp_path):
    script = tmp_path / "job.py"
    script.write_text(SCRIPT, encoding="utf-8")
    output = clean([environment / "bin" / "drey", "run", script], cwd=tmp_path).stdout
    assert "|                    2 |" in output
    assert "2 rows in set" in output


@pytest.mark.slow
def test_the_core_install_is_small(environment):
    listed = clean([environment / "bin" / "python", "-m", "pip", "list", "--format", "json"]).stdout
    packages = {one["name"] for one in json.loads(listed)} - {"pip", "setuptools"}
    assert len(packages) <= MAX_PACKAGES, packages
    (site,) = environment.glob("lib/python*/site-packages")
    own = [
        p
        for p in site.rglob("*")
        if p.is_file() and p.relative_to(site).parts[0] not in ("pip", "setuptools")
    ]
    megabytes = sum(path.stat().st_size for path in own) / 1e6
    print(f"core install: {len(packages)} packages, {megabytes:.0f} MB")
    assert megabytes <= MAX_MEGABYTES
