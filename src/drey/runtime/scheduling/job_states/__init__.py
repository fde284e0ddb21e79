"""A job's states, one in each file."""

from __future__ import annotations

from drey.runtime.scheduling.job_states.canceled import Canceled
from drey.runtime.scheduling.job_states.cancelling import Cancelling
from drey.runtime.scheduling.job_states.created import Created
from drey.runtime.scheduling.job_states.failed import Failed
from drey.runtime.scheduling.job_states.failing import Failing
from drey.runtime.scheduling.job_states.finished import Finished
from drey.runtime.scheduling.job_states.restarting import Restarting
from drey.runtime.scheduling.job_states.running import Running
from drey.runtime.scheduling.job_states.state import JobState, Phase
from drey.runtime.scheduling.job_states.stopping import Stopping
from drey.runtime.scheduling.job_states.suspended import Suspended

STATES: dict[Phase, JobState] = {
    state.phase: state
    for state in (
        Created(),
        Running(),
        Stopping(),
        Restarting(),
        Failing(),
        Cancelling(),
        Finished(),
        Failed(),
        Canceled(),
        Suspended(),
    )
}
"""Every state by its name."""
