"""Older spellings of Flink's configuration keys that Flink 2.3 still accepts, and today's."""

from __future__ import annotations

OLDER_KEYS: dict[str, str] = {
    "execution.allow-client-job-configurations": "execution.program-config.enabled",
    "execution.buffer-timeout": "execution.buffer-timeout.interval",
    "execution.checkpointing.alignment-timeout": "execution.checkpointing.aligned-checkpoint-timeout",
    "execution.checkpointing.approximate-local-recovery": "execution.state-recovery.approximate-local-recovery",
    "execution.checkpointing.checkpoints-after-tasks-finish.enabled": "execution.checkpointing.checkpoints-after-tasks-finish",
    "execution.checkpointing.recover-without-channel-state.checkpoint-id": "execution.state-recovery.without-channel-state.checkpoint-id",
    "execution.checkpointing.unaligned": "execution.checkpointing.unaligned.enabled",
    "execution.savepoint-restore-mode": "execution.state-recovery.claim-mode",
    "execution.savepoint.ignore-unclaimed-state": "execution.state-recovery.ignore-unclaimed-state",
    "execution.savepoint.path": "execution.state-recovery.path",
    "metrics.scope.jm.job": "metrics.scope.jm-job",
    "metrics.scope.tm.job": "metrics.scope.tm-job",
    "pipeline.operator-chaining": "pipeline.operator-chaining.enabled",
    "restart-strategy": "restart-strategy.type",
    "savepoints.state.backend.fs.dir": "execution.checkpointing.savepoint-dir",
    "state.backend": "state.backend.type",
    "state.backend.changelog.enabled": "state.changelog.enabled",
    "state.backend.changelog.max-failures-allowed": "state.changelog.max-failures-allowed",
    "state.backend.changelog.periodic-materialize.enabled": "state.changelog.periodic-materialize.enabled",
    "state.backend.changelog.periodic-materialize.interval": "state.changelog.periodic-materialize.interval",
    "state.backend.changelog.storage": "state.changelog.storage",
    "state.backend.fs.checkpointdir": "execution.checkpointing.dir",
    "state.backend.fs.memory-threshold": "execution.checkpointing.data-inline-threshold",
    "state.backend.fs.write-buffer-size": "execution.checkpointing.write-buffer-size",
    "state.backend.incremental": "execution.checkpointing.incremental",
    "state.backend.latency-track.history-size": "state.latency-track.history-size",
    "state.backend.latency-track.keyed-state-enabled": "state.latency-track.keyed-state-enabled",
    "state.backend.latency-track.sample-interval": "state.latency-track.sample-interval",
    "state.backend.latency-track.state-name-as-variable": "state.latency-track.state-name-as-variable",
    "state.backend.local-recovery": "execution.checkpointing.local-backup.enabled",
    "state.checkpoint-storage": "execution.checkpointing.storage",
    "state.checkpoint.cleaner.parallel-mode": "execution.checkpointing.cleaner.parallel-mode",
    "state.checkpoints.create-subdir": "execution.checkpointing.create-subdir",
    "state.checkpoints.dir": "execution.checkpointing.dir",
    "state.checkpoints.num-retained": "execution.checkpointing.num-retained",
    "state.savepoints.dir": "execution.checkpointing.savepoint-dir",
    "state.storage.fs.memory-threshold": "execution.checkpointing.data-inline-threshold",
    "state.storage.fs.write-buffer-size": "execution.checkpointing.write-buffer-size",
    "table.exec.async-scalar.buffer-capacity": "table.exec.async-scalar.max-concurrent-operations",
}


def todays_key(key: str) -> str:
    """The key in today's spelling."""
    return OLDER_KEYS.get(key, key)
