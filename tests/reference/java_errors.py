"""The deepest cause of an error that came from Flink's Java process."""

from __future__ import annotations

import re
from typing import Any

_CAUSE = re.compile(
    r"^(?:Caused by: )?((?:[\w$]+\.)+[\w$]*(?:Exception|Error|Failure)[\w$]*)(?:: (.*))?$", re.M
)


def describe_error(error: BaseException) -> str:
    """``<class of the deepest cause>: <first line of its message>``."""
    java_error: Any = getattr(error, "java_exception", None)
    if java_error is not None and hasattr(java_error, "getCause"):
        while java_error.getCause() is not None:
            java_error = java_error.getCause()
        return _one_line(java_error.getClass().getName(), java_error.getMessage())
    causes = _CAUSE.findall(str(error))
    if causes:
        return _one_line(*causes[-1])
    return _one_line(type(error).__name__, str(error))


def _one_line(class_name: str, message: str | None) -> str:
    name = class_name.rsplit(".", 1)[-1]
    lines = (message or "").strip().splitlines()
    if len(lines) > 1 and lines[0].endswith("statement."):  # "Failed to execute ALTER TABLE statement."
        lines[0] += " " + lines[1].strip()
    return f"{name}: {lines[0]}" if lines else name
