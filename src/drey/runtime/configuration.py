"""The configuration options that the runtime reads, with Flink's keys, defaults and older spellings.

See "Configuration" in Flink's documentation. Options of Flink that the runtime
doesn't read are not here.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from drey.errors import OptionError
from drey.functions.definition import EvaluationContext
from drey.options import ConfigOption

CHECKPOINTING_INTERVAL = ConfigOption[timedelta](
    "execution.checkpointing.interval", timedelta, description="time between two checkpoints; none if absent"
)
CHECKPOINTING_MODE = ConfigOption[str](
    "execution.checkpointing.mode", str, "EXACTLY_ONCE", choices=("EXACTLY_ONCE", "AT_LEAST_ONCE")
)
CHECKPOINTING_DIR = ConfigOption[str](
    "execution.checkpointing.dir",
    str,
    fallback_keys=("state.checkpoints.dir", "state.backend.fs.checkpointdir"),
    description="where checkpoints are written",
)
CHECKPOINTING_CREATE_SUBDIR = ConfigOption[bool](
    "execution.checkpointing.create-subdir", bool, True, fallback_keys=("state.checkpoints.create-subdir",)
)
CHECKPOINTING_MIN_PAUSE = ConfigOption[timedelta](
    "execution.checkpointing.min-pause", timedelta, timedelta(0)
)
CHECKPOINTING_TIMEOUT = ConfigOption[timedelta](
    "execution.checkpointing.timeout", timedelta, timedelta(minutes=10)
)
CHECKPOINTING_TOLERABLE_FAILURES = ConfigOption[int](
    "execution.checkpointing.tolerable-failed-checkpoints", int, 0
)
CHECKPOINTING_MAX_CONCURRENT = ConfigOption[int]("execution.checkpointing.max-concurrent-checkpoints", int, 1)
CHECKPOINTING_NUM_RETAINED = ConfigOption[int](
    "execution.checkpointing.num-retained", int, 1, fallback_keys=("state.checkpoints.num-retained",)
)
CHECKPOINTING_RETENTION = ConfigOption[str](
    "execution.checkpointing.externalized-checkpoint-retention",
    str,
    "NO_EXTERNALIZED_CHECKPOINTS",
    choices=("DELETE_ON_CANCELLATION", "RETAIN_ON_CANCELLATION", "NO_EXTERNALIZED_CHECKPOINTS"),
)
CHECKPOINTING_AFTER_FINISH = ConfigOption[bool](
    "execution.checkpointing.checkpoints-after-tasks-finish",
    bool,
    True,
    fallback_keys=("execution.checkpointing.checkpoints-after-tasks-finish.enabled",),
)
SAVEPOINT_DIR = ConfigOption[str](
    "execution.checkpointing.savepoint-dir",
    str,
    fallback_keys=("state.savepoints.dir", "savepoints.state.backend.fs.dir"),
    description="where savepoints go if no directory is named",
)
RECOVERY_PATH = ConfigOption[str](
    "execution.state-recovery.path",
    str,
    fallback_keys=("execution.savepoint.path",),
    description="the checkpoint or savepoint to start from",
)
RECOVERY_IGNORE_UNCLAIMED = ConfigOption[bool](
    "execution.state-recovery.ignore-unclaimed-state",
    bool,
    False,
    fallback_keys=("execution.savepoint.ignore-unclaimed-state",),
)
RECOVERY_CLAIM_MODE = ConfigOption[str](
    "execution.state-recovery.claim-mode",
    str,
    "NO_CLAIM",
    choices=("CLAIM", "NO_CLAIM", "LEGACY"),
    fallback_keys=("execution.savepoint-restore-mode",),
)
RUNTIME_MODE = ConfigOption[str](
    "execution.runtime-mode", str, "STREAMING", choices=("STREAMING", "BATCH", "AUTOMATIC")
)
PIPELINE_NAME = ConfigOption[str]("pipeline.name", str)
PIPELINE_MAX_PARALLELISM = ConfigOption[int]("pipeline.max-parallelism", int, -1)
GLOBAL_JOB_PARAMETERS = ConfigOption[str]("pipeline.global-job-parameters", str)
FIXED_JOB_ID = ConfigOption[str](
    "$internal.pipeline.job-id", str, description="32 hexadecimal digits; a new id if absent"
)
LOCAL_TIME_ZONE = ConfigOption[str]("table.local-time-zone", str, "default")
NOT_NULL_ENFORCER = ConfigOption[str](
    "table.exec.sink.not-null-enforcer", str, "ERROR", choices=("ERROR", "DROP")
)
TYPE_LENGTH_ENFORCER = ConfigOption[str](
    "table.exec.sink.type-length-enforcer", str, "IGNORE", choices=("IGNORE", "TRIM_PAD", "ERROR")
)
SOURCE_IDLE_TIMEOUT = ConfigOption[timedelta]("table.exec.source.idle-timeout", timedelta, timedelta(0))
ARROW_BATCH_SIZE = ConfigOption[int](
    "python.fn-execution.arrow.batch.size",
    int,
    fallback_keys=("python.fn-execution.arrow-batch-size",),
    description="rows that a pandas function is given at once; a whole batch if absent",
)
SOURCE_BATCH_ROWS = ConfigOption[int](
    "drey.source.batch-rows",
    int,
    description="rows that a source gives at once, at most; results must not depend on it, so it is for tests",
)

DEFAULT_MAX_PARALLELISM = 128


def seconds(option: ConfigOption[timedelta], options: Mapping[str, str]) -> float:
    """The value of a duration option that has a default, in seconds."""
    return option.require(options).total_seconds()


def max_parallelism(options: Mapping[str, str]) -> int:
    """The number of key groups.

    Raises:
        OptionError: It is not between 1 and 32768.
    """
    value = PIPELINE_MAX_PARALLELISM.require(options)
    if value == -1:
        return DEFAULT_MAX_PARALLELISM
    if not 1 <= value <= 32768:
        raise OptionError(f"invalid value '{value}' for option '{PIPELINE_MAX_PARALLELISM.key}'",
                          hint="between 1 and 32768")  # fmt: skip
    return value


def source_batch_rows(options: Mapping[str, str]) -> int | None:
    """The most rows that a source gives at once; None if the runtime decides.

    Raises:
        OptionError: It is not positive.
    """
    rows = SOURCE_BATCH_ROWS.get(options)
    if rows is not None and rows < 1:
        raise OptionError(f"invalid value '{rows}' for option '{SOURCE_BATCH_ROWS.key}'", hint="at least 1")
    return rows


def parse_map(text: str) -> dict[str, str]:
    """Flink's map text, ``k1:v1,k2:v2``."""
    pairs = (entry.partition(":") for entry in text.split(",") if entry.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


def local_time_zone(options: Mapping[str, str]) -> str:
    """The session time zone's name; ``default`` is the machine's."""
    zone = LOCAL_TIME_ZONE.require(options)
    if zone.lower() != "default":
        return zone
    name = os.environ.get("TZ", "").lstrip(":")
    if name:
        return name
    target = os.path.realpath("/etc/localtime")
    _, found, name = target.partition("zoneinfo/")
    return name if found and Path(target).exists() else "UTC"


def evaluation_context(options: Mapping[str, str], now: dt.datetime | None = None) -> EvaluationContext:
    """The facts for kernels of a job that starts at ``now``."""
    return EvaluationContext(
        time_zone=local_time_zone(options),
        now=now or dt.datetime.now(dt.UTC),
        streaming=RUNTIME_MODE.require(options).upper() != "BATCH",
    )
