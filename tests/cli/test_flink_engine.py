"""``drey run --engine flink``: what is missing is named, the embedded engine isn't loaded, real Flink runs the job."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
import pytest

from drey.errors import DependencyError
from drey.flink import launcher
from tests.cli.commands import ROOT, drey
from tests.processes import run

JOB = """
import sys
import pyflink
from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

@udf(result_type=DataTypes.INT())
def twice(x):
    return 2 * x

t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.create_temporary_function("twice", twice)
rows = t_env.from_elements([(1,), (2,)], DataTypes.ROW([DataTypes.FIELD("x", DataTypes.INT())]))
t_env.create_temporary_view("numbers", rows)
t_env.execute_sql("SELECT SUM(twice(x)) AS s FROM numbers").print()
print("polars" in sys.modules, pyflink.__name__, sys.argv[1:])
"""


def metadata(directory: Path) -> dict[str, str]:
    """The environment of a Python that believes that apache-flink is installed."""
    info = directory / "apache_flink-2.3.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: apache-flink\nVersion: 2.3.0\n")
    return {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{directory}"}


def test_without_apache_flink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise launcher.importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(launcher.importlib.metadata, "version", missing)
    with pytest.raises(DependencyError, match=r"needs Apache Flink, .*: pip install 'drey\[flink\]'"):
        launcher.require_flink()


def test_without_java(tmp_path: Path) -> None:
    (tmp_path / "job.py").write_text(JOB)
    done = drey(
        "run", "--engine", "flink", "job.py", cwd=tmp_path,
        env={**metadata(tmp_path), "PATH": "", "JAVA_HOME": str(tmp_path)},
    )  # fmt: skip
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error[DEPENDENCY]: the flink engine needs Java 11 or newer")
    assert "apt install default-jre-headless" in done.err


def test_java_is_found_by_java_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert launcher.find_java() == tmp_path / "bin" / "java"


def test_the_command_loads_no_engine(tmp_path: Path) -> None:
    code = (
        "import sys, drey.cli.run, drey.__main__\n"
        "print(sorted({'polars', 'numpy', 'sqlglot', 'pandas', 'pyarrow', 'rich'} & set(sys.modules)))"
    )
    done = run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"


def cells(printed: str) -> list[list[str]]:
    """The cells of a printed table; Flink's columns are as wide as their types, ours as their values."""
    rows = [line.strip("|").split("|") for line in printed.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows]


@pytest.mark.flink
@pytest.mark.skipif(
    "DREY_FLINK_PYTHON" not in os.environ, reason="DREY_FLINK_PYTHON names no Python with Flink"
)
class TestRealFlink:
    """Flink's own environment has no click: the tests' one is put beside Drey on the path."""

    @pytest.fixture
    def env(self, tmp_path: Path) -> dict[str, str]:
        packages = tmp_path / "packages"
        packages.mkdir()
        (packages / "click").symlink_to(Path(click.__file__).parent)
        return {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{packages}"}

    def test_a_script_runs_on_flink(self, tmp_path: Path, env: dict[str, str]) -> None:
        (tmp_path / "job.py").write_text(JOB)
        python = os.environ["DREY_FLINK_PYTHON"]
        done = drey("run", "--engine", "flink", "job.py", "--x", cwd=tmp_path, env=env, python=python)
        assert done.code == 0, done.err
        embedded = drey("run", "job.py", "--x", cwd=tmp_path)
        assert done.out.splitlines()[-1] == "False pyflink ['--x']"
        assert cells(done.out) == cells(embedded.out) == [["s"], ["6"]]

    def test_the_example_gives_the_same_files(self, tmp_path: Path, env: dict[str, str]) -> None:
        line = '1.2.3.4 - - [17/May/2015:10:05:%02d +0000] "GET / HTTP/1.1" %d 10%d "-" "Mozilla Firefox"'
        lines = [line % (i, 200 + i % 2, i) for i in range(20)] + ["not a log line"]
        (tmp_path / "access.log").write_text("\n".join(lines) + "\n")
        example = str(ROOT / "examples" / "apache_log.py")
        python = os.environ["DREY_FLINK_PYTHON"]
        for engine, output, executable in (("flink", "a", python), ("embedded", "b", sys.executable)):
            arguments = ["--input", str(tmp_path / "access.log"), "--output", str(tmp_path / output)]
            done = drey(
                "run", "--engine", engine, example, *arguments, cwd=tmp_path, env=env, python=executable
            )  # fmt: skip
            assert done.code == 0, done.err
        for table in ("hits", "malformed"):
            ours, flinks = (
                sorted(
                    row
                    for file in (tmp_path / output / table).rglob("*")
                    if file.is_file() and not file.name.startswith((".", "_"))
                    for row in file.read_text().splitlines()
                )
                for output in ("b", "a")
            )
            assert ours == flinks
            assert ours
