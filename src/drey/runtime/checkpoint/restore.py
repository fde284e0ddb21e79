"""Matches the state of a snapshot with the operators of a job."""

from __future__ import annotations

from collections.abc import Mapping

from drey.errors import CheckpointError
from drey.graph.job_graph import JobGraph
from drey.runtime.checkpoint.manifest import Manifest
from drey.runtime.configuration import RECOVERY_IGNORE_UNCLAIMED
from drey.runtime.state.snapshot import OperatorSnapshot


def claim_state(
    graph: JobGraph,
    manifest: Manifest,
    operators: Mapping[str, OperatorSnapshot],
    ignore_unclaimed: bool,
    max_parallelism: int,
) -> dict[str, OperatorSnapshot]:
    """The state that the job's operators take over, by uid.

    Args:
        graph: The job.
        manifest: The snapshot's manifest.
        operators: Its state by uid.
        ignore_unclaimed: True to leave out state that no operator claims.
        max_parallelism: The job's number of key groups.

    Raises:
        CheckpointError: Some state matches no operator, or the number of key groups has changed under
            keyed state.
    """
    known = {spec.uid for spec in graph.operators}
    unclaimed = [one for uid, one in operators.items() if uid not in known and one.stateful]
    if unclaimed and not ignore_unclaimed:
        names = ", ".join(f"'{one.name}' ({one.uid})" for one in unclaimed)
        raise CheckpointError(
            f"the snapshot has state that no operator of job '{graph.name}' claims",
            detail=f"state of {names}; the job has {', '.join(sorted(known))}",
            hint=f"set '{RECOVERY_IGNORE_UNCLAIMED.key}' to 'true' to drop that state",
        )
    claimed = {uid: one for uid, one in operators.items() if uid in known}
    keyed = any(table.key_group is not None for one in claimed.values() for table in one.tables.values())
    if keyed and manifest.max_parallelism != max_parallelism:
        raise CheckpointError(
            "the maximum parallelism of the job differs from that of its keyed state",
            detail=f"the snapshot has {manifest.max_parallelism} key groups, the job {max_parallelism}",
            hint=f"set 'pipeline.max-parallelism' to '{manifest.max_parallelism}'",
        )
    return claimed
