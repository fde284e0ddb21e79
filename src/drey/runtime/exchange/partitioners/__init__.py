"""How rows are distributed over parallel subtasks: one class for each of Flink's ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drey.errors import JobError, did_you_mean
from drey.runtime.exchange.partitioners.broadcast import BroadcastPartitioner
from drey.runtime.exchange.partitioners.custom import CustomPartitioner
from drey.runtime.exchange.partitioners.hash import HashPartitioner
from drey.runtime.exchange.partitioners.partitioner import Partitioner, by_targets
from drey.runtime.exchange.partitioners.rebalance import RebalancePartitioner, rescale
from drey.runtime.exchange.partitioners.shuffle import ShufflePartitioner
from drey.runtime.exchange.partitioners.single_channel import ForwardPartitioner, SingleChannelPartitioner

__all__ = [
    "BroadcastPartitioner",
    "CustomPartitioner",
    "ForwardPartitioner",
    "HashPartitioner",
    "Partitioner",
    "RebalancePartitioner",
    "ShufflePartitioner",
    "SingleChannelPartitioner",
    "by_targets",
    "partitioner",
    "rescale",
]

Keys = Sequence[int | str]


def partitioner(
    exchange: str, keys: Keys, channels: int, subtask: int, upstream_parallelism: int, max_parallelism: int
) -> Partitioner:
    """The partitioner of an upstream subtask's output.

    Args:
        exchange: ``forward``, ``hash``, ``rebalance``, ``rescale``, ``broadcast``, ``global``, ``shuffle`` or
            ``custom``.
        keys: Positions or names of the key columns, for ``hash``.
        channels: The number of downstream subtasks.
        subtask: The upstream subtask's index.
        upstream_parallelism: The number of upstream subtasks.
        max_parallelism: The number of key groups.

    Raises:
        JobError: The exchange is unknown, or it is ``forward`` between different parallelisms.
    """
    if exchange == "forward" and upstream_parallelism != channels:
        raise JobError(
            f"a forward exchange can't connect {upstream_parallelism} subtasks with {channels}",
            hint="give both sides the same parallelism or use rebalance or rescale",
        )
    makers: dict[str, Callable[[], Partitioner]] = {
        "forward": lambda: ForwardPartitioner(channels, subtask),
        "hash": lambda: HashPartitioner(channels, keys, max_parallelism),
        "rebalance": lambda: RebalancePartitioner(channels, first=subtask),
        "rescale": lambda: rescale(channels, subtask, upstream_parallelism),
        "broadcast": lambda: BroadcastPartitioner(channels),
        "global": lambda: SingleChannelPartitioner(channels, 0),
        "custom": lambda: CustomPartitioner(channels),
        "shuffle": lambda: ShufflePartitioner(channels, seed=subtask),
    }
    if exchange not in makers:
        raise JobError(f"unknown exchange '{exchange}'", hint=did_you_mean(exchange, makers))
    return makers[exchange]()
