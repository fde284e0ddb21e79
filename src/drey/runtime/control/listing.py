"""Jobs as JSON, as ``drey list`` and ``drey status`` get them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from drey.runtime.jobs.client import JobHandle
from drey.runtime.scheduling.failure import Failure
from drey.udf.failures import named_text

Json = Any

DETAILS = ("operators", "tasks", "workers", "history", "failures")
"""What ``drey list`` leaves out of a job."""


def job_json(job: JobHandle) -> dict[str, Json]:
    """All that there is to say about a job of this process."""
    described: dict[str, Json] = as_json(job.description())
    described["id"] = described.pop("job_id")
    described["failures"] = [{"time": at, **failure} for at, failure in described["failures"]]
    exception = job.exception
    if exception is not None:
        described["exception"] = named_text(exception)
    return {**described, "pid": os.getpid(), "command": sys.argv}


def short(job: dict[str, Json]) -> dict[str, Json]:
    """The same without details."""
    return {key: value for key, value in job.items() if key not in DETAILS}


def as_json(value: object) -> Json:
    """A record, with all that is in it, as plain JSON."""
    if isinstance(value, Failure):
        return {"message": value.message, "code": value.code}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_json(one) for one in value]
    return value
