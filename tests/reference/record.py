"""Records what a real Apache Flink answers: ``python tests/reference/record.py [family...] [--missing] [--queries]``.

Needs only ``apache-flink``; writes ``recorded/<family>.json`` for the named families (all without a
name) and, with ``--queries``, ``recorded_queries.json``. With ``--missing``, only what has no record yet is
run. Values are in the form of ``canonical.py``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# PyFlink turns timestamps by the time zone of the process, so that is fixed before Java starts.
os.environ["TZ"] = "UTC"

from evaluation import Evaluator
from families import family_names, read_family
from flink_cluster import use_shared_cluster
from java_errors import describe_error
from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.version import __version__ as flink_version
from queries import load_queries, record_query
from samples import register_orders, register_samples

HERE = Path(__file__).parent
SAVED_EVERY = 100


def environment(mode: str, time_zone: str) -> Any:
    """A table environment with the fixed tables, one task slot and a fixed time zone."""
    settings = (
        EnvironmentSettings.in_batch_mode() if mode == "batch" else EnvironmentSettings.in_streaming_mode()
    )
    t_env = TableEnvironment.create(settings)
    t_env.get_config().set("parallelism.default", "1")
    t_env.get_config().set("table.local-time-zone", time_zone)
    use_shared_cluster(t_env)
    register_samples(t_env, DataTypes)
    register_orders(t_env)
    return t_env


def write_json(path: Path, head: dict[str, Any], records: Sequence[dict[str, Any]]) -> None:
    """Write a record file with one record per line, so that changes show as changed lines."""
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    start = "".join(f'"{key}": {json.dumps(value)},\n' for key, value in head.items())
    path.write_text(f'{{\n{start}"records": [\n{lines}\n]\n}}\n', encoding="utf-8")


def recorded_before(name: str) -> dict[str, dict[str, Any]]:
    """The records of a family that exist already, by expression."""
    path = HERE / "recorded" / f"{name}.json"
    if not path.exists():
        return {}
    return {record["sql"]: record for record in json.loads(path.read_text(encoding="utf-8"))["records"]}


def record_family(name: str, only_missing: bool) -> None:
    """Evaluate a family's expressions and write its record; ``only_missing`` keeps what is recorded."""
    family = read_family(name)
    started = time.monotonic()
    known = recorded_before(name) if only_missing else {}
    head = {"flink": flink_version, "time_zone": family.time_zone}
    records = list(known.values())
    missing = [line for line in family.lines if line.text not in known]
    evaluator = Evaluator(environment("batch", family.time_zone), describe_error)
    for start in range(0, len(missing), SAVED_EVERY):
        found = evaluator.evaluate(missing[start : start + SAVED_EVERY])
        known.update((record["sql"], record) for record in found)
        records = [known[line.text] for line in family.lines if line.text in known]
        write_json(HERE / "recorded" / f"{name}.json", head, records)
    errors = sum("error" in record for record in records)
    print(
        f"{name}: {len(records)} expressions, {errors} errors, {time.monotonic() - started:.0f} s", flush=True
    )


def record_queries(only_missing: bool) -> None:
    """Run the queries of ``queries/`` in batch and in streaming mode and write the record."""
    path = HERE / "recorded_queries.json"
    known = {}
    if only_missing and path.exists():
        known = {record["sql"]: record for record in json.loads(path.read_text(encoding="utf-8"))["records"]}
    environments = {mode: environment(mode, "UTC") for mode in ("batch", "streaming")}
    queries = load_queries()
    for query in queries:
        if query.sql not in known:
            known[query.sql] = record_query(query, environments, describe_error)
    write_json(path, {"flink": flink_version, "time_zone": "UTC"}, [known[query.sql] for query in queries])
    print(f"{len(queries)} queries", flush=True)


def main(arguments: list[str]) -> None:
    """Record the families named on the command line, or everything."""
    names = [argument for argument in arguments if not argument.startswith("--")]
    if names or "--queries" not in arguments:
        for name in names or family_names():
            record_family(name, "--missing" in arguments)
    if "--queries" in arguments or not names:
        record_queries("--missing" in arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
    os._exit(0)  # the cluster's threads would keep the process
