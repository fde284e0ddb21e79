"""The report: what was tried, how often, and what was found."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from tests.faults.torture.feed import ROWS
from tests.faults.torture.plan import TARGETS
from tests.faults.torture.run import is_wrong

Result = dict[str, Any]

_NAMES = {
    "files": "files (CSV)",
    "kafka": "Kafka, append, read_committed",
    "upsert-kafka": "Kafka, by key, read_committed",
    "mysql-append": "MariaDB, append",
    "mysql-upsert": "MariaDB, by key",
    "sqlite": "SQLite, append",
}


def write_report(results: list[Result], path: Path) -> None:
    """Write the report beside ``path`` with the suffixes ``.md`` and ``.json``."""
    done = [one for one in results if "skipped" not in one]
    path.parent.mkdir(parents=True, exist_ok=True)
    summary = _summary(done)
    # One result a line: a report of another run is compared by its lines.
    lines = ",\n".join(
        "  " + json.dumps({**one, "error": one["error"][-500:]} if "error" in one else one) for one in results
    )
    head = json.dumps(summary, indent=1).removesuffix("\n}")
    path.with_suffix(".json").write_text(f'{head},\n "results": [\n{lines}\n ]\n}}\n')
    path.with_suffix(".md").write_text(_page(done, results, summary))


def _summary(done: list[Result]) -> dict[str, Any]:
    return {
        "runs": len(done),
        "hits": sum(hits_of(one) for one in done),
        "kills among them (SIGKILL)": sum(_kills(one) for one in done),
        "starts": sum(one.get("attempts", 0) for one in done),
        "restarts within them": sum(one.get("restarts", 0) for one in done),
        "records": _total(done, "records"),
        "lost": _total(done, "lost"),
        "doubled": _total(done, "doubled"),
        "wrong groups": _total(done, "wrong"),
        "failed seeds": [one["seed"] for one in done if is_wrong(one)],
        "seeds that failed first, and no more when a defect of Drey or of the test was mended": [
            one["seed"] for one in done if one.get("failed before") and not is_wrong(one)
        ],
        "longest recovery, s": max(_recoveries(done), default=0.0),
        "median recovery, s": round(median(_recoveries(done) or [0.0]), 2),
        "median of a run, s": median([one["seconds"] for one in done] or [0.0]),
        "median of the machine's load": median([one["load"] for one in done if "load" in one] or [0.0]),
    }


def _page(done: list[Result], results: list[Result], summary: dict[str, Any]) -> str:
    failed = summary["failed seeds"]
    lines = [
        "# Torture report",
        "",
        f"{summary['runs']} runs: a job of {ROWS:,} rows each, from CSV files or from Kafka (3 partitions) through a Python"
        " function into one to three sinks, at parallelism 1 to 3, with a checkpoint every 30 ms; hit"
        f" {summary['hits']:,} times, {summary['kills among them (SIGKILL)']:,} of them by SIGKILL, in {summary['starts']:,} starts, and every record counted at the end. What is tried,"
        " and how: [Kills and other faults](../guide/faults.md).",
        "",
        "| | |",
        "|---|---|",
        *(f"| {key} | {', '.join(map(str, value)) or 'none' if isinstance(value, list) else f'{value:,}'} |" for key, value in summary.items()),
        "",
        "A recovery is the time from a kill (or from the end of what lasts: a pause, an outage, a lock, a full disk) to the next"
        " complete checkpoint or the end of the job. Of a worker that is stopped until it is taken for lost it has the 2.5 s of"
        " `heartbeat.timeout` in it, of a killed main process the start of another one. Two runs share two cores, so it is an"
        " upper bound, the more so where the load says that other work was going on. Not in the columns are recoveries in which a"
        " server was away for the other run. A hit that came before the job had recovered from the one before counts for both.",
        "",
        "## By fault",
        "",
        "Lost and doubled are those of the runs in which it hit.",
        "",
        *_by_fault(done),
        "",
        "## By sink",
        "",
        *_by_sink(done),
        "",
        "## In detail",
        "",
        "| what a hit was | times |",
        "|---|---|",
        *(f"| {kind} | {n:,} |" for kind, n in sorted(_kinds(done).items()) if kind.startswith(_DETAILS)),
        "",
    ]  # fmt: skip
    skipped = Counter(one["skipped"] for one in results if "skipped" in one)
    lines += [
        f"{n} more seeds were not possible on this machine: {reason}.\n" for reason, n in skipped.items()
    ]
    if failed:
        lines += ["## Failed seeds", ""]
        lines += [
            f"- seed {one['seed']}, {one['kind']}, {', '.join(one['sinks'])}: {_what(one)}"
            for one in done
            if is_wrong(one)
        ]
        lines += [""]
    return "\n".join(lines)


def _what(one: Result) -> str:
    if "error" in one:
        return str(one["error"].strip().splitlines()[0])
    return ", ".join(f"{sink} {counts}" for sink, counts in one["targets"].items())


def _by_fault(done: list[Result]) -> list[str]:
    lines = [
        "| fault | runs | hits | lost | doubled | failed runs | median recovery, s | longest recovery, s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind, hits in sorted(_kinds(done).items()):
        if not kind.startswith(_DETAILS):
            some = [one for one in done if kind in one.get("hits", {})]
            lines.append(
                f"| {kind} | {len(some)} | {hits:,} | {_total(some, 'lost')} | {_total(some, 'doubled')} |"
                f" {sum(map(is_wrong, some))} | {_times(_recoveries(some, kind))} |"
            )
    return lines


def _times(recoveries: list[float]) -> str:
    """The median and the longest, as two columns."""
    return f"{median(recoveries):.2f} | {max(recoveries):.2f}" if recoveries else " | "


def _by_sink(done: list[Result]) -> list[str]:
    lines = [
        "| sink | runs | hits | records | lost | doubled | wrong groups | median recovery, s | longest recovery, s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for sink in TARGETS:
        some = [one for one in done if sink in one["sinks"]]
        counts = [one["targets"][sink] for one in some if sink in one.get("targets", {})]
        total = {key: sum(one[key] for one in counts) for key in ("records", "lost", "doubled", "wrong")}
        lines.append(
            f"| {_NAMES[sink]} | {len(some)} | {sum(hits_of(one) for one in some)} | {total['records']:,} | {total['lost']} |"
            f" {total['doubled']} | {total['wrong']} | {_times(_recoveries(some))} |"
        )
    for source in ("csv", "kafka"):
        some = [one for one in done if one["source"] == source]
        lines.append(
            f"| (all, from {'CSV files' if source == 'csv' else 'Kafka'}) | {len(some)} | {sum(hits_of(one) for one in some)} |"
            f" {_total(some, 'records'):,} | {_total(some, 'lost')} | {_total(some, 'doubled')} | {_total(some, 'wrong')} |"
            f" {_times(_recoveries(some))} |"
        )
    return lines


def _total(some: list[Result], key: str) -> int:
    return sum(int(counts[key]) for one in some for counts in one.get("targets", {}).values())


_KILLS = ("kill ", "checkpoint damaged", "SIGKILL of ")
_DETAILS = ("SIG", "table locked", "rows locked in", "file truncated")


def _kinds(some: list[Result]) -> Counter[str]:
    hits: Counter[str] = Counter()
    for one in some:
        hits.update(one.get("hits", {}))
    return hits


def hits_of(one: Result) -> int:
    """How often a run was hit; what a hit was in detail isn't another one."""
    return sum(n for kind, n in one.get("hits", {}).items() if not kind.startswith(_DETAILS))


def _kills(one: Result) -> int:
    """How often a process of the job, or a server, was killed by SIGKILL."""
    return sum(n for kind, n in one.get("hits", {}).items() if kind.startswith(_KILLS))


def _recoveries(some: list[Result], kind: str | None = None) -> list[float]:
    """The seconds of all recoveries from one kind of hits, or from all."""
    return [
        seconds
        for one in some
        for hit, all_ in one.get("recoveries", {}).items()
        if kind in (None, hit)
        for seconds in all_
    ]
