"""Runs every ``*.slt`` file in every mode of ``modes.py``."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from modes import BASE_OPTIONS, MODES, Mode
from slt import Record, change_text, compared, final_rows, parse
from tests.doubles.continued import Plan, conducted
from tests.doubles.paralleled import ParallelPlan, paralleled

import drey

drey.use("embedded")

from pyflink.table import EnvironmentSettings, TableEnvironment  # noqa: E402 (named by drey.use)

FILES = sorted(Path(__file__).parent.rglob("*.slt"))
CASES = [
    pytest.param(path, mode, id=f"{path.stem}-{mode.name}")
    for path in FILES
    for mode in MODES
    if mode.runtime in parse(path).runtimes
]


def environment(mode: Mode, options: Mapping[str, str]) -> Any:
    """A fresh table environment as a mode and a file want it."""
    settings = (
        EnvironmentSettings.in_batch_mode()
        if mode.runtime == "batch"
        else EnvironmentSettings.in_streaming_mode()
    )
    t_env = TableEnvironment.create(settings)
    for key, value in {**BASE_OPTIONS, **options, **mode.options}.items():
        t_env.get_config().set(key, value)
    return t_env


def error_codes(error: BaseException) -> Iterator[str]:
    """The codes of an error and of its causes; the class where there is no code."""
    yield getattr(error, "code", type(error).__name__)
    if error.__cause__ is not None:
        yield from error_codes(error.__cause__)


def same_code(actual: str, expected: str) -> bool:
    """True for the code itself and for the finer ones below it, ``CATALOG_TABLE_EXISTS`` of ``CATALOG``."""
    return actual == expected or actual.startswith(f"{expected}_")


def difference(t_env: Any, record: Record, mode: Mode) -> str | None:
    """What a record's statement does that the file doesn't say, or None."""
    try:
        result = t_env.execute_sql(record.sql)
        if not record.is_query:
            result.wait()
            return None if record.kind == "ok" else f"expected the error {record.code}, none came"
        with result.collect() as rows:
            changes = [change_text(row) for row in rows]
    except Exception as error:
        codes = list(error_codes(error))
        if record.kind == "error" and any(same_code(code, record.code) for code in codes):
            return None
        wanted = f"the error {record.code}" if record.kind == "error" else "no error"
        return f"expected {wanted}, got {codes[0]}: {error}"
    expected = list(record.expected)
    if mode.runtime == "batch":
        # Flink recorded it in streaming mode; in batch mode DESCRIBE shows a rowtime as a timestamp like others.
        expected = [line.replace(" *ROWTIME*", "") for line in expected]
    if record.kind == "changelog" and not mode.keeps_changelog:
        expected = sorted(final_rows(expected))
    actual = compared(record.kind, changes, mode.keeps_changelog)
    if actual == expected:
        return None
    return "\n".join(
        ["expected", *(f"  {line}" for line in expected), "actual", *(f"  {line}" for line in actual)]
    )


def running(mode: Mode, seed: int) -> AbstractContextManager[Any]:
    """How the jobs of a file are run within it."""
    if mode.stop:
        return conducted(Plan(seed, mode.stop))
    if mode.parallel in ("savepoint", "kill"):
        return paralleled(ParallelPlan(seed, mode.parallel))
    return nullcontext()


@pytest.mark.parametrize(("path", "mode"), CASES)
def test_file(path: Path, mode: Mode) -> None:
    test_file = parse(path)
    t_env = environment(mode, test_file.options)
    failures = []
    with running(mode, zlib.crc32(path.stem.encode())):
        for record in test_file.records:
            found = difference(t_env, record, mode)
            if found is not None:
                failures.append(f"{path.name}:{record.line}: {record.sql}\n{found}")
    assert not failures, "\n\n".join(failures)
