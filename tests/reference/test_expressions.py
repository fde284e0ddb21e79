"""Replays every recorded expression: same type, same values, an error where Flink has one."""

import json
from pathlib import Path

import pytest
from comparing import expression_mismatch, report
from evaluation import Evaluator, Line
from families import family_names, read_family
from samples import register_samples

import drey

drey.use("embedded")

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

HERE = Path(__file__).parent
FAMILIES = sorted(path.stem for path in (HERE / "recorded").glob("*.json"))


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]


@pytest.mark.parametrize("name", FAMILIES)
def test_family_answers_as_recorded(name: str) -> None:
    recorded = json.loads((HERE / "recorded" / f"{name}.json").read_text(encoding="utf-8"))
    t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    t_env.get_config().set("parallelism.default", "1")
    t_env.get_config().set("table.local-time-zone", recorded["time_zone"])
    register_samples(t_env, DataTypes)
    lines = [Line.parse(record["sql"]) for record in recorded["records"]]
    replayed = Evaluator(t_env, describe).evaluate(lines)
    found = {
        expected["sql"]: expression_mismatch(expected, actual)
        for expected, actual in zip(recorded["records"], replayed, strict=True)
    }
    failure = report(name, found)
    assert not failure, failure


@pytest.mark.parametrize("name", family_names())
def test_every_expression_of_a_family_is_recorded(name: str) -> None:
    recorded = json.loads((HERE / "recorded" / f"{name}.json").read_text(encoding="utf-8"))
    assert [record["sql"] for record in recorded["records"]] == [
        line.text for line in read_family(name).lines
    ]
