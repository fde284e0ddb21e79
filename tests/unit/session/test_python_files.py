"""What the option ``python.files`` puts on ``sys.path``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from drey.errors import OptionError
from drey.session.python_files import import_from_files


@pytest.fixture
def path(monkeypatch):
    """The import path of this test alone."""
    monkeypatch.setattr(sys, "path", ["first", "last"])
    return sys.path


def add(*places: Path | str) -> None:
    import_from_files({"python.files": ",".join(map(str, places))})


def test_directories_and_archives_come_first_and_in_order(path, tmp_path):
    directory, archive = tmp_path / "udfs", tmp_path / "more.zip"
    directory.mkdir()
    archive.touch()
    add(directory, archive)
    assert sys.path == [str(directory), str(archive), "first", "last"]


def test_a_module_stands_for_its_directory(path, tmp_path):
    (tmp_path / "a.py").touch()
    (tmp_path / "b.py").touch()
    add(tmp_path / "a.py", tmp_path / "b.py")
    assert sys.path == [str(tmp_path), "first", "last"]


def test_what_is_on_the_path_stays_where_it_is(path, tmp_path):
    directory = tmp_path / "udfs"
    directory.mkdir()
    sys.path.append(str(directory))
    add(directory, tmp_path)
    add(directory, tmp_path)
    assert sys.path == [str(tmp_path), "first", "last", str(directory)]


def test_relative_paths_begin_at_the_working_directory(path, tmp_path, monkeypatch):
    (tmp_path / "a.py").touch()
    monkeypatch.chdir(tmp_path)
    add("a.py")
    assert sys.path[0] == str(tmp_path)


@pytest.mark.parametrize("start", ["file:", "file://", "FILE://", "file://localhost"])
@pytest.mark.parametrize("name", ["udfs", "my udfs", "a,b", "50%20"])
def test_a_url_of_this_machine_is_a_path(path, tmp_path, start, name):
    directory = tmp_path / name
    directory.mkdir()
    add(start + directory.as_uri().removeprefix("file://"))
    assert sys.path[0] == str(directory)


@pytest.mark.parametrize("options", [{}, {"python.files": ""}, {"python.files": " , "}])
def test_without_files_nothing_changes(path, options):
    import_from_files(options)
    assert sys.path == ["first", "last"]


@pytest.mark.parametrize(
    "missing", ["missing.py", "hdfs://name/missing.py", "file:///missing.py", "file://name/missing.py"]
)
def test_a_missing_file_is_named_and_nothing_is_added(path, tmp_path, missing):
    with pytest.raises(OptionError, match=f"there is no file or directory '{missing}'"):
        add(tmp_path, missing)
    assert sys.path == ["first", "last"]
