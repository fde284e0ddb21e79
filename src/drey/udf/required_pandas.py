"""Imports pandas and pyarrow for what needs them, and says what to install where they are missing."""

from __future__ import annotations

import importlib

from drey.errors import DependencyError


def require_pandas(subject: str) -> None:
    """Import pandas and pyarrow, which takes a third of a second for the first time.

    Args:
        subject: What needs them, the beginning of the error.

    Raises:
        DependencyError: One can't be imported.
    """
    for name in ("pandas", "pyarrow"):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise DependencyError(
                f"{subject} needs {error.name or name}", detail=str(error), hint="pip install 'drey[pandas]'"
            ) from error
