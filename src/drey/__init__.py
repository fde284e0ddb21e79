"""Drey: Apache Flink's Python API and SQL on an embedded columnar engine."""

from drey.version import __version__

__all__ = ["__version__"]
