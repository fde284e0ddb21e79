"""Finding files: local paths, ``file:`` URLs, directories, patterns, and what is hidden."""

from __future__ import annotations

import glob
import os
import re
from urllib.parse import unquote, urlsplit

from drey.errors import ConnectorError, OptionError, UnsupportedError


def local_path(text: str) -> str:
    """The absolute local path of a ``path`` option.

    Raises:
        UnsupportedError: The URL's scheme is not ``file``.
    """
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):", text)
    if scheme is None:
        return os.path.abspath(text)
    if scheme.group(1).lower() != "file":
        raise UnsupportedError(
            f"file system scheme '{scheme.group(1)}' is not built yet",
            detail=f"path '{text}'",
            hint="local files: a path, or file:///a/b",
        )
    parts = urlsplit(text)
    if parts.netloc not in ("", "localhost"):
        raise OptionError(f"path '{text}' names a host", hint="local files: file:///a/b, with three slashes")
    return os.path.abspath(unquote(parts.path))


def is_hidden(name: str) -> bool:
    """Flink's rule: names that start with ``.`` or ``_`` are no data."""
    return name.startswith((".", "_"))


def has_pattern(path: str) -> bool:
    return any(character in path for character in "*?[")


def list_files(path: str, regex: str | None) -> list[str]:
    """All data files under a path, sorted.

    Args:
        path: A file, a directory (searched recursively) or a pattern.
        regex: Only files whose full path matches it.

    Raises:
        ConnectorError: Nothing is there, or a directory can't be listed.
        OptionError: The regular expression is none.
    """
    if has_pattern(path) and not os.path.exists(path):
        roots = sorted(glob.glob(path, recursive=True))
        if not roots:
            raise ConnectorError("no file matches the path", detail=f"pattern '{path}'")
    elif os.path.exists(path):
        roots = [path]
    else:
        raise ConnectorError("file does not exist", detail=f"path '{path}'", hint=_nearest_existing(path))
    found = sorted({file for root in roots for file in _walk(root)})
    if regex is None:
        return found
    try:
        pattern = re.compile(regex)
    except re.error as error:
        raise OptionError(
            "option 'source.path.regex-pattern' is no regular expression", detail=str(error)
        ) from None
    return [file for file in found if pattern.fullmatch(file) or pattern.fullmatch(f"file:{file}")]


def _walk(root: str) -> list[str]:
    if os.path.isfile(root):
        return [root]

    def refuse(error: OSError) -> None:
        raise ConnectorError(
            "can't list a directory", detail=f"{error.filename}: {error.strerror}"
        ) from error

    files: list[str] = []
    for folder, subfolders, names in os.walk(root, onerror=refuse, followlinks=True):
        subfolders[:] = sorted(name for name in subfolders if not is_hidden(name))
        files += [os.path.join(folder, name) for name in names if not is_hidden(name)]
    return files


def _nearest_existing(path: str) -> str:
    parent = path
    while not os.path.exists(parent):
        parent = os.path.dirname(parent)
    return f"'{parent}' exists"
