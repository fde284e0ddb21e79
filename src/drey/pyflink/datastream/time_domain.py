"""Mirror of ``pyflink.datastream.time_domain``."""

from __future__ import annotations

from drey.udf.stream import TimeDomain

__all__ = ["TimeDomain"]
