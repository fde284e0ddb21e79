"""Puts what ``python.files`` lists where Python's import finds it.

Worker processes start with this process's ``sys.path``, so they find it, too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from drey.errors import OptionError
from drey.options import ConfigOption

PYTHON_FILES = ConfigOption[str](
    "python.files",
    str,
    description="modules, packages, directories and archives of user functions, separated by commas, for sys.path",
)


def import_from_files(options: Mapping[str, str]) -> None:
    """Put the places of the option ``python.files`` on ``sys.path``, in their order and before all others.

    A directory or an archive (``.zip``, ``.egg``, ``.whl``) is such a place; for a module it is its directory. Places that
    are on the path already stay where they are.

    Raises:
        OptionError: There is nothing at a path.
    """
    listed = PYTHON_FILES.get(options) or ""
    places = dict.fromkeys(_place(text.strip()) for text in listed.split(",") if text.strip())
    sys.path[:0] = [place for place in places if place not in sys.path]


def _place(text: str) -> str:
    path = _path(text).absolute()
    if not path.exists():
        raise OptionError(
            f"there is no file or directory '{text}'",
            detail=f"option '{PYTHON_FILES.key}' names it",
            hint="copy it to this machine"
            if "://" in text
            else "relative paths begin at the working directory",
        )
    return str(path.parent if path.suffix == ".py" else path)


def _path(text: str) -> Path:
    """The path that a text is, or that a URL of this machine names: ``file:///a%20b``, ``file:/a``."""
    if not text.lower().startswith("file:"):
        return Path(text)
    url = urlsplit(text)
    return Path(url2pathname(url.path) if url.netloc in ("", "localhost") else text)
