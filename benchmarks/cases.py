"""What is measured: one :class:`Case` per line of the table."""

from __future__ import annotations

from dataclasses import dataclass

MINI_BATCH = (
    "table.exec.mini-batch.enabled=true",
    "table.exec.mini-batch.allow-latency=1 s",
    "table.exec.mini-batch.size=50000",
)
THREAD = ("python.execution-mode=thread",)

MILLION = 1_000_000


@dataclass(frozen=True)
class Variant:
    """One way to run a case on Flink: its name and options."""

    name: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A job that both engines run.

    Args:
        name: What ``--only`` and the history call it.
        title: What the table calls it.
        script: The file in ``jobs/``.
        data: The data set, or None.
        arguments: Further arguments of the script.
        rows: The rows that the job reads; 0 if the process' time is measured instead.
        flink: The ways to run it on Flink, none if only Drey runs it.
        repeat_flink: False where one run on Flink takes so long that it has to do.
    """

    name: str
    title: str
    script: str
    data: str | None = None
    arguments: tuple[str, ...] = ()
    rows: int = 0
    flink: tuple[Variant, ...] = (Variant("flink"),)
    repeat_flink: bool = True


CASES = (
    Case("two-rows", "two rows and a Python function, start to end", "two_rows.py"),
    Case(
        "group-by",
        "CSV group-by",
        "access_log.py",
        "log",
        ("column",),
        2 * MILLION,
        (Variant("flink"), Variant("flink mini-batch", MINI_BATCH)),
    ),
    Case(
        "row-function",
        "CSV group-by of a row function",
        "access_log.py",
        "log",
        ("row",),
        2 * MILLION,
        (Variant("flink process"), Variant("flink thread", THREAD)),
        repeat_flink=False,
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
        repeat_flink=False,
    ),
)

MEMORY = (
    Case("memory-2m", "2 M rows, 1,000 keys", "numbers_by_key.py", "few-keys-2m", (), 2 * MILLION, ()),
    Case("memory-20m", "20 M rows, 1,000 keys", "numbers_by_key.py", "few-keys-20m", (), 20 * MILLION, ()),
)
"""Peak memory should not depend on how many rows pass, only on how many keys there are."""
