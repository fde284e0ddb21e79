"""What a query takes from its session: the current database.

It is that of the moment when the query starts: :mod:`drey.planner.rules.query_start` writes it into the call as an option.
"""

from __future__ import annotations

import polars as pl

from drey.functions.definition import KernelCall, ScalarFunction
from drey.functions.inference import explicit
from drey.functions.parameters import takes
from drey.types import logical as t


def _current_database(call: KernelCall) -> pl.Expr:
    (database,) = call.options
    return pl.lit(database, dtype=pl.String)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "CURRENT_DATABASE",
        takes(result=explicit(t.string_type(nullable=False))),
        _current_database,
        ("CURRENT_DATABASE",),
        deterministic=False,
    ),
)
