"""Parameters of built-in functions: the kinds of argument that one takes, and signatures made of them.

Unlike a plain check, a parameter knows the type that an untyped NULL argument takes.
"""

from __future__ import annotations

from drey.functions.definition import CallTypes, Infer
from drey.functions.inference import BINARY, BOOLEAN, CHARACTER, INTEGER, NUMERIC, Check, Result, illegal_null
from drey.records import record
from drey.types import logical as t


@record
class Parameter:
    """One parameter of a built-in function.

    Args:
        shown: Its kind in error messages, for example ``<CHARACTER>``.
        check: Accepts the types that an argument may have.
        null_type: The type of an untyped NULL given for it; None keeps the NULL type.
    """

    shown: str
    check: Check
    null_type: t.LogicalType | None


TEXT = Parameter("<CHARACTER>", CHARACTER, t.string_type())
WHOLE = Parameter("<INTEGER>", INTEGER, t.IntType())
NUMBER = Parameter("<NUMERIC>", NUMERIC, t.IntType())
BYTES = Parameter("<BINARY>", BINARY, t.bytes_type())
TRUTH = Parameter("<BOOLEAN>", BOOLEAN, t.BooleanType())
ANYTHING = Parameter("<ANY>", lambda type_: True, None)


def _fits(call: CallTypes, parameters: tuple[Parameter, ...]) -> bool:
    return all(p.check(type_) for p, type_ in zip(parameters, call.types, strict=False))


def _settle_nulls(call: CallTypes, parameters: tuple[Parameter, ...], accepted: bool) -> None:
    for index, (parameter, type_) in enumerate(zip(parameters, call.types, strict=False)):
        if isinstance(type_, t.NullType) and parameter.null_type is not None:
            if not accepted:
                raise illegal_null(call.name, parameter.null_type)
            call.coerce(index, parameter.null_type)


def takes(*parameters: Parameter, result: Result, optional: int = 0, nulls: bool = False) -> Infer:
    """Inference for a fixed list of parameters of which the last ``optional`` may be missing.

    Most functions refuse the untyped NULL as Flink's SQL does; with ``nulls`` it takes the parameter's type.
    """
    return one_of((parameters, optional), result=result, nulls=nulls)


def one_of(*choices: tuple[tuple[Parameter, ...], int], result: Result, nulls: bool = False) -> Infer:
    """Inference for alternatives of (parameters, how many of the last may be missing)."""
    shown = " or ".join(", ".join(p.shown for p in parameters) for parameters, _ in choices)

    def infer(call: CallTypes) -> t.LogicalType:
        for parameters, optional in choices:
            enough = len(parameters) - optional <= len(call.types) <= len(parameters)
            if enough and _fits(call, parameters):
                _settle_nulls(call, parameters, nulls)
                return result(call)
        raise call.invalid(shown)

    return infer


def takes_many(
    *first: Parameter, then: Parameter, result: Result, minimum: int = 0, nulls: bool = False
) -> Infer:
    """Inference for fixed parameters followed by ``minimum`` or more of one kind."""
    shown = ", ".join([*(p.shown for p in first), f"{then.shown}..."])

    def infer(call: CallTypes) -> t.LogicalType:
        parameters = (*first, *[then] * (len(call.types) - len(first)))
        if len(call.types) < len(first) + minimum or not _fits(call, parameters):
            raise call.invalid(shown)
        _settle_nulls(call, parameters, nulls)
        return result(call)

    return infer


def nullable(type_: t.LogicalType) -> Result:
    """This type, always nullable."""
    return lambda call: type_.with_nullable(True)


def varying_text(index: int, *, always_nullable: bool = False) -> Result:
    """A VARCHAR as long as an argument."""

    def result(call: CallTypes) -> t.LogicalType:
        given = call.types[index]
        length = given.length if isinstance(given, t.CharacterType) else t.MAX_LENGTH
        is_nullable = always_nullable or call.any_nullable
        return t.VarCharType(length, nullable=is_nullable)

    return result


def same_text(index: int) -> Result:
    """The type of a character argument, nullable exactly if an argument is."""
    return lambda call: call.nullable_if_args(call.types[index])
