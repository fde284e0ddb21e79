"""Methods of ``Table`` that are gone."""

from __future__ import annotations

from typing import TypeVar

Pipeline = TypeVar("Pipeline")


class LegacyTable:
    """What ``Table`` had besides: string arguments are read by :mod:`drey.pyflink.legacy.string_expressions`.

    ``Table.insert_into(path)`` of 1.9 to 1.14 buffered an INSERT until ``t_env.execute(name)``; the method of
    the same name in 2.2 returns a pipeline. A pipeline that nobody has executed is therefore remembered by the
    environment, and ``t_env.execute(name)`` runs it; see
    :class:`~drey.pyflink.legacy.table_environment.LegacyTableEnvironment`.
    """

    def _remember(self, pipeline: Pipeline) -> Pipeline:
        """Let ``t_env.execute(name)`` run the pipeline unless the program runs it itself."""
        self._t_env._remember_pipeline(pipeline)  # type: ignore[attr-defined]
        return pipeline
