"""User functions on their way from Python objects and SQL into plans and graphs."""

from __future__ import annotations

import importlib
from typing import Any

from drey.catalog.objects import CatalogFunction, UserFunction
from drey.errors import ValidationError
from drey.udf import function as udf_function


def pickle_function(function: UserFunction) -> bytes:
    """The bytes by which a function travels in a job graph."""
    wrapper = function.target
    assert function.result_type is not None, "the resolver refuses functions without a result type"
    return udf_function.dump(
        udf_function.UserFunction(
            name=function.name,
            function=wrapper.function,
            func_type=wrapper.func_type,
            input_types=function.input_types,
            result_type=function.result_type,
            deterministic=function.deterministic,
        )
    )


def load_function(identifier: str, language: str) -> CatalogFunction:
    """The function that ``CREATE FUNCTION .. AS 'module.attribute' LANGUAGE PYTHON`` names.

    Raises:
        ValidationError: The language is not Python; the module or attribute is missing, or is no user function.
    """
    if language.upper() != "PYTHON":
        raise ValidationError(
            f"functions in {language.capitalize()} need a JVM and can't run on the embedded engine",
            detail=f"class '{identifier}'",
            hint="write the function in Python, or run the job with '--engine flink'",
        )
    module_name, _, attribute = identifier.rpartition(".")
    if not module_name:
        raise ValidationError(
            f"'{identifier}' doesn't name a Python function", hint="write 'module.function'"
        )
    try:
        found: Any = importlib.import_module(module_name)
        found = getattr(found, attribute)
    except ImportError as error:
        raise ValidationError(
            f"can't import module '{module_name}' of function '{identifier}'", detail=str(error)
        ) from error
    except AttributeError:
        raise ValidationError(f"module '{module_name}' has no attribute '{attribute}'") from None
    if not all(hasattr(found, name) for name in ("kind", "func_type", "result_type")):
        raise ValidationError(
            f"'{identifier}' is no user-defined function",
            hint="decorate it: @udf(result_type=DataTypes.STRING())",
        )
    return CatalogFunction(identifier, "PYTHON", UserFunction.describe(found))
