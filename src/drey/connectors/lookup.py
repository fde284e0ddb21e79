"""Finds a factory by identifier: built in, or from an installed package's entry point. Connectors and formats use it."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from drey.errors import UnsupportedError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


def built_or_installed(
    identifier: str, kind: str, group: str, built_in: Mapping[str, str], not_built: Collection[str]
) -> tuple[Any | None, list[str]]:
    """A new factory of an identifier, or None, and the identifiers known where it isn't built in.

    Args:
        identifier: What the table's options name.
        kind: What it is, for messages: ``connector`` or ``format``.
        group: The group of entry points that packages register under.
        built_in: Identifier to ``module:class``; the module is imported now.
        not_built: Identifiers that Flink has and Drey has not built yet.

    Raises:
        UnsupportedError: The identifier is one of ``not_built`` and no package brings it.
    """
    target = built_in.get(identifier)
    if target is not None:
        module, _, name = target.partition(":")
        return getattr(importlib.import_module(module), name)(), []
    external = _installed(group)
    known = sorted({*built_in, *external})
    if identifier in external:
        return external[identifier].load()(), known
    if identifier in not_built:
        raise UnsupportedError(f"{kind} '{identifier}' is not built yet", hint="built: " + ", ".join(known))
    return None, known


def _installed(group: str) -> dict[str, EntryPoint]:
    """What other packages bring, by name."""
    # imported here, as few jobs need it and it costs all of them a twentieth of their start
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=group)}
