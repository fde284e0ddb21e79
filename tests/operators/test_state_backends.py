"""Which operators keep their state in the job's state backend, and that it gets there."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
import yaml

from drey.runtime.operators.operator import Operator
from drey.runtime.operators.registry import OPERATORS, operator_class
from tests.operators.harness import OperatorScript

IN_MEMORY = {
    "limit": "a number",
    "sort": "of batch jobs only, whose state is always in memory",
    "sort-limit": "rows without a key, sorted; docs/guide/running-jobs.md says so",
}
"""Operators whose state is in memory with every backend, and why."""


@pytest.mark.parametrize("kind", OPERATORS)
def test_a_stateful_operator_uses_the_backend(kind: str) -> None:
    found = operator_class(kind)
    if found.snapshot is Operator.snapshot:
        return
    uses = "context.state" in inspect.getsource(inspect.getmodule(found))  # type: ignore[arg-type]
    assert uses != (kind in IN_MEMORY)


def test_rows_of_upserts_leave_memory(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "changelog_normalize.yaml").read_text()
    document = next(yaml.safe_load_all(text))
    document["script"] = [{"batch": [[k, "x"]], "out": [[k, "x"]]} for k in range(3)]
    document["script"].append({"batch": [["+U", 0, "y"]], "out": [["-U", 0, "x"], ["+U", 0, "y"]]})
    script = OperatorScript(document, tmp_path, ["rocksdb"])
    for event in document["script"]:
        script.recorder.elements.clear()
        script.play(event)
        assert script.recorder.elements == event["out"]
    assert list(tmp_path.rglob("db"))
    script.state.close()
