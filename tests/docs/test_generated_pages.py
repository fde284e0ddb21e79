"""The pages that scripts write are what the scripts would write now, and every command is in the reference."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import click
import pytest

from drey.cli.main import COMMANDS, main
from drey.functions.registry import sql_names

ROOT = Path(__file__).parents[2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["make_function_reference", "make_command_reference"])
def test_page_is_current(name: str) -> None:
    module = script(name)
    assert module.PAGE.read_text() == module.page(), f"run python scripts/{name}.py"


def test_every_function_is_listed() -> None:
    page = (ROOT / "docs" / "reference" / "functions.md").read_text()
    internal = {"$SUM0", "SINGLE_VALUE"}  # what the planner calls
    assert [name for name in sql_names() if f"`{name}`" not in page and name not in internal] == []


def test_every_command_and_option_is_explained() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text()
    guide = (ROOT / "docs" / "guide" / "running-jobs.md").read_text() + (
        ROOT / "docs" / "guide" / "sql.md"
    ).read_text()
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert f"\n## drey {name}\n" in page
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, parameter.name
                assert any(f"`{one}" in guide for one in parameter.opts), f"{name} {parameter.opts}"
