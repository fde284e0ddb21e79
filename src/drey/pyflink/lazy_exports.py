"""Packages whose names come from their modules when they are first used.

PyFlink's packages import all their modules at once; here ``import pyflink.table`` costs next to nothing
and a program pays only for what it touches.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def lazy_exports(
    package: str, exports: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a package.

    Args:
        package: The package's ``__name__``.
        exports: The names by module, relative to ``drey.pyflink``: several names in one text.
    """
    module_of = {
        name: f"drey.pyflink.{module}" for module, names in exports.items() for name in names.split()
    }

    def get(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        value = getattr(importlib.import_module(module_of[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *module_of})

    return get, names
