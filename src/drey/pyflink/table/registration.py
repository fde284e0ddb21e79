"""What arguments of a table environment's methods mean to the engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drey.catalog.objects import CatalogFunction, UserFunction
from drey.errors import ValidationError
from drey.pyflink.table.explain_detail import ExplainDetail
from drey.pyflink.table.udf import ScalarFunction, UserDefinedFunctionWrapper, udf


def detail_names(details: Iterable[Any]) -> frozenset[str]:
    """The names of ``ExplainDetail`` members, which are plain numbers in PyFlink."""
    names = {value: name for name, value in vars(ExplainDetail).items() if name.isupper()}
    return frozenset(names[detail] for detail in details)


def described_function(function: Any) -> CatalogFunction:
    """The catalog entry of a function, wrapped or an instance of a function class."""
    if isinstance(function, ScalarFunction):
        function = udf(function)
    if not isinstance(function, UserDefinedFunctionWrapper):
        raise ValidationError(
            f"{function!r} is no user-defined function",
            hint="wrap it: udf(f, result_type=DataTypes.STRING())",
        )
    return CatalogFunction(function.name, "PYTHON", UserFunction.describe(function))
