"""Changelog modes: which kinds of change every node emits, and where ``-U`` rows can be left out."""

from __future__ import annotations

from dataclasses import replace

from drey.connectors.registry import table_factory
from drey.errors import ValidationError
from drey.planner.plan import physical as phys
from drey.planner.plan.logical import RelNode
from drey.planner.upsert_keys import upsert_keys
from drey.types.changelog import INSERT_ONLY, ChangelogMode, RowKind

_UPDATES = {RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER}


def changelog_mode(node: RelNode) -> ChangelogMode:
    """The kinds of change that a physical node emits."""
    match node:
        case phys.PhysicalTableSourceScan():
            return node.scan.abilities.changelog
        case phys.PhysicalValues():
            return INSERT_ONLY
        case phys.PhysicalGroupAggregate():
            if node.batch:
                return INSERT_ONLY
            kinds = {RowKind.INSERT}
            if node.calls or node.expires:  # else it is DISTINCT, which never changes a row
                kinds.add(RowKind.UPDATE_AFTER)
                if node.update_before:
                    kinds.add(RowKind.UPDATE_BEFORE)
            if node.retract and node.keys:
                kinds.add(RowKind.DELETE)
            return ChangelogMode(frozenset(kinds))
        case phys.PhysicalSort() if (node.keys or node.retract) and not node.batch:
            kinds = {RowKind.INSERT, RowKind.UPDATE_AFTER, RowKind.DELETE}
            return ChangelogMode(
                frozenset(kinds | ({RowKind.UPDATE_BEFORE} if node.update_before else set()))
            )
        case phys.PhysicalChangelogNormalize():
            kinds = set(RowKind) if node.update_before else set(RowKind) - {RowKind.UPDATE_BEFORE}
            return ChangelogMode(frozenset(kinds))
        case phys.PhysicalUnion():
            return ChangelogMode(frozenset().union(*(changelog_mode(c).kinds for c in node.children)))
        case phys.PhysicalReplicateRows():
            inner = changelog_mode(node.input)
            # an update of the count repeats or removes rows: it becomes inserts and deletes
            return inner if inner.insert_only else ChangelogMode(frozenset(RowKind))
        case phys.PhysicalDropUpdateBefore():
            return ChangelogMode(changelog_mode(node.input).kinds - {RowKind.UPDATE_BEFORE})
    return changelog_mode(node.inputs[0])


def assign_changelog_modes(node: RelNode, update_before: bool = True) -> RelNode:
    """Tell stateful nodes whether to emit ``-U`` and whether their input takes rows back.

    Args:
        node: A physical plan.
        update_before: True if the parent needs ``-U``.

    Raises:
        ValidationError: A sink can't take the changes that the query produces.
    """
    match node:
        case phys.PhysicalSink():
            return _sink(node)
        case phys.PhysicalCollectSink():
            return replace(node, input=assign_changelog_modes(node.input, True))
        case phys.PhysicalGroupAggregate() | phys.PhysicalSort():
            lower = assign_changelog_modes(node.input, True)
            retract = not changelog_mode(lower).insert_only
            return replace(node, input=lower, update_before=update_before, retract=retract)
        case phys.PhysicalChangelogNormalize():
            return replace(node, update_before=update_before)
        case phys.PhysicalCalc():
            # a filtered-out new version of a row must take the old one back, so -U has to come
            wanted = update_before or node.condition is not None
            return replace(node, input=assign_changelog_modes(node.input, wanted))
        case phys.PhysicalLookupJoin():
            # as a filter: a row that finds nothing any more, or fewer rows, must take the old ones back
            return replace(node, input=assign_changelog_modes(node.input, True))
        case phys.PhysicalReplicateRows() | phys.PhysicalExpand():
            return replace(node, input=assign_changelog_modes(node.input, True))
    if not node.inputs:
        return node
    return node.with_inputs(tuple(assign_changelog_modes(one, update_before) for one in node.inputs))


def _sink(sink: phys.PhysicalSink) -> RelNode:
    if sink.key_from_query and not sink.spec.primary_key:
        sink = _with_key_of_query(sink)
    accepted = sink.abilities.changelog
    takes_before = RowKind.UPDATE_BEFORE in accepted
    lower = assign_changelog_modes(sink.input, takes_before)
    produced = changelog_mode(lower)
    if produced.insert_only:
        return replace(sink, input=lower)
    missing = produced.kinds - accepted.kinds - {RowKind.UPDATE_BEFORE}
    if missing:
        what = "update" if missing & _UPDATES else "delete"
        hint = (
            "give the sink table a PRIMARY KEY"
            if not sink.spec.primary_key and not sink.spec.upsert_keys
            else None
        )
        raise ValidationError(
            f"Table sink '{sink.name}' doesn't support consuming {what} changes which is produced by "
            f"node {_producer(lower)}",
            hint=hint,
        )
    if not takes_before:
        _check_keys(sink, lower)
        if RowKind.UPDATE_BEFORE in produced:
            lower = phys.PhysicalDropUpdateBefore(lower)
    return replace(sink, input=lower)


def _with_key_of_query(sink: phys.PhysicalSink) -> phys.PhysicalSink:
    """The sink with the query's smallest key as its primary key, where the query has one and updates."""
    keys = sorted(upsert_keys(sink.input), key=lambda key: (len(key), sorted(key)))
    if not keys or changelog_mode(sink.input).insert_only:
        return sink
    names = sink.spec.row_type.names
    spec = replace(sink.spec, primary_key=tuple(names[i] for i in sorted(keys[0])))
    return replace(sink, spec=spec, abilities=table_factory(spec.connector).sink_abilities(spec))


def _producer(node: RelNode) -> str:
    """The node that makes updates out of inserts, as text."""
    for one in node.inputs:
        if not changelog_mode(one).insert_only:
            return _producer(one)
    assert isinstance(node, phys.PhysicalNode)
    return node.describe()


def _check_keys(sink: phys.PhysicalSink, lower: RelNode) -> None:
    """An upsert sink's primary key must be a key of the query, else updates of several rows collide."""
    primary = frozenset(sink.spec.primary_key)
    if not primary:
        return
    names = sink.input.row_type.names
    sink_names = sink.spec.row_type.names
    keys = [frozenset(sink_names[i] for i in key if i < len(names)) for key in upsert_keys(lower)]
    if keys and not any(key <= primary for key in keys):
        shown = " or ".join("[" + ", ".join(sorted(key)) + "]" for key in keys)
        raise ValidationError(
            f"The query has an upsert key that differs from the primary key of the sink table '{sink.name}'",
            detail=f"primary key: [{', '.join(sink.spec.primary_key)}], upsert key: {shown}",
            hint="make the primary key of the table the key of the query",
        )
