"""The warning that every legacy call gives."""

from __future__ import annotations

import warnings

from drey.user_frames import frames_to_the_user


def warn_legacy(old: str, new: str | None) -> None:
    """Warn, at the user's line, that ``old`` is gone from PyFlink and show ``new``, today's spelling.

    Args:
        old: What was called.
        new: What to write; None where the call has no use any more.
    """
    advice = "remove the call, it has no effect" if new is None else f"write {new}"
    message = f"{old} is gone from PyFlink: {advice}"
    warnings.warn(message, DeprecationWarning, stacklevel=frames_to_the_user())
