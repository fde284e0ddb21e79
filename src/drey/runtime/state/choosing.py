"""The state backend that the configuration names."""

from __future__ import annotations

from collections.abc import Mapping

from drey.runtime.configuration import STATE_BACKEND, state_directory
from drey.runtime.state.backend import MemoryBackend, StateBackend
from drey.runtime.state.rocksdb.backend import RocksDbBackend
from drey.runtime.state.rocksdb.memory import StateMemory


def state_backend(
    options: Mapping[str, str], streaming: bool = True, memory: StateMemory | None = None
) -> StateBackend:
    """The backend of a task; batch jobs, which keep no state between runs, have theirs in memory as in Flink.

    Args:
        options: The job's configuration.
        streaming: False for a batch job.
        memory: The memory of the slot; what is configured, if absent.

    Raises:
        DependencyError: What it needs is not installed.
        OptionError: The configuration names an unknown one.
    """
    if STATE_BACKEND.require(options).lower() == "hashmap" or not streaming:
        return MemoryBackend()
    return RocksDbBackend(state_directory(options), memory or StateMemory.of(options))
