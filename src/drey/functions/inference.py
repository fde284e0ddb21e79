"""Building blocks of type inference: argument checks and result types, after Flink's type strategies."""

from __future__ import annotations

from collections.abc import Callable

from drey.errors import ValidationError
from drey.functions.definition import CallTypes, Infer
from drey.types import logical as t

Check = Callable[[t.LogicalType], bool]
Result = Callable[[CallTypes], t.LogicalType]


def family(*families: t.TypeFamily) -> Check:
    """Accepts types of these families, and the NULL literal's type."""
    accepted = (*families, t.TypeFamily.NULL)
    return lambda type_: type_.family in accepted


CHARACTER = family(t.TypeFamily.CHARACTER)
BINARY = family(t.TypeFamily.BINARY)
BOOLEAN = family(t.TypeFamily.BOOLEAN)
EXACT_NUMERIC = family(t.TypeFamily.EXACT_NUMERIC)
NUMERIC = family(t.TypeFamily.EXACT_NUMERIC, t.TypeFamily.APPROXIMATE_NUMERIC)
DATE = family(t.TypeFamily.DATE)
TIMESTAMP = family(t.TypeFamily.TIMESTAMP)
TEMPORAL = family(t.TypeFamily.DATE, t.TypeFamily.TIME, t.TypeFamily.TIMESTAMP)
INTERVAL = family(t.TypeFamily.INTERVAL)
ANY: Check = lambda type_: True  # noqa: E731 - a check like the others


def INTEGER(type_: t.LogicalType) -> bool:  # noqa: N802 - named as the checks above
    """Accepts TINYINT to BIGINT."""
    return isinstance(type_, t.IntegerNumericType | t.NullType)


def illegal_null(name: str, type_: t.LogicalType) -> ValidationError:
    """The error for an untyped NULL given to a function that needs a type."""
    return ValidationError(
        f"illegal use of 'NULL' in a call of '{name}'",
        hint=f"give it a type: CAST(NULL AS {type_.summary()})",
    )


def refuse_nulls(call: CallTypes, type_: t.LogicalType | None = None) -> None:
    """Refuse the untyped NULL as Flink's SQL does; ``type_`` is the type to propose."""
    if any(isinstance(given, t.NullType) for given in call.types):
        others = (given for given in call.types if not isinstance(given, t.NullType))
        raise illegal_null(call.name, type_ or next(others, t.IntType()))


def signature(*checks: Check, result: Result, optional: int = 0, shown: str = "") -> Infer:
    """Inference for a fixed list of argument checks, none of which takes an untyped NULL unless one is ``ANY``.

    Args:
        checks: One check for each argument.
        result: Derives the result type.
        optional: How many of the last arguments may be missing.
        shown: The signature for error messages, for example ``<CHARACTER>, <INTEGER>``.
    """

    def infer(call: CallTypes) -> t.LogicalType:
        count = len(call.types)
        if not len(checks) - optional <= count <= len(checks):
            raise call.invalid(shown)
        if not all(check(type_) for check, type_ in zip(checks, call.types, strict=False)):
            raise call.invalid(shown)
        if ANY not in checks:
            refuse_nulls(call)
        return result(call)

    return infer


def varargs(check: Check, *, result: Result, minimum: int = 1, shown: str = "") -> Infer:
    """Inference for any number of arguments of one kind."""

    def infer(call: CallTypes) -> t.LogicalType:
        if len(call.types) < minimum or not all(check(type_) for type_ in call.types):
            raise call.invalid(shown)
        if check is not ANY:
            refuse_nulls(call)
        return result(call)

    return infer


def explicit(type_: t.LogicalType) -> Result:
    """Exactly this type."""
    return lambda call: type_


def nullable_if_args(type_: t.LogicalType) -> Result:
    """This type, nullable exactly if an argument is."""
    return lambda call: call.nullable_if_args(type_)


def argument(index: int) -> Result:
    """The type of one argument."""
    return lambda call: call.types[index]
