"""The nodes of a DataStream program: what a stream is, before it is a job.

A node is made by one call of the API and is one operator. It is looked at when the job is made; until then the
program may still set its name, uid and parallelism, which is why it is no frozen record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from drey.planner.plan.logical import RelNode
from drey.records import record
from drey.types import logical as t
from drey.types.stream_types import ANY, StreamType
from drey.udf.stream import StreamFunction

OBJECTS = t.RowType.of(("value", t.RawType()), nullable=False)
"""The row type of an edge that carries Python objects."""


@dataclass
class NodeSettings:
    """What a program says about an operator beside what it does.

    Args:
        name: What users see.
        uid: Its name for state; None for one made of its place in the program.
        parallelism: How many subtasks; None for the job's default.
        max_parallelism: The number of key groups; None for the job's.
        slot_sharing_group: The group; None for that of the inputs.
        chaining: ``always``, ``head`` (a new chain begins here) or ``never``.
        description: A longer name.
        follows: For an operator that a program doesn't see: the settings of the one that it sees, whose parallelism,
            group and uid count.
        suffix: What follows such a uid.
        single: True if there can be only one subtask.
        uid_for_followers: True if the uid is meant for those that follow, which have the state.
    """

    name: str
    uid: str | None = None
    parallelism: int | None = None
    max_parallelism: int | None = None
    slot_sharing_group: str | None = None
    chaining: str = "always"
    description: str | None = None
    follows: NodeSettings | None = None
    suffix: str = ""
    single: bool = False
    uid_for_followers: bool = False

    def resolved(self) -> NodeSettings:
        """The settings of the operator itself."""
        if self.follows is None:
            return replace(self, uid=None) if self.uid_for_followers else self
        seen = self.follows
        return replace(
            self,
            uid=None if seen.uid is None else f"{seen.uid}{self.suffix}",
            parallelism=seen.parallelism,
            max_parallelism=seen.max_parallelism,
            slot_sharing_group=seen.slot_sharing_group,
        )


@record
class StreamEdge:
    """Where a node's input comes from.

    Args:
        node: The producer.
        exchange: How values are distributed: ``forward``, ``rebalance``, ``rescale``, ``shuffle``, ``broadcast``,
            ``global``, ``custom`` or ``hash``.
        tag: The side output that is read; None for the main output.
    """

    node: StreamNode
    exchange: str = "forward"
    tag: str | None = None

    @property
    def type(self) -> StreamType:
        """The type of the values."""
        return self.node.type if self.tag is None else self.node.sides[self.tag]


@dataclass(eq=False)
class StreamNode:
    """One operator of a DataStream program.

    Args:
        kind: Which operator runs it.
        settings: Its name and the like.
        params: JSON values for the operator, but for what follows.
        inputs: What it reads.
        functions: Users' functions, by the name of the parameter that refers to them.
        type: The type of the values that it gives.
        output: The row type of its output edge.
        resource: A binary value for the parameter ``resource``.
        sides: The side outputs that are read, with their types.
        plan: For a table's rows: the plan of the query, in place of an operator.
    """

    kind: str
    settings: NodeSettings
    params: Mapping[str, Any] = field(default_factory=dict)
    inputs: tuple[StreamEdge, ...] = ()
    functions: Mapping[str, StreamFunction] = field(default_factory=dict)
    type: StreamType = field(default_factory=lambda: ANY)
    output: t.RowType = OBJECTS
    resource: bytes | None = None
    sides: dict[str, StreamType] = field(default_factory=dict)
    plan: RelNode | None = None

    @property
    def fusible(self) -> bool:
        """True for maps, filters and flat maps, which run in one loop with their like."""
        return self.kind == "stream-chain"
