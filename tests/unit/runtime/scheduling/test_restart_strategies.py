"""Restart strategies: when a job restarts, with the time as an argument."""

from __future__ import annotations

import random

import pytest

from drey.errors import OptionError
from drey.runtime.scheduling.restart.exponential_delay import Backoff, ExponentialDelayRestart
from drey.runtime.scheduling.restart.failure_rate import FailureRateRestart
from drey.runtime.scheduling.restart.fixed_delay import FixedDelayRestart
from drey.runtime.scheduling.restart.loading import restart_strategy
from drey.runtime.scheduling.restart.none import NoRestart

PREFIX = "restart-strategy"


def load(checkpointing=True, **options):
    given = {f"{PREFIX}.{key.replace('_', '-').replace('--', '.')}": text for key, text in options.items()}
    return restart_strategy(given, checkpointing, random.Random(7))


def exponential(**fields):
    return ExponentialDelayRestart(Backoff(**{"jitter": 0.0, **fields}), random.Random(7))


def test_none_never_restarts():
    assert NoRestart().on_failure(5.0) is None


def test_fixed_delay_counts_over_the_whole_life():
    strategy = FixedDelayRestart(2, 3.0)
    assert [strategy.on_failure(t) for t in (0.0, 1e6, 2e6, 3e6)] == [3.0, 3.0, None, None]


def test_failure_rate_gives_up_when_failures_are_dense():
    strategy = FailureRateRestart(2, 60.0, 1.0)
    assert [strategy.on_failure(t) for t in (0.0, 10.0, 70.0, 100.0)] == [1.0, 1.0, 1.0, 1.0]
    assert strategy.on_failure(110.0) is None


def test_failure_rate_bears_the_failure_that_is_just_outside():
    strategy = FailureRateRestart(1, 60.0, 1.0)
    assert strategy.on_failure(0.0) == 1.0
    assert strategy.on_failure(60.1) == 1.0
    assert strategy.on_failure(120.1) is None


def test_exponential_delay_grows_to_its_maximum():
    strategy = exponential(initial=1.0, multiplier=2.0, maximum=5.0)
    now, delays = 100.0, []
    for _ in range(5):
        delays.append(strategy.on_failure(now))
        now += delays[-1] + 1.0
    assert delays == [1.0, 2.0, 4.0, 5.0, 5.0]


def test_exponential_delay_starts_anew_after_a_quiet_time():
    strategy = exponential(initial=1.0, multiplier=2.0, reset_threshold=100.0)
    assert strategy.on_failure(0.0) == 1.0
    assert strategy.on_failure(50.0) == 2.0
    assert strategy.on_failure(151.9) == 4.0  # 99.9 s after the restart at 52.0
    assert strategy.on_failure(155.9 + 100.1) == pytest.approx(1.0)


def test_failures_before_a_restart_is_due_are_one():
    strategy = exponential(initial=10.0, multiplier=2.0, attempts=1)
    assert strategy.on_failure(0.0) == 10.0
    assert strategy.on_failure(4.0) == 6.0
    assert strategy.on_failure(10.0) == 0.0
    assert strategy.on_failure(10.5) is None


def test_attempts_are_counted_anew_after_a_quiet_time():
    strategy = exponential(initial=1.0, attempts=1, reset_threshold=100.0)
    assert strategy.on_failure(0.0) == 1.0
    assert strategy.on_failure(200.0) == 1.0
    assert strategy.on_failure(210.0) is None


def test_jitter_stays_within_its_factor_and_the_bounds():
    delays = set()
    for seed in range(200):
        strategy = ExponentialDelayRestart(
            Backoff(initial=1.0, maximum=10.0, multiplier=4.0, jitter=0.25), random.Random(seed)
        )
        first = strategy.on_failure(0.0)
        second = strategy.on_failure(first + 1.0)
        assert 1.0 <= first <= 1.25
        assert 3.0 <= second <= 5.0
        delays.add(second)
    assert max(delays) > 4.6
    assert min(delays) < 3.4


def test_a_very_long_series_of_failures_stays_at_the_maximum():
    strategy = exponential(initial=1.0, maximum=60.0)
    now = 0.0
    for _ in range(3000):
        delay = strategy.on_failure(now)
        now += delay + 0.5
    assert delay == 60.0


def test_the_default_depends_on_checkpoints_as_in_flink():
    assert isinstance(load(checkpointing=True), ExponentialDelayRestart)
    assert isinstance(load(checkpointing=False), NoRestart)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("none", NoRestart), ("off", NoRestart), ("disable", NoRestart), ("fixed-delay", FixedDelayRestart),
     ("fixeddelay", FixedDelayRestart), ("Failure-Rate", FailureRateRestart),
     ("failurerate", FailureRateRestart), ("exponential-delay", ExponentialDelayRestart),
     ("exponentialdelay", ExponentialDelayRestart)],
)  # fmt: skip
def test_all_of_flinks_spellings_are_known(text, kind):
    assert isinstance(load(type=text), kind)
    assert isinstance(restart_strategy({PREFIX: text}, False, random.Random(7)), kind)


def test_the_options_are_read():
    fixed = load(type="fixed-delay", fixed_delay__attempts="1", fixed_delay__delay="7 s")
    assert [fixed.on_failure(0.0), fixed.on_failure(1.0)] == [7.0, None]
    rate = load(
        type="failure-rate",
        failure_rate__max_failures_per_interval="2",
        failure_rate__failure_rate_interval="1 min",
        failure_rate__delay="3 s",
    )
    assert [rate.on_failure(t) for t in (0.0, 10.0, 20.0)] == [3.0, 3.0, None]
    grown = load(
        type="exponential-delay",
        exponential_delay__initial_backoff="2 s",
        exponential_delay__max_backoff="5 s",
        exponential_delay__backoff_multiplier="2.0",
        exponential_delay__jitter_factor="0",
        exponential_delay__reset_backoff_threshold="10 min",
        exponential_delay__attempts_before_reset_backoff="3",
    )
    assert [grown.on_failure(t) for t in (0.0, 10.0, 20.0, 30.0)] == [2.0, 4.0, 5.0, None]


@pytest.mark.parametrize(
    "options",
    [
        {"type": "sometimes"},
        {"type": "fixed-delay", "fixed_delay__attempts": "-1"},
        {"type": "failure-rate", "failure_rate__max_failures_per_interval": "0"},
        {"exponential_delay__backoff_multiplier": "1.0"},
        {"exponential_delay__jitter_factor": "1.5"},
        {"exponential_delay__initial_backoff": "2 min"},
        {"exponential_delay__attempts_before_reset_backoff": "0"},
    ],
)
def test_bad_values_are_refused_with_the_key(options):
    with pytest.raises(OptionError, match="restart-strategy"):
        load(**options)
