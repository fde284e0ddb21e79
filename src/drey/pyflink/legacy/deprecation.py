"""The warning that every legacy call gives."""

from __future__ import annotations

import sys
import warnings


def warn_legacy(old: str, new: str | None) -> None:
    """Warn, at the user's line, that ``old`` is gone from PyFlink and show ``new``, today's spelling.

    Args:
        old: What was called.
        new: What to write; None where the call has no use any more.
    """
    advice = "remove the call, it has no effect" if new is None else f"write {new}"
    message = f"{old} is gone from PyFlink: {advice}"
    warnings.warn(message, DeprecationWarning, stacklevel=_frames_to_the_user())


def _frames_to_the_user() -> int:
    """The ``stacklevel`` with which ``warn_legacy`` names the first line outside this package."""
    level = 1
    frame = sys._getframe(1)
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).split(".")[0] == "drey":
        frame = frame.f_back
        level += 1
    return level
