"""Results as JSON, one file per day and machine; nothing in it names the machine."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import platform
import subprocess
import uuid
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

VERSION = 1
_PACKAGES = ("drey", "polars", "numpy", "sqlglot", "pandas", "pyarrow")


def machine() -> dict[str, Any]:
    """What decides speed: processor, cores, memory, system, Python."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
    }


def versions(flink_python: str | None) -> dict[str, str]:
    """The versions of Drey, of what it stands on, and of PyFlink."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    if flink_python:
        ask = "from importlib.metadata import version; print(version('apache-flink'))"
        answer = subprocess.run([flink_python, "-c", ask], capture_output=True, text=True, check=False)
        found["apache-flink"] = answer.stdout.strip()
    return found


def append(directory: Path, entry: dict[str, Any]) -> Path:
    """Add one run to today's file of this machine."""
    directory.mkdir(exist_ok=True)
    now = dt.datetime.now(dt.UTC)
    # the hash tells machines apart without naming them
    host = hashlib.sha256(f"{uuid.getnode()}{machine()}".encode()).hexdigest()[:8]
    path = directory / f"{now:%Y-%m-%d}-{host}.json"
    content = json.loads(path.read_text()) if path.exists() else {"version": VERSION, "runs": []}
    content["runs"].append({"time": now.isoformat(timespec="seconds"), **entry})
    path.write_text(json.dumps(content, indent=1) + "\n")
    return path


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next(
        (x.partition(":")[2].strip() for x in lines if x.startswith("model name")), platform.processor()
    )
