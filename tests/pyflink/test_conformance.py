"""Programs that use PyFlink alone print the same as on a real Flink, which ``record_programs.py`` asked."""

from __future__ import annotations

import contextlib
import io
import runpy
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "programs" / "conformance"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::drey.errors.OptionWithoutEffectWarning")
@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMS.glob("*.out")))
def test_program(name, monkeypatch):
    monkeypatch.chdir(PROGRAMS)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(str(PROGRAMS / f"{name}.py"), run_name="__main__")
    recorded = (PROGRAMS / f"{name}.out").read_text(encoding="utf-8")
    assert printed.getvalue().splitlines() == recorded.splitlines()
