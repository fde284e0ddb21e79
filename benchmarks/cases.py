"""What is measured: one :class:`Case` per line of the table."""

from __future__ import annotations

from dataclasses import dataclass

MINI_BATCH = (
    "table.exec.mini-batch.enabled=true",
    "table.exec.mini-batch.allow-latency=1 s",
    "table.exec.mini-batch.size=50000",
)
ROCKSDB = ("state.backend.type=rocksdb", "taskmanager.memory.managed.size=512mb")
THREAD = ("python.execution-mode=thread",)
ONE = ("parallelism.default=1",)
KAFKA_JAR = "pipeline.jars={kafka-jar}"
"""``{kafka-jar}`` becomes the address of Flink's Kafka connector."""

MILLION = 1_000_000


@dataclass(frozen=True)
class Variant:
    """One way to run a case on an engine.

    Args:
        name: What the table and the history call it.
        options: Configuration options that the script sets, ``key=value``.
        flags: Options of ``drey run``.
        rows: Rows of this way, if they are others than those of the case: where an engine is so slow that fewer
            have to do. Only for cases whose script takes the number.
        repeat: False where one run takes so long that it has to do.
    """

    name: str
    options: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    rows: int = 0
    repeat: bool = True


@dataclass(frozen=True)
class Case:
    """A job that both engines run.

    Args:
        name: What ``--only`` and the history call it.
        title: What the table calls it.
        script: The file in ``jobs/``.
        data: The data set (a directory of files, or a topic), or None.
        arguments: Further arguments of the script; ``{rows}`` becomes the number of rows.
        rows: The rows that the job reads; 0 if the process' time is measured instead.
        drey: The ways to run it on Drey.
        flink: The ways to run it on Flink, none if only Drey runs it.
    """

    name: str
    title: str
    script: str
    data: str | None = None
    arguments: tuple[str, ...] = ()
    rows: int = 0
    drey: tuple[Variant, ...] = (Variant("drey"),)
    flink: tuple[Variant, ...] = (Variant("flink"),)


ONE_AND_TWO = (Variant("drey"), Variant("drey p2", flags=("-p", "2")))

CASES = (
    Case("two-rows", "two rows and a Python function, start to end", "two_rows.py"),
    Case(
        "group-by",
        "CSV group-by",
        "access_log.py",
        "log",
        ("column",),
        2 * MILLION,
        flink=(Variant("flink"), Variant("flink mini-batch", MINI_BATCH)),
    ),
    Case(
        "row-function",
        "CSV group-by of a row function",
        "access_log.py",
        "log",
        ("row",),
        2 * MILLION,
        flink=(Variant("flink process", repeat=False), Variant("flink thread", THREAD, repeat=False)),
    ),
    Case(
        "row-function-parallel",
        "CSV group-by of a row function with a regular expression",
        "access_log.py",
        "log-6m",
        ("regex",),
        6 * MILLION,
        ONE_AND_TWO,
        (),
    ),
    Case(
        "row-function-ranges-parallel",
        "CSV group-by of a row function with a look-up",
        "access_log.py",
        "log-6m",
        ("ranges",),
        6 * MILLION,
        ONE_AND_TWO,
        (),
    ),
    Case(
        "row-function-parallel-batch",
        "the same in batch mode",
        "access_log.py",
        "log-6m",
        ("regex", "execution.runtime-mode=batch"),
        6 * MILLION,
        ONE_AND_TWO,
        (),
    ),
    Case(
        "pandas-function",
        "CSV group-by of a pandas function",
        "access_log.py",
        "log",
        ("pandas",),
        2 * MILLION,
    ),
    Case(
        "many-keys",
        "CSV group-by, 5 M keys",
        "numbers_by_key.py",
        "many-keys",
        (),
        10 * MILLION,
        flink=(Variant("flink", repeat=False),),
    ),
    Case(
        "rocksdb-keys",
        "CSV group-by, 20 M keys, RocksDB with 512 MB",
        "numbers_by_key.py",
        "rocksdb-keys",
        (),
        30 * MILLION,
        (Variant("drey", ROCKSDB, repeat=False),),
        (Variant("flink", ROCKSDB, repeat=False),),
    ),
    Case(
        "kafka-cdn",
        "CDN log in Kafka, JSON, 3 partitions, group-by of a row function",
        "kafka_cdn.py",
        "cdn-topic",
        (),
        MILLION,
        ONE_AND_TWO,
        (Variant("flink process p2", (KAFKA_JAR, "parallelism.default=2")),),
    ),
    Case(
        "stream-map",
        "DataStream map of a lambda",
        "stream_map.py",
        None,
        ("{rows}",),
        MILLION,
        flink=(Variant("flink process", repeat=False), Variant("flink thread", THREAD, repeat=False)),
    ),
    Case(
        "stream-keyed-state",
        "DataStream state and timer a value, 1,000 keys",
        "stream_keyed_state.py",
        None,
        ("{rows}",),
        4 * MILLION,
        ONE_AND_TWO,
        (
            Variant("flink process", ONE, rows=100_000, repeat=False),
            Variant("flink thread", (*THREAD, *ONE), rows=200_000, repeat=False),
        ),
    ),
)

MEMORY = (
    Case("memory-2m", "2 M rows, 1,000 keys", "numbers_by_key.py", "few-keys-2m", rows=2 * MILLION, flink=()),
    Case(
        "memory-20m",
        "20 M rows, 1,000 keys",
        "numbers_by_key.py",
        "few-keys-20m",
        rows=20 * MILLION,
        flink=(),
    ),
)
"""Peak memory should not depend on how many rows pass, only on how many keys there are."""
