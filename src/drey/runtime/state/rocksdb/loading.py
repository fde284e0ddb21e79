"""The client library."""

from __future__ import annotations

from typing import Any

from drey.errors import DependencyError


def load_rocksdict() -> Any:
    """The module ``rocksdict``.

    Raises:
        DependencyError: It is not installed.
    """
    try:
        import rocksdict
    except ImportError:
        raise DependencyError(
            "the state backend 'rocksdb' needs rocksdict", hint="pip install 'drey[rocksdb]'"
        ) from None
    return rocksdict
