"""Checks that the installed Apache Flink can run a program in this environment."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
from pathlib import Path

from drey.errors import DependencyError


def require_flink() -> None:
    """Refuse to go on unless ``apache-flink`` and Java are there.

    Raises:
        DependencyError: One is missing; the message is a sentence that says what to install.
    """
    try:
        importlib.metadata.version("apache-flink")
    except importlib.metadata.PackageNotFoundError:
        raise DependencyError(
            "the flink engine needs Apache Flink, which is not installed in this environment: "
            "pip install 'drey[flink]'"
        ) from None
    if find_java() is None:
        raise DependencyError(
            "the flink engine needs Java 11 or newer, and neither JAVA_HOME nor the PATH has one: "
            "install a Java runtime, for example with: apt install default-jre-headless"
        )


def find_java() -> Path | None:
    """The Java that Flink would start."""
    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin" / "java").is_file():
        return Path(home) / "bin" / "java"
    found = shutil.which("java")
    return Path(found) if found else None
