"""Mirror of ``pyflink.testing.source_sink_utils``: what tables with ``'connector' = 'test-sink'`` received."""

from __future__ import annotations

from drey.connectors.test_sink import take_texts
from drey.pyflink.not_built import not_built

__all__ = ["results", "retract_results", "upsert_results"]


def results() -> list[str]:
    """The texts of the rows written since the last call, ``+I[1, a]``; the same as :func:`retract_results`."""
    return retract_results()


def retract_results() -> list[str]:
    """The texts written since the last call; ``-U`` and ``-D`` rows count their own text down."""
    return take_texts()


def upsert_results(keys: list[int]) -> list[str]:
    """The last row of each key; not built yet."""
    raise not_built("pyflink.testing.source_sink_utils.upsert_results")
