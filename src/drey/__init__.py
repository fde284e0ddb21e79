"""Drey: Apache Flink's Python API and SQL on an embedded columnar engine."""

from drey.pyflink.importing import use
from drey.version import __version__

__all__ = ["__version__", "use"]
