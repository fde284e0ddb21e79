"""Places in object stores: what snapshots need of an fsspec file system, under the names of ``pathlib``.

There is no rename: files are written under their final names, the manifest last.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from fnmatch import fnmatchcase
from typing import Any

from drey.errors import DependencyError, UnsupportedError
from drey.records import record
from drey.runtime.configuration import S3_ACCESS_KEY, S3_ENDPOINT, S3_PATH_STYLE, S3_REGION, S3_SECRET_KEY

S3_SCHEMES = ("s3", "s3a")
_TIMEOUTS = {"connect_timeout": 5, "read_timeout": 30, "retries": {"max_attempts": 2}}


@record
class RemotePlace:
    """A file or directory in an object store. Directories are only the beginnings of names.

    All that reads or writes raises ``OSError``, whatever the store's client raises.

    Args:
        scheme: The URL's scheme.
        path: What follows ``://``, with no slash at its end.
        settings: Options of the file system as pairs, with secrets; not part of the text.
    """

    scheme: str
    path: str
    settings: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.path}"

    def __truediv__(self, name: str) -> RemotePlace:
        return RemotePlace(self.scheme, posixpath.normpath(f"{self.path}/{name}"), self.settings)

    def __lt__(self, other: RemotePlace) -> bool:
        return self.path < other.path

    @property
    def name(self) -> str:
        """The last part."""
        return posixpath.basename(self.path)

    @property
    def parent(self) -> RemotePlace:
        """What it is in."""
        return RemotePlace(self.scheme, posixpath.dirname(self.path), self.settings)

    def absolute(self) -> RemotePlace:
        """Itself."""
        return self

    def exists(self) -> bool:
        """True if there is a file, or one below."""
        with self._failures() as files:
            return bool(files.exists(self.path))

    def is_file(self) -> bool:
        """True if there is a file of this name."""
        try:
            with self._failures() as files:
                return bool(files.info(self.path)["type"] == "file")
        except FileNotFoundError:
            return False

    def is_dir(self) -> bool:
        """True if something is below."""
        return any(True for _ in self.iterdir())

    def iterdir(self) -> Iterator[RemotePlace]:
        """What is below; nothing if there is no such directory."""
        try:
            with self._failures() as files:
                files.invalidate_cache()
                found = files.ls(self.path, detail=False)
        except (FileNotFoundError, NotADirectoryError):
            found = []
        own = self.path.strip("/")
        for one in found:
            if one.strip("/") != own:
                yield self / posixpath.basename(one.rstrip("/"))

    def glob(self, pattern: str) -> Iterator[RemotePlace]:
        """What is directly below and has a name of the pattern."""
        return (one for one in self.iterdir() if fnmatchcase(one.name, pattern))

    def read_bytes(self) -> bytes:
        """All bytes of a file."""
        with self._failures() as files:
            return bytes(files.cat_file(self.path))

    def write_bytes(self, data: bytes | memoryview) -> None:
        """Write a file as a whole: it is there complete, or not at all."""
        with self._failures() as files:
            files.pipe_file(self.path, bytes(data))

    def size(self) -> int:
        """A file's size in bytes."""
        with self._failures() as files:
            return int(files.info(self.path)["size"])

    def remove(self) -> None:
        """Delete a file, if it is there."""
        try:
            with self._failures() as files:
                files.rm_file(self.path)
        except FileNotFoundError:
            pass

    def remove_tree(self) -> None:
        """Delete what is below, if something is."""
        try:
            with self._failures() as files:
                files.invalidate_cache()
                files.rm(self.path, recursive=True)
        except FileNotFoundError:
            pass

    @contextmanager
    def _failures(self) -> Iterator[Any]:
        """The file system; what it raises becomes ``OSError``."""
        files = _file_system(self.scheme, self.settings)
        try:
            yield files
        except OSError:
            raise
        except Exception as error:  # each client has classes of its own
            raise OSError(f"{type(error).__name__}: {error}") from error


def remote_place(scheme: str, path: str, options: Mapping[str, str]) -> RemotePlace:
    """The place that a URL names.

    Args:
        scheme: The URL's scheme.
        path: What follows the colon.
        options: The job's configuration, which may have the store's address and credentials.

    Raises:
        DependencyError: The client of the store isn't installed.
        UnsupportedError: Nobody knows the scheme.
    """
    settings: dict[str, str] = {}
    if scheme in S3_SCHEMES:
        for name, option in (
            ("endpoint", S3_ENDPOINT),
            ("region", S3_REGION),
            ("key", S3_ACCESS_KEY),
            ("secret", S3_SECRET_KEY),
        ):
            value = option.get(options)
            if value:
                settings[name] = value
        if S3_PATH_STYLE.require(options):
            settings["path_style"] = "true"
    place = RemotePlace(scheme, posixpath.normpath(path.strip("/")), tuple(settings.items()))
    _file_system(scheme, place.settings)
    return place


def _file_system(scheme: str, settings: tuple[tuple[str, str], ...]) -> Any:
    """The client; fsspec keeps one for each scheme and settings, and makes another in a new process."""
    missing = DependencyError(
        f"checkpoints on {scheme} need: pip install "
        + ("'drey[s3]'" if scheme in S3_SCHEMES else f"fsspec and its client for '{scheme}'")
    )
    try:
        import fsspec

        known = fsspec.get_filesystem_class(scheme)
    except ImportError as error:
        raise missing from error
    except ValueError as error:
        raise UnsupportedError(
            f"snapshots on '{scheme}:' are not supported",
            detail=str(error),
            hint="for example s3://bucket/path",
        ) from error
    return known(**(_s3_arguments(dict(settings)) if scheme in S3_SCHEMES else {}))


def _s3_arguments(settings: Mapping[str, str]) -> dict[str, Any]:
    config: dict[str, Any] = dict(_TIMEOUTS)
    if "path_style" in settings:
        config["s3"] = {"addressing_style": "path"}
    arguments: dict[str, Any] = {"use_listings_cache": False, "config_kwargs": config}
    arguments |= {name: settings[name] for name in ("key", "secret") if name in settings}
    if "endpoint" in settings:
        endpoint = settings["endpoint"]
        arguments["endpoint_url"] = endpoint if "://" in endpoint else f"https://{endpoint}"
    if "region" in settings:
        arguments["client_kwargs"] = {"region_name": settings["region"]}
    return arguments
