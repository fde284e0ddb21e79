"""Programs that use PyFlink alone print the same as on a real Flink, which ``record_programs.py`` asked."""

from __future__ import annotations

import contextlib
import io
import runpy
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "programs" / "conformance"
DIFFERENT = {
    "changelogs": "an aggregate emits its net change, and an empty result is printed otherwise",
    "descriptors": "DESCRIBE and schemas show computed columns and watermarks in other words",
    "results": "an empty result, and the result of a statement set, are printed otherwise",
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMS.glob("*.out")))
def test_program(name, monkeypatch, request):
    if name in DIFFERENT:
        request.applymarker(pytest.mark.xfail(reason=DIFFERENT[name], strict=True))
    monkeypatch.chdir(PROGRAMS)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(str(PROGRAMS / f"{name}.py"), run_name="__main__")
    recorded = (PROGRAMS / f"{name}.out").read_text(encoding="utf-8")
    assert printed.getvalue().splitlines() == recorded.splitlines()
