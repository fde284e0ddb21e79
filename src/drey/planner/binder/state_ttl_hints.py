"""Binds ``SELECT /*+ STATE_TTL('t' = '1 d') */``: how long the state of this block's aggregates lives.

A hint names a table, view or alias of its own block's FROM, and is in force for the aggregate that reads it: GROUP BY,
or DISTINCT where nothing is grouped. A block that keeps no state may have any hints; they do nothing, as in Flink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from drey.errors import ValidationError, did_you_mean
from drey.options import parse_duration
from drey.planner.plan import logical as rel
from drey.planner.plan.state_ttl import StateTtlHints
from drey.records import record
from drey.sql import Query, nodes, position_of

STATE_TTL = "STATE_TTL"
_KNOWN = (
    "BROADCAST", "JSON_AGGREGATE_WRAPPED", "LOOKUP", "MULTI_JOIN", "NEST_LOOP", "OPTIONS", "SHUFFLE_HASH",
    "SHUFFLE_MERGE", STATE_TTL,
)  # fmt: skip
"""Flink's hints, in any case. Those for joins choose how a join is run, never what it gives."""


@record
class BlockHints:
    """The ``STATE_TTL`` hints of one SELECT.

    Args:
        calls: The hints.
        query: What they are written in, for errors.
    """

    calls: tuple[nodes.HintCall, ...]
    query: Query

    def on(
        self, root: rel.RelNode, aggregates: int, tables: Sequence[str | None], joined: bool
    ) -> rel.RelNode:
        """The plan of the block with the hints on its aggregates.

        Args:
            root: The plan.
            aggregates: How many aggregates at its top are of the block: 0 to 2.
            tables: The names of the relations in FROM; None for one that has none.
            joined: True if there are joins, which keep state in Flink.

        Raises:
            ValidationError: A hint names none of the relations of a block that keeps state.
        """
        if not self.calls or not (aggregates or joined):
            return root
        for call in self.calls:
            for table, _ in call.args["options"]:
                self._check(table, [name for name in tables if name is not None], call)
        hints = tuple(tuple(sorted(dict(call.args["options"]).items())) for call in self.calls)
        # what reads a join reads no table that a hint could name
        read = None if joined else tables[0]
        value = next((ttl for one in hints for table, ttl in one if read and _names(table, read)), None)
        return _placed(root, aggregates, StateTtlHints(hints, value))

    def _check(self, table: str, known: Sequence[str], call: nodes.HintCall) -> None:
        if not any(_names(table, name) for name in known):
            raise ValidationError(
                f"The options of following hints cannot match the name of input tables or views: `{table}` in "
                f"`{STATE_TTL}`",
                hint=did_you_mean(table, known)
                or (
                    "name one of FROM: " + ", ".join(known) if known else "give what stands in FROM an alias"
                ),
                position=position_of(call, self.query),
            )


def block_hints(select: exp.Select, query: Query) -> BlockHints:
    """The ``STATE_TTL`` hints of a SELECT.

    Raises:
        ValidationError: A hint is unknown, names no table or has no duration.
    """
    hint = select.args.get("hint")
    calls = () if hint is None else tuple(hint.expressions)
    for call in calls:
        check_hint(call, query)
    return BlockHints(tuple(call for call in calls if call.name.upper() == STATE_TTL), query)


def check_hint(call: nodes.HintCall, query: Query) -> None:
    """Refuse a hint that Flink refuses wherever it stands.

    Raises:
        ValidationError: It is unknown, or a ``STATE_TTL`` that names no table or has no duration.
    """
    name, position = call.name.upper(), position_of(call, query)
    if name not in _KNOWN:
        raise ValidationError(
            f"unknown hint '{call.name}'",
            hint=did_you_mean(name, _KNOWN) or "one of " + ", ".join(_KNOWN),
            position=position,
        )
    if name != STATE_TTL:
        return
    example = f"write {STATE_TTL}('table' = '1 d')"
    if call.expressions:
        raise ValidationError(
            f"Invalid list options in {STATE_TTL} hint, only support key-value options.",
            hint=example,
            position=position,
        )
    if not call.args.get("options"):
        raise ValidationError(
            f"Invalid {STATE_TTL} hint, expecting at least one key-value options specified.",
            hint=example,
            position=position,
        )
    for _, ttl in call.args["options"]:
        try:
            parse_duration(ttl)
        except ValueError as error:
            raise ValidationError(
                f"Invalid {STATE_TTL} hint value: '{ttl}'", detail=str(error), hint=example, position=position
            ) from None


def _names(option: str, table: str) -> bool:
    """True if the key of a hint, which may have the database before it, is the name."""
    return option.rpartition(".")[2] == table


def _placed(node: rel.RelNode, aggregates: int, hints: StateTtlHints, depth: int = 0) -> rel.RelNode:
    """The plan with the hints on the first so many aggregates from the top; in force on the last one."""
    if not aggregates:
        return node
    below = aggregates - isinstance(node, rel.LogicalAggregate)
    lower = node.with_inputs((_placed(node.inputs[0], below, hints, depth + 1),))
    if not isinstance(lower, rel.LogicalAggregate):
        return lower
    value = hints.value if aggregates == 1 else None
    return replace(lower, state_ttl=replace(hints, value=value, depth=depth))
