"""Lets the name ``pyflink`` stand for :mod:`drey.pyflink`.

A finder at the head of ``sys.meta_path`` answers for ``pyflink`` and everything below it with the very
module objects of ``drey.pyflink``: nothing is imported twice, so classes are the same under both names
and pickling by name works under either.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from drey.errors import DependencyError, DreyError, OptionError, did_you_mean

ENGINES = ("embedded", "flink")
_NAME = "pyflink"
_TARGET = "drey.pyflink"


class EngineError(DreyError):
    """The engine can't be chosen any more because the other one's API is imported already."""

    code = "ENGINE"


class _SameModule:
    """Loads ``pyflink.x`` by returning the module ``drey.pyflink.x`` itself.

    Neither this nor the finder extends the classes of ``importlib.abc``: the import of that module alone takes
    longer than all the rest of ``import drey``.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._spec: importlib.machinery.ModuleSpec | None = None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._target)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import system has just put the alias' spec on the module; the module's own has to stay.
        module.__spec__ = self._spec


class _AliasFinder:
    """Finds every module named ``pyflink`` or ``pyflink.*``."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != _NAME and not fullname.startswith(_NAME + "."):
            return None
        real_name = "drey." + fullname
        real = importlib.util.find_spec(real_name)
        if real is None:
            return None
        is_package = real.submodule_search_locations is not None
        loader: Any = _SameModule(real_name)
        return importlib.machinery.ModuleSpec(fullname, loader, is_package=is_package)


def _installed_finder() -> _AliasFinder | None:
    return next((finder for finder in sys.meta_path if isinstance(finder, _AliasFinder)), None)


def _is_mirror(module: ModuleType) -> bool:
    return module.__name__ == _TARGET or module.__name__.startswith(_TARGET + ".")


def use(engine: str = "embedded") -> None:
    """Choose what ``import pyflink`` means from here on.

    Args:
        engine: ``"embedded"`` for Drey's own runtime, ``"flink"`` for the installed ``apache-flink``.

    Raises:
        OptionError: There is no such engine.
        EngineError: The real PyFlink is imported already, so its classes are in use.
        DependencyError: ``"flink"`` is asked for and apache-flink isn't installed.
    """
    if engine == "embedded":
        _use_embedded()
    elif engine == "flink":
        _use_flink()
    else:
        hint = did_you_mean(engine, ENGINES) or f"choose one of {', '.join(ENGINES)}"
        raise OptionError(f"there is no engine '{engine}'", hint=hint)


def _use_embedded() -> None:
    imported = sys.modules.get(_NAME)
    if imported is not None and not _is_mirror(imported):
        raise EngineError(
            "the real PyFlink is imported already",
            detail=f"'pyflink' comes from {getattr(imported, '__file__', None)}",
            hint='call drey.use("embedded") before the first import of pyflink',
        )
    if _installed_finder() is None:
        sys.meta_path.insert(0, _AliasFinder())


def _use_flink() -> None:
    finder = _installed_finder()
    if finder is not None:
        sys.meta_path.remove(finder)
    aliases = [name for name in sys.modules if name == _NAME or name.startswith(_NAME + ".")]
    for name in aliases:
        if _is_mirror(sys.modules[name]):
            del sys.modules[name]
    if importlib.util.find_spec(_NAME) is None:
        raise DependencyError("the flink engine needs apache-flink", hint="pip install 'drey[flink]'")
