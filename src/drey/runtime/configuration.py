"""The configuration options that the runtime reads, with Flink's keys, defaults and older spellings.

See "Configuration" in Flink's documentation. Options of Flink that the runtime
doesn't read are not here.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from drey.errors import OptionError
from drey.functions.definition import EvaluationContext
from drey.options import ConfigOption, MemorySize

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
CHECKPOINTING_COMPRESSION = ConfigOption[bool](
    "execution.checkpointing.snapshot-compression",
    bool,
    False,
    description="snapshots in 70 to 85 % of the bytes, half for text, which are slower to write and to restore",
)
CHECKPOINTING_AFTER_FINISH = ConfigOption[bool](
    "execution.checkpointing.checkpoints-after-tasks-finish",
    bool,
    True,
    fallback_keys=("execution.checkpointing.checkpoints-after-tasks-finish.enabled",),
)
CHECKPOINTING_INCREMENTAL = ConfigOption[bool](
    "execution.checkpointing.incremental",
    bool,
    True,
    fallback_keys=("state.backend.incremental",),
    description="write what has changed since the checkpoint before; savepoints are always whole",
)
SAVEPOINT_DIR = ConfigOption[str](
    "execution.checkpointing.savepoint-dir",
    str,
    fallback_keys=("state.savepoints.dir", "savepoints.state.backend.fs.dir"),
    description="where savepoints go if no directory is named",
)
S3_ENDPOINT = ConfigOption[str](
    "s3.endpoint", str, description="the address of an S3 store that is not Amazon's"
)
S3_REGION = ConfigOption[str]("s3.region", str, description="the region of the bucket")
S3_ACCESS_KEY = ConfigOption[str]("s3.access-key", str, fallback_keys=("s3.access.key",))
S3_SECRET_KEY = ConfigOption[str]("s3.secret-key", str, fallback_keys=("s3.secret.key",))
S3_PATH_STYLE = ConfigOption[bool](
    "s3.path.style.access",
    bool,
    False,
    fallback_keys=("s3.path-style-access",),
    description="the bucket is in the path of requests and not in the name of the host",
)
CHECKPOINTS_HISTORY = ConfigOption[int](
    "web.checkpoints.history",
    int,
    10,
    fallback_keys=("jobmanager.web.checkpoints.history",),
    description="how many checkpoints are remembered for showing",
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
OPERATOR_CHAINING = ConfigOption[bool](
    "pipeline.operator-chaining.enabled", bool, True, fallback_keys=("pipeline.operator-chaining",)
)
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
AUTO_WATERMARK_INTERVAL = ConfigOption[timedelta](
    "pipeline.auto-watermark-interval",
    timedelta,
    timedelta(milliseconds=200),
    description="how often a watermark strategy emits watermarks; if 0, only at the end of the input",
)
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

STATE_BACKEND = ConfigOption[str](
    "state.backend.type",
    str,
    "hashmap",
    choices=("hashmap", "rocksdb"),
    fallback_keys=("state.backend",),
    description="where keyed state of streaming jobs lives: in memory, or in RocksDB behind a bounded part in memory",
)
ROCKSDB_LOCAL_DIR = ConfigOption[str](
    "state.backend.rocksdb.localdir",
    str,
    description="where the databases of RocksDB lie while a job runs; of several directories the first",
)
TEMPORARY_DIRS = ConfigOption[str](
    "io.tmp.dirs", str, description="where temporary files go; the system's place if absent"
)
ROCKSDB_SLOT_MEMORY = ConfigOption[int](
    "state.backend.rocksdb.memory.fixed-per-slot",
    MemorySize,
    description="memory for the state of one process with RocksDB",
)
MANAGED_MEMORY = ConfigOption[int](
    "taskmanager.memory.managed.size",
    MemorySize,
    512 << 20,
    description="memory for the state of one process with RocksDB, if not given for the slot",
)
ROCKSDB_HOT_ROWS = ConfigOption[int](
    "drey.state.rocksdb.hot-rows",
    int,
    description="rows of a table in memory, at most; results must not depend on it, so it is for tests",
)

HEARTBEAT_TIMEOUT = ConfigOption[timedelta](
    "heartbeat.timeout",
    timedelta,
    timedelta(seconds=50),
    description="after which a worker process that says nothing is taken for lost",
)
CANCELLATION_TIMEOUT = ConfigOption[timedelta](
    "task.cancellation.timeout",
    timedelta,
    timedelta(seconds=180),
    description="after which cancelled tasks are given up: their worker process is killed, or the job ends without them; 0 for never",
)
CHECKPOINTING_UNALIGNED = ConfigOption[bool](
    "execution.checkpointing.unaligned.enabled",
    bool,
    False,
    fallback_keys=("execution.checkpointing.unaligned",),
    description="let barriers overtake rows, which are then stored with the checkpoint",
)
CHECKPOINTING_ALIGNED_TIMEOUT = ConfigOption[timedelta](
    "execution.checkpointing.aligned-checkpoint-timeout",
    timedelta,
    timedelta(0),
    fallback_keys=("execution.checkpointing.alignment-timeout",),
    description="how long a barrier waits for the others before it overtakes rows",
)

DEFAULT_MAX_PARALLELISM = 128
UPPER_MAX_PARALLELISM = 32768


def seconds(option: ConfigOption[timedelta], options: Mapping[str, str]) -> float:
    """The value of a duration option that has a default, in seconds."""
    return option.require(options).total_seconds()


def default_max_parallelism(parallelism: int) -> int:
    """The number of key groups where none is configured, as Flink's ``KeyGroupRangeAssignment`` has it.

    One and a half times the parallelism, rounded up to a power of two, from 128 (up to parallelism 85) to 32768.
    """
    roomy = parallelism + parallelism // 2
    return min(max(1 << (roomy - 1).bit_length(), DEFAULT_MAX_PARALLELISM), UPPER_MAX_PARALLELISM)


def max_parallelism(options: Mapping[str, str], parallelism: int = 1) -> int:
    """The number of key groups of a job whose operators have at most ``parallelism`` subtasks.

    Raises:
        OptionError: The configured one is not between 1 and 32768.
    """
    value = PIPELINE_MAX_PARALLELISM.require(options)
    if value == -1:
        return default_max_parallelism(parallelism)
    if not 1 <= value <= UPPER_MAX_PARALLELISM:
        raise OptionError(f"invalid value '{value}' for option '{PIPELINE_MAX_PARALLELISM.key}'",
                          hint=f"between 1 and {UPPER_MAX_PARALLELISM}")  # fmt: skip
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


def state_directory(options: Mapping[str, str]) -> Path:
    """Where RocksDB works."""
    places = ROCKSDB_LOCAL_DIR.get(options) or TEMPORARY_DIRS.get(options) or tempfile.gettempdir()
    return Path(re.split(r"[,:|]", places.removeprefix("file://"))[0].strip())


def state_memory(options: Mapping[str, str]) -> int:
    """The memory for keyed state of a process with RocksDB, in bytes."""
    own = ROCKSDB_SLOT_MEMORY.get(options)
    return MANAGED_MEMORY.require(options) if own is None else own


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
