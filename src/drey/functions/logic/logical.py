"""AND, OR, NOT and the truth tests, with SQL's three values.

The compiler evaluates AND and OR itself, so that the right side is guarded by the left; their kernels here
serve calls from other kernels.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_

import polars as pl

from drey.functions.definition import Infer, Kernel, KernelCall, ScalarFunction
from drey.functions.inference import BOOLEAN, explicit, nullable_if_args, signature, varargs
from drey.types import logical as t

_CONNECTIVE = varargs(
    BOOLEAN, result=nullable_if_args(t.BooleanType()), minimum=2, shown="<BOOLEAN>, <BOOLEAN>"
)
_TEST: Infer = signature(BOOLEAN, result=explicit(t.BooleanType(nullable=False)), shown="<BOOLEAN>")


def _test(kernel: Callable[[pl.Expr], pl.Expr]) -> Kernel:
    return lambda call: kernel(_boolean(call, 0))


def _boolean(call: KernelCall, index: int) -> pl.Expr:
    """The argument as Boolean; an untyped NULL becomes one."""
    argument = call.args[index]
    return argument.cast(pl.Boolean) if isinstance(call.types[index], t.NullType) else argument


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "AND", _CONNECTIVE, lambda call: reduce(and_, (_boolean(call, i) for i in range(len(call.args))))
    ),
    ScalarFunction(
        "OR", _CONNECTIVE, lambda call: reduce(or_, (_boolean(call, i) for i in range(len(call.args))))
    ),
    ScalarFunction(
        "NOT",
        signature(BOOLEAN, result=nullable_if_args(t.BooleanType()), shown="<BOOLEAN>"),
        lambda call: ~_boolean(call, 0),
    ),
    ScalarFunction("IS_TRUE", _TEST, _test(lambda a: a.fill_null(False))),
    ScalarFunction("IS_NOT_TRUE", _TEST, _test(lambda a: ~a.fill_null(False))),
    ScalarFunction("IS_FALSE", _TEST, _test(lambda a: ~a.fill_null(True))),
    ScalarFunction("IS_NOT_FALSE", _TEST, _test(lambda a: a.fill_null(True))),
    ScalarFunction("IS_UNKNOWN", _TEST, _test(lambda a: a.is_null())),
    ScalarFunction("IS_NOT_UNKNOWN", _TEST, _test(lambda a: a.is_not_null())),
)
