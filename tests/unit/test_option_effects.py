"""Options of Flink without effect here: what is warned of, when, and that the lists fit what the engine reads."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import warnings

import pytest

import drey
from drey.errors import OptionWithoutEffectWarning
from drey.older_keys import todays_key
from drey.options import ConfigOption
from drey.session import option_effects
from drey.session.option_effects import EFFECTIVE, warn_without_effect
from tests.processes import run

READ_SOMEWHERE_ELSE = {
    "execution.runtime-mode",
    "table.builtin-catalog-name",
    "table.builtin-database-name",
    "table.display.max-column-width",
    "table.dml-sync",
}
"""Keys that are read as plain texts and not by a ``ConfigOption``."""


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch):
    monkeypatch.setattr(option_effects, "_warned", set())


def warned(options):
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        warn_without_effect(options)
    assert all(one.category is OptionWithoutEffectWarning for one in found)
    return [str(one.message) for one in found]


def test_an_option_without_effect_is_named_with_its_value():
    assert warned({"taskmanager.memory.process.size": "4 gb"}) == [
        "option 'taskmanager.memory.process.size' = '4 gb' has no effect on the embedded engine"
    ]


def test_each_key_is_warned_of_once():
    assert len(warned({"table.exec.mini-batch.size": "5000", "rest.port": "8082"})) == 2
    assert warned({"table.exec.mini-batch.size": "6000"}) == []


def test_a_misspelt_key_is_named_with_the_near_one():
    assert warned({"execution.checkpointing.intervall": "1 s"}) == [
        "option 'execution.checkpointing.intervall' is unknown and has no effect; "
        "did you mean 'execution.checkpointing.interval'?"
    ]
    assert warned({"execution.checkpointing.intervall": "2 s"}) == []


def test_an_older_spelling_is_the_same_key():
    assert "'state.backend.changelog.enabled'" in warned({"state.backend.changelog.enabled": "true"})[0]
    assert warned({"state.changelog.enabled": "true"}) == []
    assert len(warned({"jobmanager.adaptive-batch-scheduler.speculative.enabled": "true"})) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("enabled", "true"),
        ("period", "1 s"),
        ("samples", "10"),
        ("target", "500 ms"),
        ("threshold-percentages", "50"),
    ],
)
def test_buffer_debloating_is_nothing_to_switch_on(name, value):
    key = f"taskmanager.network.memory.buffer-debloat.{name}"
    assert warned({key: value}) == [f"option '{key}' = '{value}' has no effect on the embedded engine"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("execution.checkpointing.interval", "10 s"),
        ("state.checkpoints.dir", "somewhere"),
        ("drey.source.batch-rows", "7"),
        ("s3.endpoint", "http://127.0.0.1:9000"),
        ("my.own.key", "1"),
        ("metrics.reporter.mine.class", "Mine"),
    ],
)
def test_options_that_are_read_and_unknown_ones_are_no_reason_to_warn(key, value):
    assert warned({key: value}) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("table.exec.mini-batch.enabled", "FALSE"),
        ("table.exec.mini-batch.enabled", "true"),
        ("table.exec.mini-batch.allow-latency", "0 s"),
        ("table.exec.resource.sort.memory", "134217728"),
        ("pipeline.auto-watermark-interval", "200"),
        ("execution.checkpointing.file-merging.max-space-amplification", "2"),
        ("state.backend.type", "hashmap"),
        ("python.execution-mode", "process"),
    ],
)
def test_defaults_and_what_is_done_anyway_are_no_reason_to_warn(key, value):
    assert warned({key: value}) == []


def declared_options():
    """All options that the engine declares, but for those of connectors, tables and formats."""
    for module in pkgutil.walk_packages(drey.__path__, "drey."):
        if module.name.startswith(("drey.connectors", "drey.pyflink", "drey.__main__", "drey.testing")):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, ConfigOption) and "." in value.key and not value.key.startswith("scan."):
                yield value


def declared_keys():
    """Their keys."""
    return {option.key for option in declared_options() if not option.key.startswith(("drey.", "$internal."))}


def test_the_keys_with_effect_are_those_that_are_read():
    assert declared_keys() <= EFFECTIVE
    assert EFFECTIVE - declared_keys() <= READ_SOMEWHERE_ELSE


def test_no_key_both_has_an_effect_and_has_none():
    listed = option_effects._idle_options()
    assert len(listed) > 800
    assert not EFFECTIVE & listed.keys()
    spellings = {key for option in declared_options() for key in (option.key, *option.fallback_keys)}
    assert not {todays_key(key) for key in spellings} & listed.keys()


PROGRAM = """
import warnings, drey
warnings.simplefilter("error")
drey.use("embedded")
from pyflink.table import EnvironmentSettings, TableEnvironment
t_env = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
t_env.get_config().set("parallelism.default", "1")
t_env.get_config().set("table.exec.state.ttl", "1 h")
t_env.execute_sql("SELECT 1").collect().close()
from drey.session import option_effects
print(option_effects._idle_options.cache_info().misses)
"""


def test_the_list_is_not_read_without_such_a_key():
    done = run([sys.executable, "-c", PROGRAM])
    assert (done.returncode, done.stdout) == (0, "0\n"), done.stderr


def test_the_line_of_the_program_is_shown():
    program = PROGRAM.replace('"error"', '"always"').replace("table.exec.state.ttl", "rest.port")
    done = run([sys.executable, "-W", "always", "-c", program])
    assert done.stderr.count("OptionWithoutEffectWarning") == 1
    assert "<string>:8: OptionWithoutEffectWarning: option 'rest.port' = '1 h' has no effect" in done.stderr
