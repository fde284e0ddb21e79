"""What arguments of a table environment's methods mean to the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from drey.catalog.objects import CatalogFunction, CatalogView, ObjectIdentifier, UserFunction
from drey.errors import ValidationError
from drey.pyflink.table.explain_detail import ExplainDetail
from drey.pyflink.table.udf import ScalarFunction, UserDefinedFunctionWrapper, udf
from drey.session.session import Session
from drey.types import logical as t
from drey.types.schema import ResolvedSchema


def declared_schema(session: Session, name: ObjectIdentifier) -> ResolvedSchema | None:
    """The schema of a catalog's table as it is declared, None for a view; only streaming has time attributes."""
    found = session.catalogs.table(name)
    if isinstance(found, CatalogView):
        return None
    if not session.context.batch:
        return found.schema
    columns = tuple(
        replace(column, type=column.type.with_attribute(t.TimeAttribute.NONE))
        if isinstance(column.type, t.AnyTimestampType)
        else column
        for column in found.schema.columns
    )
    return replace(found.schema, columns=columns)


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
