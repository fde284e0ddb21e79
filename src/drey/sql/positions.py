"""From syntax nodes back to places in the source text."""

from __future__ import annotations

from sqlglot import exp

from drey.errors import SourcePosition
from drey.sql.statements.fragments import SourceFragment


def position_of(node: exp.Expression, source: SourceFragment | str) -> SourcePosition | None:
    """The place of a node, or None if neither it nor anything below it came from the text.

    Args:
        node: A node of the fragment's tree.
        source: The fragment that the node belongs to, or the whole text that was parsed.
    """
    text = source if isinstance(source, str) else source.position.text
    start, end = node.meta.get("start"), node.meta.get("end")
    if start is None or end is None:
        places = [(n.meta["start"], n.meta["end"]) for n in node.walk() if "start" in n.meta]
        if not places:
            return None
        start, end = min(p[0] for p in places), max(p[1] for p in places)
    return SourcePosition(text, start, end + 1)
