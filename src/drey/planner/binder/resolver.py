"""Turns unresolved expressions into row expressions: names become columns and functions, types are derived."""

from __future__ import annotations

from collections.abc import Callable

from drey.catalog.objects import UserFunction
from drey.errors import DreyError, UnsupportedError, ValidationError, did_you_mean
from drey.functions.call_builder import make_call
from drey.functions.registry import find_aggregate, find_scalar, sql_names
from drey.planner.binder.casting import explicit_cast, implicit_cast, literal
from drey.planner.binder.scope import Scope, field_of
from drey.planner.context import PlannerContext
from drey.rex import unresolved as u
from drey.rex.nodes import RexNode, RexUdf
from drey.types import logical as t

Intercept = Callable[[u.Expr], RexNode | None]


class Resolver:
    """Resolves expressions over one scope.

    Args:
        context: The session.
        scope: The columns that names may mean.
        intercept: Asked first for every expression; a result that is not None is taken. Grouping uses it.
    """

    def __init__(self, context: PlannerContext, scope: Scope, intercept: Intercept | None = None) -> None:
        self.context = context
        self.scope = scope
        self.intercept = intercept

    def resolve(self, expr: u.Expr) -> RexNode:
        """The typed expression.

        Raises:
            ValidationError: A name is unknown or types don't fit; the position is the expression's.
            UnsupportedError: The expression is not built yet.
        """
        try:
            if self.intercept is not None:
                taken = self.intercept(expr)
                if taken is not None:
                    return taken
            return self._resolve(expr)
        except DreyError as error:
            raise error.at(expr.position) from error.__cause__

    def _resolve(self, expr: u.Expr) -> RexNode:
        match expr:
            case u.Ref(parts=parts):
                return self._name(expr, parts)
            case u.Lit(value=value, type=type_):
                return literal(value, type_)
            case u.Cast(operand=operand, type=type_, safe=safe):
                return explicit_cast(self.resolve(operand), type_, safe)
            case u.Alias(operand=operand):
                return self.resolve(operand)
            case u.FieldAccess(operand=operand, field_name=name):
                return field_of(self.resolve(operand), name)
            case u.Call():
                return self._call(expr)
            case u.SortKey(operand=operand):
                return self.resolve(operand)
            case u.Over(call=call):
                raise UnsupportedError(f"OVER windows are not built yet: {call.name} OVER (...)")
            case u.Subquery(kind=kind):
                what = "scalar subqueries" if kind == "SCALAR" else f"{kind} with a subquery"
                verb = "are" if kind == "SCALAR" else "is"
                raise UnsupportedError(f"{what} in expressions {verb} not built yet")
            case u.Star():
                raise ValidationError("'*' can only stand alone in a select list or in COUNT(*)")
        raise UnsupportedError(f"{type(expr).__name__} expressions are not built yet")

    def _name(self, ref: u.Ref, parts: tuple[str, ...]) -> RexNode:
        try:
            return self.scope.resolve(parts, ref.position)
        except ValidationError:
            # PI needs no parentheses; a column of that name goes first.
            if len(parts) == 1 and parts[0].upper() == "PI":
                return make_call("PI", ())
            raise

    def _call(self, call: u.Call) -> RexNode:
        if call.function is not None:
            return self._user_call(call, UserFunction.describe(call.function))
        path = tuple(call.name.split("."))
        known = (
            self.context.catalogs.temporary_system_functions.get(path[0].lower()) if len(path) == 1 else None
        )
        if known is None and len(path) == 1 and find_scalar(call.name) is not None:
            return self._built_in(call)
        known = known or self.context.catalogs.find_function(path)
        if known is not None and known.function is None:
            raise ValidationError(
                f"function '{call.name}' is written in {known.language.capitalize()} and needs a JVM",
                detail=f"class '{known.identifier}'",
                hint="write the function in Python, or run the job with '--engine flink'",
            )
        if known is not None and known.function is not None:
            return self._user_call(call, known.function)
        if find_aggregate(call.name) is not None:
            raise ValidationError(f"aggregate function '{call.name}' is not allowed here")
        names = [*sql_names(), *self.context.catalogs.function_names()]
        raise ValidationError(
            f"No match found for function signature {call.name}",
            detail="no built-in function and none in the catalog has this name",
            hint=did_you_mean(call.name, names),
        )

    def _built_in(self, call: u.Call) -> RexNode:
        if call.distinct or call.filter is not None:
            raise ValidationError(f"DISTINCT and FILTER need an aggregate function, '{call.name}' is none")
        if call.arg_names:
            raise UnsupportedError(f"named arguments of built-in function '{call.name}' are not built yet")
        operands = tuple(self.resolve(argument) for argument in call.args)
        return make_call(call.name, operands, call.options)

    def _user_call(self, call: u.Call, function: UserFunction) -> RexNode:
        if function.kind != "scalar":
            raise UnsupportedError(
                f"{function.kind.replace('_', ' ')} functions are not built yet: '{function.name}'"
            )
        if function.result_type is None:
            raise ValidationError(
                f"the result type of Python function '{function.name}' is unknown",
                hint="give it: @udf(result_type=DataTypes.STRING())",
            )
        operands = tuple(self.resolve(argument) for argument in call.args)
        if function.input_types is not None:
            operands = _fit_arguments(function, operands)
        _refuse_variants(function, operands)
        return RexUdf(
            self.context.functions.register(function),
            function.name,
            operands,
            function.vectorized,
            function.deterministic,
            type=function.result_type,
        )


def _refuse_variants(function: UserFunction, operands: tuple[RexNode, ...]) -> None:
    for type_ in (*(operand.type for operand in operands), function.result_type):
        if type_ is not None and t.holds(type_, (t.VariantType,)):
            raise ValidationError(
                f"Python functions neither take nor return {type_.summary()}",
                detail=f"function '{function.name}'",
                hint="give it JSON_STRING(variant), and read what it returns with PARSE_JSON",
            )


def _fit_arguments(function: UserFunction, operands: tuple[RexNode, ...]) -> tuple[RexNode, ...]:
    wanted = function.input_types or ()
    if len(wanted) != len(operands):
        raise ValidationError(
            f"Python function '{function.name}' takes {len(wanted)} arguments, {len(operands)} given",
            hint="declared: (" + ", ".join(type_.summary() for type_ in wanted) + ")",
        )
    fitted = []
    for number, (operand, type_) in enumerate(zip(operands, wanted, strict=True), start=1):
        if not _same_root(operand.type, type_):
            try:
                operand = implicit_cast(operand, type_)
            except ValidationError as error:
                raise ValidationError(
                    f"argument {number} of Python function '{function.name}' must be {type_.summary()}",
                    detail=f"found {operand.type}",
                    hint="use CAST, or change input_types",
                ) from error
        fitted.append(operand)
    return tuple(fitted)


def _same_root(found: t.LogicalType, wanted: t.LogicalType) -> bool:
    """Types that need no cast as arguments: lengths and precisions of text and time don't matter to Python."""
    if found.same_ignoring_null(wanted):
        return True
    return found.family is wanted.family and found.family in (
        t.TypeFamily.CHARACTER,
        t.TypeFamily.BINARY,
        t.TypeFamily.TIME,
    )
