"""Fills SQL logic tests with what a real Apache Flink answers: ``python tests/sql/record.py [file...]``.

Needs only ``apache-flink``. A file is run in the first runtime it names; expected lines are replaced, a
statement that fails becomes ``statement error`` with Flink's message as a comment, one that works
becomes ``statement ok``. An error code that stands in the file is kept, as Flink has none.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from modes import BASE_OPTIONS
from pyflink.table import EnvironmentSettings, TableEnvironment
from slt import Record, change_text, compared, parse

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "reference"))

from flink_cluster import use_shared_cluster  # noqa: E402 (the folder is named above)
from java_errors import describe_error  # noqa: E402

FLINK_SAYS = "# flink: "
CODES = (
    ("SQL_SYNTAX", r"^(ParseException|SqlParse\w*|TokenMgrError)"),
    ("EVALUATION", r"^(NumberFormat|Arithmetic|DateTime)\w*Exception"),
    (
        "OPTION",
        r"Unsupported options|required options|option key|find any (format )?factory|Invalid value for option",
    ),
    ("CATALOG", r"^\w*(AlreadyExist|NotExist|NotEmpty|Catalog)\w*Exception|already exists( in Catalog|$)"),
    (
        "CATALOG",
        r"(doesn't|does not) exist|not found in the catalog|No module with name|Cannot find table|Object '.*' not found",
    ),
)


def code_of(message: str) -> str:
    """The code that fits Flink's exception; a proposal where Flink's class says too little."""
    return next((code for code, pattern in CODES if re.search(pattern, message)), "VALIDATION")


def answered(t_env: Any, record: Record) -> Record:
    """The record with Flink's answer in it."""
    comments = tuple(line for line in record.comments if not line.startswith(FLINK_SAYS))
    try:
        result = t_env.execute_sql(record.sql)
        if not record.is_query:
            result.wait()
            return replace(record, comments=comments, kind="ok", code="")
        with result.collect() as rows:
            changes: Sequence[str] = [change_text(row) for row in rows]
    except Exception as error:
        message = describe_error(error)
        code = record.code or code_of(message)
        comments = (*comments, FLINK_SAYS + message)
        return replace(record, comments=comments, kind="error", code=code, expected=())
    return replace(record, comments=comments).with_expected(compared(record.kind, changes, True))


def record_file(path: Path) -> None:
    """Run a file on Flink and write it anew."""
    test_file = parse(path)
    runtime = test_file.runtimes[0]
    settings = (
        EnvironmentSettings.in_batch_mode() if runtime == "batch" else EnvironmentSettings.in_streaming_mode()
    )
    t_env = TableEnvironment.create(settings)
    for key, value in {**BASE_OPTIONS, **test_file.options}.items():
        t_env.get_config().set(key, value)
    use_shared_cluster(t_env)
    starts = {record.line: record for record in test_file.records}
    kept, lines = [], path.read_text(encoding="utf-8").split("\n\n")
    number = 1
    for block in lines:
        first = number + len(block) - len(block.lstrip("\n"))
        record = starts.get(first)
        kept.append(answered(t_env, record).text() if record else block.strip("\n") + "\n")
        number += block.count("\n") + 2
    path.write_text("\n".join(kept), encoding="utf-8")
    print(f"{path.name}: {len(test_file.records)} records", flush=True)


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(str(path) for path in HERE.rglob("*.slt")):
        record_file(Path(name))
    os._exit(0)  # the cluster's threads would keep the process
