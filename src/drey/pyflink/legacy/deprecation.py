"""The warning that every legacy call gives."""

from __future__ import annotations

import warnings


def warn_legacy(old: str, new: str | None, *, stacklevel: int = 3) -> None:
    """Warn that ``old`` is gone from PyFlink and show ``new``, today's spelling.

    Args:
        old: What was called.
        new: What to write; None where the call has no use any more.
        stacklevel: Frames up to the user's line, as ``warnings.warn`` counts from here.
    """
    advice = "remove the call, it has no effect" if new is None else f"write {new}"
    warnings.warn(f"{old} is gone from PyFlink: {advice}", DeprecationWarning, stacklevel=stacklevel)
