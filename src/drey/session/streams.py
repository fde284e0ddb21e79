"""Runs DataStream programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drey.planner.context import PlannerContext
from drey.planner.planner import compile_streams
from drey.planner.streams.nodes import StreamNode
from drey.runtime.jobs.client import JobHandle, submit
from drey.session.defaults import process_options, track
from drey.session.functions import pickle_function
from drey.session.option_effects import warn_without_effect
from drey.session.python_files import import_from_files


def submit_streams(
    sinks: Sequence[StreamNode],
    default_name: str,
    options: Mapping[str, str],
    contexts: Sequence[PlannerContext] = (),
) -> JobHandle:
    """Compile and start a job.

    Args:
        sinks: What the program does with its streams.
        default_name: The job's name, if the options have none.
        options: The environment's configuration; what the process was started with comes before it.
        contexts: The sessions whose tables are in the program.
    """
    merged = {**process_options(), **options}
    warn_without_effect(merged)
    for settings in (merged, *(context.options for context in contexts)):
        import_from_files(settings)
    name = merged.get("pipeline.name", default_name)
    handle = submit(compile_streams(name, sinks, contexts, pickle_function, merged), merged)
    track(handle)
    return handle
