"""Which expressions may be evaluated twice, or elsewhere: what decides whether rules may inline and push them."""

from __future__ import annotations

from drey.functions.registry import scalar_function
from drey.rex.nodes import RexCall, RexNode, RexUdf, walk


def is_deterministic(node: RexNode) -> bool:
    """False if the expression may give another value for equal inputs: RAND, UUID, some Python functions."""
    for part in walk(node):
        if isinstance(part, RexUdf) and not part.deterministic:
            return False
        if isinstance(part, RexCall) and not scalar_function(part.name).deterministic:
            return False
    return True
