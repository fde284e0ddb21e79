"""Matches the state of a snapshot with the operators of a job."""

from __future__ import annotations

from drey.errors import CheckpointError
from drey.graph.job_graph import JobGraph
from drey.runtime.checkpoint.manifest import Manifest, OperatorEntry
from drey.runtime.configuration import RECOVERY_IGNORE_UNCLAIMED


def claim_state(
    graph: JobGraph,
    manifest: Manifest,
    ignore_unclaimed: bool,
    max_parallelism: int,
) -> dict[str, OperatorEntry]:
    """The entries of the state that the job's operators take over, by uid.

    Args:
        graph: The job.
        manifest: The snapshot's manifest.
        ignore_unclaimed: True to leave out state that no operator claims.
        max_parallelism: The job's number of key groups.

    Raises:
        CheckpointError: Some state matches no operator, or the number of key groups has changed under
            keyed state.
    """
    known = {spec.uid for spec in graph.operators}
    unclaimed = [one for one in manifest.operators if one.uid not in known and one.stateful]
    if unclaimed and not ignore_unclaimed:
        names = ", ".join(f"'{one.name}' ({one.uid})" for one in unclaimed)
        raise CheckpointError(
            f"the snapshot has state that no operator of job '{graph.name}' claims",
            detail=f"state of {names}; the job has {', '.join(sorted(known))}",
            hint=f"set '{RECOVERY_IGNORE_UNCLAIMED.key}' to 'true' to drop that state",
        )
    claimed = {one.uid: one for one in manifest.operators if one.uid in known}
    if any(one.keyed for one in claimed.values()) and manifest.max_parallelism != max_parallelism:
        raise CheckpointError(
            "the maximum parallelism of the job differs from that of its keyed state",
            detail=f"the snapshot has {manifest.max_parallelism} key groups, the job {max_parallelism}",
            hint=f"set 'pipeline.max-parallelism' to '{manifest.max_parallelism}'",
        )
    return claimed
