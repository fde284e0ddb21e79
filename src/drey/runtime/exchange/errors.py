"""What goes wrong between two subtasks."""

from __future__ import annotations

from drey.errors import JobError


class ExchangeError(JobError):
    """A peer of the data plane is lost, can't be reached, or isn't one of this job."""

    code = "EXCHANGE"


class PeerLostError(ExchangeError):
    """A peer is gone or was never there: the loss of its process is the cause, or the failure of its tasks."""

    code = "EXCHANGE_PEER"


def lost_peer(worker: int, reason: str) -> PeerLostError:
    """The error of a peer that went away without saying so."""
    return PeerLostError(
        f"lost the connection to worker {worker + 1}",
        detail=f"{reason} before the end of the input",
        hint="the worker process was probably killed or crashed; its own log says why",
    )
