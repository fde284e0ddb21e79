"""Where the user's code is, for warnings that point at it."""

from __future__ import annotations

import sys


def frames_to_the_user() -> int:
    """The ``stacklevel`` with which a caller that warns names the first line outside this package."""
    level = 1
    frame = sys._getframe(1)
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).split(".")[0] == "drey":
        frame = frame.f_back
        level += 1
    return level
