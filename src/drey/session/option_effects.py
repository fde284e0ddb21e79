"""Warns of options that Flink knows and that change nothing here.

A job reads the keys of :data:`EFFECTIVE`. All other keys of Flink 2.3 are in ``options_without_effect.txt``, which is
read when a key comes that is not among those of a job: a start without such a key pays nothing for it. Keys that
Flink doesn't know either are left alone, as Flink leaves them, but for those that are hardly another word than one of
its keys.
"""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from drey.errors import OptionWithoutEffectWarning
from drey.older_keys import todays_key
from drey.options import parse_duration, parse_memory_size
from drey.records import record
from drey.user_frames import frames_to_the_user

EFFECTIVE = frozenset(
    [
        "execution.checkpointing.aligned-checkpoint-timeout",
        "execution.checkpointing.checkpoints-after-tasks-finish",
        "execution.checkpointing.create-subdir",
        "execution.checkpointing.dir",
        "execution.checkpointing.externalized-checkpoint-retention",
        "execution.checkpointing.incremental",
        "execution.checkpointing.interval",
        "execution.checkpointing.max-concurrent-checkpoints",
        "execution.checkpointing.min-pause",
        "execution.checkpointing.mode",
        "execution.checkpointing.num-retained",
        "execution.checkpointing.savepoint-dir",
        "execution.checkpointing.snapshot-compression",
        "execution.checkpointing.timeout",
        "execution.checkpointing.tolerable-failed-checkpoints",
        "execution.checkpointing.unaligned.enabled",
        "execution.runtime-mode",
        "execution.state-recovery.claim-mode",
        "execution.state-recovery.ignore-unclaimed-state",
        "execution.state-recovery.path",
        "heartbeat.timeout",
        "io.tmp.dirs",
        "parallelism.default",
        "pipeline.auto-watermark-interval",
        "pipeline.global-job-parameters",
        "pipeline.max-parallelism",
        "pipeline.name",
        "pipeline.operator-chaining.enabled",
        "python.files",
        "python.fn-execution.arrow.batch.size",
        "restart-strategy.exponential-delay.attempts-before-reset-backoff",
        "restart-strategy.exponential-delay.backoff-multiplier",
        "restart-strategy.exponential-delay.initial-backoff",
        "restart-strategy.exponential-delay.jitter-factor",
        "restart-strategy.exponential-delay.max-backoff",
        "restart-strategy.exponential-delay.reset-backoff-threshold",
        "restart-strategy.failure-rate.delay",
        "restart-strategy.failure-rate.failure-rate-interval",
        "restart-strategy.failure-rate.max-failures-per-interval",
        "restart-strategy.fixed-delay.attempts",
        "restart-strategy.fixed-delay.delay",
        "restart-strategy.type",
        "s3.access-key",
        "s3.endpoint",
        "s3.path.style.access",
        "s3.region",
        "s3.secret-key",
        "state.backend.rocksdb.localdir",
        "state.backend.rocksdb.memory.fixed-per-slot",
        "state.backend.type",
        "table.builtin-catalog-name",
        "table.builtin-database-name",
        "table.display.max-column-width",
        "table.dml-sync",
        "table.exec.resource.default-parallelism",
        "table.exec.sink.not-null-enforcer",
        "table.exec.sink.type-length-enforcer",
        "table.exec.source.idle-timeout",
        "table.exec.state.ttl",
        "table.local-time-zone",
        "task.cancellation.timeout",
        "taskmanager.memory.managed.size",
        "web.checkpoints.history",
    ]
)
"""The keys of Flink that are read here, in today's spelling; a test compares them with the options declared."""

_OWN_PREFIXES = ("drey.", "$internal.")
_LIST = "options_without_effect.txt"
_MISSPELT = 0.9
"""How alike a key is to one of Flink's to be taken for a slip of the pen: one letter in ten."""

_warned: set[str] = set()


@record
class _Idle:
    """A key without effect here, and the values that ask for what is done anyway."""

    key: str
    harmless: tuple[str, ...]


def warn_without_effect(options: Mapping[str, object]) -> None:
    """Warn, once for each key and process, of Flink's options that have no effect on this engine.

    A value that is Flink's default, or that asks for what is done here anyway, is no reason to warn.

    Args:
        options: Keys in any spelling, and values.
    """
    for key, value in options.items():
        today = todays_key(key)
        if today in EFFECTIVE or today in _warned or today.startswith(_OWN_PREFIXES):
            continue
        idle = _idle_options().get(today)
        if idle is None:
            _warn_misspelt(key)
            continue
        if any(_same_value(str(value), harmless) for harmless in idle.harmless):
            continue
        _warned.add(today)
        message = f"option '{key}' = '{value}' has no effect on the embedded engine"
        warnings.warn(message, OptionWithoutEffectWarning, stacklevel=frames_to_the_user())


def _warn_misspelt(key: str) -> None:
    """Warn of a key that Flink doesn't know, if it looks like one that it knows; a program may have its own."""
    if key in _warned:
        return
    family = f"{key.partition('.')[0]}."
    known = [one for one in (*EFFECTIVE, *_idle_options()) if one.startswith(family)]
    near = difflib.get_close_matches(key, known, n=1, cutoff=_MISSPELT)
    if near:
        _warned.add(key)
        message = f"option '{key}' is unknown and has no effect; did you mean '{near[0]}'?"
        warnings.warn(message, OptionWithoutEffectWarning, stacklevel=frames_to_the_user())


@cache
def _idle_options() -> dict[str, _Idle]:
    """All keys without effect, older spellings too."""
    found: dict[str, _Idle] = {}
    text = (files("drey.session") / _LIST).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        key, default, older, alike = (*line.split("\t"), "", "", "")[:4]
        idle = _Idle(key, tuple(value for value in (default, *alike.split(",")) if value))
        found.update(dict.fromkeys((key, *(name for name in older.split(",") if name)), idle))
    return found


def _same_value(given: str, known: str) -> bool:
    """True if two texts are the same value: as text in any case, as number, as duration or as memory size."""
    if given.strip().lower() == known.strip().lower():
        return True
    for parse in (float, parse_duration, parse_memory_size):
        try:
            if parse(given) == parse(known):
                return True
        except ValueError:
            continue
    return False
