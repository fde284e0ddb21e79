"""Runs seeds, several at once, and goes on where it was interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tests.faults.torture.report import hits_of, write_report
from tests.faults.torture.run import clear, is_wrong
from tests.faults.torture.servers import TortureServers
from tests.faults.torture.slots import Slots


def _run_all(
    work: Path,
    seeds: list[int],
    at_once: int,
    more: Callable[[], bool],
    results: dict[int, dict[str, Any]],
) -> None:
    """Run seeds while there are more to begin, and add their results."""
    servers = TortureServers(work / "servers")
    slots = Slots(work, servers)
    waiting = iter(seeds)
    running: set[Future[dict[str, Any]]] = set()
    with (
        servers.running(),
        (work / "results.jsonl").open("a") as file,
        ThreadPoolExecutor(at_once) as pool,
    ):
        while True:
            while len(running) < at_once and more():
                seed = next(waiting, None)
                if seed is None:
                    break
                running.add(pool.submit(slots.run, seed))
            if not running:
                break
            done = next(as_completed(running))
            running.discard(done)
            result = done.result()
            _remember(results.get(result["seed"]), result)
            results[result["seed"]] = result
            print(json.dumps(result), file=file, flush=True)
            print(("WRONG " if is_wrong(result) else "") + json.dumps(result)[:400], flush=True)
    slots.close()


def _remember(before: dict[str, Any] | None, result: dict[str, Any]) -> None:
    """Note in a result that the seed has failed before."""
    if before is not None and (is_wrong(before) or before.get("failed before")):
        result["failed before"] = True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="0 only writes the report")
    parser.add_argument("--hits", type=int, help="begin no run when so many hits are counted")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--minutes", type=float, help="begin no run after so many minutes")
    parser.add_argument("--again", action="store_true", help="run what has failed again, too")
    parser.add_argument("--only", type=int, nargs="*", help="run these seeds, whether they were run or not")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))  # the servers are stopped then, too
    work = given.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    clear(work)
    log = work / "results.jsonl"
    lines = map(json.loads, log.read_text().splitlines()) if log.exists() else []
    results: dict[int, dict[str, Any]] = {}
    for one in lines:  # a seed that was run again: its last result
        _remember(results.get(one["seed"]), one)
        results[one["seed"]] = one
    done = {seed for seed, one in results.items() if not (given.again and is_wrong(one))}
    seeds = given.only or [seed for seed in range(1, given.runs + 1) if seed not in done]
    until = time.monotonic() + (given.minutes * 60 if given.minutes else float("inf"))

    def more() -> bool:
        enough = given.hits is not None and sum(map(hits_of, results.values())) >= given.hits
        return time.monotonic() < until and not enough

    if seeds:
        _run_all(work, seeds, given.at_once, more, results)
    in_order = [results[seed] for seed in sorted(results)]
    write_report(in_order, given.report)
    if any(map(is_wrong, in_order)):
        sys.exit(1)


if __name__ == "__main__":
    main()
