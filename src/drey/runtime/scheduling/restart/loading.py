"""The restart strategy that a job is configured with."""

from __future__ import annotations

import random
from collections.abc import Mapping

from drey.errors import OptionError, did_you_mean
from drey.options import ConfigOption
from drey.runtime.scheduling.restart.exponential_delay import ExponentialDelayRestart
from drey.runtime.scheduling.restart.failure_rate import FailureRateRestart
from drey.runtime.scheduling.restart.fixed_delay import FixedDelayRestart
from drey.runtime.scheduling.restart.none import NoRestart
from drey.runtime.scheduling.restart.strategy import RestartStrategy

RESTART_STRATEGY = ConfigOption[str](
    "restart-strategy.type",
    str,
    fallback_keys=("restart-strategy",),
    description="exponential-delay with checkpoints and none without, if absent",
)

_SPELLINGS = {
    "none": "none",
    "off": "none",
    "disable": "none",
    "fixed-delay": "fixed-delay",
    "fixeddelay": "fixed-delay",
    "failure-rate": "failure-rate",
    "failurerate": "failure-rate",
    "exponential-delay": "exponential-delay",
    "exponentialdelay": "exponential-delay",
}


def restart_strategy(
    options: Mapping[str, str], checkpointing: bool, jitter: random.Random
) -> RestartStrategy:
    """The configured strategy, else Flink's default.

    Args:
        options: The job's configuration.
        checkpointing: True if the job takes checkpoints.
        jitter: Where randomness comes from.

    Raises:
        OptionError: The strategy is unknown, or an option of it has a bad value.
    """
    text = RESTART_STRATEGY.get(options)
    if text is None:
        text = "exponential-delay" if checkpointing else "none"
    match _SPELLINGS.get(text.strip().lower()):
        case "none":
            return NoRestart()
        case "fixed-delay":
            return FixedDelayRestart.from_options(options)
        case "failure-rate":
            return FailureRateRestart.from_options(options)
        case "exponential-delay":
            return ExponentialDelayRestart.from_options(options, jitter)
    raise OptionError(
        f"invalid value '{text}' for option '{RESTART_STRATEGY.key}'",
        hint=did_you_mean(text, _SPELLINGS) or "one of none, fixed-delay, failure-rate, exponential-delay",
    )
